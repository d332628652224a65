"""What the worker does for search, step by step."""

from __future__ import annotations

import time

from search import service
from search.indexing import outbox

# An index that is lost or damaged is back within seconds.
RENEW_SECONDS = 5.0
_renew_after = 0.0


def deliver_waiting(limit: int = 200) -> int:
    """Deliver what is due, at most `limit` rows an engine; returns how many arrived, so that 0 means: rest."""
    _renew_when_due()
    return service.work(limit)


def _renew_when_due() -> None:
    """Build an index that is not there or cannot be used, whenever that happens."""
    global _renew_after  # noqa: PLW0603  one memory a process
    if time.monotonic() >= _renew_after:
        service.renew()
        _renew_after = time.monotonic() + RENEW_SECONDS


def prune() -> int:
    """Remove outbox rows that arrived more than a day ago."""
    return outbox.prune()
