"""Radiotherapy courses said of a disease in one sentence of a document.

A dose, its fractions and the disease must stand in the same sentence; a refusal, a hypothesis, a range, two
diseases or two courses give nothing. What a note says stays in the review tier: it never answers on its own.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Literal

from ingest.extractors.extractor import Extractor
from ingest.extractors.named import trial_of
from ingest.extractors.passage import Passage, asserted_diseases, passages
from ingest.grammar.dose import Dose, unread_doses
from ingest.reading import read_text
from ingest.sources.course import disease_entity, radiotherapy, topic_key
from kg.course_sentence import sentence
from kg.document import Document
from kg.statement import Course, Statement, Tier
from ontologies.disease import load_diseases
from ontologies.modality import MODALITY_OF_TECHNIQUE, Modality, Technique
from ontologies.qualifier import Demand
from ontologies.schedule import Boost

_MODALITY = {
    "proton": re.compile(r"\b(?:protons?|PBT|IMPT)\b", re.IGNORECASE),
    "electron": re.compile(r"\b(?:electrons?|TSEBT?|IOERT)\b", re.IGNORECASE),
    "brachytherapy": re.compile(
        r"\b(?:brachytherapy|HDR|LDR|PDR|plaque|implant|intracavitary|interstitial|ICRT|ICBT|ISBT|VBT"
        r"|vault)\b"
    ),
    "photon": re.compile(
        r"\b(?:photons?|external[- ]beam|EBRT|IMRT|VMAT|3D-?CRT|SBRT|SABR|radiosurgery|SRS|WBRT"
        r"|tomotherapy|linac"
        r"|[xX]-?rays?|PORT|PMRT|PCI|TBI)\b"
    ),
}
_GENERIC = re.compile(
    r"\b(?:(?i:radiotherapy|radiation|irradiation|irradiated|chemoradi\w+|radiochemotherapy)|RT|XRT|CRT"
    r"|CCRT|chemo-?RT)\b"
)
_TECHNIQUES: dict[str, Technique] = {
    "sbrt": "sbrt", "srs": "srs", "hdr": "hdr", "ldr": "ldr", "pdr": "pdr", "imrt": "imrt", "iort": "iort",
    "tbi": "tbi", "tseb": "tseb", "superficial": "superficial", "plaque": "plaque", "contact": "contact",
}  # fmt: skip
_INTEGRATED = re.compile(r"\b(?:SIB|integrated|simultaneous(?:ly)?|concomitant|concurrent)\b", re.IGNORECASE)
_FREQUENCY = (
    (
        "twice-daily",
        re.compile(r"\b(?:twice[- ](?:daily|a day|per day)|b\.?i\.?d\b|hyperfractionated)", re.I),
    ),
    ("weekly", re.compile(r"\b(?:once[- ](?:weekly|a week)|(?:one|1) week apart|weekly fractions)\b", re.I)),
    (
        "twice-weekly",
        re.compile(r"\b(?:twice[- ](?:weekly|a week)|(?:two|2) fractions (?:a|per) week)\b", re.I),
    ),
    (
        "alternate-day",
        re.compile(r"\b(?:alternate|every (?:other|second)|non-?consecutive)[- ]days?\b", re.I),
    ),
    (
        "daily",
        re.compile(
            r"\b(?:(?:once[- ])?daily (?:fraction|dose|session|RT|radio|treatment)\w*|fractions? daily"
            r"|once[- ]daily|once a day|(?:per|a|each|every) (?:week)?day|weekdays|qd"
            r"|(?:five|5)(?: \w+)? (?:days?|fractions|times|x)? ?(?:a|per|/) ?week"
            r"|(?:conventional|standard)(?:ly)?[- ]fraction\w+)\b",
            re.I,
        ),
    ),
)
"""How often a fraction is given, by its words; what none of them says is not stated."""
_REFUSING = frozenset({"refused", "supposed", "carbon"})
_QUALIFYING = ("setting", "intent", "stage", "t", "n", "m")
_LEVEL = {"Note": 5, "Publication": 4, "Trial": 4, "Guideline": 5, "Label": 5, "Approval": 5, "FactSheet": 5}


class RadiotherapyExtractor(Extractor):
    """Courses of radiotherapy: TREATS where a note or a report says it, STUDIES where a trial does."""

    name = "radiotherapy"
    version = "3"

    def read(self, document: Document, doc: Any) -> Iterator[Statement]:
        """The courses of a document the pipeline has read."""
        if document.published is None or document.kind not in {"Note", "Publication", "Trial"}:
            return
        seen: set[str] = set()
        for passage in passages(document, doc):
            if not passage.doses:
                continue
            for statement in self._statements(passage, document, document.published):
                if statement.key not in seen:
                    seen.add(statement.key)
                    yield statement

    def _statements(self, passage: Passage, document: Document, published: date) -> Iterator[Statement]:
        slug = _disease(passage, document)
        if slug is None:
            return
        course = course_of_passage(passage, slug)
        if course is None:
            return
        relation = relation_of(passage)
        if relation is None:
            return
        disease = load_diseases()[slug]
        qualifiers = _qualifiers(passage) if relation == "TREATS" else {}
        treatment = radiotherapy(course)
        trial = trial_of(document)
        if relation == "STUDIES" and trial is None:
            return
        setting = f"as written in {document.kind.lower()} {document.id}"
        claim = sentence(course, disease.name, setting)
        yield Statement(
            subject=trial if relation == "STUDIES" and trial is not None else treatment,
            relation=relation,
            object=treatment if relation == "STUDIES" else disease_entity(disease),
            qualifiers=qualifiers,
            course=course if relation == "TREATS" else None,
            text=f"Studied: {claim}" if relation == "STUDIES" else claim,
            authority=document.authority,
            evidence_level=_LEVEL[document.kind],
            topic=topic_key(relation, slug, f"{treatment.curie} {document.id}", {}, ()),
            confidence=_confidence(passage),
            tier=_tier(passage, document),
            status="approved",
            valid_from=published,
            evidence=(self.quoted(document, passage.start, passage.end),),
        )


def relation_of(passage: Passage) -> Literal["TREATS", "STUDIES"] | None:
    """How a course stands in its sentence: said to treat, only studied, or not to be stated at all."""
    if passage.cues & _REFUSING:
        return None
    kind = passage.document.kind
    if kind == "Trial":
        return (
            "STUDIES"
            if passage.section in {"Arms", "Interventions", "Summary", "Description", "Official title"}
            else None
        )
    if "compared" in passage.cues:
        return "STUDIES"
    if kind == "Note":
        return "TREATS" if passage.cues & {"delivered", "planned", "recommended"} else None
    if "recommended" in passage.cues:
        return "TREATS"
    return "TREATS" if passage.cues & {"delivered"} else None


def _tier(passage: Passage, document: Document) -> Tier:
    """Accepted only for what a report recommends, or a trial registers; all else waits for a reader."""
    if document.kind == "Trial" or "compared" in passage.cues:
        return "accepted"
    if document.kind == "Publication" and "recommended" in passage.cues:
        return "accepted"
    return "review"


def _confidence(passage: Passage) -> float:
    return 0.95 if passage.doses[0].stated == 3 else 0.85


def _disease(passage: Passage, document: Document) -> str | None:
    """The one disease of the sentence; of a trial's title where the sentence names none."""
    named = passage.diseases
    if not named and document.kind == "Trial":
        conditions = [document.text[s.start : s.end] for s in document.sections if s.title == "Conditions"]
        for text in (document.title, *conditions):
            named = named or asserted_diseases(text, list(read_text(text).mentions))
    return named[0].disease if len(named) == 1 else None


def course_of_passage(passage: Passage, slug: str) -> Course | None:
    """The one course a sentence states for the disease; None where anything of it is unclear."""
    local = [d._replace(start=d.start - passage.start, end=d.end - passage.start) for d in passage.doses]
    if unread_doses(passage.text, local):
        return None
    main, boost = _main_and_boost(passage)
    if main is None:
        return None
    modality = _modality(passage, main)
    if modality is None:
        return None
    technique = _technique(passage, modality)
    if technique is None:
        return None
    if modality == "photon" and main.per_fraction_gy > 8.5 and not set(technique) & {"sbrt", "srs", "iort"}:
        # A dose per fraction this high without a stereotactic word is more likely a misread total.
        return None
    targets = [m for m in passage.mentions if m.kind == "axis" and m.name == "target"]
    text = passage.document.text
    disease = load_diseases()[slug]
    told = next((f for f, words in _FREQUENCY if words.search(passage.text)), "not stated")
    return Course(
        modality=modality,
        technique=technique,
        total_dose_gy=main.total_gy,
        fractions=main.fractions,
        frequency="once" if main.fractions == 1 and told in ("daily", "not stated") else told,
        boost=boost,
        target=text[targets[0].start : targets[0].end].lower() if targets else "not stated",
        intent=_intent(passage, secondary=disease.secondary),
    )


def _main_and_boost(passage: Passage) -> tuple[Dose | None, Boost | None]:
    text = passage.document.text
    main = [d for d in passage.doses if not _is_boost(text, d, passage)]
    boosts = [d for d in passage.doses if d not in main]
    different = {(d.total_gy, d.fractions) for d in main}
    if len(different) != 1 or len(boosts) > 1:
        return None, None
    if not boosts:
        return (None, None) if _mentions_boost(passage) else (main[0], None)
    dose = boosts[0]
    if _INTEGRATED.search(passage.text) or dose.total_gy >= main[0].total_gy:
        # The dose of an integrated boost is a total, not what comes after the course.
        return None, None
    return main[0], Boost(dose_gy=dose.total_gy, fractions=dose.fractions, modality="photon")


def _is_boost(text: str, dose: Dose, passage: Passage) -> bool:
    before = text[max(passage.start, dose.start - 28) : dose.start]
    after = text[dose.end : min(passage.end, dose.end + 22)]
    return bool(
        re.search(r"\bboost(?:ed)?\b[^.;]*$", before) or re.match(r"[ ,(]*(?:\w+ )?boost\b(?! of)", after)
    )


def _mentions_boost(passage: Passage) -> bool:
    """Whether a boost of unknown size is part of the course, so that its main part alone would mislead."""
    return "boost" in passage.cues and not re.search(r"(?:without|no|omitting)(?: an?)? boost", passage.text)


def _modality(passage: Passage, dose: Dose) -> Modality | None:
    said: list[Modality] = [m for m, pattern in _MODALITY.items() if pattern.search(passage.text)]  # type: ignore[misc]
    if dose.particle and "proton" not in said:
        return None
    if len(said) == 1:
        return said[0]
    if said:
        return None
    return "photon" if _GENERIC.search(passage.text) else None


def _technique(passage: Passage, modality: Modality) -> tuple[Technique, ...] | None:
    """The techniques named; None where one is not given with the modality."""
    named = [
        _TECHNIQUES[str(m.value)]
        for m in passage.mentions
        if m.kind == "axis" and m.name == "technique" and str(m.value) in _TECHNIQUES
    ]
    if re.search(r"\bVMAT\b", passage.text):
        named.append("vmat")
    if any(modality not in MODALITY_OF_TECHNIQUE[t] for t in named):
        return None
    return tuple(dict.fromkeys(named))


def _intent(passage: Passage, *, secondary: bool) -> str:
    said = [str(m.value) for m in passage.mentions if m.kind == "axis" and m.name == "intent"]
    known = [s for s in said if s in {"curative", "palliative", "prophylactic"}]
    return known[0] if known else "palliative" if secondary else "not stated"


def _qualifiers(passage: Passage) -> dict[str, Demand]:
    """What the sentence says of the case, as demands: the claim is about such cases only."""
    stated: dict[str, list[str]] = {}
    for mention in passage.mentions:
        if mention.kind == "axis" and mention.name in _QUALIFYING and mention.assertion == "affirmed":
            stated.setdefault(mention.name, []).append(str(mention.value))
    return {axis: tuple(dict.fromkeys(values)) for axis, values in stated.items()}
