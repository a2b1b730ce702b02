"""The HTTP service: routes, authentication, readiness."""

import json
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.metadata import version
from importlib.resources import files
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Path, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel

from api import pages
from api.extracting import extracting
from api.problems import REFUSED, UNAVAILABLE, FieldError, Problem, install, refusal
from api.service import Service
from api.settings import Settings
from kg.document import Document
from kg.stored import StoredStatement
from model.answer import Answer, Question

NO_KEY = "Send the API key as a bearer token."
_bearer = HTTPBearer(auto_error=False, description="The key of ONCOGRAPH_API_KEY.")


def _problem_schema() -> dict[str, Any]:
    """The problem's schema in one piece: a reference in it would be looked for in the whole description."""
    schema = Problem.model_json_schema()
    parts = schema.pop("$defs")
    schema["properties"]["errors"]["items"] = parts["FieldError"]
    return schema


def _described(text: str, example: Problem) -> dict[int | str, dict[str, Any]]:
    body = {"schema": _problem_schema(), "example": example.model_dump()}
    return {example.status: {"description": text, "content": {"application/problem+json": body}}}


def _refused(status: int, detail: str) -> Problem:
    return Problem(title=REFUSED, status=status, detail=detail)


_PROBLEMS = (
    _described("The API key is missing or wrong.", _refused(401, NO_KEY))
    | _described(
        "A field is empty, too long, unknown or of the wrong type.",
        refusal([FieldError(field="diagnosis", message="is blank; say the diagnosis")]),
    )
    | _described(
        "The graph does not answer.",
        Problem(title=UNAVAILABLE, status=503, detail="Neo4j does not answer; see `oncograph status`"),
    )
)
_MISSING = _described("No such id.", _refused(404, "No statement has the id st-0000000000000000."))
_ANSWERS = json.loads((files("api") / "data" / "answers.json").read_text("utf-8"))
_CITED = _ANSWERS["regimen"]["citations"][0]


def _id(example: str) -> Any:
    return Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9._~-]{0,199}$", examples=[example])


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
        raise HTTPException(401, NO_KEY)


asking = APIRouter(prefix="/v1", dependencies=[Depends(_authorised)], responses=_PROBLEMS)
health = APIRouter(tags=["health"])


@asking.post("/regimen", tags=["ask"], summary="Which course of radiotherapy")
def regimen(question: Question, service: Ready) -> Answer:
    """The course the graph supports for the diagnosis, with citations; or why there is none."""
    return service.ask("regimen", question)


@asking.post(
    "/modality",
    tags=["ask"],
    summary="Photon, proton, electron or brachytherapy",
)
def modality(question: Question, service: Ready) -> Answer:
    """The modality of the courses the graph supports, with citations; or why there is none."""
    return service.ask("modality", question)


@asking.post("/icd10", tags=["ask"], summary="Which ICD-10-CM code")
def icd10(question: Question, service: Ready) -> Answer:
    """The ICD-10-CM code the text documents, with what is missing for a fuller one."""
    return service.ask("icd10", question)


@asking.get("/answers/{id}", tags=["read"], responses=_MISSING, response_model=Answer)
def kept_answer(id: Annotated[str, _id(_ANSWERS["regimen"]["id"])], service: Ready) -> Response:
    """An answer given before, as it was handed out."""
    kept = service.store.answer(id)
    if kept is None:
        raise HTTPException(404, f"No answer has the id {id}.")
    return Response(kept, media_type="application/json")


@asking.get("/statements/{id}", tags=["read"], responses=_MISSING)
def statement(id: Annotated[str, _id(_CITED["statement"])], service: Ready) -> StoredStatement:
    """A claim, its evidence with spans, and its two clocks."""
    found = service.store.statement(id)
    if found is None:
        raise HTTPException(404, f"No statement has the id {id}.")
    return found


@asking.get("/documents/{id}", tags=["read"], responses=_MISSING)
def document(id: Annotated[str, _id(_CITED["document"])], service: Ready) -> Document:
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


class _Described(FastAPI):
    """An app whose description shows an answer to each question."""

    def openapi(self) -> dict[str, Any]:
        """The description; the examples join last, since FastAPI drops what is null in them."""
        if self.openapi_schema is None:
            paths = super().openapi()["paths"]
            shown = {f"/v1/{task}": ("post", example) for task, example in _ANSWERS.items()}
            shown["/v1/answers/{id}"] = ("get", _ANSWERS["regimen"])
            for path, (method, example) in shown.items():
                paths[path][method]["responses"]["200"]["content"]["application/json"]["example"] = example
        return super().openapi()


def create_app(settings: Settings, build: Callable[[], Service]) -> FastAPI:
    """The app; `build` is called at start-up, in the process that serves."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        service = build()
        app.state.service = service
        yield
        service.store.close()

    app = _Described(
        title="oncograph",
        version=version("oncograph"),
        summary="Radiotherapy regimen, modality and ICD-10 code for a diagnosis, cited from a graph.",
        description="Supports a clinician's decision and never replaces it; research use.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.state.settings = settings
    install(app)
    pages.install(app)
    app.include_router(health)
    app.include_router(asking)
    app.include_router(extracting, prefix="/v1", dependencies=[Depends(_authorised)], responses=_PROBLEMS)
    return app
