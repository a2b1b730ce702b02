"""`oncograph ontologies load|show|diff`: code systems into the graph, and what a code stands for."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.failure import failing

if TYPE_CHECKING:
    from ontologies.term import Term, Unread

app = typer.Typer(no_args_is_help=True, help="Code systems: load them into the graph, look things up.")

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@app.command()
def load(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Files of ontologies, or folders that hold some.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Write the project's diseases, and the terms of ontology files, into the graph.

    Known by their names: CTCAE, NCBI gene_info, ICD-O-3, NCI Thesaurus agents, OBO, OncoTree.
    Exit status: 0 all taken, 3 some records rejected, 1 failed.

    Example: oncograph ontologies load ../shared/data/ontologies
    """
    import time

    from api.settings import settings
    from api.wiring import open_store
    from ontologies.disease import load_diseases
    from ontologies.vocabulary import VOCABULARIES, files_of

    began = time.monotonic()
    try:
        files = files_of(paths or [])
    except ValueError as error:
        typer.secho(str(error), err=True, fg="red")
        raise typer.Exit(1) from error
    rejected: list[Unread] = []
    loaded: dict[str, dict[str, int]] = {}
    with failing(), open_store(settings()) as store:
        store.migrate()
        diseases = load_diseases()
        loaded["diseases"] = {"read": len(diseases), "written": store.write_diseases(diseases)}
        for name, found in files.items():
            if not as_json:
                typer.echo(f"{name}: {', '.join(f.name for f in found)}", err=True)
            read = [item for file in found for item in VOCABULARIES[name].read(file)]
            terms = list(_terms(read, rejected))
            loaded[name] = {"read": len(terms), "written": store.write_terms(terms)}
    report = {
        "loaded": loaded,
        "rejected": [r._asdict() for r in rejected],
        "seconds": round(time.monotonic() - began, 1),
    }
    if as_json:
        typer.echo(json.dumps(report))
    else:
        for name, counts in loaded.items():
            typer.echo(f"{name}: {counts['read']} read, {counts['written']} new or changed")
        for one in rejected[:20]:
            typer.echo(f"  rejected {one.file}, {one.record}: {one.reason}", err=True)
        typer.echo(f"{len(rejected)} rejected, {report['seconds']} s")
    raise typer.Exit(3 if rejected else 0)


def _terms(read: "Iterable[Term | Unread]", rejected: "list[Unread]") -> "Iterator[Term]":
    """The terms of one ontology, each once; what could not be read goes to `rejected`."""
    from ontologies.term import Term, merged

    terms: list[Term] = []
    for item in read:
        if isinstance(item, Term):
            terms.append(item)
        else:
            rejected.append(item)
    return merged(terms)


@app.command()
def show(
    what: Annotated[str, typer.Argument(help="A CURIE (icd10cm:C50.4), a code or a name.")],
    limit: Annotated[int, typer.Option(min=1, max=200)] = 20,
    as_json: Json = False,
) -> None:
    """Say what a CURIE, an ICD-10-CM code or a name stands for.

    Example: oncograph ontologies show "upper-outer quadrant"
    """
    from ontologies.lookup import look_up

    found = look_up(what, limit)
    if as_json:
        typer.echo(json.dumps([e.model_dump() for e in found], ensure_ascii=False))
    for entry in () if as_json else found:
        typer.secho(f"{entry.curie}  {entry.name}", bold=True)
        for said, value in entry.said:
            typer.echo(f"    {said}: {value}")
    if not found:
        typer.secho(f"nothing is known as {what!r}", err=True)
        raise typer.Exit(1)


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    new: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    as_json: Json = False,
) -> None:
    """Say what a newer release of an ontology file changed.

    Example: oncograph ontologies diff oncotree_2021_11_02.json oncotree_2025_10_03.json
    """
    from ontologies.term import Term, difference
    from ontologies.vocabulary import VOCABULARIES

    reader = next((v.read for v in VOCABULARIES.values() if v.file.fullmatch(new.name)), None)
    if reader is None:
        typer.secho(f"{new.name}: no ontology has files of this name", err=True, fg="red")
        raise typer.Exit(1)
    before, after = ([t for t in reader(p) if isinstance(t, Term)] for p in (old, new))
    changes = difference(before, after)
    if as_json:
        typer.echo(changes.model_dump_json())
        return
    for name, values in changes.model_dump().items():
        typer.echo(f"{name}: {len(values)}")
        for value in values:
            typer.echo(f"    {value if isinstance(value, str) else ' → '.join(value)}")
