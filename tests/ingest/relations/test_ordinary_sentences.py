"""Sentences as abstracts, labels, guidelines, registries and notes put them: what each states and what not.

A line of `sentences.txt` is a sentence with its mentions as `{type:words}`, a bar, and its claims: `+` is
stated as a fact, `?` is at most for a reader, `~` may go either way. Whatever is not named is not accepted.
"""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from ingest.assertion_axes import axes_of
from ingest.extraction import EntityType, ExtractedMention, LinkedReference
from ingest.linking import LINKED, link_expanded
from ingest.reading import read_text
from ingest.relations import find_relations
from ingest.relations.figures import is_settled

_LINES = (Path(__file__).parent / "sentences.txt").read_text("utf-8").splitlines()
_MARK = re.compile(r"\{([a-z_]+):([^}]*)\}")
_CLAIM = re.compile(r"([+?~])([A-Z_]+) (.+?) > (.+)")


class _Told(NamedTuple):
    relation: str
    subject: str
    object: str


def _accepted(marked: str) -> list[_Told]:
    """The accepted claims of a marked sentence, STUDIES apart, whose subject is a trial."""
    text, at = "", 0
    spans: list[tuple[EntityType, int, int]] = []
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        spans.append((mark[1], len(text), len(text) + len(mark[2])))  # type: ignore[arg-type]
        text += mark[2]
        at = mark.end()
    text += marked[at:]
    reading = read_text(text)
    mentions = [
        ExtractedMention(
            type=t, text=text[a:b], start=a, end=b, assertion=axes_of(reading, a, b, t),
            reference=_reference(t, text[a:b]),
        )
        for t, a, b in spans
    ]  # fmt: skip
    return [
        _Told(s.relation, text[s.spans[1].start : s.spans[1].end], text[s.spans[2].start : s.spans[2].end])
        for s in find_relations(reading, mentions)
        if s.tier == "accepted" and s.relation != "STUDIES"
    ]


def _reference(kind: EntityType, words: str) -> LinkedReference | None:
    known = link_expanded(kind, words, None) if kind in LINKED else None
    return known if isinstance(known, LinkedReference) else None


def _same(found: _Told, wanted: _Told) -> bool:
    """Whether a claim is the wanted one; its ends may take in the words beside it."""
    return found.relation == wanted.relation and all(
        a.lower() in b.lower() or b.lower() in a.lower()
        for a, b in ((found.subject, wanted.subject), (found.object, wanted.object))
    )


@pytest.mark.parametrize("line", [line for line in _LINES if line and not line.startswith("#")])
def test_a_sentence_states_its_facts_and_nothing_else(line: str) -> None:
    marked, _, told = line.partition(" |")
    said = [(m[1], _Told(m[2], m[3], m[4])) for m in map(_CLAIM.fullmatch, told.strip().split("; ")) if m]
    found = _accepted(marked)
    for sign, wanted in said:
        assert sign != "+" or any(_same(f, wanted) for f in found), f"{wanted} is stated; found {found}"
    for one in found:
        assert any(s in "+~" and _same(one, w) for s, w in said), f"{one} is not what the sentence states"


@pytest.mark.parametrize(
    ("stated", "settled"),
    [
        ({}, True),
        ({"hr": 0.7, "ci_low": 0.6, "ci_high": 0.9, "p": "0.01"}, True),
        ({"p": "<0.001"}, True),
        ({"hr": 1.3}, False),
        ({"hr": 0.9, "ci_low": 0.7, "ci_high": 1.1}, False),
        ({"p": "0.08"}, False),
        ({"p": ">0.05"}, False),
    ],
)
def test_figures_that_do_not_bear_a_gain_out_leave_it_to_a_reader(
    stated: dict[str, object], settled: bool
) -> None:
    assert is_settled(stated) is settled
