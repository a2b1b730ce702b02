"""Does a claim's qualifier hold for a case: confirmed, contradicted, or left open."""

import re
from functools import cache
from typing import Literal, NamedTuple

from kg.profile import Finding, Profile
from ontologies.axis import load_axes
from ontologies.disease import ancestors, load_diseases
from ontologies.qualifier import Demand, Qualifiers, Range

Verdict = Literal["confirmed", "contradicted", "open"]


class Judgement(NamedTuple):
    """How one qualifier stands for a case."""

    axis: str
    demand: Demand
    verdict: Verdict
    finding: Finding | None
    """What of the case confirms or contradicts it."""


_TNM = re.compile(r"^[TNM](?:\d|is|x|\+)")
_STAGE = re.compile(r"^(?:0|IV|I{1,3})")


@cache
def implied(axis: str, value: str) -> frozenset[str]:
    """The value and every wider value it implies: T1a → T1a, T1; IIIC1 → IIIC1, IIIC, III; N1 → N1, N+."""
    if axis in ("t", "n", "m", "stage"):
        root = (_STAGE if axis == "stage" else _TNM).match(value)
        if root is None:
            return frozenset({value})
        line = {value[:end] for end in range(root.end(), len(value) + 1)}
        if axis == "n" and value[1:2] in "123":
            line.add("N+")
        return frozenset(line)
    if axis == "primary" and value in load_diseases():
        return frozenset(ancestors(value))
    values = load_axes()[axis].values if axis in load_axes() else {}
    line = set()
    current: str | None = value
    while current is not None and current not in line:
        line.add(current)
        current = values[current].parent if current in values else None
    return frozenset(line)


def _group(axis: str, value: str) -> str:
    known = load_axes().get(axis)
    named = known.values.get(value) if known else None
    return named.group if named else ""


def judge(axis: str, demand: Demand, profile: Profile) -> Judgement:
    """How one demand stands for the case.

    A value confirms when it is, or implies, one accepted; it contradicts when it belongs to the group of an
    accepted value and neither implies it nor is a wider word for it. A wider word leaves the demand open:
    "T1" says nothing against T1a.
    """
    stated = [f for f in profile.findings if f.axis == axis]
    if isinstance(demand, Range):
        numbers = [f for f in stated if isinstance(f.value, int | float)]
        for finding in numbers:
            if demand.low <= float(finding.value) <= demand.high:
                return Judgement(axis, demand, "confirmed", finding)
        return Judgement(axis, demand, "contradicted" if numbers else "open", numbers[0] if numbers else None)
    accepted = set(demand)
    wider = frozenset().union(*(implied(axis, d) for d in demand))
    groups = {_group(axis, d) for d in demand}
    against: Finding | None = None
    for finding in stated:
        value = str(finding.value)
        if implied(axis, value) & accepted:
            return Judgement(axis, demand, "confirmed", finding)
        if value not in wider and _group(axis, value) in groups:
            against = against or finding
    return Judgement(axis, demand, "contradicted" if against else "open", against)


def judge_all(qualifiers: Qualifiers, profile: Profile) -> tuple[Judgement, ...]:
    """Every demand of a claim judged for the case, in the order the claim lists them."""
    return tuple(judge(axis, demand, profile) for axis, demand in qualifiers.items())
