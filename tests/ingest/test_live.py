"""Live APIs, replayed by a local server that answers in their recorded shapes."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from ingest.live import LIVE, Question, fetch
from ingest.sources import SOURCES, Record
from ingest.web import ATTEMPTS, Web, retry_after
from kg.errors import SourceUnavailable

Reply = tuple[int, dict[str, str], bytes]
Answer = Callable[[str, dict[str, str], dict[str, str]], Reply]


class Replay:
    """A server on a free port; `troubles` are given, one each, before the real answers."""

    def __init__(self) -> None:
        self.answer: Answer = lambda path, query, headers: (404, {}, b"")
        self.troubles: list[Reply | None] = []
        self.asked: list[tuple[str, dict[str, str], dict[str, str]]] = []
        replay = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, format: str, *args: object) -> None:
                pass

            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                query = {n: v[0] for n, v in parse_qs(parts.query).items()}
                headers = {n.lower(): v for n, v in self.headers.items()}
                replay.asked.append((parts.path, query, headers))
                trouble = replay.troubles.pop(0) if replay.troubles else None
                status, more, body = trouble or replay.answer(parts.path, query, headers)
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **more}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
                if "Connection" in more:
                    self.close_connection = True

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def replay() -> Iterator[Replay]:
    server = Replay()
    yield server
    server.close()


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def web(waits: list[float]) -> Iterator[Web]:
    with Web(0.0, sleep=waits.append, timeout=10) as client:
        yield client


def _article(pmid: int) -> str:
    return (
        f'<PubmedArticle><MedlineCitation><PMID Version="1">{pmid}</PMID><Article><Journal><JournalIssue>'
        "<PubDate><Year>2020</Year></PubDate></JournalIssue></Journal>"
        f"<ArticleTitle>Made-up article {pmid}</ArticleTitle></Article></MedlineCitation></PubmedArticle>"
    )


def pubmed(total: int, session: list[int]) -> Answer:
    def answer(path: str, query: dict[str, str], headers: dict[str, str]) -> Reply:
        if path.endswith("esearch.fcgi"):
            session.append(1)
            body = (
                f"<eSearchResult><Count>{total}</Count><QueryKey>1</QueryKey>"
                f"<WebEnv>env-{len(session)}</WebEnv></eSearchResult>"
            )
            return 200, {}, body.encode()
        start, size = int(query["retstart"]), int(query["retmax"])
        articles = "".join(_article(999_990_000 + n) for n in range(start, min(start + size, total)))
        return 200, {}, f"<PubmedArticleSet>{articles}</PubmedArticleSet>".encode()

    return answer


def studies(total: int, etags: bool = False) -> Answer:
    def answer(path: str, query: dict[str, str], headers: dict[str, str]) -> Reply:
        token = int(query.get("pageToken", "0"))
        if etags and headers.get("if-none-match") == f'"{token}"':
            return 304, {"ETag": f'"{token}"'}, b""
        page = [
            {
                "protocolSection": {
                    "identificationModule": {"nctId": f"NCT9999{n:04d}", "briefTitle": "Made up"},
                    "statusModule": {"studyFirstSubmitDate": "2020-01-01"},
                }
            }
            for n in range(token, min(token + 2, total))
        ]
        body: dict[str, object] = {"studies": page, "totalCount": total}
        if token + 2 < total:
            body["nextPageToken"] = str(token + 2)
        return 200, {"ETag": f'"{token}"'} if etags else {}, json.dumps(body).encode()

    return answer


def drugs(total: int, linked: bool) -> Answer:
    def answer(path: str, query: dict[str, str], headers: dict[str, str]) -> Reply:
        if total == 0:
            return 404, {}, b'{"error": {"code": "NOT_FOUND"}}'
        skip = int(query.get("skip", query.get("search_after", "0")))
        size = int(query["limit"])
        rows = [
            {"application_number": f"NDA{990_000 + n}", "products": [{"brand_name": "MADE UP"}]}
            for n in range(skip, min(skip + size, total))
        ]
        more = {}
        if linked and skip + size < total:
            target = f"http://elsewhere.example/drug/drugsfda.json?search=x&limit={size}"
            more["Link"] = f'<{target}&search_after={skip + size}&api_key=leak>; rel="next"'
        meta = {"results": {"total": total}}
        return 200, more, json.dumps({"meta": meta, "results": rows}).encode()

    return answer


def _read(source: str, files: list[Path]) -> list[str]:
    found = [r for f in files for r in SOURCES[source].read(f)]
    assert all(isinstance(r, Record) for r in found), found
    return [r.document.id for r in found if isinstance(r, Record)]


def test_pubmed_is_leafed_through_by_its_history(replay: Replay, web: Web, tmp_path: Path) -> None:
    replay.answer = pubmed(450, [])
    question = Question(query="breast", since=date(2026, 1, 2), base_url=replay.url)
    files = fetch(LIVE["pubmed"], question, tmp_path, web=web, secret={"api_key": "hidden"})
    assert len(files) == 3
    assert len(set(_read("pubmed", files))) == 450
    _, search, _ = replay.asked[0]
    assert (search["mindate"], search["usehistory"], search["api_key"]) == ("2026/01/02", "y", "hidden")
    assert [q["retstart"] for _, q, _ in replay.asked[1:]] == ["0", "200", "400"]
    kept = "".join(p.read_text("utf-8") for p in tmp_path.iterdir())
    assert "hidden" not in kept, "the API key must not be written down"


def test_trials_are_leafed_through_by_token(replay: Replay, web: Web, tmp_path: Path) -> None:
    replay.answer = studies(5)
    question = Question(query="lung", since=date(2026, 1, 2), base_url=replay.url + "/")
    files = fetch(LIVE["clinicaltrials"], question, tmp_path, web=web)
    assert len(_read("clinicaltrials", files)) == 5
    assert replay.asked[0][1]["filter.advanced"] == "AREA[LastUpdatePostDate]RANGE[2026-01-02,MAX]"


@pytest.mark.parametrize("linked", [False, True])
def test_openfda_is_leafed_through_by_skip_or_link(
    replay: Replay, web: Web, tmp_path: Path, linked: bool
) -> None:
    replay.answer = drugs(230, linked)
    question = Question(query="x", base_url=replay.url, endpoint="drugsfda")
    files = fetch(LIVE["openfda"], question, tmp_path, web=web)
    assert len(_read("openfda", files)) == 230
    assert all("api_key" not in q for _, q, _ in replay.asked)


def test_nothing_found_is_no_failure(replay: Replay, web: Web, tmp_path: Path) -> None:
    replay.answer = drugs(0, linked=False)
    assert fetch(LIVE["openfda"], Question(query="x", base_url=replay.url), tmp_path, web=web) == []
    replay.answer = pubmed(0, [])
    assert fetch(LIVE["pubmed"], Question(query="x", base_url=replay.url), tmp_path, web=web) == []


@pytest.mark.parametrize(
    "trouble",
    [
        (429, {"Retry-After": "7"}, b"slow down"),
        (500, {}, b"oops"),
        (503, {}, b""),
        (200, {"Content-Length": "9999", "Connection": "close"}, b'{"studies": [{"proto'),
        (200, {}, b'{"studies": [{"protocolSec'),
        (200, {}, b"<html>maintenance</html>"),
    ],
    ids=["429", "500", "503", "cut short", "cut short unnoticed", "html"],
)
def test_troubles_are_waited_out(
    replay: Replay, web: Web, waits: list[float], tmp_path: Path, trouble: Reply
) -> None:
    replay.answer = studies(3)
    replay.troubles = [trouble, None, trouble]
    files = fetch(LIVE["clinicaltrials"], Question(query="x", base_url=replay.url), tmp_path, web=web)
    assert len(_read("clinicaltrials", files)) == 3
    pauses = [w for w in waits if w > 0.5]
    assert len(pauses) == 2
    assert (min(pauses) >= 7) is (trouble[0] == 429), "Retry-After is honoured"


def test_a_server_that_stays_down_ends_with_a_message(replay: Replay, web: Web, tmp_path: Path) -> None:
    replay.troubles = [(503, {}, b"")] * 10
    with pytest.raises(SourceUnavailable, match="run the command again to resume"):
        fetch(LIVE["clinicaltrials"], Question(query="x", base_url=replay.url), tmp_path, web=web)
    assert len(replay.asked) == ATTEMPTS


def test_a_refused_request_is_not_repeated(replay: Replay, web: Web, tmp_path: Path) -> None:
    replay.troubles = [(400, {}, b"bad query")]
    with pytest.raises(SourceUnavailable, match="status 400"):
        fetch(LIVE["clinicaltrials"], Question(query="x", base_url=replay.url), tmp_path, web=web)
    assert len(replay.asked) == 1


def test_nobody_there_is_the_same_failure(web: Web, tmp_path: Path) -> None:
    question = Question(query="x", base_url="http://127.0.0.1:9")
    with pytest.raises(SourceUnavailable, match="did not answer"):
        fetch(LIVE["clinicaltrials"], question, tmp_path, web=web)


@pytest.mark.parametrize("source", ["pubmed", "clinicaltrials"])
def test_a_fetch_broken_off_goes_on_where_it_stopped(
    replay: Replay, web: Web, tmp_path: Path, source: str
) -> None:
    whole = pubmed(450, []) if source == "pubmed" else studies(6)

    def failing(path: str, query: dict[str, str], headers: dict[str, str]) -> Reply:
        if query.get("retstart") == "400" or query.get("pageToken") == "4":
            return 500, {}, b""
        return whole(path, query, headers)

    question = Question(query="x", base_url=replay.url)
    replay.answer = failing
    with pytest.raises(SourceUnavailable):
        fetch(LIVE[source], question, tmp_path, web=web)
    replay.answer = whole
    replay.asked.clear()
    files = fetch(LIVE[source], question, tmp_path, web=web)
    assert len(_read(source, files)) == (450 if source == "pubmed" else 6)
    pages = [q for path, q, _ in replay.asked if not path.endswith("esearch.fcgi")]
    assert len(pages) == 1, "only the page that was missing is asked for"
    if source == "pubmed":
        assert pages[0]["WebEnv"] == "env-2", "the new search's history is used"


def test_a_repeated_fetch_asks_only_for_what_changed(replay: Replay, web: Web, tmp_path: Path) -> None:
    question = Question(query="x", base_url=replay.url)
    replay.answer = studies(5, etags=True)
    first = fetch(LIVE["clinicaltrials"], question, tmp_path, web=web)
    before = {f.name: f.read_bytes() for f in first}
    replay.asked.clear()
    second = fetch(LIVE["clinicaltrials"], question, tmp_path, web=web)
    assert {f.name: f.read_bytes() for f in second} == before
    assert [h.get("if-none-match") for _, _, h in replay.asked] == ['"0"', '"2"', '"4"']
    replay.answer = studies(3, etags=False)
    third = fetch(LIVE["clinicaltrials"], question, tmp_path, web=web)
    assert len(third) == 2
    assert len(list(tmp_path.glob("page-*"))) == 2, "pages that are no more are removed"


def test_another_question_begins_anew(replay: Replay, web: Web, tmp_path: Path) -> None:
    replay.answer = studies(3)
    fetch(LIVE["clinicaltrials"], Question(query="x", base_url=replay.url), tmp_path, web=web)
    replay.asked.clear()
    (tmp_path / "state.json").write_text("{broken", "utf-8")
    fetch(LIVE["clinicaltrials"], Question(query="y", base_url=replay.url), tmp_path, web=web)
    assert len(replay.asked) == 2


def test_a_limit_stops_the_leafing(replay: Replay, web: Web, tmp_path: Path) -> None:
    replay.answer = studies(10)
    question = Question(query="x", base_url=replay.url)
    files = fetch(LIVE["clinicaltrials"], question, tmp_path, web=web, limit=4)
    assert len(files) == 2


def test_requests_are_spaced(replay: Replay, tmp_path: Path) -> None:
    replay.answer = studies(6)
    waits: list[float] = []
    with Web(1.2, sleep=waits.append) as web:
        fetch(LIVE["clinicaltrials"], Question(query="x", base_url=replay.url), tmp_path, web=web)
    assert len(waits) == 2
    assert all(0.5 < w <= 1.2 for w in waits)


def test_retry_after_may_be_a_date() -> None:
    later = datetime.now(UTC) + timedelta(seconds=90)
    assert 80 < retry_after(format_datetime(later, usegmt=True)) <= 90
    assert retry_after("12") == 12
    assert retry_after("soon") == 0
    assert retry_after("") == 0
