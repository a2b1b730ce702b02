"""The gate for the curated schedules and their sources: each failure says what to correct."""

import json
import re
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

import yaml

from ontologies.approval import load_approvals
from ontologies.axis import load_axes
from ontologies.disease import load_diseases
from ontologies.modality import MODALITY_OF_TECHNIQUE
from ontologies.qualifier import Demand, Range
from ontologies.schedule import Schedule, Source, first_day, load_schedules, load_sources

_CONTINUOUS = {"ldr", "pdr", "plaque"}
"""Given over hours to months: the dose per fraction says nothing of the rate."""
_FREE_AXES = {"t", "n", "m", "stage", "primary", "histology", "response"}
_MAX_BED = 200
"""Gy with an alpha/beta of 10; above it no external course but functional radiosurgery has been published."""


def _schedules() -> list[Schedule]:
    return list(load_schedules().values())


def test_there_are_schedules_for_at_least_120_settings() -> None:
    assert len({(s.disease, s.setting) for s in _schedules()}) >= 120


def test_diseases_and_sources_exist() -> None:
    diseases, sources = load_diseases(), load_sources()
    faults = [
        f"{s.schedule}: " + (f"disease {s.disease}" if s.disease not in diseases else f"source {s.source}")
        for s in _schedules()
        if s.disease not in diseases or s.source not in sources
    ]
    assert not faults, "add these or correct the slug:\n" + "\n".join(faults)


def test_a_schedule_is_of_a_disease_that_is_irradiated() -> None:
    diseases = load_diseases()
    faults = [s.schedule for s in _schedules() if not diseases[s.disease].radiotherapy]
    assert not faults, f"their disease says `radiotherapy: false`: {faults}"


def test_techniques_go_with_their_modality() -> None:
    for s in _schedules():
        for technique in s.technique:
            assert s.modality in MODALITY_OF_TECHNIQUE[technique], f"{s.schedule}: {technique}"
        if s.boost and s.boost.technique:
            allowed = MODALITY_OF_TECHNIQUE[s.boost.technique]
            assert s.boost.modality in allowed, f"{s.schedule}: boost {s.boost.technique}"


def test_dose_per_fraction_is_plausible() -> None:
    for s in _schedules():
        if s.modality == "brachytherapy" and _CONTINUOUS & set(s.technique):
            continue
        functional = s.intent == "benign" and "srs" in s.technique
        high = 90 if functional else 34
        low = 0.1 if s.intent == "benign" or s.total_dose_gy <= 10 else 0.8
        dose = s.dose_per_fraction_gy
        assert low <= dose <= high, f"{s.schedule}: {dose:.2f} Gy per fraction; check dose and fractions"


def test_biologically_effective_dose_is_plausible() -> None:
    for s in _schedules():
        if s.modality == "brachytherapy" or (s.intent == "benign" and "srs" in s.technique):
            continue
        bed = s.total_dose_gy * (1 + s.dose_per_fraction_gy / 10)
        assert bed <= _MAX_BED, f"{s.schedule}: BED10 {bed:.0f} Gy; check dose and fractions"
        if s.intent in ("palliative", "benign"):
            assert bed <= 132, f"{s.schedule}: BED10 {bed:.0f} Gy is much for a {s.intent} course"


def test_conventional_fractions_do_not_exceed_what_is_given() -> None:
    for s in _schedules():
        if s.modality != "brachytherapy" and s.dose_per_fraction_gy <= 2.2:
            assert s.total_dose_gy <= 82, f"{s.schedule}: {s.total_dose_gy} Gy; check"


def test_slug_states_the_dose_it_carries() -> None:
    """Most slugs end in dose and fractions; those that do must agree with the row."""
    for s in _schedules():
        if _CONTINUOUS & set(s.technique):
            continue
        *_, dose, count = f"x-{s.schedule}".rsplit("-", 2)
        # "rtog-85-01" is a trial.
        if dose.replace(".", "", 1).isdigit() and count.isdigit() and not count.startswith("0"):
            assert (float(dose), int(count)) == (s.total_dose_gy, s.fractions), (
                f"{s.schedule} holds {s.total_dose_gy} Gy in {s.fractions}: rename it or correct it"
            )


def test_once_means_one_fraction() -> None:
    for s in _schedules():
        if s.frequency == "once":
            assert s.fractions == 1, f"{s.schedule}: `once` with {s.fractions} fractions"


def test_intervals_of_validity_run_forward() -> None:
    for s in _schedules():
        begin = first_day(s.valid_from)
        assert date(1895, 1, 1) < begin <= date.today(), f"{s.schedule}: valid_from {s.valid_from}"
        if s.valid_to:
            assert first_day(s.valid_to) > begin, f"{s.schedule}: valid_to is not after valid_from"


def test_a_report_is_not_younger_than_what_rests_on_it() -> None:
    """A trial supports a schedule from its report on; guidelines also describe older practice."""
    sources = load_sources()
    faults = [
        f"{s.schedule}: valid from {s.valid_from}, but {s.source} is of {sources[s.source].year}"
        for s in _schedules()
        if sources[s.source].kind in ("trial", "meta-analysis")
        and int(s.valid_from[:4]) < sources[s.source].year - 1
    ]
    assert not faults, "correct valid_from, or rest it on an older report:\n" + "\n".join(faults)


def _disagreement(new: Schedule, old: Schedule | None) -> str | None:
    if old is None:
        return "which does not exist"
    if old.disease != new.disease:
        return f"of another disease, {old.disease}"
    if not old.valid_to:
        return "which has no valid_to"
    if first_day(old.valid_from) > first_day(new.valid_from):
        return f"which is later: {old.valid_from} against {new.valid_from}"
    if int(new.valid_from[:4]) > int(old.valid_to[:4]) + 1:
        return f"which ended in {old.valid_to}, long before {new.valid_from}"
    return None


def test_superseded_schedules_exist_and_are_closed() -> None:
    schedules = load_schedules()
    faults = [
        f"{s.schedule} supersedes {slug}, {reason}"
        for s in schedules.values()
        for slug in s.supersedes
        if (reason := _disagreement(s, schedules.get(slug)))
    ]
    assert not faults, "close the old row where the new one begins:\n" + "\n".join(faults)


def test_supersession_has_no_circle() -> None:
    schedules = load_schedules()

    def older(slug: str, line: tuple[str, ...]) -> None:
        assert slug not in line, f"supersedes runs in a circle: {' → '.join((*line, slug))}"
        for before in schedules[slug].supersedes:
            older(before, (*line, slug))

    for slug in schedules:
        older(slug, ())


@cache
def _symbols() -> frozenset[str]:
    text = (files("ingest") / "data" / "biomarkers.yaml").read_text("utf-8")
    content = yaml.load(text, yaml.CSafeLoader)
    given = (m for p in content.get("phrases", {}).values() for m in p.get("give", {}))
    return frozenset({*content["symbols"], *given})


def _can_be_said(name: str, demand: Demand) -> bool:
    if isinstance(demand, Range) or name in _FREE_AXES:
        return True
    if name.startswith("biomarker:"):
        return name.removeprefix("biomarker:") in _symbols()
    values = load_axes()[name].values
    if not values:
        return True

    def said(value: str) -> bool:
        return bool(values[value].forms) or any(said(v) for v, m in values.items() if m.parent == value)

    return any(said(value) for value in demand)


def test_every_schedule_can_be_reached() -> None:
    """What a schedule requires must be sayable: its values have forms, its biomarkers are read."""
    faults = [
        f"{s.schedule}: {name} {demand}"
        for s in _schedules()
        for name, demand in (*s.requires.items(), *s.when.items())
        if not _can_be_said(name, demand)
    ]
    assert not faults, (
        "no words lead to these; give the value forms in ontologies/data/axes, or the biomarker "
        "in ingest/data/biomarkers.yaml:\n" + "\n".join(faults)
    )


def test_each_schedule_says_something_of_its_own() -> None:
    """Two rows that differ in nothing but their slug are one."""
    seen: dict[str, str] = {}
    for s in _schedules():
        body = s.model_dump_json(exclude={"schedule"})
        assert body not in seen, f"{s.schedule} repeats {seen[body]}: delete one"
        seen[body] = s.schedule


def _identifiers(source: Source) -> list[str]:
    stated = (("pmid", source.pmid), ("doi", source.doi), ("", source.registration))
    return [f"{kind}:{value.lower()}" for kind, value in stated if value]


def test_one_identifier_never_carries_two_titles() -> None:
    titles: dict[str, dict[str, str]] = defaultdict(dict)
    for source in load_sources().values():
        for identifier in _identifiers(source):
            if not identifier.startswith(":"):
                titles[identifier][" ".join((source.title or "").casefold().split())] = source.source
    faults = {i: list(t.values()) for i, t in titles.items() if len(t) > 1}
    assert not faults, f"one identifier, several titles; correct the wrong source: {faults}"


def test_an_identifier_comes_with_title_and_record() -> None:
    for source in load_sources().values():
        if _identifiers(source):
            assert source.checked_by and len(source.checked_by) > 10, f"{source.source}: checked_by"


def _title(text: str | None) -> str:
    return " ".join((text or "").casefold().split())


def test_identifiers_are_among_the_confirmed_ones(real_data: Callable[[str], Path]) -> None:
    with real_data("confirmed/trials.jsonl").open(encoding="utf-8") as file:
        trials = [json.loads(line) for line in file]
    titles: dict[str, set[str]] = defaultdict(set)
    for trial in trials:
        for kind in ("pmid", "doi"):
            if trial[kind]:
                titles[f"{kind}:{trial[kind].lower()}"].add(_title(trial["title"]))
        for number in re.findall(r"NCT\d{8}|ISRCTN\d{8}", trial["nct_or_isrctn"] or ""):
            titles[f":{number.lower()}"].add(_title(trial["title"]))
    faults = []
    for source in load_sources().values():
        for identifier in _identifiers(source):
            if identifier not in titles:
                faults.append(f"{source.source}: {identifier} is not confirmed; remove it")
            elif not identifier.startswith(":") and _title(source.title) not in titles[identifier]:
                faults.append(f"{source.source}: {identifier} was confirmed beside another title")
    assert not faults, "\n".join(faults)


def test_registrations_of_approvals_are_among_the_confirmed_ones(real_data: Callable[[str], Path]) -> None:
    with real_data("confirmed/approvals.jsonl").open(encoding="utf-8") as file:
        confirmed = [json.loads(line) for line in file]
    by_day = defaultdict(list)
    for row in confirmed:
        by_day[row["approved"]].append(row)
    for approval in load_approvals().values():
        same = [r for r in by_day[str(approval.approved)] if r["brand"] == approval.brand]
        assert same, f"{approval.approval}: no confirmed approval of {approval.brand} on that day"
        days = {str(r[k]) for r in same for k in ("converted", "withdrawn") if r[k]}
        for day in (approval.converted, approval.withdrawn):
            assert day is None or str(day) in days, f"{approval.approval}: {day} is not confirmed"
        for number in approval.registrations:
            assert any(number in (r["pivotal_trial"] or "") for r in same), (
                f"{approval.approval}: {number} is not confirmed for it; remove it"
            )
