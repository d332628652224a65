"""What the worker does for search, step by step."""

from __future__ import annotations

from search import outbox, service


def deliver_waiting(limit: int = 200) -> int:
    """Deliver what is due, at most `limit` rows an engine; returns how many arrived, so that 0 means: rest."""
    return service.work(limit)


def prune() -> int:
    """Remove outbox rows that arrived more than a day ago."""
    return outbox.prune()
