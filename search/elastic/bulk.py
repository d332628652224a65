"""Stores and removes documents in bulk, and says what became of each."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from elasticsearch import Elasticsearch

from search.elastic.client import TROUBLE, is_passing, reason
from search.elastic.mapping import to_source
from search.language.dutch import Language
from search.protocol import Delivery, EngineUnavailable, Put

# A lost node is replaced by a copy within seconds; a rebuild of an hour must not fail for it.
PATIENCE = 60.0
FIRST_WAIT, LONGEST_WAIT = 0.25, 5.0
CONFLICT, BAD_REQUEST, GONE = 409, 400, 404


@dataclass(slots=True)
class Outcome:
    """`refused` can never be stored, `failed` may be later (key -> reason). `gone`: the target is no alias any more."""

    refused: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    gone: bool = False

    def add(self, other: Outcome) -> None:
        """What became of the same documents elsewhere, too."""
        self.refused |= other.refused
        self.failed |= other.failed
        self.gone |= other.gone


class Bulk:
    """Writes through aliases only, so that no index is made by accident."""

    def __init__(self, client: Elasticsearch, language: Language) -> None:
        self._client = client
        self._language = language

    def operations(self, batch: Sequence[Delivery]) -> list[dict[str, Any]]:
        """The lines of a bulk request."""
        lines: list[dict[str, Any]] = []
        for item in batch:
            key = item.document.key if isinstance(item, Put) else item.key
            head = {"_id": key, "version": item.version, "version_type": "external_gte", "require_alias": True}
            if isinstance(item, Put):
                lines += [{"index": head}, to_source(item.document, item.version, self._language)]
            else:
                lines.append({"delete": head})
        return lines

    def send(self, target: str, operations: Sequence[dict[str, Any]], refresh: bool) -> Outcome:
        """Send it once. An older version that is refused has arrived: a newer one is there already."""
        outcome = Outcome()
        if not operations:
            return outcome
        answer = self._client.bulk(index=target, operations=operations, refresh=refresh)
        for item in answer["items"] if answer["errors"] else ():
            (result,) = item.values()
            status, error = result["status"], result.get("error")
            if not error or status == CONFLICT:
                continue
            why = f"{error.get('type')}: {error.get('reason')}"[:300]
            (outcome.refused if status == BAD_REQUEST else outcome.failed)[result["_id"]] = why
            outcome.gone |= status == GONE
        return outcome

    def insist(self, target: str, operations: Sequence[dict[str, Any]]) -> dict[str, str]:
        """Send it until all is stored, and return what was refused; EngineUnavailable when it takes too long."""
        until, wait = time.monotonic() + PATIENCE, FIRST_WAIT
        while True:
            try:
                outcome = self.send(target, operations, refresh=False)
            except TROUBLE as error:
                if not is_passing(error):
                    raise
                outcome = Outcome(failed={"": reason(error)})
            if not outcome.failed:
                return outcome.refused
            if outcome.gone or time.monotonic() > until:
                raise EngineUnavailable(f"documents could not be stored: {next(iter(outcome.failed.values()))}")
            time.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)
