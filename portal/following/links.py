"""Which feeds belong to what is on screen: for auto-discovery and for the link "volg" on the page itself."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from taggit.models import Tag

from search import conf, querystring
from search.types import EVERYONE

from ..lists.filters import MAX_LENGTH, MAX_VALUES, PAGE_PARAM, SORT_PARAM
from ..models import Begrip, Pagina, Wetsartikel
from ..soorten import by_name
from ..visibility import Reader, anonymous, is_live, may_see
from ..visit import Visit
from .formats import FORMATS, plain

# How a feed is grouped; no filter of the list that it follows.
PER = "per"
ALL_TITLE = "Alles wat nieuw of gewijzigd is"
Link = tuple[str, str, str]


def feed_links_for(subject: Pagina | Begrip | Wetsartikel | Tag | None, visit: Visit) -> list[Link]:
    """(title, url, mime) for auto-discovery: the feed of what is on screen in each format, and that of everything.

    A page that is closed to who is not logged in has no feed: a feed reader cannot log in. No query for an
    anonymous reader.
    """
    links: list[Link] = []
    if isinstance(subject, Begrip):
        links = in_all_formats(f"Nieuw over {subject.term}", addresses("feed_begrip", subject.slug))
    elif isinstance(subject, Wetsartikel):
        links = in_all_formats(
            f"Nieuw over {subject.naam}", addresses("feed_wetsartikel", subject.nummer, subject.slug)
        )
    elif isinstance(subject, Tag):
        links = in_all_formats(f"Nieuw met trefwoord {subject.name}", addresses("feed_trefwoord", subject.slug))
    elif subject is not None and _is_open(subject, visit.reader):
        if by_name()[subject.soort][1].listing:
            title, query = f"Nieuw in {subject.title}", list_query(visit.query)
            title += " (met deze filters)" if query else ""
            links = in_all_formats(title, addresses("feed_lijst", subject.translation_key, query=query))
        elif subject.announces_itself:
            links = in_all_formats(
                f"Wijzigingen van {subject.title}", addresses("feed_pagina", subject.translation_key)
            )
    return [*links, (ALL_TITLE, reverse("feed_all", args=["rss"]), FORMATS["rss"].mime)]


def search_feed_links(asked: QueryDict) -> list[Link]:
    """(title, url, mime) of the search on screen, in each format; the order and page of the results do not matter."""
    query = querystring.parse(asked, (facet.name for facet in conf.facets()), EVERYONE)
    kept = querystring.encode(query.but(sort="relevance", unread=())).removeprefix("?")
    return in_all_formats("Nieuw bij deze zoekvraag", addresses("feed_zoeken", query=kept))


def list_query(asked: QueryDict) -> str:
    """The filters in the URL of a list, without its order and page: the query string of its feed."""
    kept = [
        (name, value[:MAX_LENGTH])
        for name, values in asked.lists()
        for value in values
        if value and plain(value) == value and name not in (PAGE_PARAM, SORT_PARAM, PER)
    ]
    return urlencode(kept[:MAX_VALUES])


def addresses(name: str, *args: Any, query: str = "") -> dict[str, str]:
    """format -> address."""
    tail = f"?{query}" if query else ""
    return {fmt: reverse(name, args=[*args, fmt]) + tail for fmt in FORMATS}


def in_all_formats(title: str, urls: dict[str, str]) -> list[Link]:
    """(title, address, media type) for each format; RSS bears the plain title."""
    return [
        (title if fmt == "rss" else f"{title} ({FORMATS[fmt].name})", url, FORMATS[fmt].mime)
        for fmt, url in urls.items()
    ]


def _is_open(page: Pagina, reader: Reader) -> bool:
    """Whether a reader who is not logged in may see this page, which is on screen now."""
    if page.pk is None or not is_live(page):
        return False
    return may_see(anonymous(), page) if reader.is_logged_in else True
