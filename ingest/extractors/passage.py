"""A sentence of a document with what was found in it, and the words that say how it stands there."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from ingest.clause import Clauses
from ingest.diagnosis import STAGED, Candidate, candidates
from ingest.extractors.named import section_at
from ingest.grammar.dose import Dose
from ingest.lexicon import Gazetteer, load_yaml
from ingest.mention import Kind, Mention
from ingest.words import split_words
from kg.document import Document
from ontologies.disease import ancestors


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence of a document."""

    document: Document
    start: int
    end: int
    section: str
    mentions: tuple[Mention, ...]
    """Spans are the document's."""
    doses: tuple[Dose, ...]

    @property
    def cues(self) -> frozenset[str]:
        """Names of `data/course_words.yaml` whose words stand in the sentence."""
        return cues_of(self.text)

    @property
    def diseases(self) -> tuple[Candidate, ...]:
        """The diseases asserted in the sentence, without wider ones."""
        local = [m._replace(start=m.start - self.start, end=m.end - self.start) for m in self.mentions]
        return asserted_diseases(self.text, local)

    @property
    def text(self) -> str:
        """The sentence."""
        return self.document.text[self.start : self.end]


@cache
def _cue_words() -> Gazetteer:
    rows: list[tuple[Kind, str, str, str]] = [
        ("trigger", name, name, phrase)
        for name, phrases in load_yaml("course_words.yaml").items()
        for phrase in phrases
    ]
    return Gazetteer(rows)


@lru_cache(maxsize=64)
def cues_of(text: str) -> frozenset[str]:
    """How things stand in a sentence: refused, compared, supposed, delivered, planned and so on."""
    found = _cue_words().find(split_words(text))
    return frozenset(m.name for m in found if not any(o.covers(m) for o in found))


def asserted_diseases(text: str, mentions: list[Mention]) -> tuple[Candidate, ...]:
    """The diseases a stretch of text asserts, without those wider than another of them."""
    named = [
        c
        for c in candidates(text, Clauses(text), mentions)
        if c.assertion == "affirmed" and c.strength > STAGED
    ]
    best = {c.disease: c for c in reversed(named)}
    wider = {a for slug in best for a in ancestors(slug)[1:]}
    return tuple(c for slug, c in best.items() if slug not in wider)


def passages(document: Document, doc: Any) -> Iterator[Passage]:
    """The sentences of a document that holds a dose or a drug worth reading."""
    reading = doc._.reading
    for sentence in doc.sents:
        start, end = sentence.start_char, sentence.end_char
        raw = document.text[start:end]
        start += len(raw) - len(raw.lstrip())
        end -= len(raw) - len(raw.rstrip())
        if end - start < 12:
            continue
        mentions = reading.within(start, end)
        doses = tuple(d for d in reading.doses if start <= d.start and d.end <= end)
        yield Passage(
            document=document,
            start=start,
            end=end,
            section=section_at(document, end - 1),
            mentions=tuple(mentions),
            doses=doses,
        )
