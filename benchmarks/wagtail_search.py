"""Wagtail's own search over the same pages, to compare with: its backends for the database and for Elasticsearch."""

from __future__ import annotations

import math
import time
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


def contender(name: str, seconds: float = math.inf) -> Callable[[str], tuple[list[Any], int]]:
    """Its first ten pages and the total: no highlights, no facets, no synonyms.

    SQLite breaks off a query after so many seconds, with an OperationalError.
    """
    from django.db import connection
    from modelsearch.backends import get_search_backend

    from portal.models import Handreiking

    backend = get_search_backend(name)

    def ask(text: str) -> tuple[list[Any], int]:
        connection.ensure_connection()
        until = time.monotonic() + seconds
        connection.connection.set_progress_handler(lambda: time.monotonic() > until, 1_000_000)
        try:
            found = backend.search(text, Handreiking.objects.live())
            return list(found[:10]), found.count()
        finally:
            connection.connection.set_progress_handler(None, 0)

    return ask
