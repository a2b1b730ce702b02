"""Live sources: PubMed, ClinicalTrials.gov and openFDA, fetched page by page into files.

A fetch keeps its pages and a `state.json` in a folder; broken off, it goes on where it stopped, and
repeated, it asks for each page only if it changed. The files are then read like any others.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from lxml import etree
from pydantic import BaseModel, ConfigDict, ValidationError

from ingest.web import Web
from kg.errors import SourceUnavailable

_PUBMED_PAGE = 200
_PUBMED_DEEPEST = 10_000
"""PubMed hands out no more of one search; narrow it by date."""
_STUDIES_PAGE = 100
_FDA_PAGE = 100
_FDA_DEEPEST = 25_000
_NEXT = re.compile(r'<([^>]+)>\s*;[^,]*rel="?next"?', re.I)
Progress = Callable[[int, int | None], None]
"""Told the records fetched so far, and of how many where that is known."""


class Question(BaseModel):
    """What is asked of an API."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    query: str
    since: date | None = None
    """Only records entered or updated on or after it."""
    base_url: str
    endpoint: str = ""
    """For openFDA: `drugsfda` or `label`."""


class Request(BaseModel):
    """A page to ask for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str
    params: dict[str, str]
    done: int = 0
    """Records of the pages before it."""
    total: int | None = None


class Kept(BaseModel):
    """A page at hand."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    asked: str
    """Digest of the request, less what changes from session to session."""
    known: dict[str, str]
    """ETag and Last-Modified it came with."""
    following: Request | None


class State(BaseModel):
    """Where a fetch stands."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: Question
    pages: tuple[Kept, ...] = ()
    complete: bool = False


@dataclass(frozen=True)
class LiveApi:
    """How one API is asked and leafed through."""

    base_url: str
    interval: float
    """Seconds between requests: 3 a second for PubMed without a key, 50 and 240 a minute."""
    suffix: str
    begin: Callable[[Web, Question, Mapping[str, str]], Request | None]
    """The first page, or None if nothing is found; the mapping is added to every query (a key)."""
    follow: Callable[[bytes, Mapping[str, str], Request], Request | None]
    """The page after this one."""
    check: Callable[[bytes], None]
    """Raises ValueError for a page that is cut short."""
    fleeting: frozenset[str] = field(default_factory=frozenset)
    """Parameters of one session only."""


def fetch(
    api: LiveApi,
    question: Question,
    folder: Path,
    *,
    web: Web,
    secret: Mapping[str, str] | None = None,
    limit: int = 10_000,
    progress: Progress | None = None,
) -> list[Path]:
    """The files with every record that answers, fetched or still good from before.

    Args:
        api: The API.
        question: What is asked; another question begins anew.
        folder: Where pages and state are kept.
        web: The client.
        secret: Query parameters that are neither stored nor logged, such as an API key.
        limit: Stop after about so many records.
        progress: Told how far it is.

    Raises:
        SourceUnavailable: the API did not answer after its retries; the pages so far are kept.
    """
    folder.mkdir(parents=True, exist_ok=True)
    before = _load(folder, question)
    resumed = () if before.complete else before.pages
    kept: list[Kept] = []
    request = api.begin(web, question, secret or {})
    done = 0
    while request is not None and done < limit:
        asked = _digest(api, request)
        number = len(kept)
        if number < len(resumed) and resumed[number].asked == asked:
            page = resumed[number]
        else:
            page = _page(api, web, question, request, secret or {}, folder, before, number)
        kept.append(page)
        _save(folder, State(question=question, pages=tuple(kept) + resumed[len(kept) :]))
        following = page.following
        if following is not None:
            fleeting = {n: v for n, v in request.params.items() if n in api.fleeting}
            following = following.model_copy(update={"params": following.params | fleeting})
            done = following.done
        if progress is not None:
            progress(done, request.total)
        request = following
    names = {page.file for page in kept}
    for file in folder.glob(f"page-*{api.suffix}"):
        if file.name not in names:
            file.unlink()
    _save(folder, State(question=question, pages=tuple(kept), complete=True))
    return [folder / page.file for page in kept]


def _page(
    api: LiveApi,
    web: Web,
    question: Question,
    request: Request,
    secret: Mapping[str, str],
    folder: Path,
    before: State,
    number: int,
) -> Kept:
    asked = _digest(api, request)
    old = next((p for p in before.pages if p.asked == asked and (folder / p.file).exists()), None)
    answer = web.get(
        question.base_url.rstrip("/") + request.path,
        {**request.params, **secret},
        check=api.check,
        known=old.known if old else None,
    )
    name = f"page-{number + 1:05d}{api.suffix}"
    if answer.status == 304 and old is not None:
        if old.file != name:
            (folder / old.file).replace(folder / name)
        return old.model_copy(update={"file": name})
    if answer.status == 404:
        raise SourceUnavailable(f"{question.base_url}{request.path} does not exist")
    part = folder / f"{name}.part"
    part.write_bytes(answer.body)
    part.replace(folder / name)
    headers = {k.lower(): v for k, v in answer.headers.items()}
    following = api.follow(answer.body, headers, request)
    if following is not None:
        stable = {n: v for n, v in following.params.items() if n not in api.fleeting}
        following = following.model_copy(update={"params": stable})
    return Kept(
        file=name,
        asked=asked,
        known={n: headers[n] for n in ("etag", "last-modified") if n in headers},
        following=following,
    )


def _digest(api: LiveApi, request: Request) -> str:
    stable = sorted((n, v) for n, v in request.params.items() if n not in api.fleeting)
    return hashlib.sha256(json.dumps([request.path, stable]).encode()).hexdigest()[:16]


def _load(folder: Path, question: Question) -> State:
    try:
        state = State.model_validate_json((folder / "state.json").read_bytes())
    except (FileNotFoundError, ValidationError):
        return State(question=question)
    present = tuple(p for p in state.pages if (folder / p.file).exists())
    if state.question != question or len(present) != len(state.pages):
        return State(question=question)
    return state


def _save(folder: Path, state: State) -> None:
    part = folder / "state.json.part"
    part.write_text(state.model_dump_json(indent=1), "utf-8")
    part.replace(folder / "state.json")


# --- PubMed: E-utilities with the history server


def _pubmed_begin(web: Web, question: Question, secret: Mapping[str, str]) -> Request | None:
    params = {"db": "pubmed", "term": question.query, "usehistory": "y", "retmax": "0"}
    params |= {"retmode": "xml", "tool": "oncograph"}
    if question.since is not None:
        params |= {"datetype": "edat", "mindate": f"{question.since:%Y/%m/%d}", "maxdate": "3000"}
    url = question.base_url.rstrip("/") + "/entrez/eutils/esearch.fcgi"
    found = _xml(web.get(url, {**params, **secret}, check=_search_result).body)
    total = int(found.findtext("./Count") or 0)
    if total == 0:
        return None
    return Request(
        path="/entrez/eutils/efetch.fcgi",
        params={
            "db": "pubmed",
            "WebEnv": found.findtext("./WebEnv") or "",
            "query_key": found.findtext("./QueryKey") or "",
            "retstart": "0",
            "retmax": str(_PUBMED_PAGE),
            "retmode": "xml",
            "tool": "oncograph",
            # The history is numbered anew by each search; the term keeps two searches' pages apart.
            "term": question.query,
        },
        total=total,
    )


def _pubmed_follow(body: bytes, headers: Mapping[str, str], request: Request) -> Request | None:
    done = request.done + _PUBMED_PAGE
    if request.total is None or done >= min(request.total, _PUBMED_DEEPEST):
        return None
    params = request.params | {"retstart": str(done)}
    return request.model_copy(update={"params": params, "done": done})


def _search_result(body: bytes) -> None:
    found = _xml(body)
    if found.tag != "eSearchResult" or found.find("./Count") is None:
        raise ValueError("the answer is no search result")


def _article_set(body: bytes) -> None:
    if b"<PubmedArticleSet" not in body or not body.rstrip().endswith(b"</PubmedArticleSet>"):
        raise ValueError("the answer is no complete article set")


def _xml(body: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError("the answer is no complete XML") from error


# --- ClinicalTrials.gov: API v2 with page tokens


def _studies_begin(web: Web, question: Question, secret: Mapping[str, str]) -> Request | None:
    params = {"query.term": question.query, "pageSize": str(_STUDIES_PAGE), "format": "json"}
    params["countTotal"] = "true"
    if question.since is not None:
        params["filter.advanced"] = f"AREA[LastUpdatePostDate]RANGE[{question.since},MAX]"
    return Request(path="/api/v2/studies", params=params)


def _studies_follow(body: bytes, headers: Mapping[str, str], request: Request) -> Request | None:
    page = _json(body)
    token = page.get("nextPageToken")
    if not isinstance(token, str) or not token:
        return None
    total = page.get("totalCount")
    return request.model_copy(
        update={
            "params": request.params | {"pageToken": token},
            "done": request.done + len(page.get("studies") or ()),
            "total": total if isinstance(total, int) else request.total,
        }
    )


# --- openFDA: skip and limit, then the Link header past 25,000


def _fda_begin(web: Web, question: Question, secret: Mapping[str, str]) -> Request | None:
    search = question.query
    endpoint = question.endpoint or "drugsfda"
    if question.since is not None:
        dated = {"drugsfda": "submissions.submission_status_date", "label": "effective_time"}
        search = f"({search}) AND {dated[endpoint]}:[{question.since:%Y%m%d} TO 29991231]"
    path = f"/drug/{endpoint}.json"
    params = {"search": search, "limit": str(_FDA_PAGE)}
    probe = web.get(question.base_url.rstrip("/") + path, {"search": search, "limit": "1", **secret})
    # openFDA says 404 where nothing matches.
    return None if probe.status == 404 else Request(path=path, params=params)


def _fda_follow(body: bytes, headers: Mapping[str, str], request: Request) -> Request | None:
    page = _json(body)
    count = len(page.get("results") or ())
    done = request.done + count
    totals = page.get("meta") if isinstance(page.get("meta"), dict) else {}
    total = (totals or {}).get("results", {}).get("total")
    if match := _NEXT.search(headers.get("link", "")):
        query = dict(parse_qsl(urlsplit(match.group(1)).query))
        query.pop("api_key", None)
        return request.model_copy(update={"params": query, "done": done, "total": total})
    if count < _FDA_PAGE or not isinstance(total, int) or done >= min(total, _FDA_DEEPEST):
        return None
    params = request.params | {"skip": str(done)}
    return request.model_copy(update={"params": params, "done": done, "total": total})


def _json(body: bytes) -> dict[str, Any]:
    try:
        page = json.loads(body)
    except ValueError as error:
        raise ValueError("the answer is no complete JSON") from error
    if not isinstance(page, dict):
        raise ValueError("the answer is no JSON object")
    return page


def _json_page(body: bytes) -> None:
    _json(body)


LIVE: dict[str, LiveApi] = {
    "pubmed": LiveApi(
        base_url="https://eutils.ncbi.nlm.nih.gov",
        interval=0.34,
        suffix=".xml",
        begin=_pubmed_begin,
        follow=_pubmed_follow,
        check=_article_set,
        fleeting=frozenset({"WebEnv", "query_key"}),
    ),
    "clinicaltrials": LiveApi(
        base_url="https://clinicaltrials.gov",
        interval=1.2,
        suffix=".json",
        begin=_studies_begin,
        follow=_studies_follow,
        check=_json_page,
    ),
    "openfda": LiveApi(
        base_url="https://api.fda.gov",
        interval=0.25,
        suffix=".json",
        begin=_fda_begin,
        follow=_fda_follow,
        check=_json_page,
    ),
}
"""The APIs by name of their source."""
