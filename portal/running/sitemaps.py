"""The sitemap: what everybody may see, in one file, or in parts with an index when there is more."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe
from taggit.models import Tag

from ..lists.trefwoorden import address_of, visible_tags
from ..models import Begrip, Pagina, Wetsartikel
from ..visibility import Reader, anonymous
from ..visit import Visit, visit_of

LIMIT = 10_000
FIXED = ("feeds", "wijzigingen", "wetten")
MIME = "application/xml"
Place = dict[str, Any]


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """GET /sitemap.xml: everything, or the index of its parts; GET /sitemap.xml?p=2: one part."""
    reader = anonymous()
    pages = Pagina.objects.visible_to(reader).order_by("pk").defer("inhoud")
    begrippen = Begrip.objects.active().order_by("pk")
    law = Wetsartikel.objects.order_by("pk")
    tags = visible_tags(reader)
    fixed = _fixed(reader)
    sources = [*((rows, rows.count()) for rows in (pages, begrippen, law, tags)), (fixed, len(fixed))]
    parts = max(1, -(-sum(size for _, size in sources) // LIMIT))
    wanted = request.GET.get("p")
    if wanted is None and parts > 1:
        here = visit_of(request).address
        context = {"sitemaps": [{"location": f"{here}?p={part}"} for part in range(1, parts + 1)]}
        return render(request, "sitemap_index.xml", context, content_type=MIME)
    part = _part(wanted)
    if part is None or part > parts:
        raise Http404
    visit = visit_of(request)
    places = [_place(row, visit) for row in _slice(sources, (part - 1) * LIMIT, part * LIMIT)]
    return render(request, "sitemap.xml", {"urlset": places}, content_type=MIME)


def _fixed(reader: Reader) -> list[str]:
    """The addresses that are no page: our own, and those that SITEMAP_PLACES gives for this reader."""
    return [
        *(reverse(name) for name in FIXED),
        *(place for name in settings.SITEMAP_PLACES for place in import_string(name)(reader)),
    ]


def _part(wanted: str | None) -> int | None:
    if wanted is None:
        return 1
    return int(wanted) if wanted.isascii() and wanted.isdigit() and 0 < len(wanted) < 6 and int(wanted) else None


def _slice(sources: list[tuple[Any, int]], start: int, stop: int) -> list[Any]:
    """The rows from `start` to `stop` of the sources one after another."""
    found: list[Any] = []
    for rows, size in sources:
        if start < size and stop > 0:
            found += rows[max(0, start) : min(size, stop)]
        start, stop = start - size, stop - size
    return found


def _place(row: Pagina | Begrip | Wetsartikel | Tag | str, visit: Visit) -> Place:
    moment: datetime.datetime | None = None
    if isinstance(row, Pagina):
        url, moment = row.get_url() or "/", row.last_published_at
    elif isinstance(row, Begrip | Wetsartikel):
        url = row.get_absolute_url()
    elif isinstance(row, Tag):
        url = address_of(row.slug)
    else:
        url = row
    return {"location": visit.absolute(url), "lastmod": moment}
