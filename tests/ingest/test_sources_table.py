import re
from pathlib import Path

import pytest

from ingest.sources import SOURCES

TESTS = Path(__file__).parent
DATA = TESTS.parent / "data"
WITHOUT_SAMPLE = {"icd10cm", "starter"}


def test_the_sources_are_these() -> None:
    assert sorted(SOURCES) == [
        "clinicaltrials",
        "guidelines",
        "icd10cm",
        "notes",
        "openfda",
        "pubmed",
        "starter",
    ]


@pytest.mark.parametrize("name", sorted(set(SOURCES) - WITHOUT_SAMPLE))
def test_each_source_has_a_sample_and_a_test(name: str) -> None:
    assert SOURCES[name].name == name
    samples = [p for p in DATA.iterdir() if p.name.split(".")[0] == name]
    assert samples, f"add a small made-up {name} file to tests/data and to its README"
    assert (TESTS / f"test_sources_{name}.py").exists(), f"add tests/ingest/test_sources_{name}.py"
    for sample in samples:
        assert sample.name.endswith(SOURCES[name].suffixes)


def test_the_samples_are_listed() -> None:
    listed = set(re.findall(r"^\| `([^`]+)`", (DATA / "README.md").read_text("utf-8"), re.M))
    present = {p.name for p in DATA.iterdir() if p.name != "README.md"}
    assert present == listed, "list every file of tests/data in its README.md, and no other"
