"""The page that explains the feeds and lists them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from ..choices import Schema
from ..lists.trefwoorden import visible_tags
from ..models import Begrip, Pagina, Wetsartikel
from ..soorten import by_name
from ..visibility import Reader, anonymous
from ..visit import visit_of
from .feeds import soorten
from .links import ALL_TITLE, addresses, feed_links_for

MOST = 200


@require_safe
def feeds_page(request: HttpRequest) -> HttpResponse:
    """What feeds are, and all of them."""
    reader = anonymous()
    groepen = [
        _group("Alles", "Elke nieuwe pagina en elke belangrijke wijziging.", [_row(ALL_TITLE, "feed_all")]),
        _group(
            "Per soort",
            "Bijvoorbeeld alleen handreikingen.",
            [
                _row(capfirst(title), "feed_soort", soort)
                for soort, title in sorted(soorten().items(), key=lambda item: item[1])
            ],
        ),
        *_records(reader),
        *_begrippen(),
        _wetten(),
        _trefwoorden(reader),
    ]
    context = {
        "groepen": [groep for groep in groepen if groep["feeds"]],
        "crumbs": [("Home", "/")],
        "feed_links": feed_links_for(None, visit_of(request)),
    }
    return render(request, "portal/feeds.html", context)


def _records(reader: Reader) -> list[dict[str, Any]]:
    followed = {name: soort.followed_each for name, (_, soort) in by_name().items() if soort.followed_each}
    pages = Pagina.objects.of_soort(*followed).visible_to(reader).select_related("content_type").defer("inhoud")
    rows: dict[str, list[dict[str, str]]] = {soort: [] for soort in followed}
    for page in pages.order_by("title")[: MOST * len(followed)]:
        rows[page.soort].append(_row(page.title, "feed_pagina", page.translation_key))
    return [_group(titel, uitleg, rows[soort]) for soort, (titel, uitleg) in followed.items()]


def _begrippen() -> list[dict[str, Any]]:
    """A group for each schema, the general terms last."""
    rows: dict[str, list[dict[str, str]]] = {schema: [] for schema in Schema.values}
    for schema, term, slug in (
        Begrip.objects.active().order_by("schema", "volgorde", "term").values_list("schema", "term", "slug")
    ):
        rows[schema].append(_row(term, "feed_begrip", slug))
    return [_group(f"Per {Schema(schema).label}", "", rows[schema]) for schema in Schema.values]


def _wetten() -> dict[str, Any]:
    rows = Wetsartikel.objects.order_by("regeling", "nummer", "pk").values_list("naam", "nummer", "slug")
    feeds = [_row(capfirst(naam), "feed_wetsartikel", nummer, slug) for naam, nummer, slug in rows[:MOST]]
    return _group("Per wetsartikel", "Wat er verandert in alles wat op dat artikel rust.", feeds)


def _trefwoorden(reader: Reader) -> dict[str, Any]:
    rows = visible_tags(reader).order_by("name").values_list("name", "slug")[:MOST]
    return _group("Per trefwoord", "", [_row(name, "feed_trefwoord", slug) for name, slug in rows])


def _group(titel: str, uitleg: str, feeds: list[dict[str, str]]) -> dict[str, Any]:
    return {"titel": titel, "uitleg": uitleg, "feeds": feeds}


def _row(title: str, name: str, *args: Any) -> dict[str, str]:
    return {"title": title, **addresses(name, *args)}
