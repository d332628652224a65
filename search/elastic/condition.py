"""Whether the index on the cluster can be used, or must be built anew."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from elasticsearch import ApiError, BadRequestError, Elasticsearch

from search.elastic.indices import Indices
from search.elastic.mapping import FINGERPRINT
from search.protocol import AHEAD, NO_INDEX, OUTDATED, Owner

CLOSED = "somebody closed the index: run search_index rebuild"
LOST = "the server has lost the documents of the index: run search_index rebuild"
SHARDS_AWAY = "search_phase_execution_exception"
# A question for the newest version that is stored.
NEWEST = {"size": 0, "aggs": {"newest": {"max": {"field": "version"}}}}
# Seconds that the shards of an index may be away: a node that starts or comes back brings them.
LOST_AFTER = 60.0


class Condition:
    """What the index is worth. Asks nothing that a key for these indices alone may not ask."""

    def __init__(self, client: Elasticsearch, indices: Indices, owner: Callable[[], Owner]) -> None:
        self._client = client
        self._indices = indices
        self._owner = owner
        self._away_since: float | None = None

    def trouble(self) -> str:
        """Why it must be built anew; "" when it can be used. Raises while the server cannot say."""
        index = self._indices.behind(self._indices.current)
        if not index:
            return NO_INDEX
        if f"-{FINGERPRINT}-" not in index:
            return OUTDATED
        try:
            answer = self._client.search(index=self._indices.current, body=NEWEST).body
        except BadRequestError as error:
            if error.message == "index_closed_exception":
                return CLOSED
            raise
        except ApiError as error:
            if error.message != SHARDS_AWAY:
                raise
            now = time.monotonic()
            self._away_since = self._away_since or now
            if now - self._away_since < LOST_AFTER:
                raise
            return LOST
        self._away_since = None
        return AHEAD if self.is_ahead(answer) else ""

    def is_ahead(self, answer: Any) -> bool:
        """Whether the index is newer than the database, by the answer to NEWEST: deliveries would be taken for old."""
        newest = answer["aggregations"]["newest"]["value"]
        return bool(newest and newest > self._owner().newest)
