"""The kind of a text without a given one: short reports have one, what only quotes a report has none."""

from pathlib import Path

import pytest
import yaml

from ingest.extract import extract_text
from ingest.report_kind import kind_of

_TEXTS = yaml.safe_load((Path(__file__).parent / "report_kinds.yaml").read_text("utf-8"))
_REPORTS = [(kind, text) for kind, texts in _TEXTS.items() if kind != "none" for text in texts]


@pytest.mark.parametrize(("kind", "text"), _REPORTS)
def test_a_short_report_has_its_kind(kind: str, text: str) -> None:
    assert kind_of(text) == kind, f"told from its opening and its words:\n{text}"


@pytest.mark.parametrize("text", _TEXTS["none"])
def test_what_only_quotes_a_report_is_none(text: str) -> None:
    assert kind_of(text) not in {"pathology", "radiology", "radiotherapy"}, f"no report:\n{text}"


def test_a_short_report_has_its_record() -> None:
    said = "Radical prostatectomy specimen: adenocarcinoma, Gleason 4+3=7, pT3a N0. Apical margin positive."
    assert extract_text(said).record, "the record needs no kind from the caller"
