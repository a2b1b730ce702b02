"""Metastases told by a lesion in a place where the tumour named does not grow: a vertebra, a node."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from ingest.diagnosis import Candidate
from ingest.lexicon import load_yaml
from ingest.mention import Mention
from ingest.prescription import PRESCRIPTION, is_dated
from ingest.target import category, is_injured

_MOST = 20
"""Places read of one kind; a case has a handful."""
_REACH = 48
"""Characters on either side of a place in which the lesion is told."""
_ASKED = frozenset({"technique", "fractionation", "modality", *PRESCRIPTION})

_RELIEF = re.compile(
    r"\bpalliat(?:e|ion|ive|ing)\b|\b\d+ ?Gy\b|\b(?:8/1|20/5|30/10)\b|\bfields?\?"
    r"|\b(?:could|can|may|should) (?:[\w-]+ ){1,5}?be (?:treated|irradiated)\b(?! (?:with|by|medically))",
    re.IGNORECASE,
)
"""What asks for a course in so few words that nothing else reads it."""


_RELIEF_ONLY = re.compile(r"\bpalliat\w+|\b(?:8 ?Gy|8/1|20/5|30/10)\b", re.IGNORECASE)


_OF_DEPOSITS = frozenset(
    {("technique", "sbrt"), ("called_for", "relief"), ("fractionation", "single"), ("symptom", "fungating")}
)


class Place(NamedTuple):
    """Where tumours from elsewhere settle."""

    disease: str
    """The metastasis there."""
    words: re.Pattern[str]
    own: re.Pattern[str]
    """Categories of the tumours that grow there, or reach it, of themselves."""
    far: bool
    """Whether no other tumour reaches it: what grows into it is a metastasis all the same."""
    sized: bool
    """Whether a size alone makes a lesion of it."""


def _any(words: Sequence[str]) -> str:
    return rf"(?<![\w-])(?:{'|'.join(w.replace(' ', '[ -]') for w in words)})(?![\w-])"


@cache
def _read() -> tuple[tuple[Place, ...], dict[str, re.Pattern[str]]]:
    data: dict[str, Any] = load_yaml("deposits.yaml")
    places = tuple(
        Place(
            p["disease"],
            re.compile(_any(p["words"]), re.IGNORECASE),
            re.compile(p["own"]),
            p.get("far", False),
            p.get("sized", False),
        )
        for p in data["places"]
    )
    return places, {
        key: re.compile(_any(data[key]), re.IGNORECASE)
        for key in ("lesions", "sized", "plain", "denied", "grown_into")
    }


def deposits(text: str, mentions: list[Mention], solid: Sequence[Candidate]) -> list[tuple[str, Mention]]:
    """The metastases, with the place each is told by; none where nothing is asked for.

    "HCC known, lytic C2, collar on: 20/5" treats the bone; "oral cancer eroding the mandible" does not.
    """
    if not (any(_asks(text, m) for m in mentions) or _RELIEF.search(text)):
        return []
    if any(m.name == "t" and m.assertion == "affirmed" for m in mentions) and not _is_local(text, mentions):
        return []
    places, words = _read()
    found: dict[str, Mention] = {}
    for place in places:
        if place.sized and not _is_local(text, mentions):
            continue
        if any(place.own.match(category(c)) for c in solid):
            continue
        for match in islice(place.words.finditer(text), _MOST):
            own = any(c.start < match.end() <= c.end for c in solid)
            if not own and not is_injured(text, *match.span()) and _is_seat(text, match, place, words):
                found.setdefault(place.disease, Mention("trigger", "aim", "aim", *match.span()))
    return list(found.items())


def _asks(text: str, mention: Mention) -> bool:
    asked = mention.kind == "radiotherapy" and mention.name == "request"
    relieved = mention.name == "called_for" and mention.value in {"relief", "radiotherapy"}
    if mention.assertion not in {"affirmed", "uncertain"} or is_dated(text, mention):
        return False
    return asked or relieved or mention.name in _ASKED


def _is_local(text: str, mentions: list[Mention]) -> bool:
    """Whether stereotaxy or relief is asked for, as it is for a deposit and not for a primary just staged."""
    return bool(_RELIEF_ONLY.search(text)) or any(
        (m.name, m.value) in _OF_DEPOSITS and m.assertion == "affirmed" for m in mentions
    )


def _is_seat(text: str, match: re.Match[str], place: Place, words: dict[str, re.Pattern[str]]) -> bool:
    """Whether the part of the sentence around a place tells of a lesion in it."""
    start = max(_last_stop(text, match.start()), match.start() - _REACH)
    end = min(_next_stop(text, match.end()), match.end() + _REACH)
    if words["denied"].search(text, start, end):
        return False
    if not place.far and words["grown_into"].search(text, start, end):
        return False
    if words["plain"].fullmatch(text, *match.span()) or words["lesions"].search(text, start, end):
        return True
    return place.sized and bool(words["sized"].search(text, start, end))


def _last_stop(text: str, at: int) -> int:
    return max(text.rfind(stop, 0, at) for stop in (". ", "; ", "\n", ", no ")) + 1


def _next_stop(text: str, at: int) -> int:
    ends = (text.find(stop, at) for stop in (". ", "; ", "\n"))
    return min((end for end in ends if end >= 0), default=len(text))
