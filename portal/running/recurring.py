"""Work that other packages have for the worker: each says when its apps are ready what it does, and how often."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_work: dict[str, tuple[float, Callable[[], Any]]] = {}


def register(name: str, every: float, work: Callable[[], Any]) -> None:
    """Let the worker do this every so many seconds. `name` is its alone; called when the apps are ready, perhaps twice.

    It must bear being done twice at once: there may be more workers than one.
    """
    _work[name] = every, work


def registered() -> list[tuple[str, float, Callable[[], Any]]]:
    """(name, seconds, work) of each."""
    return [(name, every, work) for name, (every, work) in _work.items()]
