"""What the README tells people to type exists, and the command reference is current."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
LINES = [
    line.split("#")[0].strip()
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
    if line.strip()
]
MAKES = sorted(
    {line for line in LINES if line.startswith("make")} | set(re.findall(r"`(make [^`]+)`", README))
)
ONCOGRAPHS = sorted({line for line in LINES if "oncograph" in line})


def test_the_first_screen_shows_both_commands() -> None:
    assert "make demo" in README
    assert "make test" in README


@pytest.mark.parametrize("line", MAKES)
def test_make_target_exists(line: str) -> None:
    done = subprocess.run(
        ["make", "-n", *shlex.split(line)[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"README says `{line}`: {done.stderr}"


@pytest.mark.parametrize("line", ONCOGRAPHS)
def test_command_and_its_options_exist(line: str) -> None:
    words = shlex.split(line.replace("…", ""))[1:]
    verbs = [w for w in words if re.fullmatch(r"[a-z0-9]+", w)][:2]
    help_text = ""
    for depth in range(len(verbs), 0, -1):
        result = CliRunner().invoke(app, [*verbs[:depth], "--help"])
        if result.exit_code == 0:
            help_text = result.output
            break
    assert help_text, f"README says `{line}`, but oncograph has no such command"
    for option in (w for w in words if w.startswith("--")):
        assert option in help_text, f"README says `{line}`, but {verbs} has no {option}"


def test_command_reference_is_current(tmp_path: Path) -> None:
    page = tmp_path / "COMMANDS.md"
    command = [
        sys.executable, "-m", "typer", "api.cli", "utils", "docs", "--name", "oncograph",
        "--title", "Command reference", "--output", str(page),
    ]  # fmt: skip
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    kept = ROOT / "api" / "COMMANDS.md"
    assert kept.read_text("utf-8") == page.read_text("utf-8"), "run `make docs` and commit api/COMMANDS.md"
