"""Polite GET requests: spaced out, retried with patience, never taken for whole when cut short."""

import logging
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self

import httpx

from kg.errors import SourceUnavailable

log = logging.getLogger(__name__)

ATTEMPTS = 6
LONGEST_WAIT_S = 120.0
MAX_PAGE = 256 << 20
_RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True)
class Page:
    """An answer that arrived whole."""

    status: int
    """200, 304 (not modified) or 404 (nothing found)."""
    body: bytes
    headers: Mapping[str, str]


class Web:
    """A client for one API.

    Args:
        interval: Seconds between the starts of two requests: the API's published limit.
        sleep: Waits; a test passes one that only notes the time.
    """

    def __init__(
        self,
        interval: float,
        *,
        timeout: float = 60.0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        # httpx logs whole URLs at INFO, and one may carry an API key.
        logging.getLogger("httpx").setLevel(logging.WARNING)
        self._client = httpx.Client(
            timeout=timeout,
            follow_redirects=True,
            headers={"User-Agent": "oncograph", "Accept-Encoding": "gzip"},
        )
        self._interval = interval
        self._sleep = sleep
        self._last = -interval

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def get(
        self,
        url: str,
        params: Mapping[str, str],
        *,
        check: Callable[[bytes], None] = lambda body: None,
        known: Mapping[str, str] | None = None,
    ) -> Page:
        """The page at a URL.

        Args:
            url: Address without its query.
            params: The query.
            check: Raises ValueError for a body that is cut short or is not what was asked for.
            known: `ETag` and `Last-Modified` of the copy at hand, for a conditional request.

        Raises:
            SourceUnavailable: no whole answer after all attempts, or the request was refused.
        """
        problem = ""
        for attempt in range(ATTEMPTS):
            self._space()
            wait = min(2.0**attempt, LONGEST_WAIT_S) * random.uniform(0.75, 1.25)  # noqa: S311
            try:
                page = self._once(url, params, known or {})
                if page.status in (200, 304, 404):
                    if page.status == 200:
                        check(page.body)
                    return page
                problem = f"status {page.status}"
                if page.status not in _RETRIED:
                    raise SourceUnavailable(f"{url} refused the request: {problem}")
                wait = max(wait, retry_after(page.headers.get("retry-after", "")))
            except httpx.TransportError as error:
                problem = type(error).__name__
            except ValueError as error:
                problem = str(error)
            if attempt < ATTEMPTS - 1:
                log.info("%s: %s; again in %.0f s", url, problem, wait)
                self._sleep(min(wait, LONGEST_WAIT_S))
        raise SourceUnavailable(
            f"{url} did not answer in {ATTEMPTS} attempts ({problem}); run the command again to resume"
        )

    def _space(self) -> None:
        rest = self._last + self._interval - time.monotonic()
        if rest > 0:
            self._sleep(rest)
        self._last = time.monotonic()

    def _once(self, url: str, params: Mapping[str, str], known: Mapping[str, str]) -> Page:
        conditions = {
            condition: known[name]
            for name, condition in (("etag", "If-None-Match"), ("last-modified", "If-Modified-Since"))
            if known.get(name)
        }
        body = bytearray()
        with self._client.stream("GET", url, params=dict(params), headers=conditions) as response:
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > MAX_PAGE:
                    raise SourceUnavailable(f"{url} answers with more than {MAX_PAGE:,} bytes")
            return Page(response.status_code, bytes(body), dict(response.headers))


def retry_after(value: str) -> float:
    """Seconds a `Retry-After` header asks for: a number or a date; 0 if it says neither."""
    if value.strip().isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
