"""Wagtail's own search over the same pages, to compare with: its backends for the database and for Elasticsearch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from benchmarks.timing import timed


def index(name: str) -> float:
    """Fill the index of a backend; returns seconds. The body of a page, which it leaves out, is added first."""
    from django.core.management import call_command
    from modelsearch import index as fields

    from portal.models import Handreiking

    if not any(field.field_name == "inhoud" for field in Handreiking.search_fields):
        Handreiking.search_fields = [*Handreiking.search_fields, fields.SearchField("inhoud")]
    took, _ = timed(lambda: call_command("update_index", backend_name=name, verbosity=0, chunk_size=500))
    return took / 1000


def contender(name: str) -> Callable[[str], tuple[list[Any], int]]:
    """Its first ten pages and the total: no highlights, no facets, no synonyms."""
    from modelsearch.backends import get_search_backend

    from portal.models import Handreiking

    backend = get_search_backend(name)

    def ask(text: str) -> tuple[list[Any], int]:
        found = backend.search(text, Handreiking.objects.live())
        return list(found[:10]), found.count()

    return ask
