"""The command line: texts out, the way back only with the key, the secret of this home."""

from pathlib import Path

import pytest
from pydantic import SecretStr
from typer.testing import CliRunner

from api.cli import app
from api.ingesting import deid_secret
from api.settings import Settings, settings
from kg.errors import ServerFailed


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ONCOGRAPH_HOME", str(tmp_path / "home"))
    settings.cache_clear()
    return tmp_path / "home"


def test_there_and_back(home: Path, tmp_path: Path) -> None:
    note = tmp_path / "letter.txt"
    note.write_text("Mr Gareth Pemberton, 60 Gy in 30 fractions.", "utf-8")
    out, key = tmp_path / "out", tmp_path / "safe" / "key"
    arguments = ["deidentify", str(note), "--patient", "1", "--out", str(out), "--key", str(key)]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    for file in out.iterdir():
        assert "Pemberton" not in file.read_text("utf-8"), f"{file.name} still names him"
    assert "60 Gy in 30 fractions" in (out / "letter.txt").read_text("utf-8")
    assert (key.stat().st_mode & 0o777) == 0o600
    back = CliRunner().invoke(app, ["reidentify", str(out / "letter.deid.json"), "--key", str(key)])
    assert back.output.strip() == note.read_text("utf-8")
    refused = CliRunner().invoke(app, [*arguments[:-1], str(out / "key")])
    assert refused.exit_code == 1, "the key must not lie beside what it opens"


def test_the_secret_is_made_once_and_a_weak_one_is_refused(tmp_path: Path) -> None:
    chosen = Settings(home=tmp_path, deid_secret=None)
    assert deid_secret(chosen) == deid_secret(chosen)
    assert ((tmp_path / "deid" / "secret").stat().st_mode & 0o777) == 0o600
    with pytest.raises(ServerFailed, match="too weak"):
        deid_secret(Settings(home=tmp_path, deid_secret=SecretStr("password")))
