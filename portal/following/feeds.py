"""Feeds: what changed, for who follows. Always for the anonymous reader, whoever asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.html import escape
from django.views.decorators.http import require_safe

from search.conf import facets
from search.querystring import encode, not_understood, parse
from search.service import LARGEST_PAGE, search

from ..lists.trefwoorden import address_of, pages_with, tag_for
from ..models import Begrip, Organisatie, Pagina, Wetsartikel, Wijziging
from ..querysets import WijzigingQuerySet
from ..soorten import by_name, function, names, words_of
from ..visibility import anonymous, audience_for, page_q
from ..visit import Visit, visit_of
from .bundles import Bundel, bundles
from .formats import Entry, Feed, plain, response_for
from .links import ALL_TITLE, PER, feed_links_for, list_query
from .recent import change_of, import_of

__all__ = [
    "changes_on", "feed_all", "feed_begrip", "feed_lijst", "feed_links_for", "feed_pagina", "feed_soort",
    "feed_trefwoord", "feed_wetsartikel", "feed_zoeken", "respond", "soorten",
]  # fmt: skip

SIZE = 50
RETRY_AFTER = 300


@require_safe
def feed_all(request: HttpRequest, fmt: str) -> HttpResponse:
    return respond(visit_of(request), fmt, ALL_TITLE, "/", changes_on())


@require_safe
def feed_soort(request: HttpRequest, soort: str, fmt: str) -> HttpResponse:
    """The changes of one type of content."""
    known = soorten()
    if soort not in known:
        raise Http404
    rows = changes_on(Pagina.objects.of_soort(soort).values("pk"))
    return respond(visit_of(request), fmt, f"Nieuw en gewijzigd: {known[soort]}", "/", rows)


@require_safe
def feed_begrip(request: HttpRequest, slug: str, fmt: str) -> HttpResponse:
    """The changes under one term. A merged Begrip leads to the one that took its place."""
    begrip = get_object_or_404(Begrip.objects.select_related("samengevoegd_met"), slug=slug)
    if begrip.samengevoegd_met:
        return redirect("feed_begrip", slug=begrip.samengevoegd_met.slug, fmt=fmt, permanent=True)
    rows = changes_on(Pagina.objects.for_begrip(begrip).order_by().values("pk"))
    return respond(visit_of(request), fmt, f"Nieuw over {begrip.term}", begrip.get_absolute_url(), rows)


@require_safe
def feed_wetsartikel(request: HttpRequest, nummer: str, slug: str, fmt: str) -> HttpResponse:
    """The changes of what rests on one article of the law."""
    artikel = get_object_or_404(Wetsartikel, nummer=nummer, slug=slug)
    rows = changes_on(Pagina.objects.for_wetsartikel(artikel).order_by().values("pk"))
    return respond(visit_of(request), fmt, f"Nieuw over {artikel.naam}", artikel.get_absolute_url(), rows)


@require_safe
def feed_trefwoord(request: HttpRequest, slug: str, fmt: str) -> HttpResponse:
    """The changes of what carries a free tag."""
    tag = tag_for(slug, anonymous())
    if tag is None:
        raise Http404
    rows = changes_on(pages_with(tag, anonymous()).order_by().values("pk"))
    return respond(visit_of(request), fmt, f"Nieuw met trefwoord {tag.name}", address_of(tag.slug), rows)


@require_safe
def feed_pagina(request: HttpRequest, key: UUID, fmt: str) -> HttpResponse:
    """The changes of one page; of an Organisatie also those of the pages that name it. A merged page leads on."""
    reader = anonymous()
    page = Pagina.objects.visible_to(reader).filter(translation_key=key).defer("inhoud").first()
    if page is None:
        page = get_object_or_404(Pagina.objects.defer("inhoud"), translation_key=key)
        taken_over_by = getattr(page.specific, "samengevoegd_met", None)
        if taken_over_by is None or not Pagina.objects.filter(page_q(reader), pk=taken_over_by.pk).exists():
            raise Http404
        return redirect("feed_pagina", key=taken_over_by.translation_key, fmt=fmt, permanent=True)
    if issubclass(page.specific_class or Pagina, Organisatie):
        naming = Pagina.organisaties.through.objects.filter(organisatie=page.pk).values("pagina_id")
        rows = changes_on(naming, also=Q(pagina=page.pk))
    else:
        title, url = f"Wijzigingen van {page.title}", page.get_url() or "/"
        # Of one page an import tells what it did to this page.
        return respond(visit_of(request), fmt, title, url, changes_on().about(page), per_import=False)
    return respond(visit_of(request), fmt, f"Wijzigingen van {page.title}", page.get_url() or "/", rows)


@require_safe
def feed_lijst(request: HttpRequest, key: UUID, fmt: str) -> HttpResponse:
    """The changes of the pages in a list, with the filters of its URL; a filter that cannot be used is left out."""
    reader = anonymous()
    page = get_object_or_404(Pagina.objects.visible_to(reader).defer("inhoud"), translation_key=key).specific
    listing = by_name()[page.soort][1].listing
    if not listing:
        raise Http404
    pages = function(listing)(page, reader, request.GET).order_by().values("pk")
    query = list_query(request.GET)
    url = (page.get_url() or "/") + (f"?{query}" if query else "")
    title = f"Nieuw in {page.title}" + (f" ({_chosen(request.GET)})" if query else "")
    return respond(visit_of(request), fmt, title, url, changes_on(pages))


@require_safe
def feed_zoeken(request: HttpRequest, fmt: str) -> HttpResponse:
    """The latest changes of what a search finds."""
    asked = parse(request.GET, (facet.name for facet in facets()), audience_for(anonymous()), size=LARGEST_PAGE)
    if refusal := not_understood(asked):
        # Without this filter the feed would hold more than was asked, for as long as somebody follows it.
        return HttpResponse(refusal, status=400, content_type="text/plain; charset=utf-8")
    results = search(asked.but(sort="changed", page=1))
    if not results.engine:
        # An empty feed would say that nothing matches; this says to ask again.
        response = HttpResponse(results.notice, status=503, content_type="text/plain; charset=utf-8")
        response["Retry-After"] = str(RETRY_AFTER)
        return response
    keys = [hit.object_id for hit in results.hits if _is_uuid(hit.object_id)]
    # A hit is a page, or a record with changes of its own, such as an Aanbeveling.
    pages = Pagina.objects.filter(translation_key__in=keys).values("pk")
    rows = changes_on(pages, also=Q(onderwerp__in=keys))
    title = f"Zoeken: {asked.text}" if asked.text else "Zoeken"
    return respond(visit_of(request), fmt, title, "/zoeken/" + encode(asked.but(sort="relevance")).rstrip("?"), rows)


def soorten() -> dict[str, str]:
    """Slug -> plural of each type that has news."""
    return {name: words_of(by_name()[name][0])[1] for name in names(followed=True)}


def changes_on(pages: Any = None, also: Q | None = None) -> WijzigingQuerySet:
    """Changes that anybody may see: all of them, or those on `pages` (a subquery of keys) and those that fit `also`."""
    rows: WijzigingQuerySet = Wijziging.objects.visible_to(anonymous())
    if pages is None:
        return rows
    shared = Wijziging.ook_op.through.objects.filter(wijziging=OuterRef("pk"), pagina__in=pages)
    condition = Q(pagina__in=pages) | Exists(shared)
    return rows.filter(condition if also is None else condition | also)


def respond(
    visit: Visit, fmt: str, title: str, url: str, rows: WijzigingQuerySet, *, per_import: bool = True
) -> HttpResponse:
    """The newest of `rows` as a feed; `url` is the page on which they are seen.

    An import is one item, however much it changed; with `?per=dag` what changed on one page on one day is one too.
    """
    per_day = visit.query.get(PER) == "dag"
    newest = rows.heads(per_day=per_day, per_import=per_import)
    heads = newest.select_related("pagina__content_type").defer("pagina__inhoud")[:SIZE].with_labels(anonymous())
    found = bundles(heads, rows, per_day=per_day, per_import=per_import)
    terms = _terms_of({head.pagina_id for head in heads})
    feed = Feed(
        title=f"{title} | {settings.WAGTAIL_SITE_NAME}",
        description="Nieuwe en gewijzigde kennis over de aanpak van mensenhandel.",
        url=visit.absolute(url),
        feed_url=visit.absolute(visit.asked),
        entries=tuple(_entry(bundel, terms[bundel.kop.pagina_id], visit) for bundel in found),
    )
    return response_for(feed, fmt)


def _terms_of(pages: set[int]) -> dict[int, list[str]]:
    """Page -> the terms of its Begrippen, in one query."""
    links = Pagina.begrippen.through.objects.filter(pagina_id__in=pages).order_by("begrip__volgorde", "begrip__term")
    terms: dict[int, list[str]] = defaultdict(list)
    for pk, term in links.values_list("pagina_id", "begrip__term"):
        terms[pk].append(term)
    return terms


def _entry(bundel: Bundel, terms: Sequence[str], visit: Visit) -> Entry:
    page = bundel.kop.pagina
    if bundel.partij:
        line = import_of(bundel)
        text = f"<p>{escape(line.titel)}. Bekijk op de site wat er veranderde.</p>"
        return Entry(bundel.partij.urn, line.titel, visit.absolute(line.url), text, line.moment, ("import",))
    line = change_of(bundel.rijen, page)
    summary = "".join(f"<p>{escape(text)}</p>" for text in line.teksten)
    if page.samenvatting and page.samenvatting not in line.teksten:
        summary += f"<p>{escape(page.samenvatting)}</p>"
    return Entry(
        # Of a day the first change: what follows on that day is the same item, newer.
        id=bundel.rijen[-1].uuid.urn,
        title=f"{line.titel} ({line.soort_naam})",
        url=visit.absolute(line.url or "/"),
        html=summary or f"<p>{escape(line.titel)}</p>",
        moment=line.moment,
        categories=tuple(
            dict.fromkeys((*(("Voorbeeld",) if line.is_voorbeeld else ()), line.soort_naam, page.soort_naam, *terms))
        ),
    )


def _chosen(asked: QueryDict) -> str:
    """The filters of a list in words: the terms that are chosen, and otherwise that there is a filter."""
    slugs = [value for values in asked.lists() for value in values[1] if value and plain(value) == value][:20]
    terms = Begrip.objects.filter(slug__in=slugs).order_by("volgorde", "term").values_list("term", flat=True)
    return ", ".join(terms) or "met uw filters"


def _is_uuid(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True
