"""A view that no address leads to is forgotten work, or a forgotten line in a urls.py."""

from collections.abc import Iterator
from importlib import import_module
from inspect import isfunction
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parents[2]
DECORATORS = ("@require_safe", "@require_POST", "@require_http_methods", "@require_GET")
VIEWS = [
    path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
    for package in ("portal", "proeftuinen", "search")
    for path in sorted((ROOT / package).rglob("*.py"))
    if any(f"\n{decorator}" in path.read_text(encoding="utf-8") for decorator in DECORATORS)
]


def answering(resolver: URLResolver) -> Iterator[Any]:
    """Every function that an address leads to, and what is wrapped in it."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            view: Any = entry.callback
            while view is not None:
                yield view
                view = getattr(view, "__wrapped__", None)
        else:
            yield from answering(entry)


@pytest.mark.parametrize("module", VIEWS)
def test_a_view_has_an_address(module: str) -> None:
    known = set(answering(get_resolver()))
    own = [view for view in vars(import_module(module)).values() if isfunction(view) and view.__module__ == module]
    views = {view.__name__ for view in own if hasattr(view, "__wrapped__")}
    assert views
    assert not views - {view.__name__ for view in own if view in known}


def test_there_are_views() -> None:
    assert {"portal.following.feeds", "portal.views", "search.views"} <= set(VIEWS)
