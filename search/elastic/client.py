"""The connection to the cluster: every failure becomes EngineUnavailable, and a broken server is not asked again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from elasticsearch import ApiError, Elasticsearch, SerializationError, TransportError, UnsupportedProductError

from search.protocol import EngineUnavailable

DEFAULT_PREFIX = "kennisportaal"
SEARCH_TIMEOUT = 1.5
WRITE_TIMEOUT = 10.0


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
    """A client; nothing is asked of the server yet. No retries: a reader waits for one answer only."""
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
    except (ApiError, TransportError, SerializationError, UnsupportedProductError) as error:
        # A 404 is an index that must still be built: not the server's failure.
        if breaker is not None and getattr(error, "status_code", None) != 404:
            breaker.failed()
        raise EngineUnavailable(f"{type(error).__name__}: {error}"[:300]) from error
    if breaker is not None:
        breaker.succeeded()
