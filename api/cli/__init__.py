"""The command line: one file per group of verbs; heavy imports happen inside the commands."""

import typer

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Oncology knowledge graph service."
)


def main() -> None:
    """Entry point of the `oncograph` command."""
    app()
