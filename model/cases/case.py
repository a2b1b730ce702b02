"""A synthetic case: a schedule's setting put into a clinician's words, and what the words say."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import cache
from random import Random
from typing import NamedTuple

from kg.candidates import Candidate, select
from kg.course_sentence import sentence
from kg.profile import DiseaseFinding, Finding, Profile
from kg.statement import OPEN, OPEN_TIME, Entity, Evidence, Statement, course_of
from kg.stored import StoredStatement
from model.cases.style import TEMPLATES, Template, compose, word_patient
from model.cases.wording import word_disease, word_number, word_subsite, word_value
from ontologies.axis import load_axes
from ontologies.disease import Disease, ancestors, load_diseases
from ontologies.qualifier import Demand, Range
from ontologies.schedule import Schedule, first_day, load_schedules

_STATED = 0.75
"""How often a case states what a schedule does not insist on."""
_LIMITS = {
    "age": (19, 92), "ecog": (0, 3), "gleason": (6, 10), "grade": (1, 3), "grade_group": (1, 5),
    "kps": (40, 100), "lesions": (1, 12), "nodes_positive": (1, 12), "psa": (2, 40), "size_mm": (5, 90),
    "depth_mm": (1, 8),
}  # fmt: skip
_PAEDIATRIC = 18
_OF_CHILDREN = ("blastoma", "nephroblast", "wilms", "rhabdomyo")


class SyntheticCase(NamedTuple):
    """A text with its truth."""

    text: str
    profile: Profile
    disease: Disease
    setting: str
    """Disease and setting of the schedule it was made from."""
    template: Template
    category: str
    """ICD-10-CM category of the disease as worded."""
    applicable: tuple[Candidate, ...] = ()
    """As the graph would rank them."""
    fitting: tuple[Candidate, ...] = ()
    """Those that fit the case best and are not of limited use: what a department may choose among."""


@cache
def stored_schedule(slug: str) -> StoredStatement:
    """A starter schedule as the graph hands it out."""
    schedule = load_schedules()[slug]
    course = course_of(schedule)
    text = sentence(course, load_diseases()[schedule.disease].name, schedule.setting)
    statement = Statement(
        subject=Entity(curie=f"oncograph:{slug}", label="Radiotherapy", name=text),
        relation="TREATS",
        object=Entity(curie=f"oncograph:{schedule.disease}", label="Disease", name=schedule.disease),
        qualifiers=schedule.when,
        requires=schedule.requires,
        course=course,
        text=text,
        authority=schedule.source,
        recommendation=schedule.recommendation,
        evidence_level=schedule.evidence_level,
        region=schedule.region,
        topic=slug,
        valid_from=first_day(schedule.valid_from),
        valid_to=first_day(schedule.valid_to) if schedule.valid_to else OPEN,
        evidence=(
            Evidence(document="starter", start=0, end=len(text), quote=text, extractor="starter",
                     extractor_version="1"),
        ),
    )  # fmt: skip
    return StoredStatement(
        id=f"st-{slug}",
        statement=statement,
        known_from=datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None),
        known_to=OPEN_TIME,
        documents=(),
    )


@cache
def _current(disease: str, on: date) -> tuple[StoredStatement, ...]:
    line = ancestors(disease)
    return tuple(stored_schedule(slug) for slug in _valid(on) if load_schedules()[slug].disease in line)


@cache
def _valid(on: date) -> tuple[str, ...]:
    """Slugs of the schedules in force on a day."""
    return tuple(
        slug
        for slug, schedule in sorted(load_schedules().items())
        if first_day(schedule.valid_from) <= on
        and (schedule.valid_to is None or on < first_day(schedule.valid_to))
    )


def _number(axis: str, demand: Range, draw: Random) -> float:
    low: float
    high: float
    low, high = _LIMITS.get(axis, (1, 10))
    if axis == "age" and demand.high <= _PAEDIATRIC:
        low = 2
    low, high = max(low, demand.low), min(high, demand.high)
    if low > high:
        low, high = (demand.low, demand.low) if demand.low > high else (demand.high, demand.high)
    if int(low) != low and int(high) == int(low):
        return low
    return float(draw.randint(-int(-low // 1), int(high)))


def _meet(axis: str, demand: Demand, draw: Random) -> str | float:
    """A value that satisfies the demand, now and then a narrower one than it names."""
    if isinstance(demand, Range):
        return _number(axis, demand, draw)
    value = draw.choice(demand)
    if axis in ("n",) and value == "N+":
        return draw.choice(("N1", "N1", "N2", "N+"))
    if axis in ("t", "n", "m", "stage"):
        return value
    axes = load_axes()
    narrower = [v for v, a in (axes[axis].values if axis in axes else {}).items() if a.parent == value]
    return draw.choice(narrower) if narrower and draw.random() < 0.2 else value


def _beside(schedule: Schedule, have: dict[str, str | float], draw: Random) -> None:
    """Findings the schedule does not ask about: what any note holds."""
    limit = schedule.when.get("age") or schedule.requires.get("age")
    if "age" not in have and draw.random() < 0.8:
        usual = Range(low=28, high=90)
        if any(part in schedule.disease for part in _OF_CHILDREN) and "glio" not in schedule.disease:
            usual = Range(low=2, high=_PAEDIATRIC)
        have["age"] = _number("age", limit if isinstance(limit, Range) else usual, draw)
    for axis, chance in (("ecog", 0.25), ("size_mm", 0.1), ("grade", 0.1)):
        if axis not in have and axis in load_axes() and draw.random() < chance:
            have[axis] = _number(axis, Range(), draw)
    if "laterality" not in have and draw.random() < 0.3:
        have["laterality"] = draw.choice(("left", "right"))
    if "prognosis" not in have and schedule.intent == "palliative" and draw.random() < 0.3:
        have["prognosis"] = draw.choice(("poor", "good"))
    if "intent" not in have and schedule.intent != "benign" and draw.random() < 0.3:
        have["intent"] = schedule.intent
    if "n" not in have and schedule.intent == "curative" and draw.random() < 0.15:
        have["n"] = draw.choice(("N0", "N1"))
    if draw.random() < 0.12:
        have.setdefault("modality", schedule.modality)


def _word(axis: str, value: str | float, draw: Random) -> str:
    if isinstance(value, str):
        return word_value(axis, value, draw)
    return word_number(axis, value, draw)


def _sex(slug: str, draw: Random) -> str | None:
    if draw.random() < 0.35:
        return None
    for part, sex in (("prostat", "male"), ("testi", "male"), ("penile", "male"), ("breast", "female"),
                      ("cervi", "female"), ("endometr", "female"), ("vulv", "female"), ("ovar", "female"),
                      ("vagin", "female")):  # fmt: skip
        if part in slug:
            return sex
    return draw.choice(("female", "male"))


def _worded_disease(slug: str, category: str, draw: Random) -> tuple[str, str]:
    """The disease in words and the category those words are coded to."""
    disease = load_diseases()[slug]
    said = word_disease(disease, draw)
    if draw.random() < 0.2:
        subsite = word_subsite(disease, draw)
        if subsite is not None:
            phrase, code = subsite
            return f"{said}, {phrase}", code[:3]
    return said, category


def category_of(slug: str) -> str:
    """First ICD-10-CM category of the disease or of the nearest wider one that has any; empty without."""
    diseases = load_diseases()
    codes = next((diseases[s].icd10 for s in ancestors(slug) if diseases[s].icd10), ())
    return codes[0][:3] if codes else ""


def _fitting(applicable: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Candidates as well confirmed and as near as the first, less those of limited use if others are left."""
    best = applicable[0].standing[:2]
    equal = tuple(c for c in applicable if c.standing[:2] == best)
    return tuple(c for c in equal if c.stored.statement.recommendation != "limited") or equal


def word_case(schedule: Schedule, draw: Random) -> SyntheticCase:
    """A case in the setting of a schedule, not yet asked what applies to it."""
    have: dict[str, str | float] = {a: _meet(a, d, draw) for a, d in schedule.requires.items()}
    for axis, demand in schedule.when.items():
        if axis not in have and draw.random() < _STATED:
            have[axis] = _meet(axis, demand, draw)
    _beside(schedule, have, draw)
    sex = str(have.pop("sex", "")) or _sex(schedule.disease, draw)
    age = have.get("age")
    disease_said, category = _worded_disease(schedule.disease, category_of(schedule.disease), draw)
    worded = {axis: _word(axis, value, draw) for axis, value in have.items() if axis != "age"}
    if {"t", "n"} <= worded.keys() and draw.random() < 0.6:
        worded["t"] += draw.choice((" ", "")) + worded.pop("n").lstrip("pc")
    template = draw.choice(TEMPLATES)
    patient = word_patient(float(age) if age is not None else None, sex, draw)
    text = compose(template, patient, disease_said, list(worded.values()), draw)
    findings = [Finding(axis=axis, value=value, start=0, end=0, text="") for axis, value in have.items()]
    if sex:
        findings.append(Finding(axis="sex", value=sex, start=0, end=0, text=""))
    disease = load_diseases()[schedule.disease]
    profile = Profile(
        diseases=(
            DiseaseFinding(disease=disease.disease, name=disease.name, start=0, end=0, text=disease_said),
        ),
        findings=tuple(findings),
    )
    setting = f"{schedule.disease}: {schedule.setting}"
    return SyntheticCase(text, profile, disease, setting, template, category)


def make_cases(
    seed: int, on: date, keep: Callable[[SyntheticCase], bool] | None = None
) -> Iterator[SyntheticCase]:
    """Cases without end: a disease, then one of its schedules, drawn evenly.

    Args:
        seed: The same seed makes the same cases.
        on: The day they are seen on; a case that fits no schedule valid then is left out.
        keep: Which ones to ask the graph's rules about; the others are left out, at little cost.
    """
    draw = Random(seed)  # noqa: S311
    by_disease: dict[str, list[Schedule]] = {}
    for _, schedule in sorted(load_schedules().items()):
        by_disease.setdefault(schedule.disease, []).append(schedule)
    # A disease with many settings needs more cases than one with a single schedule.
    weights = [len(schedules) ** 0.7 for schedules in by_disease.values()]
    diseases = list(by_disease)
    while True:
        (slug,) = draw.choices(diseases, weights)
        case = word_case(draw.choice(by_disease[slug]), draw)
        if keep is not None and not keep(case):
            continue
        applicable = select(_current(slug, on), slug, case.profile).applicable
        if applicable:
            yield case._replace(applicable=applicable, fitting=_fitting(applicable))
