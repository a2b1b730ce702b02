"""The HTTP service: routes, authentication, readiness."""

import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Path, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel

from api.extracting import extracting
from api.problems import Problem, install
from api.service import Service
from api.settings import Settings
from kg.document import Document
from kg.stored import StoredStatement
from model.answer import Answer, Question

_bearer = HTTPBearer(auto_error=False, description="The key of ONCOGRAPH_API_KEY.")

_PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {
        "description": text,
        "content": {"application/problem+json": {"schema": Problem.model_json_schema()}},
    }
    for status, text in (
        (400, "The body cannot be read."),
        (401, "The API key is missing or wrong."),
        (422, "A field is empty, too long, unknown or of the wrong type."),
        (503, "The graph does not answer."),
    )
}
_MISSING: dict[int | str, dict[str, Any]] = {
    404: {"description": "No such id.", "content": _PROBLEMS[422]["content"]}
}

_Id = Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9._~-]{0,199}$", examples=["st-0123456789abcdef"])]


class Health(BaseModel):
    """The process runs."""

    status: str = "ok"
    version: str


class Readiness(BaseModel):
    """Each part by name: `ok`, or what is wrong with it."""

    ready: bool
    parts: dict[str, str]


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


Ready = Annotated[Service, Depends(_service)]


def _authorised(
    request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> None:
    """Refuse a request without the API key, where one is set."""
    settings: Settings = request.app.state.settings
    if settings.api_key is None:
        return
    given = credentials.credentials if credentials else ""
    if not secrets.compare_digest(given.encode(), settings.api_key.get_secret_value().encode()):
        raise HTTPException(401, "Send the API key as a bearer token.")


asking = APIRouter(prefix="/v1", dependencies=[Depends(_authorised)], responses=_PROBLEMS)
health = APIRouter(tags=["health"])


@asking.post("/regimen", tags=["ask"], summary="Which course of radiotherapy")
def regimen(question: Question, service: Ready) -> Answer:
    """The course the graph supports for the diagnosis, with citations; or why there is none."""
    return service.ask("regimen", question)


@asking.post("/modality", tags=["ask"], summary="Photon, proton, electron or brachytherapy")
def modality(question: Question, service: Ready) -> Answer:
    """The modality of the courses the graph supports, with citations; or why there is none."""
    return service.ask("modality", question)


@asking.post("/icd10", tags=["ask"], summary="Which ICD-10-CM code")
def icd10(question: Question, service: Ready) -> Answer:
    """The ICD-10-CM code the text documents, with what is missing for a fuller one."""
    return service.ask("icd10", question)


@asking.get("/answers/{id}", tags=["read"], responses=_MISSING, response_model=Answer)
def kept_answer(id: _Id, service: Ready) -> Response:
    """An answer given before, as it was handed out."""
    kept = service.store.answer(id)
    if kept is None:
        raise HTTPException(404, f"No answer has the id {id}.")
    return Response(kept, media_type="application/json")


@asking.get("/statements/{id}", tags=["read"], responses=_MISSING)
def statement(id: _Id, service: Ready) -> StoredStatement:
    """A claim, its evidence with spans, and its two clocks."""
    found = service.store.statement(id)
    if found is None:
        raise HTTPException(404, f"No statement has the id {id}.")
    return found


@asking.get("/documents/{id}", tags=["read"], responses=_MISSING)
def document(id: _Id, service: Ready) -> Document:
    """A document's latest version, with the text that evidence points into."""
    found = service.store.document(id)
    if found is None:
        raise HTTPException(404, f"No document has the id {id}.")
    return found


@health.get("/healthz")
def healthz() -> Health:
    """The process runs."""
    return Health(version=version("oncograph"))


@health.get("/readyz", responses={503: {"model": Readiness, "description": "The graph does not answer."}})
def readyz(service: Ready, response: Response) -> Readiness:
    """The graph and the model, each by name; without the model answers are deterministic."""
    parts = service.readiness()
    ready = parts["graph"] == "ok"
    response.status_code = 200 if ready else 503
    return Readiness(ready=ready, parts=parts)


def create_app(settings: Settings, build: Callable[[], Service]) -> FastAPI:
    """The app; `build` is called at start-up, in the process that serves."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        service = build()
        app.state.service = service
        yield
        service.store.close()

    app = FastAPI(
        title="oncograph",
        version=version("oncograph"),
        summary="Radiotherapy regimen, modality and ICD-10 code for a diagnosis, cited from a graph.",
        description="Supports a clinician's decision and never replaces it; research use.",
        lifespan=lifespan,
    )
    app.state.settings = settings
    install(app)
    app.include_router(health)
    app.include_router(asking)
    app.include_router(extracting, prefix="/v1", dependencies=[Depends(_authorised)], responses=_PROBLEMS)
    return app
