"""Records cut out of JSON that is broken somewhere: what is whole is kept, what is not is told."""

import gzip
import json
import re
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.sources import json_pieces
from ingest.sources.json_records import line_objects, objects
from ingest.sources.opening import MAX_RECORD
from ingest.sources.record import Rejection
from tests.growth import Work, assert_linear

MB = 1 << 20
SECRET = "Mrs Somebody MRN 4711"


def _read(path: Path, *, keyed: str | None = None) -> tuple[list[Any], list[Rejection]]:
    pattern = re.compile(keyed) if keyed else None
    found = list(objects(path, under=("results",), keyed=pattern))
    return [f[1] for f in found if not isinstance(f, Rejection)], [
        f for f in found if isinstance(f, Rejection)
    ]


def _file(folder: Path, *parts: bytes, name: str = "f.json") -> Path:
    path = folder / name
    with path.open("wb") as file:
        file.writelines(parts)
    return path


BROKEN = {
    "latin-1": b'{"n": 2, "t": "M\xfcller"}',
    "NaN": b'{"n": NaN}',
    "minus infinity": b'{"n": [-Infinity]}',
    "a long integer": b'{"n": ' + b"9" * 5000 + b"}",
    "a long decimal": b'{"n": 1' + b"0" * 5000 + b".5e}",
    "a bare word": b'{"n": hello, "m": 1}',
    "a raw newline in a string": b'{"n": "one\ntwo"}',
    "an unknown escape": b'{"n": "one \\q two"}',
    "no value": b'{"n": }',
    "a quote inside a text": b'{"n": "she said "no" to it", "m": 1}',
    "no closing quote": b'{"n": "abc}',
    "no closing quote, then a key": b'{"n": "abc, "m": 1}',
    "no opening quote": b'{"n": abc", "m": 1}',
    "no closing quote of a key": b'{"n: 1}',
    "no closing brace": b'{"n": {"m": 1}',
    "no closing brace of the record": b'{"n": 1',
    "no closing bracket": b'{"n": [1, 2}',
    "no opening brace": b'"n": 1}',
    "a brace too many": b'{"n": 1}}',
    "a bracket too many": b'{"n": 1]}',
    "deep nesting": b'{"n": ' + b"[" * 5000 + b"]" * 5000 + b"}",
    "deep nesting of objects": b'{"a":' * 5000 + b"1" + b"}" * 5000,
    "a scalar": b"17",
    "a text": b'"n"',
    "an array": b'[{"n": 2}]',
    "nothing": b"",
}


@pytest.mark.parametrize("gap", [b", ", b",", b",\n  "], ids=["spaced", "tight", "lines"])
@pytest.mark.parametrize("wrap", [(b'{"results": [', b'], "x": 1}'), (b"[", b"]")], ids=["page", "array"])
@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_broken_record_takes_no_other_with_it(
    tmp_path: Path, broken: bytes, wrap: tuple[bytes, bytes], gap: bytes
) -> None:
    good = [b'{"n": 1, "l": [{"m": "}"}, {"m": "[\\""}]}', broken, b'{"n": 3, "t": ", {"}', b'{"n": 4}']
    records, rejections = _read(_file(tmp_path, wrap[0], gap.join(good), wrap[1]))
    assert [r["n"] for r in records] == [1, 3, 4]
    assert len(rejections) == 1, rejections
    assert re.fullmatch(r"record 2 at byte \d+", rejections[0].record)


def test_a_record_of_countless_small_values_is_refused(tmp_path: Path) -> None:
    path = _file(tmp_path, b'[{"n": 1}, {"n": [' + b"[]," * (1 << 19) + b']}, {"n": 3}]')
    records, (rejection,) = _read(path)
    assert [r["n"] for r in records] == [1, 3]
    assert "1,048,5" in rejection.reason


def test_the_place_of_a_broken_record_is_its_first_byte(tmp_path: Path) -> None:
    path = _file(tmp_path, b'\xef\xbb\xbf{"results": [{"n": 1},\n {"n": NaN}]}')
    _, (rejection,) = _read(path)
    assert rejection.record == f"record 2 at byte {path.read_bytes().index(b'{', 20)}"
    assert rejection.reason == "broken JSON: NaN is no number of JSON"


@pytest.mark.parametrize("broken", [BROKEN["latin-1"], BROKEN["a long integer"], b'{"t": "one\ntwo"}'])
def test_of_records_under_their_keys_the_broken_one_is_named(tmp_path: Path, broken: bytes) -> None:
    path = _file(tmp_path, b'{"101": {"n": 1}, "102": ', broken, b', "103": {"n": 3}}')
    records, (rejection,) = _read(path, keyed=r"\d+")
    assert [r["n"] for r in records] == [1, 3]
    assert rejection.record == "102"


def test_a_comma_without_a_record_is_told_and_many_are_told_once(tmp_path: Path) -> None:
    records, rejections = _read(_file(tmp_path, b'[{"n": 1},,,,,,{"n": 2},]'))
    assert [r["n"] for r in records] == [1, 2]
    assert [r.reason for r in rejections] == ["a comma without a record"] * 2


def test_records_without_a_comma_between_them_are_not_read_as_one(tmp_path: Path) -> None:
    records, (rejection,) = _read(_file(tmp_path, b'[{"n": 1} {"n": 2}, {"n": 3}]'))
    assert [r["n"] for r in records] == [1, 3]
    assert rejection.reason == "no comma before it"


def test_a_flaw_beside_the_records_is_told(tmp_path: Path) -> None:
    records, (rejection,) = _read(_file(tmp_path, b'{"meta": {"n": NaN}, "results": [{"n": 1}]}'))
    assert [r["n"] for r in records] == [1]
    assert rejection.record == "the rest at byte 1"
    records, (rejection,) = _read(_file(tmp_path, b'[{"n": 1}] and more'))
    assert [r["n"] for r in records] == [1]
    assert rejection.reason == "text after the end of the JSON"


@pytest.mark.parametrize(
    "data", [b"[]", b" [ ]\n", b'{"results": []}', b'{"results": [ ], "meta": {"n": 1}}']
)
def test_no_records_are_none(tmp_path: Path, data: bytes) -> None:
    assert _read(_file(tmp_path, data)) == ([], [])


def test_one_object_is_one_record_whole_or_rejected(tmp_path: Path) -> None:
    assert _read(_file(tmp_path, b'{"n": 1, "m": {"results": [2]}}')) == (
        [{"n": 1, "m": {"results": [2]}}],
        [],
    )
    for broken in (b'{"n": 1, "m": NaN}', b'{"n": 1, "m": {"k": 2}', b'{"n": 1} {"n": 2}', b'{"n": 1,}'):
        records, rejections = _read(_file(tmp_path, broken))
        assert (records, len(rejections)) == ([], 1), broken
        assert rejections[0].record.startswith("record 1 at byte")


@pytest.mark.parametrize("end", [b'{"n": 3, "t": "x', b'{"n": 3, ', b"", b", "])
def test_a_truncated_file_gives_what_came_whole(tmp_path: Path, end: bytes) -> None:
    gap = b", " if end.strip(b", ") else b""
    data = b'{"results": [{"n": 1}, {"n": 2}' + gap + end
    for name, packed in (("f.json", data), ("f.json.gz", gzip.compress(data + b" " * 2000, 0)[:-1500])):
        records, rejections = _read(_file(tmp_path, packed, name=name))
        assert [r["n"] for r in records] == [1, 2]
        assert len(rejections) == 1
        assert re.search("truncated|cannot be read to its end", rejections[0].reason)


def test_a_string_of_100_mb_costs_its_record_alone_and_little_memory(tmp_path: Path) -> None:
    long = [b'{"n": 2, "t": "', *[b"x" * MB] * 100, b'"}, ']
    path = _file(tmp_path, b'{"results": [{"n": 1}, ', *long, b'{"n": 3}]}')
    tracemalloc.start()
    records, (rejection,) = _read(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [r["n"] for r in records] == [1, 3]
    assert f"at most {MAX_RECORD:,}" in rejection.reason
    assert rejection.record == "record 2 at byte 23"
    assert peak < 40 * MB


@pytest.mark.parametrize(
    "unit",
    [b'\\"', b"\\", b'"a', b'"', b"[", b"{", b"}", b",", b'"":', b'"}, {', b" ", b'" '],
    ids=repr,
)
def test_no_repetition_takes_more_than_linear_time(tmp_path: Path, unit: bytes) -> None:
    def prepare(quarters: int) -> Work:
        path = _file(tmp_path, b'{"results": ["', unit * (MB // 2 // len(unit) * quarters), b'",{"n": 1}]}')
        return lambda: list(objects(path, under=("results",)))

    assert_linear(prepare)


VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text('ab"\\{}[],: \né\u2028', max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text('k"{,', max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    records=st.lists(st.dictionaries(st.text('n"\\{', max_size=3), VALUE, max_size=3), max_size=5),
    indent=st.sampled_from([None, 0, 2]),
    page=st.booleans(),
    chunk=st.integers(1, 40),
)
def test_what_is_json_is_read_as_the_parser_reads_it(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    records: list[dict[str, Any]],
    indent: int | None,
    page: bool,
    chunk: int,
) -> None:
    monkeypatch.setattr(json_pieces, "CHUNK", chunk)
    content = {"meta": {"k": [1]}, "results": records, "after": "}"} if page else records
    text = json.dumps(content, indent=indent, ensure_ascii=indent is None)
    assert _read(_file(tmp_path, text.encode())) == (records, [])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(broken=st.sampled_from([v for v in BROKEN.values() if len(v) < 50]), chunk=st.integers(1, 300))
def test_chunks_make_no_difference_to_what_is_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: bytes, chunk: int
) -> None:
    path = _file(tmp_path, b'{"results": [' + b" " * 4090, b'{"n": 1}, ', broken, b', {"n": 3}]}')
    monkeypatch.setattr(json_pieces, "CHUNK", 1 << 18)
    whole = _read(path)
    monkeypatch.setattr(json_pieces, "CHUNK", chunk)
    assert _read(path) == whole


def _secrets() -> Iterator[bytes]:
    secret = SECRET.encode()
    yield b'[{"a": ' + secret + b"}]"
    yield b'[{"a": "' + secret + b'" ' + secret + b"}]"
    yield b'[{"a": "\\u' + secret + b'"}]'
    yield b'[{"a": "' + secret + b"\xff" + b'"}]'
    yield b'[{"' + secret + b'": }]'
    yield b'[{"a": "' + secret
    yield b'[{"a": 1}] ' + secret
    yield b'{"' + secret + b'": {"a": NaN}}'
    yield b'{"' + secret + b'": {"a": 1}, }'
    yield b'[{"a": "\\' + secret + b'"}]'
    yield b'["' + secret + b'"]'


@pytest.mark.parametrize("data", list(_secrets()))
def test_no_reason_and_no_place_quotes_the_file(tmp_path: Path, data: bytes) -> None:
    path = _file(tmp_path, data)
    found = [*objects(path, keyed=re.compile(r"\d+")), *line_objects(path)]
    told = " ".join(f.model_dump_json() for f in found if isinstance(f, Rejection))
    assert told
    for word in SECRET.split():
        assert word not in told


@pytest.mark.parametrize("number", [b"9" * 5000, b"-" + b"9" * 4301, b"NaN", b"Infinity", b"[" * 100_000])
def test_a_line_with_a_number_no_parser_takes_is_rejected_alone(tmp_path: Path, number: bytes) -> None:
    path = _file(tmp_path, b'{"n": 1}\n{"n": ' + number + b'}\n{"n": 3}\n', name="f.jsonl")
    first, bad, last = line_objects(path)
    assert (first, last) == (("line 1", {"n": 1}), ("line 3", {"n": 3}))
    assert isinstance(bad, Rejection)
    assert bad.record == "line 2"
    assert "sys." not in bad.reason
