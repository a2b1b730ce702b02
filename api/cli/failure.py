"""How a command ends when a system fails: one line with the fix, exit status 1, no traceback."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from kg.errors import OncographError


@contextmanager
def failing() -> Iterator[None]:
    """Turn a failing system into its message on stderr and exit status 1."""
    try:
        yield
    except OncographError as error:
        typer.secho(f"{type(error).__name__}: {error}", err=True, fg="red")
        raise typer.Exit(1) from error
