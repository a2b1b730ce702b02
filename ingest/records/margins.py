"""Resection margins: involved or clear, which one, and at what distance."""

import re
from typing import Literal

from ingest.records.measured import Size, sizes
from ingest.records.stated import Frozen

Involvement = Literal["positive", "negative", "close"]
_WHICH = (
    r"superior|inferior|medial|lateral|anterior|posterior|deep|superficial|radial"
    r"|circumferential(?: resection)?"
    r"|peripheral|proximal|distal|bronchial|vascular|parenchymal|apical|bladder neck|ureteral|urethral"
    r"|mucosal"
    r"|skin|bone|retroperitoneal|pancreatic neck|uncinate|bile duct|mesenteric|mesorectal|ectocervical"
    r"|endocervical"
    r"|vaginal|parametrial|soft tissue|surgical|resection|inked|all|final|closest|nearest"
)
_MARGIN = re.compile(
    rf"(?P<before>(?:\b(?:{_WHICH})(?: and |, | & |/| ){{1}}){{0,4}})\b(?P<name>margins?|CRM)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"[ :,(]{{1,3}}(?:is |was )?(?:the )?(?P<which>{_WHICH})\b", re.IGNORECASE)
_AFTER = re.compile(
    r"(?:[ :,=(\u2013-]{1,4}|\b(?:of|the|resection|excision|is|are|was|were|status|all|for|to|by|at|from"
    r"|appear|widely|tumou?r|invasive|carcinoma|microscopically|grossly|focally)\b ?){0,9}"
    r"(?P<word>not involved|uninvolved|not free|involved|negative|positive|clear|free|close|R[012]\b"
    r"|\+ve|-ve|transected)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?P<word>negative|clear|free|positive|involved|close|uninvolved)(?: (?:surgical|resection"
    r"|excision|inked|all|the|at))* ?$",
    re.IGNORECASE,
)
_TOUCHES = re.compile(
    r"\b(?:tumou?r|carcinoma|melanoma|DCIS)[^.;\n]{0,30}? (?:present at|extends to|at|involves|reaches"
    r"|transected at|on) "
    r"(?:the )?(?:inked )?$",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"(?:from|to|of|away from|within|clearance (?:of|to)) (?:the )?(?:closest |nearest )?$", re.IGNORECASE
)
_AFTER_SIZE = re.compile(
    r" ?(?:[(,;:\u2013-]|\bi\.?e\.?)? ?(?P<word>not involved|uninvolved|not free|involved|negative"
    r"|positive|clear|free|close)\b",
    re.IGNORECASE,
)
"""The word behind the distance: "CRM 0.5 mm (involved)"."""
_IS_DISTANCE = re.compile(r"\b(?:distance|clearance|closest|nearest|from|within|by)\b", re.IGNORECASE)
_R = re.compile(r"(?<![A-Za-z0-9-])R(?P<r>[012])(?: resection)?(?![A-Za-z0-9])")
_NO = re.compile(r"\b(?:no|without|not) (?:\w+ ){0,2}$", re.IGNORECASE)
_WORDS: dict[str, Involvement] = {
    "not involved": "negative", "uninvolved": "negative", "not free": "positive", "involved": "positive",
    "negative": "negative", "positive": "positive", "clear": "negative", "free": "negative", "close": "close",
    "+ve": "positive", "-ve": "negative", "transected": "positive", "r0": "negative", "r1": "positive",
    "r2": "positive",
}  # fmt: skip


class Margin(Frozen):
    """One margin, or all where none is named."""

    name: str | None = None
    status: Involvement | None = None
    """As the text says; a distance alone gives no status, because what is close differs by site."""
    distance_mm: float | None = None
    comparator: str | None = None
    start: int
    end: int


def read_margins(text: str) -> tuple[Margin, ...]:
    """The margins of a report, in text order."""
    found: list[Margin] = []
    for match in _MARGIN.finditer(text):
        stop = _sentence_end(text, match.end())
        begin = max(text.rfind("\n", 0, match.start()), text.rfind(". ", 0, match.start())) + 1
        begin = max(begin, match.start() - 70)
        before = text[begin : match.start()]
        after = _AFTER.match(text, match.end(), min(stop, match.end() + 90))
        size = _distance(text, match, begin, stop)
        word = after["word"].lower() if after else None
        if word is None and (said := _BEFORE.search(before)):
            word = "not involved" if _NO.search(before[: said.start()]) else said["word"].lower()
        if word is None and size is not None and (said_behind := _AFTER_SIZE.match(text, size.end)):
            word = said_behind["word"].lower()
        status = _WORDS.get(word) if word else None
        if status is None and _TOUCHES.search(before) and size is None:
            status = "positive"
        if status is None and size is None:
            continue
        names = " ".join((match["before"] or "").lower().replace("&", "and").split())
        if names.strip() in {"closest", "nearest"} and (which := _NAMED.match(text, match.end())):
            names = which["which"].lower()
        if match["name"] == "CRM":
            names = "circumferential"
        if (
            status == "positive"
            and size is not None
            and not _IS_DISTANCE.search(text, match.start(), size.start)
        ):
            if size.start > match.end() and after is not None and size.start > after.end():
                # "Positive at the apex (3 mm)" tells how much of the margin is involved.
                size = None
        ends = [match.end()] + ([after.end()] if after else []) + ([size.end] if size else [])
        starts = [match.start()] + ([size.start] if size else [])
        found.append(
            Margin(
                name=names.strip(" ,/") or None,
                status=status,
                distance_mm=size.largest_mm if size else None,
                comparator=size.comparator if size else None,
                start=min(starts),
                end=max(ends),
            )
        )
    for match in _R.finditer(text):
        if not any(m.start <= match.start() < m.end for m in found[-50:]):
            found.append(Margin(status=_WORDS[f"r{match['r']}"], start=match.start(), end=match.end()))
    return tuple(sorted(found, key=lambda m: m.start))


def _sentence_end(text: str, at: int) -> int:
    stop = re.compile(r"[;\n]|\.(?!\d)|\bmargins?\b").search(text, at, min(len(text), at + 160))
    return stop.start() if stop else min(len(text), at + 160)


def _distance(text: str, match: re.Match[str], begin: int, stop: int) -> Size | None:
    """The distance said of a margin: "3 mm from the deep margin", "deep margin: 3 mm"."""
    for size in sizes(text, begin, match.start()):
        gap = text[size.end : match.start()].strip()
        if len(size.mm) == 1 and (not gap or _AWAY.fullmatch(gap + " ")):
            return size
    for size in sizes(text, match.end(), min(stop, match.end() + 60)):
        if len(size.mm) == 1:
            return size
    return None
