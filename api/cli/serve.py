"""`oncograph up | down | status | serve`: the servers of this machine."""

import json
import logging
import os
from contextlib import suppress
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def up(
    model: Annotated[bool, typer.Option(help="Start the model server too.")] = True,
) -> None:
    """Start graph, model and API in the background; they run until `oncograph down`.

    Example: oncograph up && oncograph status
    """
    from api import servers
    from api.cli.failure import failing
    from api.cli.store import download
    from api.settings import settings

    with failing():
        servers.refuse_weak_exposure(settings())
        with download("Neo4j") as progress:
            servers.start_graph(settings(), bound_to=None, say=typer.echo, progress=progress)
        if model:
            servers.start_model(settings(), bound_to=None, say=typer.echo)
        servers.start_api(settings(), bound_to=None, say=typer.echo)
        servers.hint_if_empty(settings(), typer.echo)


def down() -> None:
    """Stop everything `oncograph up` started."""
    from api import servers
    from api.cli.failure import failing
    from api.settings import settings

    with failing():
        servers.stop_all(settings(), typer.echo)


def status(as_json: Json = False) -> None:
    """Say what runs and where: the API, Neo4j Browser, the model.

    Example: oncograph status --json
    """
    from api import servers
    from api.settings import settings

    state = servers.status(settings())
    if as_json:
        typer.echo(json.dumps(state))
        return
    for part, details in state.items():
        if details is None:
            typer.echo(f"{part:6} not running")
            continue
        typer.echo(f"{part:6} " + "  ".join(f"{k} {v}" for k, v in details.items() if v is not None))
    if state["neo4j"] and state["neo4j"].get("password_file"):
        typer.echo(f"Neo4j's password lies in {state['neo4j']['password_file']}")


def serve(
    api_only: Annotated[bool, typer.Option("--api-only", help="Start no graph and no model server.")] = False,
) -> None:
    """Serve in the foreground; Ctrl-C stops the API and the servers it started.

    Example: ONCOGRAPH_PORT=8080 oncograph serve
    """
    import uvicorn

    from api import servers
    from api.app import create_app
    from api.cli.failure import failing
    from api.cli.store import download
    from api.problems import PlacesOnly
    from api.settings import settings
    from api.wiring import build_service

    with failing():
        chosen = settings()
        servers.refuse_weak_exposure(chosen)
        if not api_only:
            with download("Neo4j") as progress:
                servers.start_graph(chosen, bound_to=os.getpid(), say=typer.echo, progress=progress)
            servers.start_model(chosen, bound_to=os.getpid(), say=typer.echo)
        app = create_app(chosen, lambda: build_service(chosen))
        logging.getLogger("uvicorn.error").addFilter(PlacesOnly())
        with servers.listening(chosen) as bound:
            config = uvicorn.Config(app, log_level="warning", access_log=False)
            server = uvicorn.Server(config)
            with suppress(KeyboardInterrupt):
                server.run(sockets=[bound])
    if not server.started:
        raise typer.Exit(3)
