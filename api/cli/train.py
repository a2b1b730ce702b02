"""`oncograph train RECIPE`, `oncograph train ner`, `oncograph model …` and `oncograph evaluate adapters`."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from api.cli.failure import failing

model_app = typer.Typer(
    no_args_is_help=True,
    help="The model server: vLLM with the project's adapters. Example: oncograph model status",
)


def train(
    recipe: Annotated[
        str,
        typer.Argument(
            help="base, regimen, modality, icd10 (or one with -evidence), `all`, a YAML file; "
            "`ner`; or `second-reader` (tuned twice: an hour or more on two free cores)."
        ),
    ],
    out: Annotated[
        Path | None, typer.Option(help="Weights folder to write to; default a new one below this home.")
    ] = None,
    device: Annotated[str, typer.Option(help="auto, cpu or cuda.")] = "auto",
    threads: Annotated[
        int | None, typer.Option(min=1, help="Torch threads on a CPU; one where its cores have other work.")
    ] = None,
    member: Annotated[
        str, typer.Option(help="With `ner`: `all`, a corpus, a voter by name, or a YAML file.")
    ] = "all",
    data: Annotated[
        Path | None,
        typer.Option(
            help="With `ner`: the folder of the corpora, or the one that holds it [default: ../shared/data]. "
            "With `second-reader`: the folder of its sets [default: tests/data]."
        ),
    ] = None,
) -> None:
    """Train the base, an adapter, the voters or the second reader; the first two go on where they stopped.

    Serve a base and its adapters by ONCOGRAPH_MODEL_WEIGHTS=FOLDER. Voters lie in this home's `voters`.

    Examples: oncograph train regimen --out .oncograph/weights; oncograph train ner --member BC5CDR
    """
    if recipe == "ner":
        _train_voters(member, data or Path("../shared/data"), out, threads)
        return
    if recipe == "second-reader":
        _train_second_reader(data or Path("tests/data"), out, threads)
        return
    from api.settings import settings
    from model.recipe import load_recipe, shipped_recipes
    from model.train import train as run

    folder = out or settings().home / "weights"
    names = ["base", *(n for n in shipped_recipes() if n != "base")] if recipe == "all" else [recipe]
    try:
        for name in names:
            chosen = load_recipe(name)
            if threads is not None:
                chosen = chosen.model_copy(update={"threads": threads})
            with _bar(f"train {chosen.recipe}", chosen.steps) as tell:
                card = run(chosen, folder, device=device, progress=tell)
            if card is not None:
                typer.echo(
                    f"{chosen.recipe}: {card.seconds:.0f} s, "
                    f"loss {card.losses[0]:.3f} to {card.losses[-1]:.3f}, "
                    f"{card.trained_parameters:,} of {card.parameters:,} parameters trained; {folder}"
                )
    except ValueError as error:
        typer.secho(str(error), err=True, fg="red")
        raise typer.Exit(1) from error


def _train_voters(member: str, data: Path, out: Path | None, threads: int | None) -> None:
    """One voter after the other, each into its folder; one that this recipe has made already stays."""
    from api.settings import settings
    from ingest.voters.recipe import chosen_voters
    from ingest.voters.train import is_trained, train_voter

    folder = out or settings().home / "voters"
    if threads is not None:
        import torch

        torch.set_num_threads(threads)
    try:
        for recipe in chosen_voters(member):
            if is_trained(recipe, folder):
                typer.echo(f"{recipe.voter}: already trained; remove {folder / recipe.voter} to do it anew")
                continue
            with _bar(f"train {recipe.voter}", max(1, recipe.words // recipe.batch)) as tell:
                card = train_voter(recipe, data.parent if data.name == "corpora" else data, folder, tell)
            typer.echo(
                f"{recipe.voter}: {card.seconds:.0f} s ({card.cpu_seconds:.0f} s of CPU), "
                f"{card.sentences:,} sentences of {recipe.corpus} ({', '.join(recipe.splits)}), "
                f"loss {card.loss:.4f}; {folder / recipe.voter}"
            )
    except ValueError as error:
        typer.secho(str(error), err=True, fg="red")
        raise typer.Exit(1) from error


def _train_second_reader(data: Path, out: Path | None, threads: int | None) -> None:
    """The second reader, with the figures of sets that it had not seen; an hour or more on two cores."""
    import torch

    from api.settings import settings
    from model.second_reader import FOLDER
    from model.second_training import train_second_reader
    from model.weights import write_manifest

    if threads:
        torch.set_num_threads(threads)
    folder = out or settings().home / "weights"
    try:
        with _bars() as tell:
            card = train_second_reader(data, folder / FOLDER.name, tell)
    except ValueError as error:
        typer.secho(str(error), err=True, fg="red")
        raise typer.Exit(1) from error
    write_manifest(folder)
    columns = [f"call{half}" for half in ("", ", sentences", ", both", ", always yes")]
    columns += [f"category{half}" for half in ("", ", sentences", ", most frequent")]
    typer.echo("set, unseen  texts  " + "  ".join(columns))
    for name, share in card.unseen.items():
        shown = (f"{share[c]:.1%}" if c in share else "" for c in columns)
        cells = (f"{cell:>{len(column)}}" for cell, column in zip(shown, columns, strict=True))
        typer.echo(f"{name:<11}  {share['texts']:>5.0f}  " + "  ".join(cells))
    typer.echo(f"{card.texts:,} texts, {len(card.categories)} categories, {card.seconds:.0f} s; {folder}")


@contextmanager
def _bar(title: str, steps: int) -> Iterator[Callable[[int, int, float], None]]:
    """A progress bar on a terminal, a line every tenth part elsewhere."""
    with _bars() as tell:
        yield lambda done, _total, loss: tell(title, done, steps, loss)


@contextmanager
def _bars() -> Iterator[Callable[[str, int, int, float], None]]:
    """The same for a work of several parts: each is named when it first tells something."""
    from rich.console import Console
    from rich.progress import Progress, TaskID

    console = Console(stderr=True)
    if not console.is_terminal:

        def line(title: str, done: int, total: int, loss: float) -> None:
            if done == total or done % max(1, total // 10) == 0:
                typer.echo(f"{title}: step {done} of {total}, loss {loss:.3f}", err=True)

        yield line
        return
    with Progress(console=console) as progress:
        tasks: dict[str, TaskID] = {}

        def move(title: str, done: int, total: int, loss: float) -> None:
            if title not in tasks:
                tasks[title] = progress.add_task(title, total=total)
            progress.update(tasks[title], completed=done, description=f"{title} (loss {loss:.3f})")

        yield move


@model_app.command()
def install() -> None:
    """Make vLLM's own environment, or complete it; at once when it is there.

    Example: oncograph model install
    """
    from api.settings import settings
    from model.environment import environment_folder
    from model.environment import install as run

    with failing():
        folder = run(environment_folder(settings().home), typer.echo)
        typer.echo(f"vLLM's environment: {folder}")


@model_app.command()
def start() -> None:
    """Start the model server in the background; it runs until `oncograph model stop`.

    Example: oncograph model start
    """
    from api.settings import settings
    from model import server

    with failing():
        chosen = settings()
        running = server.start(chosen.home, port=chosen.model_port, weights=chosen.model_weights)
        typer.echo(f"vLLM {running.version} answers at {running.url} with {', '.join(running.models)}")


@model_app.command()
def stop() -> None:
    """Stop the model server and every process it started.

    Example: oncograph model stop
    """
    from api.settings import settings
    from model import server

    with failing():
        typer.echo("stopped" if server.stop(settings().home) else "was not running")


@model_app.command()
def status(
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Say whether the model server runs, where, and with which weights.

    Example: oncograph model status --json
    """
    from api.settings import settings
    from model import server

    running = server.status(settings().home)
    if as_json:
        typer.echo(json.dumps(running.model_dump(mode="json") if running else None))
    elif running is None:
        typer.echo("the model server does not run")
    else:
        health = "healthy" if running.healthy() else "not answering"
        typer.echo(f"vLLM {running.version} at {running.url}, {health}, pid {running.pid}; {running.weights}")


@model_app.command()
def manifest(folder: Annotated[Path, typer.Argument(exists=True, file_okay=False)]) -> None:
    """Write the hashes of a weights folder you changed on purpose.

    Example: oncograph model manifest .oncograph/weights
    """
    from model.weights import write_manifest

    typer.echo(f"{len(write_manifest(folder))} files listed in {folder / 'manifest.json'}")


def adapters(
    cases: Annotated[int, typer.Option(min=10, help="Held-out cases per task.")] = 300,
    out: Annotated[Path, typer.Option(help="Folder for the JSON report.")] = Path("reports"),
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Ask base and adapters synthetic cases kept back from training; a server is started if none runs.

    Example: oncograph evaluate adapters --cases 200
    """
    import os

    from api.settings import settings
    from model import server
    from model.client import ModelClient
    from model.heldout import heldout_table

    def tell(task: str, done: int, total: int) -> None:
        if done == total or done % 50 == 0:
            typer.echo(f"{task}: {done} of {total}", err=True)

    with failing():
        chosen = settings()
        url = chosen.model_url
        if url is None:
            running = server.start(
                chosen.home, port=chosen.model_port, weights=chosen.model_weights, bound_to=os.getpid()
            )
            url = running.url
        with ModelClient(url) as client:
            table = heldout_table(client, cases, tell)
    out.mkdir(parents=True, exist_ok=True)
    (out / "adapters.json").write_text(table.model_dump_json(indent=1) + "\n", "utf-8")
    typer.echo(table.model_dump_json() if as_json else "\n".join(table.lines()))
