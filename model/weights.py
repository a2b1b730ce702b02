"""The weights served: a base and one LoRA adapter per task, every file verified by its hash."""

import hashlib
import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from kg.errors import RuntimeMissing

SHIPPED = Path(str(files("model"))) / "weights"
"""The weights this distribution carries."""
MANIFEST = "manifest.json"
CHECKPOINTS = "checkpoints"
"""Folder an interrupted training run leaves; no part of the weights."""
_UNLISTED = (MANIFEST, "README.md")


class Served(BaseModel):
    """What the server must know of a weights folder before it loads it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    base: Path
    adapters: dict[str, Path]
    """Task to folder, by name."""
    rank: int
    """Largest LoRA rank among the adapters; 0 without one."""
    context: int
    """Longest sequence the base was made for."""


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if CHECKPOINTS in path.parts:
            continue
        if path.is_file() and path.name not in _UNLISTED and not path.name.startswith("."):
            yield path


def _hash(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_manifest(folder: Path) -> dict[str, str]:
    """Hash every file of a weights folder into its manifest; relative path to SHA-256."""
    manifest = {str(path.relative_to(folder)): _hash(path) for path in _files(folder)}
    text = json.dumps(manifest, indent=1, sort_keys=True) + "\n"
    (folder / MANIFEST).write_text(text, "utf-8")
    return manifest


def verify(folder: Path) -> dict[str, str]:
    """The manifest of a weights folder, after checking every file against it.

    Raises:
        RuntimeMissing: there is no manifest, or a file is missing, unlisted or differs.
    """
    try:
        manifest: dict[str, str] = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (FileNotFoundError, json.JSONDecodeError) as error:
        raise RuntimeMissing(
            f"{folder / MANIFEST} cannot be read: name a weights folder, or train one with `oncograph train`"
        ) from error
    there = {str(path.relative_to(folder)) for path in _files(folder)}
    wrong = sorted(there ^ manifest.keys())
    wrong += sorted(name for name in there & manifest.keys() if _hash(folder / name) != manifest[name])
    if wrong:
        raise RuntimeMissing(
            f"{folder}: {', '.join(wrong[:5])} is missing, unlisted or differs from its hash; "
            "fetch the weights again, or run `oncograph model manifest` on weights you changed yourself"
        )
    return manifest


def inspect(folder: Path) -> Served:
    """What a verified weights folder holds.

    Raises:
        RuntimeMissing: the base's or an adapter's configuration cannot be read.
    """
    adapters = {p.parent.name: p.parent for p in sorted(folder.glob("adapters/*/adapter_config.json"))}
    try:
        config = json.loads((folder / "base" / "config.json").read_text("utf-8"))
        ranks = [
            int(json.loads((path / "adapter_config.json").read_text("utf-8"))["r"])
            for path in adapters.values()
        ]
    except (FileNotFoundError, json.JSONDecodeError, KeyError) as error:
        raise RuntimeMissing(f"{folder} holds no base model with LoRA adapters: {error}") from error
    return Served(
        base=folder / "base",
        adapters=adapters,
        rank=max(ranks, default=0),
        context=int(config["max_position_embeddings"]),
    )


def describe(folder: Path) -> dict[str, str]:
    """Name and short hash of the base and of each adapter, for an answer's provenance.

    Raises:
        RuntimeMissing: there is no readable manifest.
    """
    try:
        manifest: dict[str, str] = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (FileNotFoundError, json.JSONDecodeError) as error:
        raise RuntimeMissing(f"{folder / MANIFEST} cannot be read") from error
    names: dict[str, list[str]] = {}
    for path, digest in sorted(manifest.items()):
        top, _, rest = path.partition("/")
        name = rest.partition("/")[0] if top == "adapters" else top
        names.setdefault(name, []).append(digest)
    return {
        name: f"{name}@{hashlib.sha256(''.join(digests).encode()).hexdigest()[:12]}"
        for name, digests in names.items()
    }


def digest(folder: Path) -> str:
    """One hash over the manifest: whether a running server serves these weights."""
    return hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
