"""The command line: one file per group of verbs; heavy imports happen inside the commands."""

import typer

from api.cli import (
    ask,
    bench,
    deidentify,
    demo,
    evaluate,
    extract,
    ingest,
    ontologies,
    search,
    serve,
    store,
    train,
)

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
    # Markup would swallow what stands in square brackets.
    rich_markup_mode=None,
    help="Oncology knowledge graph: radiotherapy regimen, modality and ICD-10 code, cited or declined.",
)
app.command()(demo.demo)
app.command()(serve.up)
app.command()(serve.down)
app.command()(serve.status)
app.command()(serve.serve)
app.command()(ask.ask)
app.command()(search.search)
app.command()(extract.extract)
app.command()(deidentify.deidentify)
app.command()(deidentify.reidentify)
app.add_typer(evaluate.app, name="evaluate")
app.add_typer(ingest.app, name="ingest")
app.add_typer(ontologies.app, name="ontologies")
app.add_typer(bench.app, name="bench")
app.add_typer(store.app, name="neo4j")
app.command()(train.train)
app.add_typer(train.model_app, name="model")
evaluate.app.command()(train.adapters)


def main() -> None:
    """Entry point of the `oncograph` command."""
    app()
