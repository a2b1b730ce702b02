"""The schedules that apply to a case, ranked; deterministic, no model in the path."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from kg.applicability import Judgement, judge_all
from kg.course_wish import against_wish
from kg.profile import Finding, Profile
from kg.statement import Course
from kg.stored import StoredStatement
from ontologies.disease import ancestors

_RECOMMENDATION = {"preferred": 0, "accepted": 1, "limited": 2, None: 3}
_STEREOTACTIC = frozenset({"sbrt", "srs"})
_EXCLUSIVE_TECHNIQUES = frozenset(
    {"sbrt", "srs", "hdr", "ldr", "pdr", "iort", "tbi", "tseb", "superficial", "plaque", "contact"}
)


_GENERAL = frozenset({"called_for"})
"""Axes that only say treatment is wanted: a volume or a stage that is stated says more of which."""


class Candidate(BaseModel):
    """One schedule that nothing in the case contradicts."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    stored: StoredStatement
    course: Course
    confirmed: tuple[Judgement, ...]
    """Qualifiers the case states, with the words that state them."""
    open: tuple[Judgement, ...]
    """Qualifiers the case leaves unsaid: what would decide further."""
    requested: int
    """How many of the case's own wishes (modality, technique) it meets."""
    distance: int
    """Steps in the disease tree from the case's disease to the one the claim is about."""
    regional: bool
    """Whether the region asked for is one whose custom it is."""
    prescribed: bool = False
    """Whether it is the course asked for by name or dose, or the part still to be given."""
    unsaid: int = 0
    """Axes it requires that the case does not say; a course asked for is offered all the same."""

    @property
    def standing(self) -> tuple[int, int, int, int, int]:
        """Candidates of equal standing are shown as equal; smaller is better."""
        return (
            0 if self.prescribed else 1,
            self.unsaid,
            -(sum(j.axis not in _GENERAL for j in self.confirmed) + self.requested),
            self.distance,
            _RECOMMENDATION[self.stored.statement.recommendation],
        )

    @property
    def rank(self) -> tuple[int, int, int, int, int, int, int, int, str]:
        """Total order: standing, region, evidence level, recency, then the id so that ties never wander."""
        statement = self.stored.statement
        return (
            *self.standing,
            0 if self.regional else 1,
            statement.evidence_level or 5,
            -statement.valid_from.toordinal(),
            self.stored.id,
        )


class Rejected(BaseModel):
    """A schedule of the disease that the case contradicts, and by what."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    stored: StoredStatement
    because: tuple[Judgement, ...]


class Selection(BaseModel):
    """All schedules of the case's disease, applicable ones ranked."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    applicable: tuple[Candidate, ...]
    rejected: tuple[Rejected, ...]
    wish_unmet: tuple[Finding, ...] = ()
    """Modality or technique asked for that no fitting schedule has."""

    @property
    def leading(self) -> tuple[Candidate, ...]:
        """The candidates of the best standing."""
        return tuple(c for c in self.applicable if c.standing == self.applicable[0].standing)


def _wishes(profile: Profile) -> tuple[list[Finding], list[Finding]]:
    modality = [f for f in profile.findings if f.axis == "modality"]
    technique = [f for f in profile.findings if f.axis == "technique" and f.value in _EXCLUSIVE_TECHNIQUES]
    return modality, technique


def _refused(profile: Profile, modality: Sequence[Finding]) -> dict[str, Finding]:
    """The modalities the case says it is not to have, with the words that say so: "too big for a plaque"."""
    wished = {f.value for f in modality}
    said = [f for f in profile.set_aside if f.axis == "modality"]
    denied = {str(f.value).removeprefix("negated:"): f for f in said if str(f.value).startswith("negated:")}
    return {value: f for value, f in denied.items() if value in _REFUSABLE and value not in wished}


_REFUSABLE = frozenset({"brachytherapy", "proton"})
"""Modalities whose denial leaves another way to irradiate the same tumour."""


def _meets(
    course: Course, modality: Sequence[Finding], technique: Sequence[Finding], *, boosted: bool
) -> int | None:
    """How many wishes the course meets; None when it goes against one.

    Electrons alone are met by an electron boost only where the case speaks of a boost.
    """
    own: set[str] = set(course.technique)
    if own & _STEREOTACTIC:
        own |= _STEREOTACTIC
    if course.boost is not None and course.boost.technique:
        own.add(course.boost.technique)
    met = 0
    given = {course.modality}
    if course.boost and (boosted or course.boost.modality != "electron"):
        given.add(course.boost.modality)
    if modality:
        if not any(f.value in given for f in modality):
            return None
        met += 1
    if technique:
        if not any(f.value in own for f in technique):
            return None
        met += 1
    return met


_FITNESS = frozenset({"prognosis", "ecog", "kps", "age"})
"""Axes of how much a patient can bear: whoever asks for a course by its name has judged that."""


_PLACES = frozenset({"location"})
"""Axes of where the tumour lies: a dose asked for does not say that, so a course for one place stays that."""


def _is_prescribed(course: Course, judged: Sequence[Judgement], profile: Profile) -> bool:
    """Whether the case asks for this very course, alone or with its boost ("FAST-Forward", "55/20").

    So does a case that wants only what follows the part it has been given.
    """
    if any(j.axis == "given" and j.verdict == "confirmed" for j in judged):
        return True
    asked = {str(v) for v in profile.values("asked_course")}
    if not asked:
        return False
    whole = {f"{course.total_dose_gy:g}/{course.fractions}"}
    if course.boost is not None:
        total = course.total_dose_gy + course.boost.dose_gy
        whole.add(f"{total:g}/{course.fractions + course.boost.fractions}")
    return bool(whole & asked)


def _asked_part(course: Course, profile: Profile) -> Course:
    """The course without the implant that follows it, where that is another department's."""
    implanted = course.boost is not None and course.boost.modality == "brachytherapy"
    if implanted and "implant" in profile.values("given"):
        return course.model_copy(update={"boost": None})
    return course


def _is_given(course: Course, judged: Sequence[Judgement], profile: Profile) -> bool:
    """Whether the case has had its external beam already, which this course would give a second time.

    Where only a boost by an implant is left, no implant that is a course of its own is that boost. An implant
    that is another department's is not to be given here.
    """
    if "implant" in profile.values("given") and course.modality == "brachytherapy":
        return True
    boosted = "brachy_boost" in profile.values("target") and course.combined_with is None
    return (
        "external_beam" in profile.values("given")
        and (boosted or course.modality in {"photon", "proton"})
        and not any(j.axis == "given" for j in judged)
    )


_ULTRA_GY = 5.0
"""Dose per fraction from which a course is ultrahypofractionated (ASTRO/ASCO/AUA guideline, 2018)."""


def _parts_met(course: Course, profile: Profile) -> int:
    """How many of a number of fractions, a total dose and their great size, asked for alone, the course has.

    "Single session" is a number of fractions too.

    A course of 20 fractions is hypofractionated, and yet none of the "five-visit" courses.
    """
    ultra = "ultrahypofractionated" in profile.values("fractionation")
    large = course.fractions > 0 and course.total_dose_gy / course.fractions >= _ULTRA_GY
    single = "single" in profile.values("fractionation") and course.fractions == 1
    return (
        int(ultra and large)
        + int(single)
        + sum(
            value in profile.values(axis)
            for axis, value in (
                ("asked_fractions", float(course.fractions)),
                ("asked_dose_gy", float(course.total_dose_gy)),
            )
        )
    )


def select(
    stored: Sequence[StoredStatement], disease: str, profile: Profile, region: str | None = None
) -> Selection:
    """Rank the schedules for a case of `disease`.

    A schedule applies unless a qualifier of it is contradicted; `requires` must be confirmed. If the
    modality or technique asked for rules out every schedule, the wish is reported as unmet and the
    schedules are ranked without it; a technique or brachytherapy asked for is never set aside. A course asked
    for by its name or its dose comes first wherever nothing but fitness speaks against it; of what it
    requires only the tumour's place must be said, and one that requires nothing unsaid goes before it.
    """
    line = ancestors(disease)
    modality, technique = _wishes(profile)
    refused = _refused(profile, modality)
    fitting: list[tuple[StoredStatement, Course, tuple[Judgement, ...]]] = []
    rejected: list[Rejected] = []
    for item in stored:
        if item.statement.course is None:
            continue
        course = _asked_part(item.statement.course, profile)
        required = judge_all(item.statement.requires, profile)
        judged = required + judge_all(item.statement.qualifiers, profile)
        prescribed = _is_prescribed(course, judged, profile)
        against = tuple(
            j for j in judged if j.verdict == "contradicted" and not (prescribed and j.axis in _FITNESS)
        )
        against += tuple(
            j for j in required if j.verdict == "open" and not (prescribed and j.axis not in _PLACES)
        )
        again = _is_given(course, judged, profile)
        if again:
            against += tuple(
                Judgement("given", ("none",), "contradicted", f)
                for f in profile.findings
                if f.axis == "given"
            )
        if not prescribed:
            against += against_wish(item.statement, judged, profile)
        if course.modality in refused:
            against += (Judgement("modality", (course.modality,), "contradicted", refused[course.modality]),)
        if against:
            rejected.append(Rejected(stored=item, because=against))
        else:
            fitting.append((item, course, judged))
    # A proton wish without a proton schedule still has its photon course; an implant or a radiosurgery
    # cannot be swapped for an external course, so those wishes stand.
    boosted = any("boost" in str(value) for value in profile.values("target"))
    firm = technique or any(f.value in {"brachytherapy", "electron"} for f in modality)
    firm = firm or "external_beam" in profile.values("given")
    wanted = [(modality, technique)] if firm else [(modality, technique), ([], [])]
    for wish_modality, wish_technique in wanted:
        met = [(f, _meets(f[1], wish_modality, wish_technique, boosted=boosted)) for f in fitting]
        candidates = [
            Candidate(
                stored=item,
                course=course,
                confirmed=tuple(j for j in judged if j.verdict == "confirmed"),
                open=tuple(j for j in judged if j.verdict == "open"),
                requested=requested + _parts_met(course, profile),
                distance=line.index(item.disease),
                regional=region is not None and region in item.statement.region,
                prescribed=_is_prescribed(course, judged, profile),
                unsaid=sum(j.verdict == "open" for j in judged if j.axis in item.statement.requires),
            )
            for (item, course, judged), requested in met
            if requested is not None
        ]
        if candidates:
            break
    unmet = modality + technique if not candidates else modality if not wish_modality else []
    if not any(c.prescribed for c in candidates):
        unmet += [f for f in profile.findings if f.axis == "asked_course"]
    return Selection(
        applicable=tuple(sorted(candidates, key=lambda c: c.rank)),
        rejected=tuple(rejected),
        wish_unmet=tuple(unmet) if fitting else (),
    )
