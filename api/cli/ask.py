"""`oncograph ask regimen|modality|icd10 "…"`: the three questions on the command line."""

import json
from datetime import datetime
from typing import Annotated, Any, Literal

import typer


def ask(
    task: Annotated[Literal["regimen", "modality", "icd10"], typer.Argument(help="What is asked.")],
    diagnosis: Annotated[str, typer.Argument(help="The diagnosis in your own words.")],
    as_of: Annotated[
        datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="Answer for a past day.")
    ] = None,
    no_model: Annotated[bool, typer.Option("--no-model", help="From the graph alone.")] = False,
    region: Annotated[
        str | None, typer.Option("--region", help="ISO code whose custom is preferred on a tie.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole response.")] = False,
) -> None:
    """Ask about a diagnosis: which course of radiotherapy, which modality, which ICD-10-CM code.

    Example: oncograph ask regimen "Ca prostate T2b N0, PSA 8, Gleason 3+4"
    """
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
