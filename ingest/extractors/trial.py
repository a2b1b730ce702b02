"""What a registered trial studies: the drugs and radiotherapy of its arms, the diseases of its conditions."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from ingest.extraction import ExtractedMention
from ingest.extractors.extractor import Extractor
from ingest.extractors.named import entity_of, named_in, trial_of
from ingest.relations.sentence import COURSE, DISEASE, DRUG, REGIMEN, Node
from ingest.sources.course import topic_key
from kg.document import Document, Section
from kg.statement import Entity, Statement, Tier

_LINE = re.compile(
    r"(?P<name>[^\n]{1,200}?)(?: \((?P<kind>[a-z ]{4,40})\))?(?P<body>:[^\n]*|(?=\n|$))(?:\n|$)"
)
"""One arm or intervention: its name, its type in brackets, its description after a colon."""
_PAST = re.compile(
    r"\b(?:prior|previous(?:ly)?|history|failed|failure|progress(?:ed|ion)|refractory|resistant|after|not"
    r" receive|without"
    r"|exclu\w+|pre-?treated|premedicat\w+|prevent\w*|prophyla\w+|instead|unless|if|may|optional|allowed"
    r"|discretion|rescue)\b",
    re.IGNORECASE,
)
"""In an arm's description, what makes a drug something else than what the arm tries."""

_SUPPORTING = re.compile(
    r"\b(?:to prevent|prophyla\w+|premedicat\w+|anti-?eme\w+|emesis|nausea|if needed)\b", re.IGNORECASE
)


class TrialExtractor(Extractor):
    """STUDIES: a trial and the drugs, the radiotherapy and the diseases it registers."""

    name = "trial"
    version = "1"

    def read(self, document: Document, doc: Any) -> Iterator[Statement]:
        """The claims of a trial record the pipeline has read."""
        trial = trial_of(document)
        if document.kind != "Trial" or document.published is None or trial is None:
            return
        mentions = named_in(doc)
        seen: set[str] = set()
        for section in document.sections:
            for entity, line, tier in _studied(document, section, mentions):
                if entity.curie not in seen:
                    seen.add(entity.curie)
                    yield self._statement(trial, entity, document, document.published, line, tier)

    def _statement(
        self,
        trial: Entity,
        entity: Entity,
        document: Document,
        published: date,
        line: tuple[int, int],
        tier: Tier,
    ) -> Statement:
        return Statement(
            subject=trial,
            relation="STUDIES",
            object=entity,
            text=f"Trial {trial.curie.removeprefix('clinicaltrials:')} studies {entity.name}.",
            authority=document.authority,
            topic=topic_key("STUDIES", "any", f"{trial.curie} {entity.curie}", {}, ()),
            confidence=0.95 if tier == "accepted" else 0.6,
            tier=tier,
            valid_from=published,
            evidence=(self.quoted(document, *line),),
        )


def _studied(
    document: Document, section: Section, mentions: tuple[ExtractedMention, ...]
) -> Iterator[tuple[Entity, tuple[int, int], Tier]]:
    if section.title == "Conditions":
        for mention in _inside(mentions, section.start, section.end):
            if mention.type == "disease" and mention.reference and _whole(document.text, section, mention):
                yield from _as_entity(mention, (section.start, section.end), "accepted")
        return
    if section.title not in {"Arms", "Interventions"}:
        return
    for line in _LINE.finditer(document.text, section.start, section.end):
        span = line.start(), line.end("body")
        kind = line["kind"] or ""
        inside = list(_inside(mentions, *span))
        # A technique, or a dose that makes a course of it, says more than the word "radiotherapy".
        named_so = any(m.type == "technique" and m.end <= line.end("name") for m in inside)
        technical = named_so or any(m.type == "radiation_dose" for m in inside)
        for mention in inside:
            if mention.tier != "accepted" or (technical and mention.type == "modality"):
                continue
            named = mention.end <= line.end("name")
            tier = _tier(document.text, span, mention, named=named, kind=kind)
            if tier is not None:
                yield from _as_entity(mention, span, tier)


def _whole(text: str, section: Section, mention: ExtractedMention) -> bool:
    """Whether a condition is this disease and not a longer name that holds it."""
    before = text[section.start : mention.start].rsplit(";", 1)[-1].strip()
    after = text[mention.end : section.end].split(";", 1)[0].strip()
    return not before and (
        not after or re.fullmatch(r"\([^()]*\)|,? stage \w+|metastatic|recurrent", after, re.I) is not None
    )


def _inside(mentions: tuple[ExtractedMention, ...], start: int, end: int) -> Iterator[ExtractedMention]:
    return (m for m in mentions if start <= m.start and m.end <= end)


def _tier(
    text: str, span: tuple[int, int], mention: ExtractedMention, *, named: bool, kind: str
) -> Tier | None:
    if mention.type in {"drug", "regimen"}:
        if named:
            return (
                None if re.search(r"\b(?:no|without)\b", text[span[0] : mention.start], re.I) else "accepted"
            )
        said = mention.assertion
        if said.polarity == "negated" or said.certainty != "certain" or said.temporality == "historical":
            return None
        before = re.split(r"[.;]", text[max(span[0], mention.start - 60) : mention.start])[-1]
        after = re.split(r"[.;]", text[mention.end : min(span[1], mention.end + 40)])[0]
        return "review" if _PAST.search(before) or _SUPPORTING.search(after) else "accepted"
    if mention.type in {"modality", "technique"}:
        return "accepted" if named and kind in {"radiation", ""} else None
    return None


def _as_entity(
    mention: ExtractedMention, span: tuple[int, int], tier: Tier
) -> Iterator[tuple[Entity, tuple[int, int], Tier]]:
    letters = {"disease": DISEASE, "drug": DRUG, "regimen": REGIMEN}
    entity = entity_of(Node(letters.get(mention.type, COURSE), (mention,), mention.start, mention.end))
    if entity is not None:
        yield entity, span, tier
