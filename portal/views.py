"""The few public addresses that are no Wagtail page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.http import require_safe
from wagtail.models import Site
from wagtail.views import serve as wagtail_page

from search.service import health as search_health

from .choices import Schema, TermSoort, WijzigingSoort
from .following.feeds import feed_links_for
from .following.recent import change_of, changes_of, with_page
from .lists.filters import PAGE_PARAM, PAGE_SIZE, paging
from .lists.trefwoorden import pages_with, tag_for
from .models import Begrip, Pagina, Wijziging
from .models.paginas.home import route_below
from .pages.items import items_of, pages_about
from .pages.presenters import feed_of
from .pages.successors import successors
from .visibility import may_see
from .visit import reader_of, visit_of

CHANGES_PER_PAGE = 30


def pagina(request: HttpRequest, path: str) -> HttpResponseBase:
    """Wagtail's own view of a page; that alone would fetch the front page first, for every other page."""
    site = Site.find_for_request(request)
    components = [component for component in path.split("/") if component]
    if site is not None and components:
        request._wagtail_route_for_request = route_below(site.root_page, components)  # type: ignore[attr-defined]
    response: HttpResponseBase = wagtail_page(request, path)
    return response


@require_safe
def vaste_link(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """GET /pagina/<uuid>/: the page that keeps this identity, wherever it stands now, or what came in its place."""
    reader = reader_of(request)
    page = get_object_or_404(Pagina, translation_key=uuid)
    found = page if may_see(reader, page) else successors([page], reader).get(page.pk)
    if found is None:
        raise Http404
    return redirect(found.get_url() or "/")


@require_safe
def begrip(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything about one term. A merged Begrip leads to the one that took its place."""
    found = get_object_or_404(
        Begrip.objects.select_related("samengevoegd_met", "breder").prefetch_related("alternatieven"), slug=slug
    )
    if found.samengevoegd_met:
        return redirect(found.samengevoegd_met, permanent=True)
    reader = reader_of(request)
    groepen = pages_about(found, reader)
    feed_links = feed_links_for(found, visit_of(request))
    context: dict[str, Any] = {
        "begrip": found,
        "reader": reader,
        "schema_naam": found.get_schema_display(),
        "ook": [alt.term for alt in found.alternatieven.all() if alt.soort != TermSoort.ZOEKTERM],
        "smaller": [
            {"tekst": b.term, "url": b.get_absolute_url()} for b in found.smallere.active().order_by("term")[:50]
        ],
        "breder": {"tekst": found.breder.term, "url": found.breder.get_absolute_url()} if found.breder else None,
        "wetsartikelen": [{"tekst": row.naam, "url": row.get_absolute_url()} for row in found.wetsartikelen.all()],
        "toets_verlopen": bool(found.toetsen_voor and found.toetsen_voor < timezone.localdate()),
        "groepen": groepen,
        "aantal": sum(groep.aantal for groep in groepen),
        "crumbs": [("Home", "/"), ("Begrippen", "/begrippen/")],
        "feed_links": feed_links,
        "feed": feed_of(feed_links),
        "zoek_url": f"/zoeken/?{urlencode([_as_question(found)])}",
    }
    return render(request, "portal/begrip.html", context)


def _as_question(found: Begrip) -> tuple[str, str]:
    """What asks the search for a term: its facet, and for a general term, which has none, its word."""
    return ("q", found.term) if found.schema == Schema.ALGEMEEN else (found.schema, found.slug)


@require_safe
def trefwoord(request: HttpRequest, slug: str) -> HttpResponse:
    """GET /trefwoorden/<slug>/: the pages with this tag, the newest first."""
    reader = reader_of(request)
    tag = tag_for(slug, reader)
    if tag is None:
        raise Http404
    found = pages_with(tag, reader)
    amount, paginator = found.amount(), Paginator(found, PAGE_SIZE)
    paginator.count = amount.alles  # counted already
    page = paginator.get_page(request.GET.get(PAGE_PARAM, "1")[:12])
    feed_links = feed_links_for(tag, visit_of(request))
    context = {
        "titel": capfirst(tag.name),
        "items": items_of(page.object_list, reader),
        "aantal": amount,
        "paging": paging(page, lambda number: f"?{PAGE_PARAM}={number}"),
        "crumbs": [("Home", "/")],
        "feed_links": feed_links,
        "feed": feed_of(feed_links),
    }
    return render(request, "portal/trefwoord.html", context)


@require_safe
def wijzigingen(request: HttpRequest) -> HttpResponse:
    """What is new and changed on the whole portal, newest first."""
    reader = reader_of(request)
    kind = request.GET.get("soort", "")
    among = Wijziging.objects.visible_to(reader)
    known = dict(WijzigingSoort.choices)
    if kind in known:
        among = among.filter(soort=kind)
    partij = uuid_of(request.GET.get("import", ""))
    if partij:
        # All of one import, a line a page.
        rows = among = among.filter(partij=partij)
    else:
        rows = among.heads(per_day=True)
    page: Any = Paginator(with_page(rows), CHANGES_PER_PAGE).get_page(request.GET.get("pagina", "1")[:12])
    labelled = page.object_list.with_labels(reader)
    shown = [change_of((row,), row.pagina) for row in labelled] if partij else changes_of(labelled, among)

    def url(number: int) -> str:
        kept = (("soort", kind if kind in known else ""), ("import", partij), ("pagina", number))
        return "?" + urlencode({k: v for k, v in kept if v})

    context = {
        "titel": "Nieuw en gewijzigd",
        "wijzigingen": shown,
        "filters": [
            {
                "name": "soort",
                "label": "soort wijziging",
                "type": "select",
                "options": [
                    {"value": v, "label": label, "count": None, "selected": v == kind} for v, label in known.items()
                ],
            }
        ],
        "chips": [{"label": capfirst(known[kind]), "remove_url": "?"}] if kind in known else [],
        "reset_url": "?",
        "paging": paging(page, url),
        "crumbs": [("Home", "/")],
        "feed_links": feed_links_for(None, visit_of(request)),
        "feed": feed_of(feed_links_for(None, visit_of(request))),
    }
    return render(request, "portal/wijzigingen.html", context)


def uuid_of(text: str) -> UUID | None:
    """The uuid that somebody wrote in an address; None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None


@require_safe
def no_access(request: HttpRequest, status: int = 200, next_url: str = "") -> HttpResponse:
    """Waarom zie ik dit niet: what is closed, for whom, and how to ask for access."""
    context = {"crumbs": [("Home", "/")], "next": next_url, "login_url": settings.LOGIN_URL, "geweigerd": status == 403}
    return render(request, "portal/geen_toegang.html", context, status=status)


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Whether the process answers and reaches its database, and whether search answers: 503 when it does not."""
    Begrip.objects.exists()
    search = search_health()
    said = [word for word in ("ok" if search.answers else "not ok", search.problem) if word]
    return HttpResponse("\n".join(said), status=200 if search.answers else 503, content_type="text/plain")
