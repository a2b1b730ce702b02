"""Qualifiers: what a schedule or a claim demands of a case, axis by axis."""

import math
import re
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, field_validator

from ontologies.axis import Axis, load_axes


class Range(BaseModel):
    """A closed numeric interval in the axis' own unit."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    low: float = -math.inf
    high: float = math.inf

    @field_validator("low", mode="before")
    @classmethod
    def _no_low(cls, bound: Any) -> Any:
        return -math.inf if bound is None else bound

    @field_validator("high", mode="before")
    @classmethod
    def _no_high(cls, bound: Any) -> Any:
        # JSON has no infinity; it is written as null.
        return math.inf if bound is None else bound

    def __str__(self) -> str:
        if math.isinf(self.low):
            return f"≤{self.high:g}"
        if math.isinf(self.high):
            return f"≥{self.low:g}"
        return f"{self.low:g}-{self.high:g}"


_RANGE = re.compile(r"^(?:(>=|<=)\s*(-?\d+(?:\.\d+)?)|(-?\d+(?:\.\d+)?)\s*-\s*(\d+(?:\.\d+)?))$")

Demand = tuple[str, ...] | Range
"""The values of an axis that are accepted (any of them), or the interval."""


def parse_demand(name: str, raw: Any) -> Demand:
    """The demand written in a data file: a value, a list of values, or `>=70`, `<=65`, `18-69`.

    Raises:
        ValueError: the axis or a value of it is unknown, or a range is malformed.
    """
    axis = load_axes().get(name) or (Axis() if name.startswith("biomarker:") else None)
    if axis is None:
        raise ValueError(
            f"{name!r} is no axis; add it to ontologies/data/axes or use one of {sorted(load_axes())}"
        )
    if isinstance(raw, Range):
        return raw
    if axis.kind == "number":
        if isinstance(raw, dict):
            return Range.model_validate(raw)
        match = _RANGE.match(str(raw).strip())
        if not match:
            raise ValueError(f"{name}: {raw!r} is no range; write >=70, <=65 or 18-69")
        sign, bound, low, high = match.groups()
        if sign == ">=":
            return Range(low=float(bound))
        if sign == "<=":
            return Range(high=float(bound))
        return Range(low=float(low), high=float(high))
    values = tuple(str(v) for v in ([raw] if isinstance(raw, str | int | float) else raw))
    if axis.values and (unknown := [v for v in values if v not in axis.values]):
        raise ValueError(f"{name}: {unknown} unknown; the values are {sorted(axis.values)}")
    return values


def _parse(raw: Any) -> dict[str, Demand]:
    return {name: parse_demand(name, demand) for name, demand in (raw or {}).items()}


Qualifiers = Annotated[dict[str, Demand], BeforeValidator(_parse)]
"""Axis name to demand; `biomarker:<SYMBOL>` is an axis of free status words."""
