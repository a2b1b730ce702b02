"""Tumours that no name but a scale, a marker or an operation of their own tells: Breslow, BCLC, brachyury."""

import re
from functools import cache
from typing import Any, NamedTuple

from ingest.diagnosis import COMBINED, Candidate
from ingest.lexicon import load_yaml
from ingest.mention import Mention
from ingest.target import category


class _Telltale(NamedTuple):
    words: re.Pattern[str]
    disease: str
    known: re.Pattern[str]
    """Categories of the tumours that account for the words."""
    own: re.Pattern[str] | None
    """Words of its organ, without which what was sampled or is to be irradiated may lie anywhere."""


@cache
def _telltales() -> tuple[_Telltale, ...]:
    data: list[dict[str, Any]] = load_yaml("telltale.yaml")
    return tuple(
        _Telltale(
            re.compile(rf"(?<!\w)(?<!no )(?<!not )(?:{'|'.join(entry['words'])})(?!\w)", re.IGNORECASE),
            entry["disease"],
            re.compile(entry["known"]),
            re.compile(rf"\b(?:{entry['own']})\b", re.IGNORECASE) if "own" in entry else None,
        )
        for entry in data
    )


def telltales(text: str, named: list[Candidate]) -> list[Candidate]:
    """The tumours named with those told so, where none named accounts for the words.

    "Breslow 7 mm of the neck. Lymphoma of 1996 in remission": the melanoma stands beside the lymphoma.
    """
    categories = [category(c) for c in named if c.assertion not in {"negated", "family"}]
    found = []
    for tell in _telltales():
        match = tell.words.search(text)
        if match is None or any(tell.known.match(known) for known in categories):
            continue
        words = Mention("morphology", tell.disease, tell.disease, *match.span())
        found.append(Candidate(tell.disease, COMBINED, 0.0, match.start(), match.end(), "affirmed", (words,)))
    return sorted([*named, *found], key=lambda c: (c.start, -c.end)) if found else named


def is_of_unknown_seat(text: str, candidate: Candidate) -> bool:
    """Whether a stain or a drug alone tells the tumour, and no word places it in its own organ.

    "Orbital biopsy NKX3.1 positive, 30/10" is no course to the prostate.
    """
    words = candidate.parts[0]
    return (words.kind, words.name) == ("morphology", candidate.disease) and any(
        tell.disease == candidate.disease
        and tell.own is not None
        and tell.words.fullmatch(text, words.start, words.end)
        and not tell.own.search(text)
        for tell in _telltales()
    )


@cache
def _placed_by_operation() -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, str]] = load_yaml("standing.yaml")["placed_by_operation"]
    return table


def placed(candidate: Candidate, findings: list[Mention]) -> Candidate:
    """The disease that an operation or its extent tells: "mucoepidermoid carcinoma, parotidectomy"."""
    by_operation = _placed_by_operation().get(candidate.disease, {})
    done = [str(f.value) for f in findings if f.name in {"surgery", "extent"} and f.assertion == "affirmed"]
    return next((candidate._replace(disease=by_operation[d]) for d in done if d in by_operation), candidate)
