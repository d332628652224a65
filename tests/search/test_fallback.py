"""With a server that hangs, refuses, fails or is an impostor: publishing goes on, search answers, nothing is lost."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from search import service
from search.elastic.client import Breaker
from search.indexing import outbox
from search.protocol import EngineUnavailable
from search.types import SearchQuery
from tests.search import elasticsearch_server
from tests.search.conftest import Create

TIMEOUT = 1.5


@pytest.fixture
def hanging() -> Iterator[str]:
    """A server that takes the question and says nothing."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture
def refusing() -> str:
    """An address where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    return f"http://127.0.0.1:{port}"


class _Answer(BaseHTTPRequestHandler):
    status = 200
    body = b'{"hits": {"hits": [], "total": {"value": 0}}, "version": {"number": "8.19.0"}}'

    def do_GET(self) -> None:
        """The same answer to everything."""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(self.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    do_POST = do_PUT = do_HEAD = do_DELETE = do_GET  # noqa: N815  http.server wants these names

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class _Failure(_Answer):
    status = 503


class _Nothing(_Answer):
    status = 404
    body = b""


@pytest.fixture
def impostor() -> Iterator[str]:
    """A web server that is no Elasticsearch."""
    yield from _serve(_Answer)


@pytest.fixture
def failing() -> Iterator[str]:
    """A server that says 503."""
    yield from _serve(_Failure)


@pytest.fixture
def empty() -> Iterator[str]:
    """A server that knows nothing, and has nothing to say of it."""
    yield from _serve(_Nothing)


def _serve(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def use(settings: Settings, url: str, prefix: str = "test", timeout: float = TIMEOUT) -> None:
    """Search with Elasticsearch at this address."""
    elastic = {"HOSTS": [url], "PREFIX": prefix, "SEARCH_TIMEOUT": timeout, "WRITE_TIMEOUT": max(timeout, TIMEOUT)}
    settings.SEARCH = {**settings.SEARCH, "ENGINE": "elastic", "ELASTIC": elastic}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["hanging", "refusing", "impostor", "failing", "empty"])
def test_the_embedded_index_answers(
    kind: str, request: pytest.FixtureRequest, settings: Settings, own_search: Path, create: Create
) -> None:
    use(settings, request.getfixturevalue(kind))
    began = time.perf_counter()
    create("Meldroute")
    assert time.perf_counter() - began < TIMEOUT, "publishing does not wait for the server"
    answer = service.search(SearchQuery("meldroute"))
    assert [hit.title_text for hit in answer.hits] == ["Meldroute"]
    assert (answer.engine, answer.notice) == ("embedded", service.FALLBACK)
    for _ in range(3):
        service.search(SearchQuery("meldroute"))
    began = time.perf_counter()
    assert service.search(SearchQuery("meldroute")).total == 1
    assert time.perf_counter() - began < TIMEOUT, "after some failures nobody waits any more"
    assert service.work() == 0
    waiting, parked, _ = outbox.waiting("elastic")
    assert (waiting, parked) == (1, 0)
    with pytest.raises(EngineUnavailable):
        service.rebuild()
    (elastic, _), (embedded, _) = service.status()
    assert (elastic.available, embedded.available) == (False, True)


@pytest.mark.django_db
def test_what_waited_arrives_when_the_server_is_there(
    settings: Settings, own_search: Path, create: Create, refusing: str
) -> None:
    use(settings, refusing)
    create("Meldroute")
    assert service.work() == 0
    with elasticsearch_server.running() as url, elasticsearch_server.own_prefix(url) as prefix:
        use(settings, url, prefix, timeout=20)
        assert service.work() == 0, "there is no index yet"
        assert service.renew()["elastic"] == 1
        create("Signaalkaart")
        assert service.work() == 1
        answer = service.search(SearchQuery("meldroute"))
        assert (answer.engine, answer.notice, answer.total) == ("elastic", "", 1)
        assert service.rebuild() == {"elastic": 2, "embedded": 2}
        assert service.search(SearchQuery("meldroute")).total == 1


def test_the_breaker_opens_rests_and_closes() -> None:
    now = [0.0]
    breaker = Breaker(most=3, within=30, rest=10, clock=lambda: now[0])
    breaker.failed()
    now[0] = 40
    breaker.failed()
    breaker.failed()
    assert not breaker.is_open, "the first failure was long ago"
    breaker.failed()
    assert breaker.is_open
    now[0] = 51
    assert not breaker.is_open, "one may try again"
    breaker.failed()
    assert breaker.is_open
    now[0] = 62
    breaker.succeeded()
    breaker.failed()
    assert not breaker.is_open
