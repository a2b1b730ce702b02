"""`oncograph bench answer` and `oncograph bench ingest`: how fast answers and extraction are."""

import json
import time
from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(no_args_is_help=True, help="Measure speed. Example: oncograph bench answer --rounds 3")

_CASES = (
    "52F pT2 N0 ER+ HER2- invasive ductal ca left breast, WLE + SLNB, adjuvant RT",
    "Ca prostate cT2b N0, PSA 9, Gleason 3+4, radical RT",
    "81yo 18 mm peripheral RUL adenocarcinoma, inoperable, SBRT",
    "GBM right temporal, 58M KPS 90, post resection, RT + TMZ",
    "Painful bone metastasis L3 from breast cancer",
    "SCC glottic larynx T1a N0",
    "Rectal cancer T3N1, long course chemoradiation",
    "Endometrial ca stage IB grade 2, vault brachytherapy",
)


def _percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@app.command()
def answer(
    rounds: Annotated[int, typer.Option(min=1, help="Times every case is asked.")] = 5,
    cases: Annotated[Path | None, typer.Option(help="JSON-lines file with a diagnosis a line.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Ask the running service each case and task; print p50 and p95 of the whole HTTP call.

    The bare model call scores the same candidate texts under the same prompt, without graph or API.
    """
    from api.asking import post
    from api.cli.failure import failing
    from api.examining import offers_of
    from api.servers import api_status
    from api.settings import settings
    from api.wiring import model_url
    from kg.errors import ServerFailed
    from kg.profile import Profile
    from model.answer import Task
    from model.client import ModelClient
    from model.scoring import make_scorer

    texts = list(_CASES)
    if cases is not None:
        texts = [
            json.loads(line)["diagnosis"] for line in cases.read_text("utf-8").splitlines() if line.strip()
        ]
    tasks: tuple[Task, ...] = ("regimen", "modality", "icd10")
    times: dict[str, list[float]] = {}
    with failing():
        running = api_status(settings())
        if running is None:
            raise ServerFailed("the API is not running: start it with `oncograph up`")
        url = model_url(settings())
        scorer = make_scorer(ModelClient(url), settings().model_reads) if url else None

        def timed(name: str, task: Task, text: str, model: bool) -> dict[str, Any]:
            started = time.perf_counter()
            found = post(running["url"], settings(), task, {"diagnosis": text, "model": model})
            times.setdefault(name, []).append((time.perf_counter() - started) * 1000)
            return found

        for text in texts:
            timed("warm-up", "regimen", text, scorer is not None)
        for _ in range(rounds):
            for text in texts:
                for task in tasks:
                    found = timed("graph alone", task, text, False)
                    if scorer is None:
                        continue
                    timed("with adapter", task, text, True)
                    offers = [offer for _, offer in offers_of(task, found)]
                    if task == "regimen" and len(offers) > 1:
                        profile = Profile.model_validate(found["profile"])
                        started = time.perf_counter()
                        scorer(task, profile, text, offers)
                        times.setdefault("bare model call", []).append((time.perf_counter() - started) * 1000)
    times.pop("warm-up", None)
    rows = {
        name: {
            "calls": len(v),
            "p50_ms": round(_percentile(v, 0.5), 1),
            "p95_ms": round(_percentile(v, 0.95), 1),
        }
        for name, v in times.items()
    }
    if as_json:
        typer.echo(json.dumps(rows))
        return
    typer.echo(f"{'path':18} {'calls':>6} {'p50 ms':>8} {'p95 ms':>8}")
    for name, figures in rows.items():
        typer.echo(f"{name:18} {figures['calls']:6d} {figures['p50_ms']:8.1f} {figures['p95_ms']:8.1f}")


@app.command()
def ingest(
    data: Annotated[Path, typer.Option(help="Folder with the abstracts that are read.")] = Path(
        "../shared/data"
    ),
    words: Annotated[int, typer.Option(min=1000, help="Stop after about so many words.")] = 40_000,
    voters: Annotated[
        Path | None, typer.Option(help="Folder of trained voters; default this home's.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Words a second on one core: our whole pipeline by stage, beside scispaCy's linker, in one run.

    Example: oncograph bench ingest --words 20000
    """
    from api.settings import settings
    from ingest.extract import extract_texts
    from ingest.scorecard.speed import read_texts, speed_table
    from ingest.voters.committee import trained_voters

    texts = read_texts(data, words)
    if not texts:
        typer.secho(
            f"{data} holds no pubmed/pubmedqa_ori_pqal.json: name the data folder", err=True, fg="red"
        )
        raise typer.Exit(1)
    trained = trained_voters(voters or settings().home / "voters")
    try:
        table = speed_table(texts, extract_texts, data, [p for paths in trained.values() for p in paths])
    except ValueError as error:
        typer.secho(str(error), err=True, fg="red")
        raise typer.Exit(1) from error
    typer.echo(table.model_dump_json() if as_json else "\n".join(table.lines()))
