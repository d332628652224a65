"""What the service asks of an engine, and what it hands over. Plain Python: no Django, no engine."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from search.types import Audience, EngineHit, EngineResults, SearchDocument, SearchQuery

# Seconds that a delivery of the worker waits for an index that another process holds.
PATIENCE = 5.0

NO_INDEX = "there is no index yet: run search_index rebuild"
OUTDATED = "the index was made by another version of the program: run search_index rebuild"
FOREIGN = "the index was made from another database: run search_index rebuild"
AHEAD = "the index is newer than the database, which was put back from a copy: run search_index rebuild"
OLD = "the index is older than what was delivered to it: run search_index rebuild"


class EngineUnavailable(Exception):
    """The engine cannot answer now (refused, timeout, no index yet, an impostor); the caller uses another one."""


@dataclass(frozen=True, slots=True)
class Put:
    """Store this document, unless a newer version is stored already."""

    document: SearchDocument
    version: int


@dataclass(frozen=True, slots=True)
class Delete:
    """Remove this key, unless a newer version is stored already."""

    key: str
    version: int


Delivery: TypeAlias = Put | Delete


@dataclass(frozen=True, slots=True)
class Owner:
    """The database that an index belongs to. `newest`: the last version it gave out; `arrived`: the newest version
    that it knows to be in this index."""

    identity: str = ""
    newest: int = sys.maxsize
    arrived: int = 0


def misfit(owner: Owner, identity: str, version: int) -> str:
    """Why an index with this name and newest version is not the index of this database as it is; "" when it is."""
    if identity != owner.identity:
        return FOREIGN
    if version > owner.newest:
        return AHEAD
    return OLD if version < owner.arrived else ""


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What became of a batch. `refused` can never succeed (key -> reason); `failed` may succeed later."""

    done: frozenset[str] = frozenset()
    refused: Mapping[str, str] = field(default_factory=dict)
    failed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """How an engine is doing, for the command and the monitoring."""

    name: str
    available: bool
    generation: str = ""
    documents: int = 0
    detail: Mapping[str, str] = field(default_factory=dict)


class SearchEngine(Protocol):
    """What the service asks of an engine. Every method may raise EngineUnavailable."""

    name: str

    def search(self, query: SearchQuery) -> EngineResults:
        """Answer a question; unknown facets match nothing, a page past the end has no hits."""

    def similar(self, key: str, audience: Audience, kinds: Sequence[str], size: int) -> tuple[EngineHit, ...]:
        """Documents like this one, best first, without itself; empty when the key is unknown."""

    def suggest(self, text: str, audience: Audience, size: int) -> tuple[EngineHit, ...]:
        """Documents whose title completes what was typed so far, for this audience."""

    def deliver(self, batch: Sequence[Delivery], patience: float = PATIENCE) -> DeliveryReport:
        """Store and remove; idempotent; an older version never replaces a newer one.

        `patience`: how many seconds another process that holds the index may keep this one waiting.
        """

    def rebuild(self, batches: Iterable[Sequence[Delivery]]) -> int:
        """Fill a new generation and switch to it at once when it is complete; returns the number of documents."""

    def fingerprints(self, after: str, limit: int) -> list[tuple[str, str]]:
        """(key, fingerprint of the stored document) in key order, from the first key after `after`."""

    def stored(self, keys: Collection[str]) -> dict[str, str]:
        """key -> fingerprint of the stored document, of those keys that are stored."""

    def trouble(self, closely: bool = False) -> str:
        """Why it must be built anew: there is none, it is damaged, or made from another database or by another
        version of the program; "" when it can be used. `closely` may read all of it, and is for the worker only."""

    def ready(self) -> None:
        """Return at once when questions can be answered, and raise when they cannot."""

    def tidy(self) -> None:
        """Remove what a killed rebuild left. Changes nothing while a rebuild is going on."""

    def status(self) -> EngineStatus:
        """How it is doing; never raises."""
