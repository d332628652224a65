"""The addresses of one Toepassing: its page, how to cite it, and its feed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.following.feeds import changes_on, respond
from portal.following.formats import FORMATS
from portal.following.links import ALL_TITLE, Link, addresses, in_all_formats
from portal.pages.citaten import VORMEN, as_text
from portal.pages.presenters import feed_of
from portal.pages.structured_data import record
from portal.views import no_access
from portal.visibility import Reader, anonymous, reader_of

from ..models import Toepassing
from ..peildatum import peildatum
from ..selectors.toepassing import ToepassingOverzicht, toepassing_for, toepassing_overzicht
from ..views import CRUMBS


@require_safe
def toepassing(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """GET /toepassingen/<uuid>/: everything on it; with ?op=2026-05-01 what it said on that day."""
    reader = reader_of(request)
    row = toepassing_for(uuid, reader)
    if row is None:
        return _refused(request, uuid, reader)
    shown = toepassing_overzicht(row, reader, peildatum(request.GET.get("op", "")))
    links = _feed_links(row, reader)
    proeftuin = shown.rij.proeftuin if shown.rij else None
    context: dict[str, Any] = {
        "overzicht": shown,
        "citeer": as_text(shown.citaat(_address(request, shown))) if shown.rij else "",
        "citeer_bestanden": _files(shown) if shown.rij else [],
        "contact_email": shown.contact_email,
        "crumbs": [*CRUMBS, *([(proeftuin.title, proeftuin.url)] if proeftuin else [])],
        "feed_links": links,
        "feed": feed_of(links) if len(links) > 1 else None,
        "jsonld": _jsonld(shown, request),
    }
    return render(request, "proeftuinen/toepassing.html", context)


@require_safe
def citeer(request: HttpRequest, uuid: UUID, fmt: str) -> HttpResponse:
    """GET /toepassingen/<uuid>/citeer.<txt|ris|bib|json>: how to cite it, for a reference manager."""
    reader = reader_of(request)
    row = toepassing_for(uuid, reader)
    if row is None:
        return _refused(request, uuid, reader)
    asked = peildatum(request.GET.get("op", ""))
    shown = toepassing_overzicht(row, reader, asked)
    if shown.rij is None or asked.melding:
        raise Http404
    form = VORMEN[fmt]
    response = HttpResponse(form.schrijf(shown.citaat(_address(request, shown))), content_type=form.mime)
    response["Content-Disposition"] = f'attachment; filename="toepassing-{uuid}.{fmt}"'
    return response


@require_safe
def feed(request: HttpRequest, uuid: UUID, fmt: str) -> HttpResponse:
    """GET /toepassingen/<uuid>/feed.<rss|atom|json>: what changed in it. For the anonymous reader, whoever asks."""
    row = toepassing_for(uuid, anonymous())
    if row is None:
        raise Http404
    # Of one record an import tells what it did to this one.
    rows = changes_on().filter(onderwerp=uuid)
    return respond(request, fmt, f"Wijzigingen van {row}", row.get_absolute_url(), rows, per_import=False)


def _refused(request: HttpRequest, uuid: UUID, reader: Reader) -> HttpResponse:
    """As a page answers: closed to this reader, or not there."""
    if Toepassing.objects.visible_to(reader.admitted).filter(uuid=uuid).exists():
        return no_access(request, status=403, next_url=request.path)
    raise Http404


def _jsonld(shown: ToepassingOverzicht, request: HttpRequest) -> Any:
    """For search engines: of today only."""
    if shown.op or shown.rij is None:
        return None
    return record(shown.titel, shown.rij.toelichting, shown.is_voorbeeld, request)


def _address(request: HttpRequest, shown: ToepassingOverzicht) -> str:
    return request.build_absolute_uri(shown.url + _query(shown))


def _files(shown: ToepassingOverzicht) -> list[dict[str, str]]:
    return [
        {"label": form.naam, "url": reverse("toepassing_citeer", args=[shown.uuid, fmt]) + _query(shown)}
        for fmt, form in VORMEN.items()
    ]


def _query(shown: ToepassingOverzicht) -> str:
    return f"?{urlencode({'op': shown.op.isoformat()})}" if shown.op else ""


def _feed_links(row: Toepassing, reader: Reader) -> list[Link]:
    """Its feed in each format, unless that would stay empty because it is closed; and that of everything."""
    everything: Link = (ALL_TITLE, reverse("feed_all", args=["rss"]), FORMATS["rss"].mime)
    if reader.is_logged_in and not Toepassing.objects.visible_to(anonymous()).filter(pk=row.pk).exists():
        return [everything]
    return [*in_all_formats(f"Wijzigingen van {row}", addresses("toepassing_feed", row.uuid)), everything]
