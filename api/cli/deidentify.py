"""`oncograph deidentify`, `reidentify` and `evaluate deid`: identifiers out, back in, and measured."""

import json
from pathlib import Path
from typing import Annotated, NoReturn

import typer

KeyFile = Annotated[
    Path | None,
    typer.Option(
        "--key", help="File with the key that seals what is taken out; made if absent, kept elsewhere."
    ),
]


def deidentify(
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="Notes, as text.")],
    patient: Annotated[str, typer.Option(help="Whose notes they are: the same one moves dates alike.")],
    out: Annotated[
        Path | None, typer.Option(help="Folder for the texts and, with --key, their sealed parts.")
    ] = None,
    key: KeyFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object a note.")] = False,
) -> None:
    """Replace names, numbers, places and dates of notes; doses, stages and scores stay.

    Without --key nothing leads back. Exit status 1: a file cannot be read, or the key lies beside the texts.

    Example: oncograph deidentify letter.txt --patient 4711 --out shared
    """
    from api.cli.failure import failing
    from api.ingesting import deid_secret
    from api.settings import settings
    from ingest.deid.deidentified import deidentify as replace

    if key is not None and out is not None and key.resolve().parent == out.resolve():
        _end(f"{key} would lie beside what it opens: keep the key in another folder")
    with failing():
        secret = deid_secret(settings())
    words = _key(key) if key is not None else None
    for file in files:
        try:
            done = replace(file.read_text("utf-8-sig"), patient, secret, key=words)
        except (OSError, ValueError) as error:
            _end(f"{file} cannot be de-identified: {error}")
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
            (out / f"{file.stem}.txt").write_text(done.text, "utf-8")
            (out / f"{file.stem}.deid.json").write_text(done.model_dump_json(), "utf-8")
        if as_json:
            typer.echo(done.model_dump_json())
        elif out is None:
            typer.echo(done.text)
        else:
            typer.echo(f"{file.name}: {len(done.spans)} identifiers replaced", err=True)


def reidentify(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="A `.deid.json` with its sealed part.")
    ],
    key: Annotated[Path, typer.Option("--key", exists=True, dir_okay=False, help="The key's file.")],
) -> None:
    """Print the original of a de-identified note, for who holds the key.

    Example: oncograph reidentify shared/letter.deid.json --key safe/key
    """
    from ingest.deid.deidentified import Deidentified
    from ingest.deid.deidentified import reidentify as restore

    try:
        typer.echo(restore(Deidentified.model_validate_json(file.read_bytes()), key.read_text("ascii")))
    except ValueError as error:
        _end(f"{file} cannot be re-identified: {error}")


def deid(
    file: Annotated[
        Path | None,
        typer.Argument(exists=True, dir_okay=False, help="Presidio's sentences with spans (JSON)."),
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for deid.md and deid.json.")] = Path("reports"),
    as_json: Annotated[bool, typer.Option("--json", help="Print the scorecards as JSON.")] = False,
) -> None:
    """De-identification by class and by origin of names, on synthetic notes and the sentences of FILE.

    Example: oncograph evaluate deid ../shared/data/deid/presidio_generated_small.json
    """
    from ingest.deid.scorecard import scorecards, table

    try:
        cards = scorecards(file)
    except ValueError as error:
        _end(str(error))
    page = "\n\n".join(table(card) for card in cards)
    data = json.dumps([card.model_dump(mode="json") for card in cards], indent=1)
    out.mkdir(parents=True, exist_ok=True)
    (out / "deid.md").write_text(page + "\n", "utf-8")
    (out / "deid.json").write_text(data + "\n", "utf-8")
    typer.echo(data if as_json else page)


def _key(file: Path) -> str:
    """The key in a file; a fresh one, for its owner alone, where there is no file."""
    import os

    from ingest.deid.seal import new_key

    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as made:
            made.write(new_key() + "\n")
    return file.read_text("ascii").strip()


def _end(message: str) -> NoReturn:
    typer.secho(message, err=True, fg="red")
    raise typer.Exit(1)
