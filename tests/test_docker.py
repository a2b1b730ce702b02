"""The production shape, checked as far as can be without a Docker engine."""

import json
import os
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from api.settings import Settings
from kg import runtime

ROOT = Path(__file__).parents[1]
COMPOSE = ROOT / "docker" / "compose.yaml"
DOCKERFILE = (ROOT / "docker" / "Dockerfile").read_text("utf-8")
SECRET = re.compile(r"PASSWORD|KEY|SECRET|TOKEN|AUTH")
DEMANDED = re.compile(r"\$\{[A-Z0-9_]+:\?[^}]+\}")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(COMPOSE.read_text("utf-8"))
    return loaded


def test_the_three_services_are_there(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == {"neo4j", "vllm", "api"}


def test_versions_are_those_the_project_is_tested_with(compose: dict[str, Any]) -> None:
    images = {name: service["image"] for name, service in compose["services"].items()}
    assert images["neo4j"] == f"neo4j:{runtime.VERSION}-community", "move image and lock together"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert images["api"] == f"oncograph:{project['version']}"
    assert all(re.search(r":v?\d+\.\d+\.\d+", image) for image in images.values()), images


def test_no_secret_has_a_default(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        for variable, value in service["environment"].items():
            if SECRET.search(variable):
                assert DEMANDED.search(str(value)), f"{name}: {variable} must be demanded with ${{X:?why}}"


def test_ports_are_published_on_the_loopback_alone(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        for port in service["ports"]:
            assert str(port).startswith("127.0.0.1:"), f"{name} publishes {port} to everyone"


def test_every_service_says_whether_it_is_well(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert service["healthcheck"]["test"][0] == "CMD", f"{name} has no health check"
    waits = compose["services"]["api"]["depends_on"]
    assert all(wait["condition"] == "service_healthy" for wait in waits.values())


def test_settings_know_every_variable(compose: dict[str, Any]) -> None:
    known = {f"ONCOGRAPH_{name.upper()}" for name in Settings.model_fields}
    given = {v for v in compose["services"]["api"]["environment"] if v.startswith("ONCOGRAPH_")}
    given |= set(re.findall(r"(ONCOGRAPH_[A-Z_]+)=", DOCKERFILE))
    assert given <= known, f"api/settings.py does not read {given - known}"


def test_adapters_are_those_of_the_weights(compose: dict[str, Any]) -> None:
    service = compose["services"]["vllm"]
    modules = dict(m.split("=") for m in service["command"] if "/adapters/" in m)
    folder = ROOT / "model" / "weights" / "adapters"
    configs = {p.parent.name: json.loads(p.read_text()) for p in folder.glob("*/adapter_config.json")}
    assert modules == {name: f"/weights/adapters/{name}" for name in configs}, "serve what the weights hold"
    (most,) = [int(m.split("=")[1]) for m in service["command"] if m.startswith("--max-lora-rank=")]
    assert all(config["r"] <= most for config in configs.values()), "raise --max-lora-rank"


def test_image_runs_as_nobody_in_particular_from_the_wheel() -> None:
    stages = re.split(r"^FROM ", DOCKERFILE, flags=re.MULTILINE)[1:]
    assert len(stages) == 2
    assert "pip wheel" in stages[0]
    user = re.findall(r"^USER (\S+)$", stages[1], flags=re.MULTILINE)
    assert user and user[-1] not in ("root", "0"), "the image must not run as root"
    assert stages[1].index("\nUSER ") < stages[1].index("\nENTRYPOINT ")
    for line in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, flags=re.MULTILINE):
        for source in line.split():
            assert (ROOT / source).exists(), f"the Dockerfile copies {source}, which is not there"
    ignored = (ROOT / "docker" / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    copied = {
        s for line in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE) for s in line.split()
    }
    assert {f"!{source}" for source in copied} <= set(ignored), "Dockerfile.dockerignore hides a copied file"


def test_compose_itself_agrees() -> None:
    try:
        client = subprocess.run(["docker", "compose", "version"], capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("no docker client on this machine: install docker with its compose plugin")
    if client.returncode:
        pytest.skip("the docker client here has no compose: install its compose plugin")
    command = ["docker", "compose", "-f", str(COMPOSE), "config", "--quiet"]
    bare = {k: v for k, v in os.environ.items() if not k.startswith("ONCOGRAPH_")}
    without = subprocess.run(command, capture_output=True, text=True, check=False, env=bare)
    assert without.returncode != 0, "compose must refuse to start without the secrets"
    given = bare | {"ONCOGRAPH_NEO4J_PASSWORD": "x" * 30, "ONCOGRAPH_API_KEY": "y" * 30}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=given)
    assert done.returncode == 0, done.stderr
