"""Procedures: operations, biopsies, transplants, ablations and what supports them."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from ingest.entities.found import Found
from ingest.lexicon import Gazetteer, load_yaml
from ingest.mention import Cover, Kind, Mention, outermost
from ingest.reading import Reading
from kg.statement import Tier

_ENDINGS = (
    "ectomy",
    "ectomies",
    "ostomy",
    "otomy",
    "otomies",
    "oplasty",
    "pexy",
    "oscopy",
    "centesis",
    "rrhaphy",
    "desis",
)
_SURE = ("ectomy", "ectomies", "oplasty")
"""Endings that only operations have."""
_NOT = frozenset(
    {
        *("dichotomy", "lobotomy", "anatomy", "autonomy", "dermoscopy", "dermatoscopy"),
        *("stroboscopy", "videostroboscopy", "radioscopy", "capillaroscopy"),
    }
)
_NOT_ENDINGS = ("microscopy", "spectroscopy", "fluoroscopy")
_MODIFIERS = re.compile(
    r"(?:\b(?:oncoplastic|laparoscopic|robotic(?:-assisted)?|robot-assisted|endoscopic|thoracoscopic"
    r"|video-assisted"
    r"|minimally invasive|open|stereotactic|image-guided|ultrasound-guided|CT-guided|MRI-guided|transrectal"
    r"|transurethral|transanal|transoral|trans-?sphenoidal|second-look|bariatric|metabolic|cardiac|spinal"
    r"|abdominal|pelvic"
    r"|thoracic|colorectal|colonic|bowel|rectal|hepatic|gastric|pancreatic|urologic(?:al)?"
    r"|gyn(?:a)?ecologic(?:al)?"
    r"|head and neck|breast|axillary|percutaneous|wide|en bloc|sublobar|wedge|segmental|surgical"
    r"|cardiothoracic|orthop(?:a)?edic|reconstructive|plastic) )+$",
    re.IGNORECASE,
)
"""What belongs to an operation's name before its general word."""
_TREATED = re.compile(
    r"\b(?:underwent|undergoing|undergo|after|post|post-?operative|s/p|status post|following|treated with"
    r"|had|surger\w+|followed by|and|plus|by|salvage|robotic|radical|open"
    r"|laparoscopic|with|then|recurrence|before|prior|for|offered|declined|completed|\+)\b|\+|/",
    re.IGNORECASE,
)
_NEAR = 24
_OTHER = re.compile(
    r" (?:margins?|room|notes?|site|bed|cavity|date|report|specimens?|theatre|theater|system)\b",
    re.IGNORECASE,
)
"""Words after which a general word such as "surgery" or "resection" names something else."""
_AIMED = re.compile(r"(?:curative|upfront|salvage|palliative|primary|definitive|definite) ", re.IGNORECASE)
"""Words of intent, which are marked apart."""
_GENERAL = frozenset(
    {
        "laparotomy",
        "transplantation",
        "resection",
        "surgery",
        "operation",
        "excision",
        "biopsy",
        "reconstruction",
    }
)


class _Names(NamedTuple):
    names: Gazetteer
    weak: frozenset[str]


@cache
def _names() -> _Names:
    entries: dict[str, dict[str, Any]] = load_yaml("procedures.yaml")["procedure"]
    rows: list[tuple[Kind, str, str, str]] = [
        ("trigger", slug, form, form)
        for slug, entry in entries.items()
        for form in (entry["name"], *entry["forms"])
    ]
    return _Names(Gazetteer(rows), frozenset(f for entry in entries.values() for f in entry.get("weak", ())))


def find_procedures(reading: Reading) -> Iterator[Found]:
    """The procedures a text names; an unknown operation by the ending of its name."""
    names, text, words = _names(), reading.text, reading.words
    known = outermost(m for m in names.names.find(words) if _stands(text, m, names.weak))
    taken = Cover((m.start, m.end) for m in known)
    found = {}
    for m in known:
        start = _first(text, m.start, m.end)
        found[start, m.end] = Found("procedure", start, m.end, curie=f"oncograph:{m.name}")
    for index, norm in enumerate(words.norms):
        if (
            len(norm) > 8
            and norm.endswith(_ENDINGS)
            and norm not in _NOT
            and not norm.endswith(_NOT_ENDINGS)
            and not norm.startswith(("post", "pre"))
        ):
            span = (words.starts[index], words.ends[index])
            if not taken.holds(*span):
                tier: Tier = "accepted" if norm.endswith(_SURE) else "review"
                found.setdefault(span, Found("procedure", *span, tier=tier))
    yield from (found[span] for span in sorted(found))


def _first(text: str, start: int, end: int) -> int:
    """Where an operation's name begins: with its way and place, without its intent."""
    aimed = _AIMED.match(text, start, end)
    if aimed:
        return aimed.end()
    if text[start:end].lower() not in _GENERAL:
        return start
    before = _MODIFIERS.search(text, max(0, start - 60), start)
    return before.start() if before else start


def _stands(text: str, mention: Mention, weak: frozenset[str]) -> bool:
    form, span = str(mention.value), text[mention.start : mention.end]
    if form.isupper() and len(form) < 6 and span not in {form, f"{form}s"}:
        return False
    if span.lower() in _GENERAL and _OTHER.match(text, mention.end):
        return False
    if form not in weak:
        return True
    before = text[max(0, mention.start - _NEAR) : mention.start]
    return bool(_TREATED.search(before) or _TREATED.match(text, mention.end + 1))
