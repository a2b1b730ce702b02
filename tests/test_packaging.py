"""The five packages are ours, and the layout rules hold."""

import importlib
import importlib.metadata
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("api", "ingest", "kg", "model", "ontologies")


@pytest.mark.parametrize("name", PACKAGES)
def test_package_is_the_folder(name: str) -> None:
    module = importlib.import_module(name)
    assert module.__file__ is not None
    assert Path(module.__file__).parent == ROOT / name, f"{name} is shadowed by {module.__file__}"
    owners = set(importlib.metadata.packages_distributions().get(name, []))
    assert owners <= {"oncograph"}, f"{name} is also owned by {owners}: rename or drop that dependency"


def test_docker_holds_no_python_and_tests_no_init() -> None:
    assert not list((ROOT / "docker").rglob("*.py")), "docker/ must not hold Python: move it to a package"
    assert not list((ROOT / "tests").rglob("__init__.py")), "delete __init__.py under tests/"


def test_files_stay_readable() -> None:
    long = {
        str(p.relative_to(ROOT)): n
        for name in PACKAGES
        for p in (ROOT / name).rglob("*.py")
        if (n := len(p.read_text("utf-8").splitlines())) > 400
    }
    assert not long, f"split by the field's nouns: {long}"


def test_help_is_light() -> None:
    code = (
        "import sys\n"
        "from typer.testing import CliRunner\n"
        "from api.cli import app\n"
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0\n"
        "heavy = {'torch', 'spacy', 'transformers', 'neo4j', 'fastapi', 'numpy'} & set(sys.modules)\n"
        "assert not heavy, f'imported by --help: {heavy}; import them inside the command'\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
