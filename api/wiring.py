"""Where the parts are joined: settings to store, model and service."""

import threading
from datetime import UTC, date, datetime
from pathlib import Path

from api import extracting
from api.service import Service
from api.settings import Settings
from kg import server as graph_server
from kg.errors import RuntimeMissing, StoreUnavailable
from kg.store import GraphStore

_LIKE = 0.75
"""Least likeness, (1 + cosine) / 2, at which a claim is worth naming beside an abstention."""

_PATIENCE = 3.0
"""Seconds an answer waits for the adapters, several times what they need; then it is the graph's alone."""
_REST = 30.0
"""Seconds a model server that hung is left alone, so that it does not cost every question its patience."""


def open_store(settings: Settings) -> GraphStore:
    """The graph: an external Neo4j by URI, else the managed one of this home.

    Raises:
        StoreUnavailable: neither answers, or the external one has no password.
    """
    if settings.neo4j_uri:
        if settings.neo4j_password is None:
            raise StoreUnavailable("set ONCOGRAPH_NEO4J_PASSWORD for the Neo4j of ONCOGRAPH_NEO4J_URI")
        password = settings.neo4j_password.get_secret_value()
        return GraphStore.connect(settings.neo4j_uri, settings.neo4j_user, password)
    running = graph_server.status(settings.home)
    if running is None:
        raise StoreUnavailable(
            "Neo4j is not running: start it with `oncograph up` or `oncograph neo4j start`"
        )
    return GraphStore.connect(running.uri, running.user, running.password())


def model_url(settings: Settings) -> str | None:
    """Address of the model server: an external one, else the managed one if it runs."""
    from model import server as model_server

    if settings.model_url:
        return settings.model_url
    running = model_server.status(settings.home)
    return running.url if running else None


def weights_folder(settings: Settings) -> Path:
    """Folder of the base and the adapters."""
    from model.weights import SHIPPED

    return settings.model_weights or SHIPPED


def build_service(settings: Settings) -> Service:
    """The service, warmed up: the first question costs what the next one does.

    Raises:
        StoreUnavailable: the graph does not answer.
        RuntimeMissing: the weights have no adapter that reads what the settings say.
    """
    from ingest.deid.deidentified import masked
    from ingest.profile import read_case
    from kg.coding import code_case
    from kg.embedding import embed
    from model.answering import TASKS
    from model.client import ModelClient
    from model.prompts import PROMPT_VERSIONS, adapter_name
    from model.scoring import make_scorer
    from model.second_reader import CARD, FOLDER, second_reader
    from model.weights import describe

    store = open_store(settings)
    store.migrate()
    warm = read_case(masked("Squamous cell carcinoma of the left lung, T1 N0"))
    code_case(warm, "left lung", datetime.now(UTC).date())
    trained = weights_folder(settings) / FOLDER.name
    second = second_reader(trained if (trained / CARD).is_file() else FOLDER)

    def nearest(text: str, as_of: date, known_at: datetime) -> list[str]:
        found = store.search(embed([text[:1000]])[0], as_of=as_of, known_at=known_at, limit=3)
        return [stored.statement.text for stored, likeness in found if likeness >= _LIKE]

    def load_the_rest() -> None:
        embed(["warm"])
        extracting.warm(settings.home / "voters" if settings.voters else None)

    # Both take seconds to load; only abstentions need the one, and only /v1/extract the other.
    threading.Thread(target=load_the_rest, daemon=True).start()
    url = model_url(settings)
    if url is None:
        return Service(store=store, read_case=read_case, nearest=nearest, second=second)
    client = ModelClient(url, timeout=_PATIENCE, rest=_REST)
    names = describe(weights_folder(settings))
    asked = {task: adapter_name(task, settings.model_reads) for task in TASKS}
    if missing := sorted(set(asked.values()) - names.keys()):
        raise RuntimeMissing(
            f"{weights_folder(settings)} holds no adapter {', '.join(missing)}: train it with "
            f"`oncograph train {missing[0]}`, or set ONCOGRAPH_MODEL_READS=case"
        )
    return Service(
        store=store,
        read_case=read_case,
        scorer=make_scorer(client, settings.model_reads),
        served_models=client.models,
        base_model=names["base"],
        adapters={task: names[name] for task, name in asked.items()},
        prompt=PROMPT_VERSIONS[settings.model_reads],
        nearest=nearest,
        second=second,
    )
