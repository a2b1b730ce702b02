"""`oncograph demo`: the whole house on one machine."""

from pathlib import Path
from typing import Annotated

import typer


def demo(
    data: Annotated[
        Path | None, typer.Option(exists=True, file_okay=False, help="Folder of real files to ingest too.")
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="Stop after the answers instead of serving.")] = False,
) -> None:
    """Start Neo4j and the model server, load, ingest, serve, ask; Ctrl-C stops all of it.

    Example: oncograph demo --data ../shared/data
    """
    from api.cli.failure import failing
    from api.demo import run
    from api.settings import settings

    with failing():
        run(settings(), data, keep_serving=not once)
