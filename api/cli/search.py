"""`oncograph search "…"`: claims of the graph by words and by meaning."""

import json
from datetime import datetime
from typing import Annotated

import typer


def search(
    text: Annotated[str, typer.Argument(help="What to look for.")],
    as_of: Annotated[
        datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="As valid on a past day.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=100)] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON array.")] = False,
) -> None:
    """Find claims by full-text and vector search, valid on the day asked.

    Example: oncograph search "partial breast five fractions"
    """
    from datetime import UTC

    from kg.blank import is_blank

    if is_blank(text):
        raise typer.BadParameter("is blank; say what to look for", param_hint="TEXT")

    from api.cli.failure import failing
    from api.settings import settings
    from api.wiring import open_store
    from kg.embedding import embed
    from kg.retrieve import search as find

    with failing(), open_store(settings()) as store:
        day = as_of.date() if as_of else datetime.now(UTC).date()
        found = find(store, embed, text, as_of=day, limit=limit)
    if as_json:
        typer.echo(json.dumps([{"statement": s.id, "text": s.statement.text, "score": r} for s, r in found]))
        return
    for stored, rank in found:
        typer.echo(f"{rank:.4f}  {stored.id}  {stored.statement.text}")
