"""The terms to choose from, per schema: the same few hundred words on every list, so they are kept for a minute."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.core.cache import cache

from ..choices import Schema

KEY = "portal-begrip-labels"
SECONDS = 60


def begrip_labels() -> Mapping[str, Mapping[str, str]]:
    """schema -> slug -> term of the active Begrippen, in the order to show.

    A change shows at once in the process that made it (see `signals`), elsewhere within a minute.
    """
    known: dict[str, dict[str, str]] | None = cache.get(KEY)
    if known is None:
        known = {schema.value: {} for schema in Schema}
        rows: Any = apps.get_model("portal", "Begrip").objects.active().order_by("volgorde", "term")
        for schema, slug, term in rows.values_list("schema", "slug", "term"):
            known[schema][slug] = term
        cache.set(KEY, known, SECONDS)
    return known


def forget_labels() -> None:
    """Ask the vocabulary again at the next list: a term changed."""
    cache.delete(KEY)
