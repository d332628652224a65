"""The bare server: the very requests of the engine, sent again by the same client and by nothing but a socket."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

from portal.visibility import Reader, audience_for
from search.elastic.engine import ElasticEngine
from search.types import SearchQuery


def bodies(engine: ElasticEngine, questions: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Question -> the body of the search that brings its hits, as the engine asks it."""
    asked: list[dict[str, Any]] = []
    ask = engine._ask

    def noted(body: dict[str, Any]) -> Any:
        asked.append(body)
        return ask(body)

    found, everybody = {}, audience_for(Reader())
    engine._ask = noted  # type: ignore[method-assign]
    try:
        for question in questions:
            asked.clear()
            engine.search(SearchQuery(question, audience=everybody))
            # What is asked beside it has no hits; of two searches the last one answered.
            found[question] = [body for body in asked if body.get("size")][-1]
    finally:
        engine._ask = ask  # type: ignore[method-assign]
    return found


def through_client(engine: ElasticEngine, known: dict[str, dict[str, Any]]) -> Callable[[str], Any]:
    """The same client and connection as the engine's."""
    return lambda question: engine._client.search(index=engine._indices.current, body=known[question]).body


def through_socket(url: str, index: str, known: dict[str, dict[str, Any]]) -> Callable[[str], Any]:
    """A kept connection and bytes that were written before; the answer is parsed and no more."""
    place = urlsplit(url)
    connection = http.client.HTTPConnection(place.hostname or "", place.port)
    written = {question: json.dumps(body).encode() for question, body in known.items()}

    def ask(question: str) -> Any:
        connection.request("POST", f"/{index}/_search", written[question], {"Content-Type": "application/json"})
        return json.loads(connection.getresponse().read())

    return ask
