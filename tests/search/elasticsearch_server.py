"""A real Elasticsearch for the tests: ELASTICSEARCH_URL, or the project's own, started from the cache folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from elasticsearch import Elasticsearch

from tools import elasticsearch as server
from tools.console import Stop

IN_CI = os.environ.get("CI", "").lower() in ("true", "1")


def require_fetched() -> None:
    """Go on where the server's own files are in the cache; a test never fetches them. In CI they must be."""
    if not server.is_fetched():
        _miss()


def is_there() -> bool:
    """Whether `running` has a server to give."""
    return bool(os.environ.get("ELASTICSEARCH_URL")) or server.is_ready()


def _miss() -> None:
    end = pytest.fail if IN_CI else pytest.skip
    end("no Elasticsearch: set ELASTICSEARCH_URL, or fetch one with python -m tools.elasticsearch --fetch")


@contextmanager
def running() -> Iterator[str]:
    """The address of a server. `make test` gives one; a test of its own never fetches one."""
    if given := os.environ.get("ELASTICSEARCH_URL"):
        yield given
        return
    if not server.is_ready():
        _miss()
    try:
        with server.running() as node:
            yield node.url
    except Stop as stop:
        pytest.fail(f"Elasticsearch cannot run: {stop}")


@contextmanager
def own_prefix(url: str) -> Iterator[str]:
    """A prefix of index names that nobody else uses; what was made with it is removed."""
    prefix = f"test-{uuid4().hex[:12]}"
    yield prefix
    with Elasticsearch(url, request_timeout=30) as client:
        for name in client.options(ignore_status=404).indices.get(index=f"{prefix}-*").body:
            client.options(ignore_status=404).indices.delete(index=name)
