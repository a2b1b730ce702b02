import json
from pathlib import Path
from typing import get_args

import pytest

from kg.errors import RuntimeMissing
from model.answer import Task
from model.prompts import Reads, adapter_name
from model.weights import MANIFEST, SHIPPED, describe, digest, inspect, verify, write_manifest


def folder(at: Path) -> Path:
    (at / "base").mkdir(parents=True)
    (at / "base" / "config.json").write_text('{"max_position_embeddings": 64}')
    (at / "adapters" / "regimen").mkdir(parents=True)
    (at / "adapters" / "regimen" / "adapter_config.json").write_text('{"r": 4}')
    write_manifest(at)
    return at


def test_the_shipped_weights_match_their_hashes_and_serve_every_task() -> None:
    assert verify(SHIPPED)
    served = inspect(SHIPPED)
    names = {adapter_name(task, reads) for task in get_args(Task) for reads in get_args(Reads)}
    assert set(served.adapters) == names
    assert set(describe(SHIPPED)) == {"base", "second-reader", *names}


def test_the_shipped_weights_stay_small_and_name_no_machine() -> None:
    size = sum(p.stat().st_size for p in SHIPPED.rglob("*") if p.is_file())
    assert size <= 60 * 2**20, f"{size / 2**20:.0f} MB; ship at most 60"
    for file in SHIPPED.rglob("*.json"):
        assert "/" not in str(json.loads(file.read_text()).get("base_model_name_or_path") or ""), file


def test_the_model_card_says_synthetic() -> None:
    assert "synthetic" in (SHIPPED / "README.md").read_text("utf-8").lower()


@pytest.mark.parametrize("change", ["edit", "remove", "add"])
def test_any_difference_is_found(tmp_path: Path, change: str) -> None:
    at = folder(tmp_path / "w")
    config = at / "base" / "config.json"
    if change == "edit":
        config.write_text("{}")
    elif change == "remove":
        config.unlink()
    else:
        (at / "adapters" / "regimen" / "more.bin").write_bytes(b"1")
    with pytest.raises(RuntimeMissing):
        verify(at)


def test_the_digest_follows_the_manifest(tmp_path: Path) -> None:
    at = folder(tmp_path / "w")
    before = digest(at)
    (at / "base" / "config.json").write_text('{"max_position_embeddings": 128}')
    write_manifest(at)
    assert digest(at) != before
    assert describe(at)["base"].startswith("base@")


def test_checkpoints_and_card_are_no_weights(tmp_path: Path) -> None:
    at = folder(tmp_path / "w")
    (at / "checkpoints").mkdir()
    (at / "checkpoints" / "base.pt").write_bytes(b"1")
    (at / "README.md").write_text("card")
    assert MANIFEST not in verify(at)


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuntimeMissing, match="oncograph train"):
        verify(tmp_path)
    with pytest.raises(RuntimeMissing):
        inspect(tmp_path)
    with pytest.raises(RuntimeMissing):
        describe(tmp_path)
