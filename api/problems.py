"""Errors as RFC 9457 problem documents; never a stack trace, never the text that was sent."""

import logging
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

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

REFUSED = "The request was refused"
_UNPARSED = "There was an error parsing the body"
"""FastAPI's word for what its parser raised but a JSON error."""
UNAVAILABLE = "A part of the service is not available"


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


def _response(problem: Problem, headers: Mapping[str, str] | None = None) -> JSONResponse:
    more = {"WWW-Authenticate": "Bearer"} if problem.status == 401 else {}
    return JSONResponse(
        problem.model_dump(),
        status_code=problem.status,
        media_type="application/problem+json",
        headers={**(headers or {}), **more},
    )


def _fault(error: Mapping[str, Any]) -> FieldError:
    """One fault of a request, named by its field; of one that cannot be read, by the whole body."""
    kind, location = error["type"], error["loc"]
    if kind == "json_invalid":
        said = f"is not JSON: {error['ctx']['error']} at character {location[-1]}"
        return FieldError(field="body", message=said)
    if location == ("body",):
        said = "send a JSON object, under the header Content-Type: application/json"
        return FieldError(field="body", message=said)
    parts = [str(part) for part in location if part not in ("body", "query", "path")]
    return FieldError(field=".".join(parts), message=str(error["msg"]).removeprefix("Value error, "))


def refusal(faults: Sequence[FieldError]) -> Problem:
    """The problem of a request some fields of which are wrong."""
    names = ", ".join(dict.fromkeys(fault.field for fault in faults))
    detail = f"Correct: {names}."
    return Problem(title="The request is not valid", status=422, detail=detail, errors=list(faults))


def install(app: FastAPI) -> None:
    """Make every error of the app a problem document."""

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        return _response(refusal([_fault(fault) for fault in error.errors()]))

    @app.exception_handler(HTTPException)
    async def refused(_: Request, error: HTTPException) -> JSONResponse:
        if error.status_code == 400 and error.detail == _UNPARSED:
            said = "cannot be read as JSON: bytes that are no UTF-8, a number too long, or nested too deeply"
            return _response(refusal([FieldError(field="body", message=said)]))
        problem = Problem(title=REFUSED, status=error.status_code, detail=str(error.detail))
        return _response(problem, error.headers)

    @app.exception_handler(errors.OncographError)
    async def failed(_: Request, error: errors.OncographError) -> JSONResponse:
        status = STATUS[type(error)]
        log.warning("%s: %s", type(error).__name__, error)
        return _response(Problem(title=UNAVAILABLE, status=status, detail=str(error)))

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> JSONResponse:
        # The message may quote patient text, so only its type is logged.
        log.error("unexpected %s on %s", type(error).__name__, request.url.path)
        said = "The service failed; its log names the kind of error."
        return _response(Problem(title="Unexpected error", status=500, detail=said))
