"""The public addresses of the law: all articles, and one with what rests on it."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ..following.links import feed_links_for
from ..models import Wetsartikel
from ..pages.items import pages_resting_on
from ..pages.presenters import feed_of
from ..visibility import reader_of


@require_safe
def wetten(request: HttpRequest) -> HttpResponse:
    """GET /wetten/: every article, by the law that it is of."""
    rows = Wetsartikel.objects.order_by("regeling", "nummer", "pk")
    context: dict[str, Any] = {
        "reader": reader_of(request),
        "regelingen": [
            {"naam": regeling, "artikelen": [{"naam": row.naam, "url": row.get_absolute_url()} for row in group]}
            for regeling, group in groupby(rows, key=lambda row: row.regeling)
        ],
        "crumbs": [("Home", "/")],
        "feed_links": feed_links_for(None, request),
    }
    return render(request, "portal/wetten.html", context)


@require_safe
def wetsartikel(request: HttpRequest, nummer: str, slug: str) -> HttpResponse:
    """GET /wetten/<BWB or CELEX>/<article>/: its names, where its text stands, and what rests on it."""
    found = get_object_or_404(Wetsartikel, nummer=nummer, slug=slug)
    reader = reader_of(request)
    feed_links = feed_links_for(found, request)
    context: dict[str, Any] = {
        "artikel": found,
        "reader": reader,
        "groepen": pages_resting_on(found, reader, request),
        "crumbs": [("Home", "/"), ("Wetten", "/wetten/")],
        "feed_links": feed_links,
        "feed": feed_of(feed_links),
    }
    return render(request, "portal/wetsartikel.html", context)
