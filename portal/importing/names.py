"""Finds the record that a file names: by id, address or name. Every import looks here; none of them guesses."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from ..models import AlternatieveTerm, Begrip, Gemeente, Organisatie


class NotFound(ValueError):
    """None or several fit; the message says which, in Dutch."""


def begrip_named(word: str, schema: str = "") -> Begrip:
    """A Begrip by uuid, slug, term, abbreviation or alternative term; with `schema` only of that one."""
    rows = Begrip.objects.active()
    rows = rows.of_schema(schema) if schema else rows
    if key := as_uuid(word):
        return _only(rows.filter(uuid=key), "begrip", word)
    own = Q(slug__iexact=word) | Q(term__iexact=word) | Q(afkorting__iexact=word)
    other = AlternatieveTerm.objects.filter(term__iexact=word).values("begrip")
    return _only(list(rows.filter(own)[:2]) or rows.filter(pk__in=other), "begrip", word)


def organisatie_named(word: str) -> Organisatie:
    """The one Organisatie with this title, slug or abbreviation. Raises NotFound."""
    return _page_named(Organisatie.objects.all(), word, "organisatie", Q(afkorting__iexact=word))


def gemeente_named(word: str) -> Gemeente:
    """The one Gemeente with this name or slug. Raises NotFound."""
    return _only(Gemeente.objects.filter(Q(slug__iexact=word) | Q(naam__iexact=word)), "gemeente", word)


def page_named(model: type[Any], word: str) -> Any:
    """A page of this type by id (its translation_key), slug or title."""
    return _page_named(model.objects.all(), word, str(model._meta.verbose_name))


def _page_named(rows: QuerySet[Any], word: str, what: str, other: Q | None = None) -> Any:
    if key := as_uuid(word):
        return _only(rows.filter(translation_key=key), what, word)
    # An address is written on purpose: it goes before a title.
    named = Q(title__iexact=word)
    found = list(rows.filter(slug__iexact=word)[:2]) or rows.filter(named | other if other else named)
    return _only(found, what, word)


def as_uuid(word: str) -> UUID | None:
    """The uuid that is written here; None for anything else."""
    try:
        return UUID(word) if len(word) == 36 else None
    except ValueError:
        return None


def _only(rows: Any, what: str, word: str) -> Any:
    found = list(rows[:2])
    if len(found) == 1:
        return found[0]
    raise NotFound(f"{'Meer dan één' if found else 'Geen'} {what} gevonden voor “{word[:80]}”.")
