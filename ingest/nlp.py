"""The spaCy pipeline, built offline: sentences, sections, abbreviations, gazetteer, grammars, assertion."""

import warnings
from collections.abc import Iterator
from functools import cache
from typing import Any

from ingest.clause import Clauses
from ingest.mention import Mention
from ingest.reading import read_text
from ingest.section import read_sections

ABBREVIATIONS = "oncograph_abbreviations"
SENTENCES, SECTIONS, MENTIONS = "oncograph_sentences", "oncograph_sections", "oncograph_mentions"
"""Names of our components; each fills `doc.spans` or the extension it is named after."""


@cache
def build_nlp() -> Any:
    """The pipeline as a spaCy `Language`; nothing is downloaded and no weights are loaded.

    `doc.sents` are the clauses' sentences, `doc.spans["sections"]` the headed sections, `doc._.abbreviations`
    scispaCy's, `doc.spans["mentions"]` every mention (label: kind, `kb_id_`: name=value, `_.assertion`),
    `doc.spans["doses"]` the dose expressions, and `doc._.reading` the `Reading` itself.
    """
    import spacy
    from spacy.language import Language
    from spacy.tokens import Doc, Span

    with warnings.catch_warnings():
        # scispaCy's matcher is built empty, which spaCy warns of (W036); it fills it per document.
        warnings.simplefilter("ignore")
        from scispacy.abbreviation import AbbreviationDetector

        Doc.set_extension("clauses", default=None, force=True)
        Doc.set_extension("reading", default=None, force=True)
        Span.set_extension("assertion", default="affirmed", force=True)
        Language.component(SENTENCES, func=_mark_sentences)
        Language.component(SECTIONS, func=_mark_sections)
        Language.component(MENTIONS, func=_mark_mentions)
        nlp = spacy.blank("en")
        # Guidelines and labels run to hundreds of pages; no parser limits what a blank pipeline can take.
        nlp.max_length = 20_000_000
        nlp.add_pipe(SENTENCES)
        nlp.add_pipe(SECTIONS)
        detector = AbbreviationDetector(nlp)

        def resolve_abbreviations(doc: Any) -> Any:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return detector(doc)

        Language.component(ABBREVIATIONS, func=resolve_abbreviations)
        nlp.add_pipe(ABBREVIATIONS)
        nlp.add_pipe(MENTIONS)
    return nlp


def _mark_sentences(doc: Any) -> Any:
    import numpy as np
    from spacy.attrs import IDX, SENT_START

    # spaCy puts `doc.text` together anew at every call: it is asked for here alone.
    clauses = doc._.clauses = Clauses(doc.text)
    sentences = np.array([clauses.sentence(at) for at in doc.to_array(IDX).tolist()], dtype="int64")
    # All at once: set one by one, each token's mark looks through the whole document first.
    begins = np.where(np.diff(sentences, prepend=-1) != 0, 1, -1).astype("int64")
    return doc.from_array([SENT_START], begins.view("uint64").reshape(-1, 1))


def _mark_sections(doc: Any) -> Any:
    spans = [
        doc.char_span(s.start, s.end, label=s.kind, alignment_mode="contract")
        for s in read_sections(doc._.clauses.text)
    ]
    doc.spans["sections"] = [s for s in spans if s is not None]
    return doc


def _mark_mentions(doc: Any) -> Any:
    reading = read_text(doc._.clauses.text, tuple(_expanded(doc)), doc._.clauses)
    doc._.reading = reading
    spans = []
    for mention in reading.mentions:
        span = doc.char_span(
            mention.start,
            mention.end,
            label=mention.kind,
            kb_id=f"{mention.name}={mention.value}",
            alignment_mode="expand",
        )
        span._.assertion = mention.assertion
        spans.append(span)
    doc.spans["mentions"] = spans
    doc.spans["doses"] = [
        doc.char_span(d.start, d.end, label="dose", alignment_mode="expand") for d in reading.doses
    ]
    return doc


def _expanded(doc: Any) -> Iterator[Mention]:
    """The diseases that abbreviations defined in this text stand for, at each place they are used."""
    known: dict[str, Mention | None] = {}
    for short in doc._.abbreviations:
        long = short._.long_form
        if long.text not in known:
            named = [
                m for m in read_text(long.text).mentions
                if m.kind == "disease" and m.length >= 0.6 * len(long.text)
            ]  # fmt: skip
            known[long.text] = named[0] if len({m.name for m in named}) == 1 else None
        meaning = known[long.text]
        if meaning is not None:
            yield Mention("disease", meaning.name, meaning.value, short.start_char, short.end_char)
