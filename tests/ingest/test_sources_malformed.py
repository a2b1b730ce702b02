"""What every source does with files that are not what they should be: reject, say where, go on."""

import gzip
import resource
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.sources import SOURCES
from ingest.sources.opening import MAX_RECORD
from ingest.sources.record import Record, Rejection

DATA = Path(__file__).parents[1] / "data"
SAMPLES = {
    "pubmed": DATA / "pubmed.xml",
    "clinicaltrials": DATA / "clinicaltrials.json",
    "openfda": DATA / "openfda.json",
    "guidelines": DATA / "guidelines.yaml",
    "notes": DATA / "notes.jsonl",
}
LEGACY = DATA / "clinicaltrials.xml"


def _read(source: str, path: Path) -> tuple[list[Record], list[Rejection]]:
    found = list(SOURCES[source].read(path))
    return [r for r in found if isinstance(r, Record)], [r for r in found if isinstance(r, Rejection)]


def _copy(sample: Path, folder: Path, data: bytes) -> Path:
    path = folder / sample.name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("source", sorted(SAMPLES))
@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"<!DOCTYPE html>\n<html><body>503 Service Unavailable</body></html>", "HTML"),
        (b"\n<HTML><head></head></HTML>", "HTML"),
        ("{}".encode("utf-16"), "UTF-16"),
        (b"\x7fELF\x00\x00\x00", "binary"),
    ],
    ids=["nothing", "blanks", "html", "HTML", "utf-16", "binary"],
)
def test_a_file_of_another_kind_is_one_rejection(
    tmp_path: Path, source: str, data: bytes, reason: str
) -> None:
    path = _copy(SAMPLES[source], tmp_path, data)
    records, rejections = _read(source, path)
    assert not records
    assert len(rejections) == 1, rejections
    assert reason in rejections[0].reason
    assert (rejections[0].file, rejections[0].record) == (str(path), "file")


@pytest.mark.parametrize("source", ["pubmed", "clinicaltrials", "openfda"])
def test_a_truncated_file_gives_what_came_whole_and_says_where_it_ends(tmp_path: Path, source: str) -> None:
    whole = SAMPLES[source].read_bytes()
    path = _copy(SAMPLES[source], tmp_path, whole[: int(len(whole) * 0.93)])
    records, rejections = _read(source, path)
    assert len(records) >= 1
    assert len(rejections) == 1
    assert "byte" in rejections[0].record
    assert "truncated" in rejections[0].reason


def test_a_file_that_ends_between_records_is_known_to_be_truncated(tmp_path: Path) -> None:
    whole = SAMPLES["pubmed"].read_bytes()
    end = whole.index(b"</PubmedArticle>") + len(b"</PubmedArticle>")
    records, rejections = _read("pubmed", _copy(SAMPLES["pubmed"], tmp_path, whole[:end]))
    assert len(records) == 1
    assert "ends before </PubmedArticleSet>" in rejections[0].reason


def test_a_corrupt_gzip_keeps_what_was_unpacked(tmp_path: Path) -> None:
    packed = gzip.compress(SAMPLES["pubmed"].read_bytes(), 0)
    path = tmp_path / "part.xml.gz"
    path.write_bytes(packed[: len(packed) - 400])
    _, rejections = _read("pubmed", path)
    assert any("cannot be read" in r.reason for r in rejections)


def test_latin_1_under_a_utf_8_declaration_costs_only_its_record(tmp_path: Path) -> None:
    data = SAMPLES["pubmed"].read_bytes().replace(b"Shorter courses", b"K\xfcrzere courses")
    records, rejections = _read("pubmed", _copy(SAMPLES["pubmed"], tmp_path, data))
    assert [r.document.id for r in records] == ["pubmed-999999005", "pubmed-999999006"]
    assert "record 1" in rejections[0].record


def test_latin_1_that_is_declared_is_read(tmp_path: Path) -> None:
    data = SAMPLES["pubmed"].read_bytes().replace(b'encoding="UTF-8"', b'encoding="ISO-8859-1"')
    data = data.replace(b"Shorter courses", b"K\xfcrzere courses")
    records, rejections = _read("pubmed", _copy(SAMPLES["pubmed"], tmp_path, data))
    assert not rejections
    assert "Kürzere" in records[0].document.text


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE PubmedArticleSet [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">'
        b'<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    )
    data = SAMPLES["pubmed"].read_bytes().split(b"\n", 2)[2].replace(b"Shorter", b"&b;&f;Shorter")
    records, rejections = _read("pubmed", _copy(SAMPLES["pubmed"], tmp_path, bomb + data))
    assert len(records) == 2
    assert "Entity" in rejections[0].reason


def _long_line(make: Callable[[], Iterator[bytes]], path: Path) -> Path:
    with path.open("wb") as file:
        for chunk in make():
            file.write(chunk)
    return path


@pytest.mark.parametrize("source", ["pubmed", "clinicaltrials", "openfda", "notes", "guidelines"])
def test_a_hundred_megabyte_line_is_refused_without_loading_it(tmp_path: Path, source: str) -> None:
    block = b"x" * (1 << 20)
    sample = SAMPLES[source].read_bytes()

    def content() -> Iterator[bytes]:
        if source == "pubmed":
            yield sample.replace(b"</PubmedArticleSet>", b"") + b"<PubmedArticle><Title>"
            yield from [block] * 100
            yield b"</Title></PubmedArticle>" + sample[sample.index(b"<PubmedArticle>") :].replace(
                b"99999900", b"99999800"
            )
        elif source == "notes":
            yield sample + b'{"id": "long", "date": "2024-01-01", "text": "'
            yield from [block] * 100
            yield b'"}\n' + sample.replace(b"synthetic-t1", b"synthetic-t2").replace(b"MRN-00", b"MRN-99")
        elif source == "guidelines":
            yield b"statements: "
            yield from [block] * 100
        else:
            first = sample[sample.index(b"[") + 1 : sample.rindex(b"]")]
            yield sample[: sample.index(b"[") + 1] + first + b', {"x": "'
            yield from [block] * 100
            yield b'"}, ' + first.replace(b"NCT9999", b"NCT9998").replace(b"99990", b"99980") + b"]}"

    path = _long_line(content, tmp_path / SAMPLES[source].name)
    _read(source, SAMPLES[source])  # What the reader imports is no memory of the line.
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    records, rejections = _read(source, path)
    grown_mb = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert any(f"at most {MAX_RECORD:,}" in r.reason for r in rejections), rejections
    assert grown_mb < 90, f"memory grew by {grown_mb:.0f} MB: the line was loaded whole"
    expected = {"pubmed": 6, "clinicaltrials": 4, "openfda": 4, "notes": 4, "guidelines": 0}
    assert len(records) == expected[source], "what stands before the line and after it"


def test_json_nested_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "deep.json"
    path.write_bytes(b'[{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b'}, {"x": 1}]')
    records, rejections = _read("clinicaltrials", path)
    assert not records
    assert "nested deeper" in rejections[0].reason


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp())
    yield path
    shutil.rmtree(path)


MUTATION = st.tuples(st.integers(0, 10_000), st.integers(0, 40), st.binary(max_size=12))


@pytest.mark.parametrize("sample", [*sorted(SAMPLES.values()), LEGACY], ids=lambda p: p.name)
@settings(max_examples=60, deadline=None)
@given(mutations=st.lists(MUTATION, min_size=1, max_size=4))
def test_no_mutation_of_a_sample_raises(
    folder: Path, sample: Path, mutations: list[tuple[int, int, bytes]]
) -> None:
    data = sample.read_bytes()
    for place, gone, put in mutations:
        at = place % (len(data) + 1)
        data = data[:at] + put + data[at + gone :]
    path = _copy(sample, folder, data)
    for found in SOURCES[sample.name.split(".")[0]].read(path):
        if isinstance(found, Rejection):
            assert found.file == str(path)
            assert found.record
            assert found.reason
        else:
            for statement in found.statements:
                for evidence in statement.evidence:
                    assert found.document.text[evidence.start : evidence.end] == evidence.quote


@pytest.mark.parametrize("source", sorted(SAMPLES))
@settings(max_examples=60, deadline=None)
@given(
    data=st.one_of(
        st.binary(max_size=300),
        st.text(max_size=200).map(str.encode),
        st.from_regex(r"[\[{<\-:\"a1, ]{0,40}").map(str.encode),
    )
)
def test_no_bytes_raise(folder: Path, source: str, data: bytes) -> None:
    path = _copy(SAMPLES[source], folder, data)
    list(SOURCES[source].read(path))
