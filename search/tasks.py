"""What the worker does for search, step by step."""

from __future__ import annotations

from functools import lru_cache

from search import outbox, service


def deliver_waiting(limit: int = 200) -> int:
    """Deliver what is due, at most `limit` rows an engine; returns how many arrived, so that 0 means: rest."""
    _renew_once()
    return service.work(limit)


@lru_cache(maxsize=1)
def _renew_once() -> None:
    """An index that another version of the program made is rebuilt when the worker starts."""
    service.renew()


def prune() -> int:
    """Remove outbox rows that arrived more than a day ago."""
    return outbox.prune()
