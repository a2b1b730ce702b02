"""The kind of a text, told from its own headings and words."""

import re
from collections import Counter
from functools import cache

from ingest.extraction import TextKind
from ingest.lexicon import Gazetteer, load_yaml
from ingest.mention import Kind, outermost
from ingest.words import split_words

_HEADING = re.compile(r"^[ \t*#]{0,4}(?P<title>[A-Za-z][A-Za-z /&-]{1,40}?)[ \t*]{0,3}(?::|$)", re.MULTILINE)
_HEAD = 20_000
"""Characters from the beginning that are looked at."""
_ENOUGH = 3
"""A heading counts two, an opening two and a word one; a kind that has less is not told."""
_OPENING = re.compile(
    r"[\s*#]*(?:(?:final )?(?:diagnosis|histology|exam(?:ination)?|study|report)[ \t]*:\s*)?"
    r"(?P<first>[^.:;\n]{2,70})(?:[.:;\n]|$)",
    re.IGNORECASE,
)
"""How a report without headings begins: with what was examined, and no verb."""
_SENTENCE = re.compile(
    r"\b(?:he|she|i|we|his|her|was|were|is|are|has|had|have|shows?|showed|after|following|for|versus|in"
    r"|patients?|vs|by|on|to|from|during|between)\b",
    re.IGNORECASE,
)
"""Words of a sentence or a title, which no name of a specimen or an examination holds."""
_TOLD = re.compile(
    r"\b(?:I(?! (?:and|II|-))|[Hh]e|[Ss]he|[Hh]is|[Hh]er|[Hh]im|[Yy]ours?|[Yy]ou|[Pp]atients|[Pp]articipants"
    r"|must)\b"
)
"""Words of a letter or of a trial: whoever writes so reports no examination."""


@cache
def _headings() -> dict[str, tuple[TextKind, ...]]:
    found: dict[str, tuple[TextKind, ...]] = {}
    for kind, entry in load_yaml("report_kinds.yaml").items():
        for title in entry["headings"]:
            found[title] = (*found.get(title, ()), kind)
    return found


@cache
def _words() -> Gazetteer:
    rows: list[tuple[Kind, str, str, str]] = [
        ("trigger", f"{kind} {listed}", phrase, phrase)
        for kind, entry in load_yaml("report_kinds.yaml").items()
        for listed in ("words", "beside")
        for phrase in entry.get(listed, ())
    ]
    return Gazetteer(rows)


def kind_of(text: str) -> TextKind | None:
    """The kind whose headings and words the text has most of; None where none stands out."""
    head = text[:_HEAD]
    titles = {m["title"].strip().lower() for m in _HEADING.finditer(head)}
    points: Counter[TextKind] = Counter()
    for title in titles:
        points.update({kind: 2 for kind in _headings().get(title, ())})
    points.update(dict.fromkeys(_opened(head), 2))
    seen = {(m.name, m.value) for m in outermost(_words().find(split_words(head)))}
    shaped = {f"{kind} beside" for kind in points} | {
        f"{kind} words" for kind in load_yaml("report_kinds.yaml")
    }
    points.update(name.partition(" ")[0] for name, _ in seen if name in shaped)  # type: ignore[misc]
    ranked = points.most_common(2)
    if not ranked or ranked[0][1] < _ENOUGH:
        return None
    if len(ranked) > 1 and ranked[1][1] == ranked[0][1]:
        return None
    return ranked[0][0]


@cache
def _examined() -> dict[TextKind, re.Pattern[str]]:
    """What the opening of a report of each kind names; an examination stands among its first words."""
    return {
        kind: re.compile(
            rf"(?<![\w-])(?:{'|'.join(map(re.escape, entry['openings']))}|{entry['endings']})(?![\w-])"
            if "endings" in entry
            else rf"(?:[\w-]+ ){{0,2}}(?:{'|'.join(map(re.escape, entry['openings']))})(?![\w])",
            re.IGNORECASE,
        )
        for kind, entry in load_yaml("report_kinds.yaml").items()
        if "openings" in entry
    }


def _opened(head: str) -> list[TextKind]:
    """The kinds of report as which a text opens: "Colon, resection:", "MRI liver:"."""
    opening = _OPENING.match(head)
    if opening is None or _SENTENCE.search(opening["first"]) or _TOLD.search(head):
        return []
    first = opening["first"].strip()
    return [
        kind
        for kind, examined in _examined().items()
        if (examined.search(first) if kind == "pathology" else examined.match(first))
    ]
