"""The URL is the question: from query string to SearchQuery and back. Any bytes are allowed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone

from search.language.dutch import clean
from search.types import Audience, SearchQuery, Sort

TEXT, SORT, PAGE, SINCE, FROM, UNTIL = "q", "sorteer", "pagina", "gewijzigd_sinds", "van", "tot"
SORT_NAMES: dict[str, Sort] = {"relevantie": "relevance", "nieuwste": "newest", "gewijzigd": "changed"}
SORT_VALUES = {value: name for name, value in SORT_NAMES.items()}
LONGEST_TEXT = 1_600
LONGEST_VALUE = 100
MOST_VALUES = 50
HIGHEST_PAGE = 1_000_000


# In the place of a value that holds nothing that can be shown.
NO_TEXT = "\ufffd"
DUTCH_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)


def _day(text: str) -> date | None:
    """A day as computers write it, or as people here do."""
    text = text.strip()
    dutch = DUTCH_DAY.fullmatch(text)
    try:
        if dutch:
            day, month, year = map(int, dutch.groups())
            return date(year, month, day)
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _page(text: str) -> int:
    text = text.strip()[:20]
    return max(1, min(int(text), HIGHEST_PAGE)) if text.isascii() and text.isdigit() else 1


def parse(given: QueryDict, facets: Iterable[str], audience: Audience, size: int = 10) -> SearchQuery:
    """The question in a query string; a filter that cannot be understood is `unread`, what else cannot is left out."""
    filters = {}
    unread: dict[tuple[str, str], None] = {}
    for name in facets:
        chosen = [value[:LONGEST_VALUE] for value in given.getlist(name)[:MOST_VALUES] if value.strip()]
        values = dict.fromkeys(map(clean, chosen))
        if kept := tuple(value for value in values if value):
            filters[name] = kept
        elif chosen:
            unread[name, NO_TEXT] = None
    days: dict[str, date | None] = {}
    for name in (SINCE, FROM, UNTIL):
        text = given.get(name, "")
        days[name] = _day(text)
        if days[name] is None and text.strip():
            unread[name, clean(text[:LONGEST_VALUE]) or NO_TEXT] = None
    since = days[SINCE]
    return SearchQuery(
        text=clean(given.get(TEXT, "")[:LONGEST_TEXT]),
        filters=filters,
        audience=audience,
        sort=SORT_NAMES.get(given.get(SORT, ""), "relevance"),
        changed_since=timezone.make_aware(datetime.combine(since, time.min)) if since and since.year > 1 else None,
        published_from=days[FROM],
        published_until=days[UNTIL],
        unread=tuple(unread),
        page=_page(given.get(PAGE, "")),
        size=size,
    )


def pairs(query: SearchQuery) -> list[tuple[str, str]]:
    """The question as (name, value), without its page and without what is as usual."""
    found = [(TEXT, query.text)] if query.text else []
    found += [(name, value) for name, values in query.filters.items() for value in values]
    if query.sort != "relevance":
        found.append((SORT, SORT_VALUES[query.sort]))
    if query.changed_since:
        found.append((SINCE, timezone.localtime(query.changed_since).date().isoformat()))
    if query.published_from:
        found.append((FROM, query.published_from.isoformat()))
    if query.published_until:
        found.append((UNTIL, query.published_until.isoformat()))
    return found + list(query.unread)


def not_understood(query: SearchQuery) -> str:
    """What the reader must know of the filters that were not understood; "" when there are none."""
    if not query.unread:
        return ""
    named = " en ".join(f"“{name}={value}”" for name, value in query.unread)
    return f"Wij begrijpen dit filter niet: {named}. Schrijf een datum zo: 1-3-2024."


def encode(query: SearchQuery, page: int = 1) -> str:
    """The query string of a question, with its question mark; "?" alone when it asks for everything."""
    found = pairs(query) + ([(PAGE, str(page))] if page > 1 else [])
    return "?" + urlencode(found)


def without(query: SearchQuery, name: str, value: str) -> SearchQuery:
    """The question without one chosen value."""
    filters: Mapping[str, Sequence[str]] = {
        other: tuple(kept for kept in values if (other, kept) != (name, value))
        for other, values in query.filters.items()
    }
    return query.but(filters={other: values for other, values in filters.items() if values}, page=1)
