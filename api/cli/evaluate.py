"""`oncograph evaluate answers FILE`: the exam, as a table, JSON and HTML; the other measures join here."""

import json
from pathlib import Path
from typing import Annotated

import typer

from api.cli.deidentify import deid
from api.cli.scorecards import extraction

app = typer.Typer(
    no_args_is_help=True, help="Measure the service. Example: oncograph evaluate answers cases.jsonl"
)
app.command()(extraction)
app.command()(deid)


@app.command()
def answers(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Cases, one JSON object a line.")],
    out: Annotated[Path, typer.Option(help="Folder for the JSON and HTML reports.")] = Path("reports"),
    no_model: Annotated[bool, typer.Option("--no-model", help="Graph alone.")] = False,
    misses: Annotated[bool, typer.Option(help="Print every miss.")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Ask the running service every case of FILE, or one started for it, and mark the answers.

    Each line holds id, diagnosis, icd10 (categories), modality (accepted), regimens
    ([[total Gy, fractions], …]).
    Beside the service stand the always-photon and the nearest-code baseline.
    """
    from api.cli.failure import failing
    from api.examining import examine
    from api.servers import standing
    from api.settings import settings
    from model.report import page, text_table

    with failing():
        try:
            with standing(settings(), model=not no_model, say=lambda said: typer.echo(said, err=True)):
                report = examine(settings(), file, with_model=not no_model)
        except ValueError as error:
            typer.secho(str(error), err=True, fg="red")
            raise typer.Exit(1) from error
    out.mkdir(parents=True, exist_ok=True)
    (out / f"{file.stem}.json").write_text(report.model_dump_json(indent=1), "utf-8")
    (out / f"{file.stem}.html").write_text(page(report), "utf-8")
    if as_json:
        typer.echo(json.dumps(report.model_dump(mode="json")))
        return
    typer.echo(text_table(report))
    if misses:
        for m in report.marked:
            if m.mark != "acceptable" and m.path == ("graph" if no_model else "both"):
                typer.echo(f"\n{m.case} {m.task} {m.mark}: {m.diagnosis}")
                typer.echo(f"  given {m.given}\n  accepted {m.accepted}\n  understood {m.understood}")
    typer.echo(f"\nReports: {out / file.stem}.json and .html")
