"""What a drug's label says: what it is approved for, with which partners and markers, and what forbids it.

A label's subject is its own drug, so that a bullet under "is indicated for" needs no subject of its own.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from ingest.clause import Clauses
from ingest.extraction import ExtractedMention
from ingest.extractors.extractor import Extractor
from ingest.extractors.named import entity_of, named_in
from ingest.lexicon import load_yaml
from ingest.reading import Reading
from ingest.relations import find_claims
from ingest.relations.condition import told_of
from ingest.relations.phrase import diseases, purpose
from ingest.relations.sentence import DISEASE, DRUG, Node, Sentence, sentence_of
from ingest.sources.course import topic_key
from kg.document import Document, Section
from kg.statement import Entity, Relation, Statement
from ontologies.qualifier import Demand

_ITEM = re.compile(
    r"[\u2022\u25cf\u25cb\u25aa\u2023\u00b7]|\n+|(?<=\s)o (?=[A-Z])|(?<=[.\])])\s+(?=[A-Z])"
    r"|(?<!\S)\d{1,2}(?:\.\d{1,2})?\s+(?=[A-Z])|(?<=:)\s+(?=[A-Z-])"
)
"""Where an item of a section begins: a bullet, a line, a numbered heading, a sentence."""
_LIMIT = re.compile(
    r"\b(?:limitations? of use|not indicated|not recommended|have not been established|has not been"
    r" established)\b",
    re.IGNORECASE,
)
_INDICATED = re.compile(r"\b(?:indicated|approved)\b", re.IGNORECASE)
_SEE = re.compile(r"\s*[\[(]\s*see [^\])]{0,120}[\])]", re.IGNORECASE)
_WITH = re.compile(
    r"\b(?:in combination with|combined with|together with|given with|used with|concurrently with)\b",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\b(?:(?:after|following)(?! (?:[\w-]+ ){0,2}(?:\ue004|resection|surgery|\w+ectomy))|prior|previous\w*"
    r"|progress\w*|refractory|relapsed (?:on|after)|received|failed|failure|unless"
    r"|followed by|treated with|who have not|alternative to|not eligible|ineligible)\b",
    re.IGNORECASE,
)


class _Item(NamedTuple):
    start: int
    end: int
    led: bool
    """Whether it stands under a line that says what the drug is indicated for."""


class LabelExtractor(Extractor):
    """APPROVED_FOR and CONTRAINDICATED_IN from a drug's prescribing information."""

    name = "label"
    version = "2"

    def read(self, document: Document, doc: Any) -> Iterator[Statement]:
        """The claims of a label the pipeline has read."""
        if document.kind != "Label" or document.published is None:
            return
        mentions = named_in(doc)
        reading: Reading = doc._.reading
        own = _own_drug(document, mentions)
        if own is None:
            return
        seen: set[str] = set()
        for section in document.sections:
            if section.title == "Indications":
                found = self._approved(document, document.published, section, mentions, reading, own)
            elif section.title in {"Contraindications", "Boxed warning"}:
                found = self._contraindicated(document, document.published, section, mentions, own)
            else:
                continue
            for statement in found:
                if statement.key not in seen:
                    seen.add(statement.key)
                    yield statement

    def _approved(
        self,
        document: Document,
        published: date,
        section: Section,
        mentions: tuple[ExtractedMention, ...],
        reading: Reading,
        own: Entity,
    ) -> Iterator[Statement]:
        for item in _items(document.text, section):
            sentence = sentence_of(document.text, item.start, item.end, mentions)
            subject = _with_partners(own, _partners(document.text, item, sentence, own))
            for node in _indications(sentence, led=item.led):
                disease = entity_of(node)
                if disease is None:
                    continue
                markers = _markers(document.text[item.start : item.end]) | _stated(reading, item)
                yield self._statement(
                    document, published, (item.start, item.end), subject, "APPROVED_FOR", disease, markers,
                    told_of(sentence, node),
                )  # fmt: skip

    def _contraindicated(
        self,
        document: Document,
        published: date,
        section: Section,
        mentions: tuple[ExtractedMention, ...],
        own: Entity,
    ) -> Iterator[Statement]:
        inside = [m for m in mentions if section.start <= m.start and m.end <= section.end]
        part = document.text[: section.end]
        for claim in find_claims(part, Clauses(part), inside):
            if claim.relation != "CONTRAINDICATED_IN" or claim.tier != "accepted":
                continue
            subject, object_ = entity_of(claim.subject), entity_of(claim.object)
            if subject is None or object_ is None or subject.curie != own.curie:
                continue
            span = (claim.sentence.start, claim.sentence.end)
            yield self._statement(document, published, span, own, "CONTRAINDICATED_IN", object_, {})

    def _statement(
        self,
        document: Document,
        published: date,
        span: tuple[int, int],
        subject: Entity,
        relation: Relation,
        object_: Entity,
        markers: dict[str, Demand],
        besides: tuple[str, ...] = (),
    ) -> Statement:
        """The claim; `besides` are conditions that no axis holds, with which it waits for a reader."""
        said = "".join(
            f", {name.removeprefix('biomarker:')} {' or '.join(v) if isinstance(v, tuple) else v}"
            for name, v in markers.items()
        )
        approved = relation == "APPROVED_FOR"
        verb = "is approved by its FDA label for" if approved else "is contraindicated by its FDA label in"
        return Statement(
            subject=subject,
            relation=relation,
            object=object_,
            qualifiers=markers,
            text=f"{subject.name[:1].upper()}{subject.name[1:]} {verb} {object_.name}{said}"
            f"{''.join(f', {one}' for one in besides)}.",
            authority=document.authority,
            region=("US",),
            topic=topic_key(
                relation,
                object_.curie.partition(":")[2],
                " ".join((subject.curie, document.id, *besides)),
                markers,
                ("US",),
            ),
            confidence=0.6 if besides else 0.9,
            tier="review" if besides else "accepted",
            valid_from=published,
            evidence=(self.quoted(document, *span),),
        )


def _own_drug(document: Document, mentions: tuple[ExtractedMention, ...]) -> Entity | None:
    """The one drug the title names by brand and by generic name."""
    end = len(document.title)
    named = [
        m for m in mentions if m.type == "drug" and m.end <= end and document.text.startswith(document.title)
    ]
    entities = {e.curie: e for m in named if (e := entity_of(Node(DRUG, (m,), m.start, m.end))) is not None}
    return next(iter(entities.values())) if len(entities) == 1 else None


def _items(text: str, section: Section) -> Iterator[_Item]:
    """The items of a section that say an indication, in order; limitations of use end what they limit."""
    cuts = [section.start, *(m.end() for m in _ITEM.finditer(text, section.start, section.end)), section.end]
    led = limited = False
    for start, end in pairwise(cuts):
        item = text[start:end].strip(" \t\n\u2022\u25cf\u25cb\u25aa\u2023\u00b7")
        if not item:
            continue
        if _LIMIT.search(item):
            led, limited = False, True
            continue
        begins = start + text[start:end].index(item)
        if _INDICATED.search(item):
            limited = False
            led = item.endswith(":") or led
            yield _Item(begins, begins + len(item), led=False)
        elif led and not limited:
            yield _Item(begins, begins + len(item), led=True)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    group = r"(?:(?:patients?|women|men|children|adults|people|individuals|those) )?(?:with |who have )?"
    target = rf"{purpose()}{group}{diseases()}"
    said = re.compile(rf"(?<![\w-])(?:for|in|to treat|as|of|or|and) {target}")
    led = re.compile(rf"(?:^\W{{0,3}}(?:(?:for|in|as|to treat) )?|(?<![\w-])(?:for|to treat|in|of) ){target}")
    return said, led


def _indications(sentence: Sentence, *, led: bool) -> Iterator[Node]:
    """The diseases an item says the drug is for; those of earlier treatment or of a partner's are not."""
    mask = sentence.mask
    at = 0
    if not led:
        indicated = re.search(r"\b(?:indicated|approved)\b", mask)
        if indicated is None or re.search(
            r"\bnot\b", mask[max(0, indicated.start() - 20) : indicated.start()]
        ):
            return
        at = indicated.end()
    past = _AFTER.search(mask, at)
    last = past.start() if past else len(mask)
    pattern = _patterns()[led]
    for match in pattern.finditer(mask, at):
        if match.start("d") > last and _AFTER.search(mask[max(at, match.start() - 60) : match.start()]):
            continue
        for node in sentence.within(*match.span("d"), DISEASE):
            said = node.main.assertion
            if said.polarity == "affirmed" and said.experiencer == "patient" and node.main.tier == "accepted":
                yield node


def _partners(text: str, item: _Item, sentence: Sentence, own: Entity) -> list[str]:
    """The drugs, and the classes of drugs, the indication says it is given with, by name."""
    given = _WITH.search(text, item.start, item.end)
    if given is None:
        return []
    reach = re.compile(r"\b(?:for|in|is|are|as|indicated|after|following|who|whose)\b").search(
        text, given.end(), item.end
    )
    end = reach.start() if reach else item.end
    found = [
        (n.start, e.name)
        for n in sentence.nodes
        if n.letter == DRUG and given.end() <= n.start and n.end <= end
        and (e := entity_of(n)) is not None and e.curie != own.curie
    ]  # fmt: skip
    found += [(m.start(), m.group().lower()) for m in _CLASS.finditer(text, given.end(), end)]
    return list(dict.fromkeys(name for _, name in sorted(found)))


_CLASS = re.compile(
    r"\b(?:(?:platinum|fluoropyrimidine|taxane|anthracycline)(?:[- ](?:and[ -])?(?:based|containing))?"
    r"(?:[ -](?:and[ -])?(?:platinum|fluoropyrimidine|taxane|anthracycline)(?:[- ](?:based|containing))?)?"
    r"(?: (?:doublet )?(?:chemotherapy|agent))?|chemotherapy|endocrine therapy|an? aromatase inhibitor"
    r"|androgen deprivation therapy)\b",
    re.IGNORECASE,
)
"""A class of drugs as a partner: it belongs to the regimen although no drug of it is named."""


def _with_partners(own: Entity, partners: list[str]) -> Entity:
    """The drug itself, or the regimen of the drug with its partners."""
    if not partners:
        return own
    parts = [own.name, *partners]
    slug = "-".join(re.sub(r"[^a-z0-9]+", "-", p.lower()).strip("-") for p in parts)
    name = f"{own.name} with {' and '.join(parts[1:])}"
    return Entity(curie=f"oncograph:regimen-{slug}", label="SystemicRegimen", name=name)


@cache
def _altered() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, str]]:
    symbols: dict[str, str] = {
        form: name for name, forms in load_yaml("biomarkers.yaml")["symbols"].items() for form in forms
    }
    spelled = "|".join(re.escape(s) for s in sorted(symbols, key=len, reverse=True))
    one = rf"(?<![A-Za-z0-9])(?P<s>{spelled})(?![A-Za-z0-9])"
    return (
        re.compile(
            one
            + r"\)?[ -](?:(?:gene|exon|tyrosine|kinase|non-resistance|[A-Z]\d{2,4}[A-Z]?|\d+|or|and|skipping"
            r"|deletions?) ){0,6}"
            r"(?:mutat\w+|deletions?|insertions?|skipping|substitution|[A-Z]\d{2,4}[A-Z])(?:["
            r" -](?:positive|mutations?))?"
        ),
        re.compile(
            rf"\b(?:no|without) (?P<all>(?:{spelled})(?:(?:,? or |,? and |, )(?:{spelled})){{0,4}})"
            r" (?:genomic |tumor |activating ){0,3}(?:aberrations?|mutations?|alterations?)"
        ),
        symbols,
    )


def _markers(text: str) -> dict[str, Demand]:
    """Markers as labels write them: "EGFR exon 19 deletions", "no EGFR or ALK genomic tumor aberrations"."""
    text = _SEE.sub("", text)
    altered, absent, symbols = _altered()
    found: dict[str, set[str]] = {}
    for match in absent.finditer(text):
        for part in re.split(r",? or |,? and |, ", match["all"]):
            if part in symbols:
                found.setdefault(f"biomarker:{symbols[part]}", set()).add("wildtype")
    for match in altered.finditer(text):
        axis = f"biomarker:{symbols[match['s']]}"
        if axis not in found:
            found[axis] = {"mutant"}
    return {axis: tuple(values) for axis, values in found.items() if len(values) == 1}


def _stated(reading: Reading, item: _Item) -> dict[str, Demand]:
    """What the indication demands on the axes the project knows: markers, stage, adjuvant or neoadjuvant."""
    stated: dict[str, list[str]] = {}
    for mention in reading.within(item.start, item.end):
        if mention.kind != "axis" or mention.assertion not in {"affirmed", "delivered"}:
            continue
        if (
            mention.name.startswith("biomarker:")
            or mention.name in {"stage", "hormone_sensitivity"}
            or (mention.name == "spread" and mention.value == "metastatic")
            or (mention.name == "setting" and mention.value in {"adjuvant", "neoadjuvant"})
        ):
            stated.setdefault(mention.name, []).append(str(mention.value))
    return {
        axis: tuple(dict.fromkeys(values))
        for axis, values in stated.items()
        if axis == "stage" or len(set(values)) == 1
    }
