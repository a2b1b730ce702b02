"""Lymph nodes of a pathology report: how many were examined and how many hold tumour."""

import re
from collections.abc import Iterator

from ingest.grammar.stage import COUNT
from ingest.records.stated import Frozen, Stated, agreed

_COUNT = r"(?:\d{1,3}|none|no|zero|one|two|three|four|five|six|seven|eight|nine|ten|single)"
_NODES = (
    r"(?:(?:sentinel|axillary|regional|pelvic|inguinal|cervical|mediastinal|hilar|peribronchial|pericolic"
    r"|mesenteric|non-?sentinel|benign|total) ){0,2}(?:lymph )?nodes?"
)
_PAIR = re.compile(
    rf"(?<![\d/.])(?P<p>\d{{1,3}}|one|two|three|four|five|none|no) ?(?:/|of"
    rf"|out of) ?(?:the )?(?P<e>\d{{1,3}}|one|two|three|four|five|six|seven|eight|nine|ten)"
    rf"(?![\d/])(?: \w+)? {_NODES}"
    rf"|(?P<name>{_NODES}|LNs?|SLNs?)[^.;\n\d]{{0,40}}?\(?(?<![\d/.])(?P<p2>\d{{1,3}}) ?(?:/|of"
    rf"|out of) ?(?P<e2>\d{{1,3}})(?![\d/])",
    re.IGNORECASE,
)
_EXAMINED = re.compile(
    rf"\b(?:(?:total )?number of (?:regional )?{_NODES} (?:examined|sampled|identified|retrieved)"
    rf"|{_NODES} examined|total nodes examined"
    rf"|nodes sampled)(?: \([^)\n]{{0,30}}\))?[ :=]{{1,3}}(?P<n>\d{{1,3}})\b",
    re.IGNORECASE,
)
_POSITIVE = re.compile(
    rf"\b(?:(?:total )?number of (?:regional )?{_NODES} (?:involved|positive|with (?:metastas[ei]s"
    rf"|macrometastases|tumou?r))"
    rf"|{_NODES} (?:involved|positive|with metastas[ei]s)"
    rf"|positive nodes)(?: \([^)\n]{{0,30}}\))?[ :=]{{1,3}}(?P<n>{_COUNT})\b",
    re.IGNORECASE,
)


class NodeCount(Frozen):
    """Nodes of one group, as one phrase gives them."""

    positive: int
    examined: int
    start: int
    end: int


def read_nodes(
    text: str, warnings: list[str]
) -> tuple[tuple[NodeCount, ...], Stated[int] | None, Stated[int] | None]:
    """The groups of nodes, the number examined and the number that hold tumour; groups are never added up."""
    groups = tuple(_pairs(text, warnings))
    examined = agreed("nodes examined", _labelled(_EXAMINED, text), warnings)
    positive = agreed("nodes positive", _labelled(_POSITIVE, text), warnings)
    if len({(g.positive, g.examined) for g in groups}) == 1:
        only = groups[0]
        span = {"start": only.start, "end": only.end}
        examined = examined or Stated[int](value=only.examined, **span)
        positive = positive or Stated[int](value=only.positive, **span)
    if examined and positive and positive.value > examined.value:
        warnings.append(f"nodes: {positive.value} positive of {examined.value} examined")
    return groups, examined, positive


def _pairs(text: str, warnings: list[str]) -> Iterator[NodeCount]:
    for match in _PAIR.finditer(text):
        positive, examined = _number(match["p"] or match["p2"]), _number(match["e"] or match["e2"])
        if positive > examined:
            warnings.append(f"nodes: {positive} positive of {examined} examined")
            continue
        if examined:
            yield NodeCount(positive=positive, examined=examined, start=match.start(), end=match.end())


def _labelled(pattern: re.Pattern[str], text: str) -> Iterator[Stated[int]]:
    for match in pattern.finditer(text):
        yield Stated[int](value=_number(match["n"]), start=match.start(), end=match.end())


def _number(raw: str) -> int:
    low = raw.lower()
    return int(low) if low.isdigit() else COUNT.get(low, 0)
