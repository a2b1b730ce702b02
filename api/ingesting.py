"""Where ingest is joined to the graph, the extractors and the settings."""

import hashlib
import os
import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from api.settings import Settings, settings
from ingest.ledger import Ledger, reader_of
from ingest.live import LIVE, Question, fetch
from ingest.live import Progress as Fetched
from ingest.report import RunReport
from ingest.run import Progress, files_of, run
from ingest.sources import SOURCES
from ingest.sources.notes import keyed
from ingest.web import Web
from kg.document import Document
from kg.errors import ServerFailed
from kg.statement import Statement


def ingest_files(name: str, paths: Sequence[Path], progress: Progress | None = None) -> RunReport:
    """Read files of a source into the graph.

    Raises:
        ValueError: a path does not exist or holds nothing of the source.
        StoreUnavailable: the graph does not answer.
    """
    from api.wiring import open_store
    from kg.embedding import embed as embed_texts

    chosen = settings()
    source = keyed(note_key(chosen), deid_secret(chosen)) if name == "notes" else SOURCES[name]
    files_of(source, paths)
    embed = embed_texts if source.searched else None
    with open_store(chosen) as store:
        store.migrate()
        if not source.texts:
            return run(source, paths, store, embed=embed, progress=progress)
        with Ledger(chosen.home / "ingest" / "ledger.sqlite", reader_of(_versions())) as ledger:
            return run(source, paths, store, extract=_extract, embed=embed, ledger=ledger, progress=progress)


def fetch_files(name: str, question: Question, limit: int, progress: Fetched | None = None) -> list[Path]:
    """Fetch what a live API answers into this installation's folder; the files.

    Raises:
        SourceUnavailable: the API did not answer after its retries.
    """
    chosen, api, secret = settings(), LIVE[name], {}
    interval = api.interval
    if name == "pubmed" and chosen.ncbi_api_key is not None:
        secret, interval = {"api_key": chosen.ncbi_api_key.get_secret_value()}, 0.11
    place = hashlib.sha256(question.model_dump_json().encode()).hexdigest()[:16]
    folder = chosen.home / "live" / name / place
    with Web(interval) as web:
        return fetch(api, question, folder, web=web, secret=secret, limit=limit, progress=progress)


def files_by_source(folder: Path) -> dict[str, list[Path]]:
    """The files of a data folder that each source can read, by the folder's layout."""
    layout: dict[str, tuple[str, ...]] = {
        "pubmed": ("pubmed/**/*.xml", "pubmed/**/*.xml.gz", "pubmed/**/*.json"),
        "clinicaltrials": (
            "trials/v2/*.json",
            "trials/ctg-studies*.json",
            "trials/legacy_xml/*.xml",
        ),
        "openfda": ("openfda/drugsatfda*.zip", "openfda/drugsfda*.json", "openfda/label*.json"),
        "guidelines": ("guidelines/**/*.yaml",),
        "notes": ("notes/**/*.txt", "notes/**/*.jsonl"),
    }
    found = {
        name: sorted({file for pattern in patterns for file in folder.glob(pattern)})
        for name, patterns in layout.items()
    }
    return {name: files for name, files in found.items() if files}


def note_key(chosen: Settings) -> bytes:
    """This installation's secret for the ids of notes, made on first use."""
    return _kept(chosen.home / "ingest" / "note-key")


def deid_secret(chosen: Settings) -> bytes:
    """The secret that surrogates and shifted dates derive from: the one set, else one made on first use.

    Raises:
        ServerFailed: the one set is too weak.
    """
    if chosen.deid_secret is None:
        return _kept(chosen.home / "deid" / "secret")
    given = chosen.deid_secret.get_secret_value()
    if len(given) < 24 or len(set(given)) < 10:
        raise ServerFailed("ONCOGRAPH_DEID_SECRET is too weak: 24 or more characters, random")
    return given.encode()


def _kept(place: Path) -> bytes:
    """A random secret of this home, made once, readable by its owner alone."""
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_name(f"{place.name}.{os.getpid()}")
        part.touch(mode=0o600)
        part.write_bytes(secrets.token_bytes(32))
        # A link fails where another process was first: its key then stands for both.
        with suppress(FileExistsError):
            os.link(part, place)
        part.unlink()
    return place.read_bytes()


def _versions() -> dict[str, str]:
    from ingest.extractors import EXTRACTORS

    return {name: extractor.version for name, extractor in EXTRACTORS.items()}


def _extract(documents: Sequence[Document]) -> Iterable[Statement]:
    from ingest.extractors import read_documents
    from ingest.nlp import build_nlp

    return read_documents(build_nlp(), documents)
