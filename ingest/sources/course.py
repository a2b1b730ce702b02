"""Schedules as statements: the course's name, its topic and the claim it makes."""

import re
from collections.abc import Iterable, Sequence

from kg.course_sentence import number, sentence
from kg.document import Document, Section
from kg.statement import OPEN, Course, Entity, Evidence, Statement, Status, course_of
from ontologies.disease import Disease
from ontologies.qualifier import Qualifiers, Range
from ontologies.schedule import Schedule, first_day

_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def radiotherapy(course: Course) -> Entity:
    """The Radiotherapy node: equal dose, fractions, modality and boost are one node."""
    parts = ["rt", course.modality, number(course.total_dose_gy), str(course.fractions)]
    name = f"{number(course.total_dose_gy)} Gy / {course.fractions} {course.modality}"
    if course.frequency == "twice-daily":
        parts.append("bid")
        name += " twice daily"
    if course.boost is not None:
        parts += ["boost", number(course.boost.dose_gy), str(course.boost.fractions)]
        name += f" + boost {number(course.boost.dose_gy)} Gy / {course.boost.fractions}"
    return Entity(curie="oncograph:" + "-".join(parts), label="Radiotherapy", name=name)


def disease_entity(disease: Disease) -> Entity:
    """The Disease node of a disease."""
    return Entity(curie=f"oncograph:{disease.disease}", label="Disease", name=disease.name)


def topic_key(
    relation: str, disease: str, setting: str, biomarkers: Qualifiers, region: Iterable[str]
) -> str:
    """Relation, disease, setting, biomarkers and region, normalised: what supersession follows."""
    marks = sorted(
        f"{name.removeprefix('biomarker:').lower()}={_demand(demand)}"
        for name, demand in biomarkers.items()
        if name.startswith("biomarker:")
    )
    parts = [relation.lower(), disease, _slug(setting), "+".join(marks), "+".join(sorted(region))]
    return "|".join(parts).lower()


def _demand(demand: Sequence[str] | Range) -> str:
    return str(demand) if isinstance(demand, Range) else ",".join(sorted(demand))


def _slug(words: str) -> str:
    return _NOT_SLUG.sub("-", words.lower()).strip("-")


class Sheet:
    """The text of a document under composition: every sentence keeps its span."""

    def __init__(self, heading: str) -> None:
        self.text = heading
        self.sections: list[Section] = []
        self._spans: dict[str, tuple[int, int]] = {}

    def add(self, title: str, line: str) -> tuple[int, int]:
        """The span of a sentence, appended on its own line unless it stands there already."""
        if line in self._spans:
            return self._spans[line]
        start = len(self.text) + 1
        self.text += f"\n{line}"
        self.sections.append(Section(title=title, start=start, end=len(self.text)))
        self._spans[line] = (start, len(self.text))
        return self._spans[line]


def statement_of(
    schedule: Schedule,
    disease: Disease,
    document: Document,
    span: tuple[int, int],
    *,
    extractor: str,
    extractor_version: str,
    status: Status = "approved",
) -> Statement:
    """The TREATS claim of a schedule, resting on the span of the document that states it.

    Supersession is not set here: it needs the keys of all rows (`linked`).

    Raises:
        ValueError: the schedule ends before it begins.
    """
    course = course_of(schedule)
    begins = first_day(schedule.valid_from)
    ends = OPEN if schedule.valid_to is None else first_day(schedule.valid_to)
    if ends <= begins:
        raise ValueError(f"valid_to {schedule.valid_to} is not after valid_from {schedule.valid_from}")
    start, end = span
    quote = document.text[start:end]
    return Statement(
        subject=radiotherapy(course),
        relation="TREATS",
        object=disease_entity(disease),
        qualifiers=schedule.when,
        requires=schedule.requires,
        course=course,
        text=sentence(course, disease.name, schedule.setting),
        authority=document.authority,
        recommendation=schedule.recommendation,
        evidence_level=schedule.evidence_level,
        region=schedule.region,
        topic=topic_key(
            "TREATS",
            disease.disease,
            schedule.setting,
            {**schedule.requires, **schedule.when},
            schedule.region,
        ),
        status=status,
        valid_from=begins,
        valid_to=ends,
        evidence=(
            Evidence(
                document=document.id,
                start=start,
                end=end,
                quote=quote,
                extractor=extractor,
                extractor_version=extractor_version,
            ),
        ),
    )


def linked(statement: Statement, supersedes: Iterable[str], keys: dict[str, str]) -> Statement:
    """The statement with the slugs it supersedes turned into statement keys.

    Raises:
        ValueError: a superseded slug names no row.
    """
    slugs = tuple(supersedes)
    unknown = [slug for slug in slugs if slug not in keys]
    if unknown:
        raise ValueError(f"supersedes {', '.join(unknown)}, which names no row")
    return statement.model_copy(update={"supersedes": tuple(keys[slug] for slug in slugs)})
