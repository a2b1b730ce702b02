"""Ranking: contradiction excludes, confirmation ranks, wishes hold, ties are said."""

from datetime import date, datetime

from kg.candidates import select
from kg.profile import Finding, Profile
from kg.statement import OPEN, OPEN_TIME, Course, Entity, Evidence, Statement
from kg.stored import StoredStatement
from ontologies.modality import Modality, Technique
from ontologies.schedule import Boost


def stored(
    id: str,
    dose: float,
    *,
    requires: dict[str, list[str]] | None = None,
    when: dict[str, object] | None = None,
    modality: Modality = "photon",
    technique: Technique = "3d-crt",
    recommendation: str = "accepted",
    region: tuple[str, ...] = (),
) -> StoredStatement:
    text = f"{dose:g} Gy in 5 fractions."
    statement = Statement.model_validate(
        {
            "subject": Entity(curie="oncograph:rt-x", label="Radiotherapy", name="x"),
            "relation": "TREATS",
            "object": Entity(curie="oncograph:breast-cancer", label="Disease", name="Breast cancer"),
            "qualifiers": when or {},
            "requires": requires or {},
            "course": Course(
                modality=modality,
                technique=(technique,),
                total_dose_gy=dose,
                fractions=5,
                target="x",
                intent="curative",
            ),
            "text": text,
            "authority": id,
            "recommendation": recommendation,
            "evidence_level": 2,
            "region": region,
            "topic": "x",
            "valid_from": date(2000, 1, 1),
            "valid_to": OPEN,
            "evidence": [
                Evidence(
                    document="d", start=0, end=len(text), quote=text, extractor="t", extractor_version="1"
                )
            ],
        }
    )
    return StoredStatement(
        id=id, statement=statement, known_from=datetime(2000, 1, 1), known_to=OPEN_TIME, documents=()
    )


def case(**findings: str | float) -> Profile:
    return Profile(
        findings=tuple(Finding(axis=a, value=v, start=0, end=1, text=str(v)) for a, v in findings.items())
    )


def ranked(profile: Profile, *items: StoredStatement, region: str | None = None) -> list[str]:
    return [c.stored.id for c in select(items, "breast-cancer", profile, region).applicable]


def test_contradiction_excludes_and_silence_does_not() -> None:
    row = stored("a", 26, when={"age": ">=50"})
    assert ranked(case(age=60), row) == ["a"]
    assert ranked(case(), row) == ["a"]
    assert ranked(case(age=40), row) == []


def test_requires_must_be_said() -> None:
    row = stored("a", 30, requires={"setting": ["salvage"]})
    assert ranked(case(), row) == []
    assert ranked(case(setting="salvage"), row) == ["a"]


def test_more_confirmed_ranks_first_then_recommendation() -> None:
    plain = stored("plain", 40, recommendation="preferred")
    fitting = stored("fitting", 26, when={"n": ["N0"]})
    assert ranked(case(n="N0"), plain, fitting) == ["fitting", "plain"]
    assert ranked(case(), plain, fitting) == ["plain", "fitting"]


def test_a_technique_asked_for_is_never_set_aside() -> None:
    beam = stored("beam", 40)
    seeds = stored("seeds", 145, modality="brachytherapy", technique="ldr")
    assert ranked(case(technique="ldr"), beam, seeds) == ["seeds"]
    selection = select([beam], "breast-cancer", case(technique="ldr"))
    assert not selection.applicable
    assert selection.wish_unmet


def test_a_proton_wish_falls_back_to_photons_and_says_so() -> None:
    selection = select([stored("beam", 40)], "breast-cancer", case(modality="proton"))
    assert [c.stored.id for c in selection.applicable] == ["beam"]
    assert [f.value for f in selection.wish_unmet] == ["proton"]


def test_region_decides_only_between_equals() -> None:
    here, there = stored("here", 40, region=("GB",)), stored("there", 50, region=("US",))
    assert ranked(case(), here, there, region="GB")[0] == "here"
    assert ranked(case(), here, there, region="US")[0] == "there"
    assert len(select([here, there], "breast-cancer", case(), "GB").leading) == 2


def test_a_course_asked_for_by_name_comes_before_what_frailty_suggests() -> None:
    frail = stored("frail", 20, requires={"prognosis": ["poor"]}, recommendation="preferred")
    named = stored("named", 26, when={"prognosis": ["good"]}, recommendation="limited")
    profile = case(prognosis="poor", asked_course="26/5")
    assert ranked(profile, frail, named) == ["named", "frail"]
    assert ranked(case(prognosis="poor"), frail, named) == ["frail"]


def test_a_dose_asked_for_does_not_say_where_the_tumour_lies() -> None:
    testis, volume = (
        stored("a", 30, requires={"location": ["testis"]}),
        stored("b", 30, requires={"target": ["involved_site"]}),
    )
    asked = case(asked_course="30/5")
    assert ranked(asked, testis, volume) == ["b"], (
        "a course for one place is offered only where that place is said"
    )
    assert ranked(case(asked_course="30/5", location="testis"), testis) == ["a"]


def test_of_two_courses_of_the_dose_asked_for_the_one_that_requires_nothing_unsaid_is_first() -> None:
    wall = stored("wall", 26, requires={"target": ["chest_wall"]}, when={"setting": ["adjuvant"]})
    asked = case(asked_course="26/5", setting="adjuvant")
    assert ranked(asked, wall, stored("breast", 26)) == ["breast", "wall"]


def test_a_course_asked_for_that_none_has_is_reported() -> None:
    selection = select([stored("beam", 40)], "breast-cancer", case(asked_course="26/5"))
    assert [f.value for f in selection.wish_unmet] == ["26/5"]


def test_a_stated_volume_ranks_before_a_mere_wish_for_treatment() -> None:
    wide = stored("wide", 20, when={"called_for": ["radiotherapy"]}, recommendation="preferred")
    narrow = stored("narrow", 50, when={"target": ["chest_wall"]}, recommendation="accepted")
    assert ranked(case(called_for="radiotherapy", target="chest_wall"), wide, narrow)[0] == "narrow"


def test_the_part_still_to_be_given_comes_first() -> None:
    whole = stored(
        "whole", 46, when={"target": ["brachy_boost"], "risk": ["high"]}, recommendation="preferred"
    )
    part = stored("part", 15, when={"given": ["external_beam"], "target": ["brachy_boost"]})
    assert ranked(case(target="brachy_boost", risk="high"), whole, part)[0] == "whole"
    assert ranked(case(target="brachy_boost", risk="high", given="external_beam"), whole, part)[0] == "part"


def test_an_implant_that_is_anothers_is_not_offered_with_the_beam() -> None:
    profile = case(target="brachy_boost", given="implant")
    whole, part = stored("whole", 46, when={"target": ["brachy_boost"]}), stored("part", 15)
    implant = Boost(dose_gy=15, fractions=1, modality="brachytherapy", technique="hdr")
    course, alone = whole.statement.course, part.statement.course
    assert course and alone
    both = whole.statement.model_copy(update={"course": course.model_copy(update={"boost": implant})})
    only = part.statement.model_copy(
        update={"course": alone.model_copy(update={"modality": "brachytherapy"})}
    )
    offered = select(
        [whole.model_copy(update={"statement": both}), part.model_copy(update={"statement": only})],
        "breast-cancer",
        profile,
    ).applicable
    assert [(c.stored.id, c.course.boost) for c in offered] == [("whole", None)]


def test_one_session_asked_for_is_one_fraction() -> None:
    one = stored("one", 8)
    course = one.statement.course
    assert course
    single = one.statement.model_copy(update={"course": course.model_copy(update={"fractions": 1})})
    assert (
        ranked(
            case(fractionation="single"), stored("many", 20), one.model_copy(update={"statement": single})
        )[0]
        == "one"
    )


def test_a_course_already_given_is_not_offered_again() -> None:
    whole = stored("whole", 45)
    part = stored("part", 12, modality="brachytherapy", requires={"given": ["external_beam"]})
    assert ranked(case(given="external_beam"), whole, part) == ["part"], "the external course was given"
    assert ranked(case(given="external_beam"), whole) == [], "rather nothing than the same course twice"
    assert ranked(case(), whole, part) == ["whole"], "where nothing was given the whole course stands"


def test_electrons_asked_for_are_not_swapped_for_photons() -> None:
    photons = stored("photons", 40)
    electrons = stored("electrons", 50, modality="electron")
    assert ranked(case(modality="electron"), photons, electrons) == ["electrons"]
    assert ranked(case(modality="electron"), photons) == [], "a photon course is no electron course"
    assert ranked(case(modality="proton"), photons) == ["photons"], "protons give the photon dose"


def test_few_large_fractions_asked_for_are_met_by_their_size() -> None:
    small = stored("small", 20, when={"fractionation": ["hypofractionated"]}, recommendation="preferred")
    large = stored("large", 36.25, when={"fractionation": ["ultrahypofractionated"]})
    assert ranked(case(fractionation="ultrahypofractionated"), small, large) == ["large", "small"]
    assert ranked(case(fractionation="hypofractionated"), small, large)[0] == "small"
