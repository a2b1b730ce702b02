"""A text read as a whole: mentions asserted and linked, claims between them, the record of a report."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from ingest.entities.found import Found
from ingest.extraction import (
    ExtractedMention,
    ExtractedStatement,
    Extraction,
    LinkedReference,
    Span,
    TextKind,
)
from ingest.legible import legible, unbracketed
from ingest.linking import LINKED, link_expanded
from ingest.named import Referred, named
from ingest.nlp import build_nlp
from ingest.reading import Reading
from ingest.records.reports import read_record
from ingest.relations import find_relations
from ingest.report_kind import kind_of
from ingest.voters.committee import Committee, load_committees
from ingest.voters.proposal import propose
from ingest.window import windows

_BATCH = 64
"""Windows read in one batch; what spaCy learns of their words is forgotten after it."""

Asked = str | tuple[str, TextKind | None]
"""A text, or a text with its kind; without one the kind is told from the text."""


class _Window(NamedTuple):
    text: str
    document: int
    start: int


class _Document:
    """A text under extraction, filled window by window."""

    def __init__(self, text: str, kind: TextKind | None) -> None:
        self.text, self.kind = text, kind
        self.read = legible(text)
        self.mentions: list[ExtractedMention] = []
        self.proposed: list[ExtractedMention] = []
        self.statements: list[ExtractedStatement] = []

    def extraction(self) -> Extraction:
        """What was read of it."""
        # A record and a claim show no doubt of the mentions they are made of: voters' are not among those.
        record = read_record(self.read, self.kind or kind_of(self.read), self.mentions)
        mentions = self.mentions
        if self.proposed:
            mentions = sorted([*mentions, *self.proposed], key=lambda m: (m.start, -m.end))
        return Extraction(mentions=tuple(mentions), statements=tuple(self.statements), record=record)


def extract_text(text: str, kind: TextKind | None = None, *, voters: Path | None = None) -> Extraction:
    """What a text says; every mention's text is the text's own at its span.

    Without a kind it is told from headings and words; there is no record where none stands out. With a
    folder of trained voters, what only they name is added to the mentions, and to nothing else.

    Raises:
        ValueError: the folder holds no trained voter.
    """
    return next(extract_texts([(text, kind)], voters=voters))


def extract_texts(texts: Iterable[Asked], *, voters: Path | None = None) -> Iterator[Extraction]:
    """What each of many texts says, in their order, in a stream; voters as in `extract_text`.

    Raises:
        ValueError: the folder of voters holds no trained one.
    """
    return _extractions(texts, load_committees(voters) if voters is not None else ())


def _extractions(texts: Iterable[Asked], committees: Sequence[Committee]) -> Iterator[Extraction]:
    waiting: dict[int, _Document] = {}
    pending = _windows(texts, waiting)
    done = 0
    while batch := list(islice(pending, _BATCH)):
        _read(batch, waiting, committees)
        # A document is whole once a later one has begun; of the last one read, more may follow.
        for index in range(done, batch[-1].document):
            yield waiting.pop(index).extraction()
        done = batch[-1].document
    for index in sorted(waiting):
        yield waiting.pop(index).extraction()


def _windows(texts: Iterable[Asked], waiting: dict[int, _Document]) -> Iterator[_Window]:
    for index, asked in enumerate(texts):
        text, kind = (asked, None) if isinstance(asked, str) else asked
        document = waiting[index] = _Document(text, kind)
        for start, end in windows(document.read):
            yield _Window(unbracketed(document.read[start:end]), index, start)


def _read(batch: list[_Window], waiting: dict[int, _Document], committees: Sequence[Committee]) -> None:
    nlp = build_nlp()
    with nlp.memory_zone():
        for doc, window in nlp.pipe(((w.text, w) for w in batch), as_tuples=True, batch_size=8):
            _gather(doc, window, waiting[window.document], committees)


def _gather(doc: Any, window: _Window, document: _Document, committees: Sequence[Committee]) -> None:
    reading: Reading = doc._.reading
    long_forms = {short.text: short._.long_form for short in doc._.abbreviations}

    def refer(found: Found, text: str) -> Referred:
        long_form = long_forms.get(text)
        return _reference(found, text, None if long_form is None else long_form.text)

    # A lone surrogate cannot be written out, so a span that holds one is not named.
    mentions = [m for m in named(reading, refer) if "\ufffd" not in m.text]
    for statement in find_relations(reading, mentions):
        spans = tuple(Span(start=s.start + window.start, end=s.end + window.start) for s in statement.spans)
        document.statements.append(statement.model_copy(update={"spans": spans}))
    document.mentions.extend(_moved(m, window.start, document.text) for m in mentions)
    if committees:
        places = {short: (long.start_char, long.end_char) for short, long in long_forms.items()}
        proposed = propose(reading, mentions, committees, refer, places)
        document.proposed.extend(_moved(m, window.start, document.text) for m in proposed)


def _moved(mention: ExtractedMention, offset: int, text: str) -> ExtractedMention:
    start, end = mention.start + offset, mention.end + offset
    return mention.model_copy(update={"start": start, "end": end, "text": text[start:end]})


def _reference(found: Found, text: str, long_form: str | None) -> Referred:
    """The coded term, or the reason there is none where the type has terms."""
    known = link_expanded(found.type, text, long_form) if found.type in LINKED else None
    if isinstance(known, LinkedReference) and found.curie in {None, known.curie}:
        return known, None
    if found.curie is not None:
        # The finder took the span from an exact name, which is surer than reading the name again.
        return LinkedReference(curie=found.curie, name=text, score=1), None
    return None, known if isinstance(known, str) else None
