"""Feeds of the views of the whole programme, with the filters on screen. Always for the anonymous reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.following.feeds import changes_on, respond
from portal.following.formats import FORMATS
from portal.following.links import ALL_TITLE, Link, addresses, in_all_formats, list_query
from portal.models import Pagina, Wijziging
from portal.querysets import WijzigingQuerySet
from portal.visibility import Reader, anonymous

from .choices import Registersoort
from .lists.filters import filter_set
from .models import Knelpunt, Proeftuin
from .querysets import aanbevelingen
from .selectors.aanbevelingen import aanbeveling_queryset
from .selectors.programma.selectie import Selectie

MOST_COMPARED = 8
Rows = Callable[[Reader, QueryDict], WijzigingQuerySet]


def _tracker(reader: Reader, params: QueryDict) -> WijzigingQuerySet:
    selectie = Selectie(reader, params)
    if selectie.query:
        return changes_on().filter(selectie.touched_q())
    pages = Pagina.objects.of_soort("proeftuin", "knelpunt", "oplossing").order_by().values("pk")
    return changes_on(pages, also=Q(onderwerp__in=aanbevelingen(reader).order_by().values("uuid")))


def _matrix(reader: Reader, params: QueryDict) -> WijzigingQuerySet:
    shown = filter_set(Registersoort.KNELPUNT, reader).bind(params).apply(Knelpunt.objects.visible_to(reader))
    return changes_on(shown.order_by().values("pk"))


def _witte_vlekken(reader: Reader, params: QueryDict) -> WijzigingQuerySet:
    """All Knelpunten and Oplossingen of the vorm: also the change by which one is a white spot no longer."""
    pages = Pagina.objects.of_soort("knelpunt", "oplossing")
    if vorm := params.get("vorm", ""):
        links = Pagina.begrippen.through.objects.filter(begrip__slug=_usable(vorm))
        pages = pages.filter(pk__in=links.values("pagina"))
    return changes_on(pages.order_by().values("pk"))


def _vergelijken(reader: Reader, params: QueryDict) -> WijzigingQuerySet:
    slugs = [_usable(slug) for slug in params.getlist("proeftuin")[:MOST_COMPARED]]
    chosen = Proeftuin.objects.visible_to(reader)
    return changes_on((chosen.filter(slug__in=slugs) if slugs else chosen).order_by().values("pk"))


def _kaart(reader: Reader, params: QueryDict) -> WijzigingQuerySet:
    shown = filter_set(Registersoort.PROEFTUIN, reader).bind(params).apply(Proeftuin.objects.visible_to(reader))
    return changes_on(shown.order_by().values("pk"))


def _aanbevelingen(reader: Reader, params: QueryDict) -> WijzigingQuerySet:
    """What was done with the Aanbevelingen on screen, and what is new in their Rapporten."""
    shown = aanbeveling_queryset(reader, params).order_by()
    reports = Q(pagina__in=shown.values("rapport"), onderwerp=F("pagina__translation_key"))
    rows: WijzigingQuerySet = Wijziging.objects.visible_to(reader)
    return rows.filter(Q(onderwerp__in=shown.values("uuid")) | reports)


@dataclass(frozen=True, slots=True)
class Weergave:
    """A view that can be followed: what its feed is called, and the changes in it."""

    titel: str
    rows: Rows


WEERGAVEN = {
    "programma": Weergave("Nieuw in het programma", _tracker),
    "matrix": Weergave("Nieuw in de matrix", _matrix),
    "witte_vlekken": Weergave("Nieuw bij de witte vlekken", _witte_vlekken),
    "vergelijken": Weergave("Nieuw bij proeftuinen die u vergelijkt", _vergelijken),
    "kaart": Weergave("Nieuw op de kaart", _kaart),
    "aanbevelingen": Weergave("Opvolging van aanbevelingen", _aanbevelingen),
}


@require_safe
def feed(request: HttpRequest, weergave: str, fmt: str) -> HttpResponse:
    """GET /programma/feeds/<weergave>.<rss|atom|json>?<filters>: the changes in a view."""
    view = WEERGAVEN.get(weergave)
    if view is None:
        raise Http404
    query = list_query(request)
    url = reverse(weergave) + (f"?{query}" if query else "")
    return respond(request, fmt, _title(view, query), url, view.rows(anonymous(), request.GET))


def feed_links(weergave: str, request: HttpRequest) -> list[Link]:
    """(title, url, mime) for auto-discovery: the feed of the view on screen in each format, and that of everything."""
    query = list_query(request)
    own = in_all_formats(_title(WEERGAVEN[weergave], query), addresses("tracker_feed", weergave, query=query))
    return [*own, (ALL_TITLE, reverse("feed_all", args=["rss"]), FORMATS["rss"].mime)]


def _title(view: Weergave, query: str) -> str:
    return view.titel + (" (met deze keuze)" if query else "")


def _usable(value: Any) -> str:
    return str(value)[:120].replace("\x00", "")
