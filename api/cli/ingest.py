"""`oncograph ingest SOURCE PATH…`: from files or a live API into the graph, with a report of the run."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.failure import failing

if TYPE_CHECKING:
    from ingest.live import Question
    from ingest.report import RunReport
    from ingest.run import Progress

app = typer.Typer(
    no_args_is_help=True,
    help="Read a source into the graph. Exit status: 0 all taken, 3 some rejected, 1 failed.",
)

Paths = Annotated[
    list[Path] | None, typer.Argument(help="Files, or folders whose files of the source are taken.")
]
Query = Annotated[str | None, typer.Option(help="Ask the live API this instead of reading files.")]
Since = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="With --query: entered or updated on or after."),
]
Limit = Annotated[int, typer.Option(min=1, help="With --query: stop after about so many records.")]
BaseUrl = Annotated[str | None, typer.Option(help="With --query: another server of the same API.")]
Json = Annotated[bool, typer.Option("--json", help="Print the report as one JSON object.")]


@app.command()
def pubmed(
    paths: Paths = None,
    query: Query = None,
    since: Since = None,
    limit: Limit = 10_000,
    base_url: BaseUrl = None,
    as_json: Json = False,
) -> None:
    """PubMed articles: efetch or baseline XML (also .gz), PubMedQA JSON, or E-utilities.

    Example: oncograph ingest pubmed --query "breast neoplasms/radiotherapy[mh]" --since 2026-01-01
    """
    _ingest("pubmed", paths, query, since, limit, base_url, "", as_json)


@app.command()
def clinicaltrials(
    paths: Paths = None,
    query: Query = None,
    since: Since = None,
    limit: Limit = 10_000,
    base_url: BaseUrl = None,
    as_json: Json = False,
) -> None:
    """ClinicalTrials.gov studies: API v2 JSON, legacy XML, or the live API.

    Example: oncograph ingest clinicaltrials studies.json NCT03165734.json
    """
    _ingest("clinicaltrials", paths, query, since, limit, base_url, "", as_json)


@app.command()
def openfda(
    paths: Paths = None,
    query: Query = None,
    since: Since = None,
    limit: Limit = 10_000,
    base_url: BaseUrl = None,
    endpoint: Annotated[str, typer.Option(help="With --query: drugsfda or label.")] = "drugsfda",
    as_json: Json = False,
) -> None:
    """FDA applications and labels: openFDA JSON, the Drugs@FDA tables (zip), or the live API.

    Example: oncograph ingest openfda --endpoint label --query 'openfda.generic_name:"olaparib"'
    """
    if endpoint not in ("drugsfda", "label"):
        raise typer.BadParameter("drugsfda or label", param_hint="--endpoint")
    _ingest("openfda", paths, query, since, limit, base_url, endpoint, as_json)


@app.command()
def guidelines(paths: Paths = None, as_json: Json = False) -> None:
    """Guideline statements in YAML, row by row, with maker and checker.

    Example: oncograph ingest guidelines department.yaml
    """
    _files("guidelines", paths, as_json)


@app.command()
def notes(paths: Paths = None, as_json: Json = False) -> None:
    """Clinical notes: text files, folders of them, JSON Lines; none named: the synthetic ones shipped.

    Example: oncograph ingest notes clinic-letters/
    """
    _files("notes", paths, as_json)


@app.command()
def starter(as_json: Json = False) -> None:
    """The project's own facts: schedules with their sources, drug approvals.

    Example: oncograph ingest starter --json
    """
    _files("starter", None, as_json)


@app.command()
def icd10cm(as_json: Json = False) -> None:
    """The ICD-10-CM release held, a document per category.

    Example: oncograph ingest icd10cm
    """
    _files("icd10cm", None, as_json)


@app.command(name="all")
def everything(
    folder: Annotated[
        Path | None, typer.Argument(exists=True, file_okay=False, help="A data folder.")
    ] = None,
    as_json: Json = False,
) -> None:
    """The project's own facts and notes, then every file of a data folder.

    The folder's `pubmed`, `trials`, `openfda`, `guidelines` and `notes` are read.

    Example: oncograph ingest all ../shared/data
    """
    from api.ingesting import files_by_source, ingest_files

    found = files_by_source(folder) if folder is not None else {}
    if folder is not None and not found:
        typer.secho(f"{folder} holds no file of a known source", err=True, fg="red")
        raise typer.Exit(1)
    reports = []
    with _ending():
        own: list[tuple[str, list[Path]]] = [(name, []) for name in ("icd10cm", "starter", "notes")]
        for source, paths in (*own, *found.items()):
            with _progress(source, quiet=as_json) as progress:
                reports.append(ingest_files(source, paths, progress))
            if not as_json:
                _print(reports[-1])
    if as_json:
        typer.echo("[" + ",".join(report.model_dump_json() for report in reports) + "]")
    raise typer.Exit(max(report.exit_status for report in reports))


def _files(source: str, paths: list[Path] | None, as_json: bool) -> None:
    _ingest(source, paths, None, None, 0, None, "", as_json)


def _ingest(
    source: str,
    paths: list[Path] | None,
    query: str | None,
    since: datetime | None,
    limit: int,
    base_url: str | None,
    endpoint: str,
    as_json: bool,
) -> None:
    from api.ingesting import ingest_files

    if query is not None and paths:
        raise typer.BadParameter("name files or a --query, not both", param_hint="PATHS")
    with _ending():
        if query is not None:
            question = _question(source, query, since, base_url, endpoint)
            paths = _fetched(source, question, limit, quiet=as_json)
        with _progress(source, quiet=as_json) as progress:
            if query is not None and not paths:
                from ingest.report import nothing

                report = nothing(source)
            else:
                report = ingest_files(source, paths or [], progress)
    if as_json:
        typer.echo(report.model_dump_json())
    else:
        _print(report)
    raise typer.Exit(report.exit_status)


def _question(
    source: str, query: str, since: datetime | None, base_url: str | None, endpoint: str
) -> "Question":
    from ingest.live import LIVE, Question

    return Question(
        query=query,
        since=since.date() if since else None,
        base_url=base_url or LIVE[source].base_url,
        endpoint=endpoint,
    )


def _fetched(source: str, question: "Question", limit: int, *, quiet: bool) -> list[Path]:
    from api.ingesting import fetch_files

    with _bar(f"{source}: fetching", quiet=quiet) as tell:
        return fetch_files(source, question, limit, lambda done, total: tell(done, total, ""))


@contextmanager
def _ending() -> Iterator[None]:
    """A failing system or an unusable path ends the command with its message and status 1."""
    with failing():
        try:
            yield
        except ValueError as error:
            typer.secho(str(error), err=True, fg="red")
            raise typer.Exit(1) from error


@contextmanager
def _progress(source: str, *, quiet: bool) -> Iterator["Progress"]:
    with _bar(f"{source}: reading", quiet=quiet) as tell:
        yield lambda path, met: tell(met, None, path.name)


class _Tell:
    """Shows how far a step is: a live bar on a terminal, else a line every few seconds."""

    def __init__(self, what: str, quiet: bool) -> None:
        import time

        from rich.console import Console
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        self.what = what
        self.quiet = quiet
        console = Console(stderr=True)
        self.bar: Progress | None = None
        if console.is_terminal and not quiet:
            self.bar = Progress(
                SpinnerColumn(),
                TextColumn("{task.description}"),
                BarColumn(),
                TextColumn("{task.completed} records {task.fields[file]}"),
                TimeElapsedColumn(),
                console=console,
            )
            self.task = self.bar.add_task(what, total=None, file="")
        self._clock = time.monotonic
        self._next = self._clock() + 2

    def __call__(self, done: int, total: int | None, file: str) -> None:
        if self.bar is not None:
            self.bar.update(self.task, completed=done, total=total, file=file)
        elif not self.quiet and self._clock() >= self._next:
            self._next = self._clock() + 5
            of = f" of {total}" if total is not None else ""
            typer.echo(f"{self.what} {done}{of} records {file}".rstrip(), err=True)


@contextmanager
def _bar(what: str, *, quiet: bool) -> Iterator[_Tell]:
    tell = _Tell(what, quiet)
    if tell.bar is None:
        yield tell
        return
    with tell.bar:
        yield tell


def _print(report: "RunReport") -> None:
    d, s = report.documents, report.statements
    typer.echo(
        f"{report.source}: {d.read} documents read in {report.seconds:.1f} s: {d.new} new, "
        f"{d.changed} changed, {d.unchanged} unchanged, {d.rejected} rejected; statements: "
        f"{s.opened} opened, {s.closed} closed, {s.unchanged} unchanged, {s.rejected} rejected"
    )
    for rejection in report.rejected[:20]:
        typer.echo(f"  rejected {rejection.file}, {rejection.record}: {rejection.reason}", err=True)
    if len(report.rejected) > 20:
        typer.echo(f"  and {len(report.rejected) - 20} more; --json lists all", err=True)
