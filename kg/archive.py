"""The database as one archive file, and back; both while the server is stopped."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.errors import ServerFailed
from kg.instance import DATABASE, folder_of, locked, run_admin, write_conf
from kg.server import status


def dump(home: Path, cache: Path, file: Path) -> Path:
    """The database as one archive file.

    Raises:
        ServerFailed: the server runs, the file is there already, or Neo4j refused.
    """
    file = file.absolute()
    if file.exists():
        raise ServerFailed(f"{file} is there already: name another file or remove it")
    folder = folder_of(home)
    with locked(folder), TemporaryDirectory(dir=folder) as work:
        _demand_stopped(home)
        run_admin(home, cache, ["database", "dump", DATABASE, f"--to-path={work}"])
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(Path(work) / f"{DATABASE}.dump", file)
    return file


def load(home: Path, cache: Path, file: Path) -> None:
    """Replace the database by the one in the archive file; the password stays this home's.

    Raises:
        ServerFailed: the server runs, the file is not there, or Neo4j refused.
    """
    file = file.absolute()
    if not file.is_file():
        raise ServerFailed(f"{file} is not there")
    folder = folder_of(home)
    with locked(folder), TemporaryDirectory(dir=folder) as work:
        _demand_stopped(home)
        write_conf(folder)
        (Path(work) / f"{DATABASE}.dump").symlink_to(file)
        place = [f"--from-path={work}", "--overwrite-destination=true"]
        run_admin(home, cache, ["database", "load", DATABASE, *place])


def _demand_stopped(home: Path) -> None:
    if running := status(home):
        raise ServerFailed(f"Neo4j runs under pid {running.pid}: run `oncograph neo4j stop` first")
