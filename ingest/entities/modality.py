"""Words that say radiotherapy is given: technique, and modality with a status where the kind is named."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple, get_args

from ingest.entities.anchor import Anchors
from ingest.entities.found import Found
from ingest.lexicon import Gazetteer, load_yaml
from ingest.mention import Cover, Kind, Mention, outermost
from ingest.reading import Reading
from ontologies.modality import MODALITY_OF_TECHNIQUE, Technique

_NOT_MODALITY = re.compile(
    r"[ -]?(?:RADS\b|pump|density|MR|magnetic|spectro\w+|nmr|microscop\w+|transport|emission|transfer"
    r"|exchange|donor"
    r"|paramagnetic|diffraction|signal|gradient|count\w*|micrograph\w*|acceptor|channel)",
    re.IGNORECASE,
)
_NOT_TECHNIQUE = re.compile(
    r"traumatic|brain injur|homolog\w* directed|homology|recombination|repair", re.IGNORECASE
)
_OTHER_PARTICLE = re.compile(r"\b(?:protons?|electrons?|carbon[ -]ions?|neutrons?|IMPT|heavy ions?)\b", re.I)
_RATED = re.compile(
    r"(?P<rate>[HLP]DR|(?:high|low|pulsed?)[ -]dose[ -]rate)[ -](?:\w+ )?(?P<noun>brachy\w*|BT)",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"(?<![\w/])(?:\((?:chemo|C)-?\)[ -]?(?:radio-?therapy|radiation(?: therapy)?|RT\b|irradiation)"
    r"|(?:external(?:[ -]beam)? )?(?:chemo-?(?:radio|\(radio\))-?therap(?:y|ies)"
    r"|radio-?(?:chemo|\(chemo\))-?therap(?:y|ies)"
    r"|(?:chemo-?|immuno-?)radiation(?:[ -]therapy)?|chemo-?irradiation|chemo-?RT|radio-?immunotherapy"
    r"|radio-?therap(?:y|ies)|radiation[ -](?:therap(?:y|ies)|treatments?)|radiation|(?:re)?irradiation"
    r"|(?-i:[X]?RT|c?CRT|CTRT|CCRT|LCCRT|SCRT|DXT)))(?![\w])",
    re.IGNORECASE,
)
_NATURAL = re.compile(
    r"(?:\b(?:UV[ABC]?|ultra-?violet|laser|microwave|solar|sun|natural|background|cosmic|infra-?red|gamma"
    r"|electromagnetic|ioni[sz]ing|light|ultrasound|synchrotron|blood|diagnostic|medical"
    r"|atomic[- ]bomb)[ -]"
    r"|\b(?:at|in) (?=RT))$",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(
    r"[ -](?:(?:treatment )?(?:oncolog\w+|plan(?:s|ned|ning|ner)?\b|fields?\b|portals?\b|dos(?:e|es"
    r"|imetr\w+|age)\b"
    r"|physic\w+|technolog\w+|departments?\b|cent(?:er|re)s?\b|machines?\b|facilit\w+|units?\b"
    r"|(?:therapy )?therapists?\b"
    r"|induced|related|associated|specific|resistan\w+|sensiti\w+|recall)"
    r"|(?:pneumon\w+|dermat\w+|(?:radio)?necrosis|o?esophag\w+|proct\w+|cyst\w+|enter\w+|mucos\w+"
    r"|myel\w+|colitis"
    r"|injur\w+|toxicit\w+|fibrosis|damage|burns?\b|sickness|exposures?\b|protect\w+|safety|biolog\w+"
    r"|caries"
    r"|vasculo\w+|plexopath\w+|retinopath\w+|effects?\b|sources?\b|hazards?\b|emitting|leak\w*"
    r"|detect\w+|badge"
    r"|monitor\w*|scatter\w*|beams?\b|ports?\b|hepatitis|nephr\w+|pericard\w+|carditis|keratit\w*|recall"
    r"|(?:PCR|qPCR|LAMP|q|qRT)\b))",
    re.IGNORECASE,
)
_VOLUMES = re.compile(r"[ -](?:volumes?|techniques?|quality|areas?|targets?)\b", re.IGNORECASE)
_FIELD_OF = re.compile(r"\b(?:fields?|portals?) of $", re.IGNORECASE)
_BODY = re.compile(
    r" (?:upper|lower|middle|breast|lung|arm|leg|hip|knee|kidney|eye|ear|hand|foot|side)\b", re.I
)
_OTHER_LETTERS = re.compile(
    r"cardiac resync|resynchroni|calreticulin|pacemaker|capillary refill|reverse transcript"
    r"|room temperature"
    r"|respiratory therap|reaction time|retention time|risk tolerance|percutaneous coronary|angioplast"
    r"|angina|coronary|ST-segment|thrombectomy|thrombolysis|antiplatelet|troponin|\bstents?\b|STEMI"
    r"|\bPCR\b|repetition time|reading test"
    r"|controlled trial \(?CRT",
    re.IGNORECASE,
)
_ABBREVIATED = re.compile(r"(?<=\()(?P<short>[A-Z]{1,4}(?:RT|I|BI|R))(?=\))")
_SPELLED = re.compile(r"(?:irradiation|radiotherapy|radiation(?: therapy)?|RT) $", re.IGNORECASE)


class _Forms(NamedTuple):
    names: Gazetteer
    meanings: tuple[dict[str, str], ...]


@cache
def _forms() -> _Forms:
    """Every form, its meaning at the index that its mention's name gives."""
    rows: list[tuple[Kind, str, str, str]] = []
    meanings: list[dict[str, str]] = []
    data = load_yaml("radiation.yaml")
    for entry in (*data["techniques"], *data["modalities"]):
        said = {k: str(v) for k, v in entry.items() if k in {"technique", "modality"}}
        technique = said.get("technique")
        if technique is not None and technique not in get_args(Technique):
            raise ValueError(f"radiation.yaml: no such technique: {technique}")
        meanings.append(said | ({} if entry.get("sure", True) else {"unsure": ""}))
        rows.extend(("trigger", "means", str(len(meanings) - 1), form) for form in entry["forms"])
    meanings.append({"unlisted": ""})
    rows.extend(("trigger", "means", str(len(meanings) - 1), form) for form in data["other_techniques"])
    for site, forms in data["named_targets"].items():
        rows.extend(("trigger", "named", site, form) for form in forms)
    return _Forms(Gazetteer(rows), tuple(meanings))


@cache
def _targets_of_acronyms() -> dict[str, str]:
    return {f: site for site, forms in load_yaml("radiation.yaml")["named_targets"].items() for f in forms}


def irradiated_by(acronym: str) -> str | None:
    """The site that a modality's acronym holds: `whole brain` of WBRT."""
    return _targets_of_acronyms().get(acronym)


def implied_modality(technique: str) -> str | None:
    """The modality of a technique that is given by one modality only."""
    modalities = MODALITY_OF_TECHNIQUE.get(technique, ())  # type: ignore[call-overload]
    return str(modalities[0]) if len(modalities) == 1 else None


def find_modality(reading: Reading, anchors: Anchors) -> Iterator[Found]:
    """Techniques, and the words of radiotherapy beside them; no character belongs to two of them."""
    text = reading.text
    named: list[Found] = []
    for mention in outermost(_forms().names.find(reading.words)):
        named += _meant(reading, mention, anchors)
    taken = Cover((f.start, f.end) for f in named)
    yield from named
    for match in _GENERIC.finditer(text):
        if not any(taken.holds(at, at + 1) for at in (match.start(), match.end() - 1)) and _given(
            text, match
        ):
            yield Found("modality", *match.span())
    for match in _ABBREVIATED.finditer(text):
        if _SPELLED.search(text, max(0, match.start() - 20), match.start() - 1) and not taken.holds(
            *match.span()
        ):
            if not _GENERIC.fullmatch(match.group()):
                yield Found("modality", *match.span())


def _meant(reading: Reading, mention: Mention, anchors: Anchors) -> Iterator[Found]:
    text, start, end = reading.text, mention.start, mention.end
    if mention.name == "named":
        if not _acronym(text, start, end, anchors):
            return
        yield Found("modality", start, end)
        return
    meaning = _forms().meanings[int(mention.value)]
    if _NOT_MODALITY.match(text, end) or not _said(text, mention, meaning, anchors):
        return
    if "unlisted" in meaning:
        yield Found("technique", start, end)
        return
    technique, modality = meaning.get("technique"), meaning.get("modality")
    if technique is not None:
        rated = _RATED.fullmatch(text, start, end)
        yield Found("technique", start, rated.end("rate") if rated else end, technique)
        if rated:
            yield Found("modality", *rated.span("noun"), modality)
        return
    generic = modality == "photon" and "photon" not in text[start:end].lower()
    yield Found("modality", start, end, None if generic and _beside_particle(reading, mention) else modality)


def _acronym(text: str, start: int, end: int, anchors: Anchors) -> bool:
    if not text[start:end].replace("-", "").isupper() or _OTHER_LETTERS.search(
        text, max(0, start - 200), end + 200
    ):
        return False
    return text[start:end].endswith("RT") or anchors.near("radiation", start, end, 150)


def _given(text: str, match: re.Match[str]) -> bool:
    """Whether a word of radiotherapy is the treatment, and not another thing's adjective."""
    start, end = match.span()
    if _NATURAL.search(text, max(0, start - 16), start) or _OF_ANOTHER.match(text, end):
        return False
    word = match.group()
    if word.lower() == "radiation" and (
        _VOLUMES.match(text, end) or _FIELD_OF.search(text, max(0, start - 12), start)
    ):
        return False
    short = sum(c.isupper() for c in word) > 1 and len(word) < 6
    if not short:
        return True
    return not (_BODY.match(text, end) or _OTHER_LETTERS.search(text, max(0, start - 200), end + 200))


def _said(text: str, mention: Mention, meaning: dict[str, str], anchors: Anchors) -> bool:
    if mention.end - mention.start <= 4 and _NOT_TECHNIQUE.search(
        text, max(0, mention.start - 300), mention.end + 300
    ):
        return False
    return "unsure" not in meaning or anchors.near("radiation", mention.start, mention.end, 120)


def _beside_particle(reading: Reading, mention: Mention) -> bool:
    """Whether a beam that the text only calls external stands beside a particle: it may be that one's."""
    floor, ceiling = reading.clauses.sentence_span(mention.start)
    return bool(
        _OTHER_PARTICLE.search(reading.text, max(floor, mention.start - 60), min(ceiling, mention.end + 60))
    )
