"""The gate for the curated diseases, axes, drugs and approvals: each failure says what to correct."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from ontologies import icd10
from ontologies.approval import load_approvals
from ontologies.axis import load_axes
from ontologies.disease import Disease, ancestors, load_diseases
from ontologies.drugs import load_drugs
from ontologies.vocabulary import files_of

DATA = files("ontologies") / "data"


@cache
def rows(folder: str) -> dict[str, list[dict[str, Any]]]:
    """The rows of every file of a folder, or of one file, as written."""
    place = DATA / folder
    found = [place] if place.is_file() else sorted(place.iterdir(), key=lambda p: p.name)
    return {f.name: yaml.load(f.read_text("utf-8"), yaml.CSafeLoader) or [] for f in found}


@pytest.mark.parametrize(
    ("folder", "key"),
    [
        ("approvals.yaml", "approval"),
        ("diseases", "disease"),
        ("drugs.yaml", "drug"),
        ("schedules", "schedule"),
        ("sources", "source"),
    ],
)
def test_rows_are_sorted_and_no_slug_stands_twice(folder: str, key: str) -> None:
    home: dict[str, str] = {}
    for file, content in rows(folder).items():
        slugs = [row[key] for row in content]
        for before, after in pairwise(slugs):
            assert before < after, f"{file}: move {after} before {before}"
        for slug in slugs:
            assert slug not in home, f"{slug} stands in {home[slug]} and {file}: delete or rename one"
            home[slug] = file


def test_parents_exist_and_have_no_cycle() -> None:
    diseases = load_diseases()
    for slug in diseases:
        line = ancestors(slug)
        top = diseases[line[-1]].parent
        assert top is None, f"{slug}: its parents run in a circle at {top}; cut one `parent`"


def _plain(form: str) -> str:
    return " ".join(form.casefold().replace("-", " ").split())


def test_no_form_names_two_unrelated_diseases() -> None:
    holders: dict[str, set[str]] = defaultdict(set)
    for disease in load_diseases().values():
        for form in (disease.name, *disease.forms):
            holders[_plain(form)].add(disease.disease)
    faults = []
    for form, slugs in sorted(holders.items()):
        for one in sorted(slugs):
            strangers = [s for s in slugs if s not in ancestors(one) and one not in ancestors(s)]
            if strangers and one < min(strangers):
                faults.append(f"{form!r} names {one} and {', '.join(sorted(strangers))}")
    assert not faults, "keep each form with one disease, or make one the other's parent:\n" + "\n".join(
        faults
    )


def test_every_disease_has_a_way_to_be_named() -> None:
    for disease in load_diseases().values():
        assert disease.forms or disease.combination, f"{disease.disease}: give it forms or a combination"


def test_morphologies_of_combinations_exist() -> None:
    known = yaml.safe_load((DATA / "morphologies.yaml").read_text("utf-8"))
    for disease in load_diseases().values():
        for combination in disease.combination:
            for name in combination.morphologies:
                assert name in known, f"{disease.disease}: {name} is no group of morphologies.yaml"


def _codes(disease: Disease) -> Iterator[tuple[str, str]]:
    yield from (("icd10", code) for code in disease.icd10)
    yield from ((f"subsite {phrase!r}", code) for phrase, code in disease.subsites.items())


def test_every_icd10_code_is_in_the_release_held() -> None:
    faults = [
        f"{disease.disease}: {place} {code}"
        for disease in load_diseases().values()
        for place, code in _codes(disease)
        if not icd10.exists(code)
    ]
    assert not faults, f"not in ICD-10-CM {icd10.held().name}, correct them:\n" + "\n".join(faults)


def test_every_disease_or_a_wider_one_has_a_code() -> None:
    diseases = load_diseases()
    for slug in diseases:
        coded = any(diseases[s].icd10 for s in ancestors(slug))
        assert coded, f"{slug}: give it icd10, or a parent that has one"


def test_neoplasm_categories_are_reachable() -> None:
    """Every category of malignant, in-situ and uncertain neoplasms can be the code of some disease."""
    reached = {icd10.category(code) for d in load_diseases().values() for _, code in _codes(d)}
    wanted = {c for c, e in icd10.tabular().items() if e.parent is None and "C00" <= c <= "C97"}
    missing = sorted(wanted - reached)
    assert not missing, f"no disease has a code of {missing}: add one to ontologies/data/diseases"


def test_cross_references_were_seen_in_the_ontologies(real_data: Callable[[str], Path]) -> None:
    from ontologies.term import Term
    from ontologies.vocabulary import VOCABULARIES

    seen: set[str] = set()
    prefixes = ("doid:", "icdo:", "ncit:", "oncotree:")
    found = files_of([real_data("ontologies")])
    for name in ("obo", "oncotree", "icdo3-morphology", "icdo3-topography", "ncit"):
        for file in found[name]:
            for term in VOCABULARIES[name].read(file):
                if isinstance(term, Term):
                    seen.update((term.curie, *term.xrefs))
    faults = [
        f"{d.disease}: {x}"
        for d in load_diseases().values()
        for x in d.xrefs
        if x.startswith(prefixes) and x not in seen
    ]
    assert not faults, "in none of the ontologies' files, remove them:\n" + "\n".join(faults)


def test_axes_values_have_forms_or_narrower_values() -> None:
    for name, axis in load_axes().items():
        for value, meaning in axis.values.items():
            if meaning.parent is not None:
                assert meaning.parent in axis.values, f"{name}: {value}'s parent is no value of it"


def test_approvals_name_known_drugs_and_diseases() -> None:
    drugs, diseases = load_drugs(), load_diseases()
    for approval in load_approvals().values():
        for drug in approval.drugs:
            assert drug in drugs, f"{approval.approval}: add {drug} to drugs.yaml"
        for disease in approval.diseases:
            assert disease in diseases, f"{approval.approval}: {disease} is no disease"
        # Only a tissue-agnostic indication has no disease.
        agnostic = "agnostic" in approval.indication
        assert bool(approval.diseases) != agnostic, f"{approval.approval}: name its diseases"


def test_there_are_enough_approvals_with_their_dates() -> None:
    approvals = load_approvals().values()
    assert len(approvals) >= 120
    assert sum(a.withdrawn is not None for a in approvals) >= 20
    assert sum(bool(a.markers) for a in approvals) >= 60


def test_one_registration_is_one_trial() -> None:
    trials: dict[str, set[str]] = defaultdict(set)
    for approval in load_approvals().values():
        if len(approval.registrations) == 1 and approval.trial:
            trials[approval.registrations[0]].add(approval.trial.removesuffix(" and others"))
    faults = {n: t for n, t in trials.items() if len(t) > 1}
    assert not faults, f"approvals.yaml: one number, two trials: {faults}"
