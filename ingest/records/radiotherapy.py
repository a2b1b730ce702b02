"""The record of a radiotherapy note: each course with what the note says of it, courses kept apart."""

import re
from collections.abc import Sequence

from ingest.entities.modality import implied_modality
from ingest.extraction import ExtractedMention
from ingest.records.course_labels import labelled
from ingest.records.course_parts import Group, groups_of
from ingest.records.course_words import Said, said_of
from ingest.records.measured import Measure
from ingest.records.stated import Frozen, Stated

_TOLERANCE = 0.02
"""Relative rounding accepted between a total and fractions times dose per fraction: 15 times 2.67 Gy."""
_LEAST = 0.15
"""Gy; below it a difference is rounding however small the total."""


_STATUS = {"planned": "planned", "delivered": "delivered", "historical": "delivered"}


class CourseRecord(Frozen):
    """One course, or one phase of it, as the note states it; nothing is computed."""

    site: tuple[Stated[str], ...] = ()
    laterality: Stated[str] | None = None
    dose_gy: Measure | None = None
    fractions: Measure | None = None
    dose_per_fraction_gy: Measure | None = None
    frequency: Stated[str] | None = None
    technique: tuple[Stated[str], ...] = ()
    modality: tuple[Stated[str], ...] = ()
    energy: tuple[Stated[str], ...] = ()
    boost: Stated[str] | None = None
    """The word that makes this a boost."""
    start_date: Stated[str] | None = None
    end_date: Stated[str] | None = None
    concurrent: tuple[Stated[str], ...] = ()
    """Systemic treatment given with it."""
    intent: Stated[str] | None = None
    status: Stated[str] | None = None
    """planned, delivered or incomplete."""
    fractions_delivered: Stated[int] | None = None
    """Where fewer were given than planned, as in 18 of 30."""
    dose_delivered_gy: Measure | None = None
    """Where less was given than planned, as in 32 Gy of 40 Gy."""
    start: int
    end: int


class RadiotherapyRecord(Frozen):
    """The courses of a radiotherapy note in text order."""

    courses: tuple[CourseRecord, ...] = ()
    cumulative_gy: tuple[Measure, ...] = ()
    """Totals the note gives over several courses or phases."""
    warnings: tuple[str, ...] = ()


def read_radiotherapy(text: str, mentions: Sequence[ExtractedMention] = ()) -> RadiotherapyRecord:
    """The record of a radiotherapy note, from the mentions extracted of it."""
    patients = [
        m for m in mentions if m.assertion.experiencer == "patient" and m.assertion.polarity == "affirmed"
    ]
    patients = labelled(text, patients)
    groups, cumulative = groups_of(text, patients)
    words = said_of(text, patients, groups)
    warnings = [w for g in groups for w in _checks(g)]
    return RadiotherapyRecord(
        courses=tuple(_course(text, g, w) for g, w in zip(groups, words, strict=True)),
        cumulative_gy=tuple(_measure(m) for m in cumulative),
        warnings=tuple(warnings),
    )


def _checks(group: Group) -> list[str]:
    total, count, each = (
        _number(group.numbers.get(k)) for k in ("radiation_dose", "fractions", "dose_per_fraction")
    )
    if total is None or count is None or each is None:
        return []
    if abs(total - count * each) <= max(_LEAST, _TOLERANCE * total):
        return []
    return [f"{total:g} Gy is not {count:g} fractions of {each:g} Gy (characters {group.start}-{group.end})"]


def _number(mention: ExtractedMention | None) -> float | None:
    return mention.value.number if mention is not None and mention.value is not None else None


def _measure(mention: ExtractedMention) -> Measure:
    value = mention.value
    return Measure(
        value=value.number if value else 0.0,
        unit="1" if mention.type == "fractions" else (value.unit if value else "Gy"),
        start=mention.start,
        end=mention.end,
    )


def _stated(mention: ExtractedMention) -> Stated[str]:
    return Stated[str](value=mention.status or mention.text, start=mention.start, end=mention.end)


def _as_written(mention: ExtractedMention) -> Stated[str]:
    return Stated[str](value=mention.text, start=mention.start, end=mention.end)


def _modalities(
    named: Sequence[ExtractedMention], techniques: Sequence[ExtractedMention]
) -> tuple[Stated[str], ...]:
    """The modalities named, and those of a technique that has one only; a plain "radiotherapy" names none."""
    found = {m.status: _stated(m) for m in named if m.status is not None}
    for mention in techniques:
        value = implied_modality(mention.status or "")
        if value is not None:
            found.setdefault(value, Stated[str](value=value, start=mention.start, end=mention.end))
    return tuple(found.values())


_PARTICLES = re.compile(r"\b(?:carbon|neutrons?|BNCT|boron|helium|heavy ions?|ions?)\b", re.IGNORECASE)


def _is_of_particles(text: str, technique: ExtractedMention) -> bool:
    """Whether a technique is one of ions or neutrons, which no technique's own word says."""
    return _PARTICLES.search(text, max(0, technique.start - 48), technique.end + 48) is not None


def _fractions_given(group: Group) -> Stated[int] | None:
    part = group.given.get("fractions")
    if part is None or part.given is None or part.whole:
        return None
    return Stated[int](value=int(part.given_number), start=part.given[0], end=part.given[1])


def _dose_given(group: Group) -> Measure | None:
    part = group.given.get("dose")
    if part is None or part.given is None or part.whole:
        return None
    return Measure(value=round(part.given_number, 4), unit="Gy", start=part.given[0], end=part.given[1])


def _course(text: str, group: Group, words: Said) -> CourseRecord:
    numbers = {k: _measure(m) for k, m in group.numbers.items()}
    own = group.attributes
    status, given = words.status(group.start)
    part = group.given.get("fractions") or group.given.get("dose")
    if part is not None and part.given is not None:
        told = "delivered" if part.whole else "incomplete"
        status = Stated[str](value=told, start=part.given[0], end=part.given[1])
    given = _fractions_given(group) or given
    dose = group.numbers.get("radiation_dose")
    if (
        dose is not None
        and given is None
        and part is None
        and (said := _STATUS.get(dose.assertion.temporality))
    ):
        status = Stated[str](value=said, start=dose.start, end=dose.end)
    period = words.period()
    frequency = own.get("fraction_frequency", ())
    return CourseRecord(
        site=tuple(_as_written(m) for m in own.get("target_site", ())),
        laterality=next((_stated(m) for m in own.get("laterality", ())), None),
        dose_gy=numbers.get("radiation_dose"),
        fractions=numbers.get("fractions"),
        dose_per_fraction_gy=numbers.get("dose_per_fraction"),
        frequency=_stated(frequency[0]) if frequency else None,
        technique=tuple(_stated(m) for m in own.get("technique", ())),
        modality=_modalities(
            own.get("modality", ()), [m for m in own.get("technique", ()) if not _is_of_particles(text, m)]
        ),
        energy=words.energy(),
        boost=_as_written(group.boost) if group.boost else None,
        start_date=period[0],
        end_date=period[1],
        concurrent=tuple(_stated(m) for m in (*own.get("regimen", ()), *own.get("drug", ()))),
        intent=words.intent() or next((_stated(m) for m in own.get("intent", ())), None),
        status=status,
        fractions_delivered=given,
        dose_delivered_gy=_dose_given(group),
        start=group.start,
        end=group.end,
    )
