"""What the service asks of an engine, and what it hands over. Plain Python: no Django, no engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from search.types import Audience, EngineHit, EngineResults, SearchDocument, SearchQuery, Suggestion


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

    def suggest(self, text: str, audience: Audience, size: int) -> tuple[Suggestion, ...]:
        """Completions of what was typed so far, for this audience."""

    def deliver(self, batch: Sequence[Delivery]) -> DeliveryReport:
        """Store and remove; idempotent; an older version never replaces a newer one."""

    def rebuild(self, batches: Iterable[Sequence[Delivery]]) -> int:
        """Fill a new generation and switch to it at once when it is complete; returns the number of documents."""

    def fingerprints(self, after: str, limit: int) -> list[tuple[str, str]]:
        """(key, fingerprint of the stored document) in key order, from the first key after `after`."""

    def is_outdated(self) -> bool:
        """Whether it must be built: there is none, or one that another version of the program made."""

    def tidy(self) -> None:
        """Remove what a killed rebuild left. Changes nothing while a rebuild is going on."""

    def status(self) -> EngineStatus:
        """How it is doing; never raises."""
