"""Feeds: what changed, for who follows. Always for the anonymous reader, whoever asks."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import escape
from django.views.decorators.http import require_safe
from wagtail.models import get_page_models

from search.conf import facets
from search.querystring import parse
from search.service import search

from .choices import Schema
from .feed_formats import FORMATS, Entry, Feed, response_for
from .models import Begrip, Organisatie, Pagina, Wijziging
from .visibility import Reader, anonymous, audience_for

SIZE = 50
ALL_TITLE = "Alles wat nieuw of gewijzigd is"
Link = tuple[str, str, str]


def feed_links_for(subject: Pagina | Begrip | None, request: HttpRequest) -> list[Link]:
    """(title, url, mime) for auto-discovery: the feed of what is on screen in each format, and that of everything."""
    links: list[Link] = []
    if isinstance(subject, Begrip):
        links = _in_all_formats(f"Nieuw over {subject.term}", "feed_begrip", subject.slug)
    elif subject is not None and hasattr(subject, "list_queryset"):
        links = _in_all_formats(f"Nieuw in {subject.title}", "feed_lijst", subject.translation_key)
        query = request.GET.urlencode()
        if query:
            links = [(f"{title} (met deze filters)", f"{url}?{query}", mime) for title, url, mime in links]
    elif subject is not None and subject.announces_itself:
        links = _in_all_formats(f"Wijzigingen van {subject.title}", "feed_pagina", subject.translation_key)
    return [*links, (ALL_TITLE, reverse("feed_all", args=["rss"]), FORMATS["rss"].mime)]


def _in_all_formats(title: str, name: str, *args: Any) -> list[Link]:
    return [
        (
            title if fmt == "rss" else f"{title} ({FORMATS[fmt].name})",
            reverse(name, args=[*args, fmt]),
            FORMATS[fmt].mime,
        )
        for fmt in FORMATS
    ]


@require_safe
def feed_all(request: HttpRequest, fmt: str) -> HttpResponse:
    return _respond(request, fmt, ALL_TITLE, "/", _changes(anonymous()))


@require_safe
def feed_soort(request: HttpRequest, soort: str, fmt: str) -> HttpResponse:
    """The changes of one type of content."""
    names = soorten()
    if soort not in names:
        raise Http404
    rows = _changes(anonymous()).filter(pagina__content_type__model=soort)
    return _respond(request, fmt, f"Nieuw en gewijzigd: {names[soort]}", "/", rows)


@require_safe
def feed_begrip(request: HttpRequest, slug: str, fmt: str) -> HttpResponse:
    begrip = get_object_or_404(Begrip.objects.active(), slug=slug)
    pages = Pagina.objects.for_begrip(begrip).values("pk")
    rows = _changes(anonymous()).filter(pagina__in=pages)
    return _respond(request, fmt, f"Nieuw over {begrip.term}", begrip.get_absolute_url(), rows)


@require_safe
def feed_pagina(request: HttpRequest, key: UUID, fmt: str) -> HttpResponse:
    """The changes of one page; of an Organisatie also those of the pages that name it."""
    reader = anonymous()
    page = get_object_or_404(Pagina.objects.visible_to(reader), translation_key=key)
    rows = _changes(reader)
    if page.content_type.model_class() is Organisatie:
        naming = Pagina.organisaties.through.objects.filter(organisatie=page.pk).values("pagina_id")
        rows = rows.filter(Q(pagina=page.pk) | Q(pagina__in=naming))
    else:
        rows = rows.about(page)
    return _respond(request, fmt, f"Wijzigingen van {page.title}", page.get_url(request) or "/", rows)


@require_safe
def feed_lijst(request: HttpRequest, key: UUID, fmt: str) -> HttpResponse:
    """The changes of the pages in a list, with the filters of its URL."""
    reader = anonymous()
    page = get_object_or_404(Pagina.objects.visible_to(reader), translation_key=key).specific
    if not hasattr(page, "list_queryset"):
        raise Http404
    pages = page.list_queryset(reader, request.GET).order_by().values("pk")
    query = request.GET.urlencode()
    url = (page.get_url(request) or "/") + (f"?{query}" if query else "")
    return _respond(request, fmt, f"Nieuw in {page.title}", url, _changes(reader).filter(pagina__in=pages))


@require_safe
def feed_zoeken(request: HttpRequest, fmt: str) -> HttpResponse:
    """The latest changes of what a search finds."""
    reader = anonymous()
    asked = parse(request.GET, (facet.name for facet in facets()), audience_for(reader), size=SIZE)
    results = search(asked.but(sort="changed", page=1))
    pages = Pagina.objects.filter(
        translation_key__in=[hit.object_id for hit in results.hits if _is_uuid(hit.object_id)]
    )
    query = request.GET.urlencode()
    url = "/zoeken/" + (f"?{query}" if query else "")
    title = f"Zoeken: {asked.text}" if asked.text else "Zoeken"
    return _respond(request, fmt, title, url, _changes(reader).filter(pagina__in=pages.values("pk")))


@require_safe
def feeds_page(request: HttpRequest) -> HttpResponse:
    """What feeds are, and all of them."""
    reader = anonymous()
    sections = [
        {"title": title.capitalize(), **_addresses("feed_soort", soort)}
        for soort, title in sorted(soorten().items(), key=lambda item: item[1])
    ]
    begrippen = Begrip.objects.active().exclude(schema=Schema.ALGEMEEN).order_by("schema", "volgorde", "term")
    proeftuinen = Pagina.objects.of_soort("proeftuin").visible_to(reader).order_by("title")[:200]
    organisaties = Pagina.objects.of_soort("organisatie").visible_to(reader).order_by("title")[:200]
    groepen = [
        {
            "titel": "Alles",
            "uitleg": "Elke nieuwe pagina en elke belangrijke wijziging.",
            "feeds": [{"title": ALL_TITLE, **_addresses("feed_all")}],
        },
        {"titel": "Per soort", "uitleg": "Bijvoorbeeld alleen handreikingen.", "feeds": sections},
        {
            "titel": "Per proeftuin",
            "uitleg": "Ook resultaten en nieuwe stappen.",
            "feeds": [{"title": p.title, **_addresses("feed_pagina", p.translation_key)} for p in proeftuinen],
        },
        {
            "titel": "Per onderwerp",
            "uitleg": "Alles wat onder een begrip valt.",
            "feeds": [{"title": b.term, **_addresses("feed_begrip", b.slug)} for b in begrippen],
        },
        {
            "titel": "Per organisatie",
            "uitleg": "Wijzigingen van de organisatie en van pagina's die haar noemen.",
            "feeds": [{"title": p.title, **_addresses("feed_pagina", p.translation_key)} for p in organisaties],
        },
    ]
    context = {"groepen": groepen, "crumbs": [("Home", "/")], "feed_links": feed_links_for(None, request)}
    return render(request, "portal/feeds.html", context)


def soorten() -> dict[str, str]:
    """Slug -> plural of each type that has news."""
    return {
        model._meta.model_name: str(model._meta.verbose_name_plural)
        for model in get_page_models()
        if issubclass(model, Pagina) and model.is_creatable and model.announces_itself
    }


def _addresses(name: str, *args: Any) -> dict[str, str]:
    return {fmt: reverse(name, args=[*args, fmt]) for fmt in FORMATS}


def _changes(reader: Reader) -> Any:
    return Wijziging.objects.visible_to(reader)


def _respond(request: HttpRequest, fmt: str, title: str, url: str, rows: QuerySet[Wijziging]) -> HttpResponse:
    if fmt not in FORMATS:
        raise Http404
    rows = rows.select_related("pagina__content_type").prefetch_related("pagina__begrippen")[:SIZE]
    feed = Feed(
        title=f"{title} | Kennisportaal Aanpak Mensenhandel",
        description="Nieuwe en gewijzigde kennis over de aanpak van mensenhandel.",
        url=request.build_absolute_uri(url),
        feed_url=request.build_absolute_uri(),
        entries=tuple(_entry(row, request) for row in rows),
    )
    return response_for(feed, fmt)


def _entry(row: Wijziging, request: HttpRequest) -> Entry:
    page = row.pagina
    label = "Voorbeeld: " if page.is_voorbeeld else ""
    summary = f"<p>{escape(row.tekst)}</p>" if row.tekst else ""
    if page.samenvatting and page.samenvatting != row.tekst:
        summary += f"<p>{escape(page.samenvatting)}</p>"
    return Entry(
        id=f"urn:uuid:{row.uuid}",
        title=f"{label}{row.titel} ({row.get_soort_display()})",
        url=request.build_absolute_uri(page.get_url(request) or "/"),
        html=summary,
        moment=row.moment,
        categories=(row.get_soort_display(), page.soort_naam, *(b.term for b in page.begrippen.all())),
    )


def _is_uuid(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True
