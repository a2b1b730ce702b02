"""`oncograph ask regimen|modality|icd10 "…"`: the three questions on the command line."""

import json
from datetime import datetime
from typing import Annotated, Any, Literal

import typer

app = typer.Typer(
    no_args_is_help=True,
    help='Ask about a diagnosis. Example: oncograph ask regimen "Ca prostate T2b N0, PSA 8, Gleason 3+4"',
)

Diagnosis = Annotated[str, typer.Argument(help="The diagnosis in your own words.")]
AsOf = Annotated[
    datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="Answer for a past day.")
]
NoModel = Annotated[bool, typer.Option("--no-model", help="From the graph alone.")]
Region = Annotated[str | None, typer.Option("--region", help="ISO code whose custom is preferred on a tie.")]
Json = Annotated[bool, typer.Option("--json", help="Print the whole response.")]


@app.command()
def regimen(
    diagnosis: Diagnosis,
    as_of: AsOf = None,
    no_model: NoModel = False,
    region: Region = None,
    as_json: Json = False,
) -> None:
    """Which course of radiotherapy?"""
    _ask("regimen", diagnosis, as_of, no_model, region, as_json)


@app.command()
def modality(
    diagnosis: Diagnosis,
    as_of: AsOf = None,
    no_model: NoModel = False,
    region: Region = None,
    as_json: Json = False,
) -> None:
    """Photon, proton, electron or brachytherapy?"""
    _ask("modality", diagnosis, as_of, no_model, region, as_json)


@app.command()
def icd10(
    diagnosis: Diagnosis,
    as_of: AsOf = None,
    no_model: NoModel = False,
    region: Region = None,
    as_json: Json = False,
) -> None:
    """Which ICD-10-CM code?"""
    _ask("icd10", diagnosis, as_of, no_model, region, as_json)


def _ask(
    task: Literal["regimen", "modality", "icd10"],
    diagnosis: str,
    as_of: datetime | None,
    no_model: bool,
    region: str | None,
    as_json: bool,
) -> None:
    from pydantic import ValidationError

    from api.asking import asked
    from api.cli.failure import failing
    from api.cli.show import show
    from api.settings import settings
    from model.answer import Question

    try:
        question = Question(
            diagnosis=diagnosis, as_of=as_of.date() if as_of else None, region=region, model=not no_model
        )
    except ValidationError as error:
        first = error.errors()[0]
        typer.secho(f"{'.'.join(str(p) for p in first['loc'])}: {first['msg']}", err=True, fg="red")
        raise typer.Exit(2) from error
    with failing():
        response: dict[str, Any] = asked(settings(), task, question)
    typer.echo(json.dumps(response, ensure_ascii=False) if as_json else show(response))
