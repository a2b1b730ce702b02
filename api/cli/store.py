"""`oncograph neo4j …`: the managed Neo4j of this installation."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    no_args_is_help=True,
    help="Install, start, stop, dump and load the managed Neo4j. Example: oncograph neo4j start",
)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@contextmanager
def download(what: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar that appears with the first bytes; plain lines where there is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    console = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        console=console,
        disable=not console.is_terminal,
    )
    task = bar.add_task(what, total=None, visible=False)
    told = -1

    def progress(done: int, total: int) -> None:
        nonlocal told
        bar.update(task, completed=done, total=total, visible=True)
        tenth = 10 * done // total
        if not console.is_terminal and tenth > told:
            told = tenth
            sys.stderr.write(f"{what}: {done / 1e6:.0f} of {total / 1e6:.0f} MB\n")

    with bar:
        yield progress


@app.command()
def install(
    mirror: Annotated[
        str | None,
        typer.Option(help="Root address of a Maven repository to use in place of the central one."),
    ] = None,
    verify: Annotated[bool, typer.Option("--verify", help="Hash what is there already as well.")] = False,
) -> None:
    """Download Neo4j's jars, about 170 MB, exactly as the lock names them; again: nothing to do.

    Example: oncograph neo4j install --verify
    """
    from api.cli.failure import failing
    from api.settings import settings
    from kg.runtime import VERSION
    from kg.runtime import install as install_jars

    with failing(), download(f"Neo4j {VERSION}") as progress:
        folder = install_jars(settings().cache, progress, mirror=mirror, verify=verify)
    typer.echo(f"Neo4j {VERSION} is installed in {folder}")


@app.command()
def start(as_json: Json = False) -> None:
    """Start Neo4j in the background; it runs until `oncograph neo4j stop`.

    Example: oncograph neo4j start && oncograph neo4j status
    """
    from api.cli.failure import failing
    from api.settings import settings
    from kg import server

    chosen = settings()
    with failing(), download("Neo4j") as progress:
        running = server.start(
            chosen.home,
            chosen.cache,
            bolt_port=chosen.neo4j_bolt_port,
            http_port=chosen.neo4j_http_port,
            progress=progress,
        )
    _show(running.model_dump(mode="json"), as_json)


@app.command()
def stop() -> None:
    """Stop Neo4j; what was written is kept.

    Example: oncograph neo4j stop
    """
    from api.cli.failure import failing
    from api.settings import settings
    from kg import server

    with failing():
        ran = server.stop(settings().home)
    typer.echo("Neo4j stopped" if ran else "Neo4j was not running")


@app.command()
def status(as_json: Json = False) -> None:
    """Say whether Neo4j runs and where; exit status 3 when it does not.

    Example: oncograph neo4j status --json
    """
    from api.settings import settings
    from kg import server

    running = server.status(settings().home)
    if running is None:
        typer.echo("null" if as_json else "Neo4j is not running")
        raise typer.Exit(3)
    _show(running.model_dump(mode="json"), as_json)


@app.command()
def password(
    show: Annotated[bool, typer.Option("--show", help="Print the password itself.")] = False,
) -> None:
    """Say where the password lies.

    Example: oncograph neo4j password --show
    """
    from api.cli.failure import failing
    from api.settings import settings
    from kg.instance import password_file, read_password

    file = password_file(settings().home)
    with failing():
        word = read_password(file)
    typer.echo(word if show else str(file))


@app.command()
def dump(
    file: Annotated[Path, typer.Argument(help="Archive to write; must not be there yet.")],
) -> None:
    """Write the database to one archive file; Neo4j must be stopped.

    Example: oncograph neo4j stop && oncograph neo4j dump graph.dump
    """
    from api.cli.failure import failing
    from api.settings import settings
    from kg import archive

    with failing():
        archive.dump(settings().home, settings().cache, file)
    typer.echo(f"{file} {file.stat().st_size} bytes")


@app.command()
def load(
    file: Annotated[Path, typer.Argument(help="Archive that `dump` wrote.")],
    yes: Annotated[bool, typer.Option("--yes", help="Replace the database without asking.")] = False,
) -> None:
    """Replace the database by an archive; Neo4j must be stopped.

    Example: oncograph neo4j load graph.dump --yes
    """
    from api.cli.failure import failing
    from api.settings import settings
    from kg import archive

    if not yes:
        typer.confirm("This replaces the whole database. Go on?", abort=True)
    with failing():
        archive.load(settings().home, settings().cache, file)
    typer.echo(f"{file} is loaded")


def _show(state: dict[str, object], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(state))
        return
    typer.echo(f"Neo4j {state['version']} runs under pid {state['pid']}")
    for name in ("uri", "browser", "user", "password_file"):
        typer.echo(f"  {name.replace('_', ' '):13} {state[name]}")
