"""`oncograph evaluate extraction`: extraction on real text, as Markdown, JSON and a plot."""

from pathlib import Path
from typing import Annotated

import typer


def extraction(
    data: Annotated[Path, typer.Option(help="Folder with `corpora` and the texts of the gold set.")] = Path(
        "../shared/data"
    ),
    gold: Annotated[
        Path | None, typer.Option(help="Folder with the gold set's marks; default the checkout's.")
    ] = None,
    voters: Annotated[
        Path | None, typer.Option(help="Folder of trained voters; default this home's.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for the reports.")] = Path("reports"),
    as_json: Annotated[bool, typer.Option("--json", help="Print the scorecard as JSON.")] = False,
) -> None:
    """Measure extraction on the public corpora, HemOnc_RT and the hand-marked gold set.

    Written: extraction.md, extraction.json, extraction.svg, and extraction-misses.jsonl with every miss.

    Example: oncograph evaluate extraction --data ../shared/data
    """
    from functools import partial

    from api.settings import settings
    from ingest.extract import extract_texts
    from ingest.scorecard.evaluation import evaluate, write_misses
    from ingest.scorecard.page import markdown, plot

    folder = voters or settings().home / "voters"
    try:
        card, misses = evaluate(
            data,
            gold or _checkout_gold(),
            folder,
            extract_texts,
            lambda title: typer.echo(f"measured: {title}", err=True),
            partial(extract_texts, voters=folder),
        )
    except ValueError as error:
        typer.secho(str(error), err=True, fg="red")
        raise typer.Exit(1) from error
    if not card.parts:
        typer.secho("nothing was measured: " + "; ".join(card.skipped), err=True, fg="red")
        raise typer.Exit(1)
    out.mkdir(parents=True, exist_ok=True)
    page = markdown(card)
    (out / "extraction.md").write_text(page + "\n", "utf-8")
    (out / "extraction.json").write_text(card.model_dump_json(indent=1) + "\n", "utf-8")
    plot(card, out / "extraction.svg")
    write_misses(misses, out / "extraction-misses.jsonl")
    typer.echo(card.model_dump_json() if as_json else page)
    typer.echo(f"reports: {out / 'extraction'}.md, .json, .svg; {out / 'extraction-misses.jsonl'}", err=True)


def _checkout_gold() -> Path | None:
    """The gold set beside the tests of the checkout the code runs from, if it does."""
    folder = Path(__file__).parents[2] / "tests" / "data" / "gold"
    return folder if folder.is_dir() else None
