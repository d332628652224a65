"""The connection to the cluster: every failure becomes EngineUnavailable, and a broken server is not asked again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from elasticsearch import (
    ApiError,
    ConnectionTimeout,
    Elasticsearch,
    SerializationError,
    SSLError,
    TransportError,
    UnsupportedProductError,
)

from search.protocol import EngineUnavailable

DEFAULT_PREFIX = "kennisportaal"
SEARCH_TIMEOUT = 1.5
WRITE_TIMEOUT = 10.0
TROUBLE = (ApiError, TransportError, SerializationError, UnsupportedProductError)
UNAUTHENTICATED, FORBIDDEN, TOO_SLOW, TOO_BUSY, SERVER_ERROR = 401, 403, 408, 429, 500
LONGEST_REASON = 400


@dataclass(frozen=True, slots=True)
class Cluster:
    """How to reach the cluster. `prefix` begins every name that is used there."""

    hosts: tuple[str, ...]
    prefix: str = DEFAULT_PREFIX
    api_key: str = ""
    ca_certs: str = ""
    search_timeout: float = SEARCH_TIMEOUT
    write_timeout: float = WRITE_TIMEOUT
    replicas: int = 0


def connect(cluster: Cluster) -> Elasticsearch:
    """A client; nothing is asked of the server yet. A host that refuses is passed over; nobody waits for two."""
    more: dict[str, str] = {}
    if cluster.api_key:
        more["api_key"] = cluster.api_key
    if cluster.ca_certs:
        more["ca_certs"] = cluster.ca_certs
    return Elasticsearch(
        list(cluster.hosts),
        request_timeout=cluster.search_timeout,
        max_retries=len(cluster.hosts) - 1,
        retry_on_timeout=False,
        **more,  # type: ignore[arg-type]
    )


def writing(client: Elasticsearch, cluster: Cluster) -> Elasticsearch:
    """The same connections for work that nobody waits for: a host that hangs is passed over, too."""
    return client.options(request_timeout=cluster.write_timeout, retry_on_timeout=len(cluster.hosts) > 1)


def is_passing(error: Exception) -> bool:
    """Whether it is the server's trouble of this moment, so that the same question may succeed later."""
    if isinstance(error, ApiError):
        return error.status_code in (TOO_SLOW, TOO_BUSY) or error.status_code >= SERVER_ERROR
    return isinstance(error, TransportError) and not isinstance(error, SSLError)


def _concerns_all(error: Exception) -> bool:
    """Whether other questions would fail too; not so for one that cannot be answered, or an index not yet built."""
    return (
        not isinstance(error, ApiError)
        or isinstance(error, UnsupportedProductError)
        or error.status_code in (UNAUTHENTICATED, FORBIDDEN)
        or is_passing(error)
    )


def reason(error: Exception) -> str:
    """What is wrong, for the operator."""
    if isinstance(error, UnsupportedProductError):
        text = "what answers there is no Elasticsearch"
    elif isinstance(error, ApiError) and isinstance(error.body, dict):
        said = error.body.get("error")
        kind, why = (said.get("type"), said.get("reason")) if isinstance(said, dict) else ("", said)
        if error.status_code == UNAUTHENTICATED:
            text = f"the server does not accept the API key (401): {why}"
        elif error.status_code == FORBIDDEN and kind == "security_exception":
            text = f"the API key may not do this (403): {why}"
        else:
            text = f"the server answered {error.status_code}, {kind}: {why}"
    elif isinstance(error, SSLError):
        text = f"no TLS connection; is CA_CERTS the authority that signed the server's certificate? {error.message}"
    elif isinstance(error, ConnectionTimeout):
        text = "no answer in time"
    else:
        text = str(getattr(error, "message", "") or error)
    return text[:LONGEST_REASON]


class Breaker:
    """Opens after so many failures within a time; while it is open nobody waits for the server."""

    def __init__(
        self, most: int = 3, within: float = 30.0, rest: float = 10.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most, self._within, self._rest, self._clock = most, within, rest, clock
        self._failures: list[float] = []
        self._open_until = 0.0
        self._lock = threading.Lock()

    @property
    def is_open(self) -> bool:
        """Whether the server is left alone now."""
        return self._clock() < self._open_until

    def failed(self) -> None:
        """The server did not answer."""
        with self._lock:
            now = self._clock()
            self._failures = [moment for moment in self._failures if now - moment < self._within] + [now]
            if len(self._failures) >= self._most:
                self._open_until = now + self._rest
                # One more failure after the rest opens it again.
                self._failures = self._failures[-(self._most - 1) :] if self._most > 1 else []

    def succeeded(self) -> None:
        """The server answered."""
        with self._lock:
            self._failures.clear()
            self._open_until = 0.0


@contextmanager
def answering(breaker: Breaker | None = None) -> Iterator[None]:
    """Whatever goes wrong with the server inside is EngineUnavailable; with a breaker it is counted too."""
    if breaker is not None and breaker.is_open:
        raise EngineUnavailable("left alone for a moment after several failures")
    try:
        yield
    except TROUBLE as error:
        if breaker is not None and _concerns_all(error):
            breaker.failed()
        raise EngineUnavailable(reason(error)) from error
    if breaker is not None:
        breaker.succeeded()
