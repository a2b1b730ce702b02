"""Errors as RFC 9457 problem documents; never a stack trace, never the text that was sent."""

import logging
import traceback
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from kg import errors

log = logging.getLogger(__name__)

STATUS: dict[type[errors.OncographError], int] = {
    errors.StoreUnavailable: 503,
    errors.StoreOutdated: 503,
    errors.StoreRefused: 409,
    errors.RuntimeMissing: 503,
    errors.ServerFailed: 503,
    errors.SourceUnavailable: 502,
    errors.ModelUnavailable: 503,
    errors.GenerationFailed: 502,
}
"""HTTP status of every failing system; a test holds it against the whole tree."""


class PlacesOnly(logging.Filter):
    """Replaces an exception in a log record by its type and places: its message may quote patient text."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record, without the message of its exception."""
        if record.exc_info and record.exc_info[0] is not None:
            places = traceback.extract_tb(record.exc_info[2])[-6:]
            where = " < ".join(f"{Path(p.filename).name}:{p.lineno} {p.name}" for p in reversed(places))
            record.msg = f"{record.exc_info[0].__name__} at {where}"
            record.args = ()
            record.exc_info = record.exc_text = None
        return True


class FieldError(BaseModel):
    """One field of the request and what is wrong with it."""

    field: str
    message: str


class Problem(BaseModel):
    """A problem document (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[FieldError] = []


def _response(status: int, title: str, detail: str, fields: list[FieldError] | None = None) -> JSONResponse:
    problem = Problem(title=title, status=status, detail=detail, errors=fields or [])
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    return JSONResponse(
        problem.model_dump(),
        status_code=status,
        media_type="application/problem+json",
        headers=headers,
    )


def _field(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location if part not in ("body", "query", "path")) or "body"


def install(app: FastAPI) -> None:
    """Make every error of the app a problem document."""

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        fields = [FieldError(field=_field(tuple(e["loc"])), message=e["msg"]) for e in error.errors()]
        names = ", ".join(dict.fromkeys(f.field for f in fields))
        return _response(422, "The request is not valid", f"Correct: {names}.", fields)

    @app.exception_handler(HTTPException)
    async def refused(_: Request, error: HTTPException) -> JSONResponse:
        return _response(error.status_code, "The request was refused", str(error.detail))

    @app.exception_handler(errors.OncographError)
    async def failed(_: Request, error: errors.OncographError) -> JSONResponse:
        status = STATUS[type(error)]
        log.warning("%s: %s", type(error).__name__, error)
        return _response(status, "A part of the service is not available", str(error))

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> JSONResponse:
        # The message may quote patient text, so only its type is logged.
        log.error("unexpected %s on %s", type(error).__name__, request.url.path)
        return _response(500, "Unexpected error", "The service failed; its log names the kind of error.")
