"""Records cut out of XML: what is only written about, packed badly or never closed."""

import gzip
import os
from pathlib import Path

import pytest

from ingest.sources import xml_records
from ingest.sources.opening import MAX_RECORD
from ingest.sources.record import Rejection
from ingest.sources.xml_records import elements
from tests.growth import Work, assert_linear


def _file(folder: Path, data: bytes, name: str = "f.xml") -> Path:
    (folder / name).write_bytes(data)
    return folder / name


def _read(path: Path) -> tuple[list[str], list[Rejection]]:
    found = list(elements(path, "R", "Set"))
    records = [f[1].findtext("n") or "" for f in found if not isinstance(f, Rejection)]
    return records, [f for f in found if isinstance(f, Rejection)]


def _set(*inner: bytes) -> bytes:
    return b'<?xml version="1.0"?>\n<Set>' + b"".join(inner) + b"</Set>"


@pytest.mark.parametrize(
    "between",
    [
        b"<!-- <R> -->",
        b"<!-- </R> <R><n>9</n></R> -->",
        b"<!-- </Set> -->",
        b"<!--" + b" <R>" * 200_000 + b"-->",
    ],
)
def test_a_record_in_a_comment_is_none(tmp_path: Path, between: bytes) -> None:
    path = _file(tmp_path, _set(b"<R><n>1</n></R>", between, b"<R><n>2</n></R>"))
    assert _read(path) == (["1", "2"], [])


@pytest.mark.parametrize(
    "inside",
    [
        b"<!-- <R> </R> -->",
        b"<t><![CDATA[a </R> b <R> <!-- ]]></t>",
        b"<t><!-- <![CDATA[ --></t>",
        b"<?pi ?>",
    ],
)
@pytest.mark.parametrize("chunk", [1, 2, 7, 1 << 18])
def test_tags_in_a_comment_or_in_cdata_of_a_record_are_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inside: bytes, chunk: int
) -> None:
    monkeypatch.setattr(xml_records, "CHUNK", chunk)
    path = _file(tmp_path, _set(b"<R><n>1</n>", inside, b"</R>", b"<R><n>2</n></R>"))
    assert _read(path) == (["1", "2"], [])


def test_a_comment_is_no_part_of_a_text(tmp_path: Path) -> None:
    assert _read(_file(tmp_path, _set(b"<R><n>1<!-- not 2 -->3<?x y?>4</n></R>"))) == (["134"], [])


@pytest.mark.parametrize("opening", [b"<!-- ", b"<![CDATA["])
def test_a_comment_that_never_ends_takes_no_other_record(tmp_path: Path, opening: bytes) -> None:
    good = [b"<R><n>%d</n></R>" % n for n in range(3, 3000)]
    path = _file(tmp_path, _set(b"<R><n>1</n></R>", b"<R><n>2</n>" + opening + b"</R>", *good))
    records, (rejection,) = _read(path)
    assert len(records) == 2998
    assert rejection.record.startswith("record 2 at byte")


def test_comments_without_an_end_cost_no_more_than_linear_time(tmp_path: Path) -> None:
    def prepare(quarters: int) -> Work:
        path = _file(tmp_path, _set(b"<R><n>1</n> <!-- </R>" * (20_000 * quarters)))
        assert len(_read(path)[1]) == 20_000 * quarters
        return lambda: _read(path)

    assert_linear(prepare)


def test_a_record_too_long_is_left_out_and_the_next_is_read(tmp_path: Path) -> None:
    path = _file(tmp_path, _set(b"<R><n>1</n>", b"x" * (MAX_RECORD + 10), b"</R><R><n>2</n></R>"))
    records, (rejection,) = _read(path)
    assert records == ["2"]
    assert f"at most {MAX_RECORD:,}" in rejection.reason


@pytest.mark.parametrize("level", [0, 6])
def test_of_a_gzip_that_breaks_off_every_whole_record_is_kept(tmp_path: Path, level: int) -> None:
    pads = [os.urandom(3000).hex().encode() for _ in range(5)]
    packed = gzip.compress(
        _set(*(b"<R><n>%d</n><t>%b</t></R>" % (n, pad) for n, pad in enumerate(pads))), level
    )
    records, rejections = _read(_file(tmp_path, packed[: int(len(packed) * 0.7)], "f.xml.gz"))
    assert records == ["0", "1", "2"]
    assert [r.record for r in rejections] == ["file"]
    assert "cannot be read to its end" in rejections[0].reason


def test_of_a_gzip_with_a_wrong_byte_the_records_before_it_are_kept(tmp_path: Path) -> None:
    pads = [os.urandom(3000).hex().encode() for _ in range(20)]
    packed = bytearray(
        gzip.compress(_set(*(b"<R><n>%d</n><t>%b</t></R>" % (n, p) for n, p in enumerate(pads))))
    )
    middle = len(packed) // 2
    packed[middle : middle + 400] = b"\xff" * 400
    records, rejections = _read(_file(tmp_path, bytes(packed), "f.xml.gz"))
    assert len(records) >= 8
    assert "cannot be read to its end" in rejections[-1].reason
