"""The addresses of the tracker that are no Wagtail page: read the URL, ask one selector, render."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.lists.downloads import XLSX_TYPE
from portal.lists.views import download
from portal.lists.workbooks import xlsx_file
from portal.pages.presenters import feed_of
from portal.visit import reader_of

from .feeds import feed_links
from .lists.exports import EXPORTS
from .navigation import all_files, export_links, weergaven
from .selectors.aanbevelingen import aanbeveling_list
from .selectors.programma.dashboard import dashboard as dashboard_of
from .selectors.programma.kaart import kaart as kaart_of
from .selectors.programma.matrix import matrix_list
from .selectors.programma.vergelijking import vergelijking as vergelijking_of
from .selectors.programma.witte_vlekken import witte_vlekken as witte_vlekken_of

CRUMBS = [("Home", "/"), ("Programma", "/programma/")]


def _page(request: HttpRequest, name: str, template: str, context: dict[str, Any]) -> HttpResponse:
    links = feed_links(name, request.GET)
    frame = {
        "crumbs": CRUMBS[:1] if name == "programma" else CRUMBS,
        "weergaven": weergaven(name),
        "reader": reader_of(request),
        "feed_links": links,
        "feed": feed_of(links),
    }
    return render(request, template, {**frame, **context})


@require_safe
def programma(request: HttpRequest) -> HttpResponse:
    """The whole programme: counts, time to resolution, recurrence and movement."""
    found = dashboard_of(reader_of(request), request.GET)
    context = {"dashboard": found, "bestanden": all_files(), **found.form}
    return _page(request, "programma", "proeftuinen/dashboard.html", context)


@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """Knelpunten against Oplossingen: what was tried, and with what result."""
    context = matrix_list(reader_of(request), request.GET)
    context["exports"] = export_links("toepassingen", context["filter_query"])
    return _page(request, "matrix", "proeftuinen/matrix.html", context)


@require_safe
def witte_vlekken(request: HttpRequest) -> HttpResponse:
    """Where nothing helps yet."""
    found = witte_vlekken_of(reader_of(request), request.GET.get("vorm", ""))
    context = {
        "witte_vlekken": found,
        "knelpunten_exports": export_links("knelpunten", found.knelpunten_query),
        "oplossingen_exports": export_links("oplossingen", found.oplossingen_query),
    }
    return _page(request, "witte_vlekken", "proeftuinen/witte_vlekken.html", context)


@require_safe
def vergelijken(request: HttpRequest) -> HttpResponse:
    """Up to eight Proeftuinen side by side."""
    found = vergelijking_of(reader_of(request), request.GET.getlist("proeftuin")[:8])
    chosen = [("proeftuin", slug) for slug in found.gekozen]
    workbook = {"label": "Download als Excel", "action": reverse("vergelijken_xlsx"), "fields": chosen}
    context = {"vergelijking": found, "exports": [workbook]}
    return _page(request, "vergelijken", "proeftuinen/vergelijken.html", context)


@require_safe
def vergelijken_xlsx(request: HttpRequest) -> HttpResponseBase:
    """The comparison as a workbook."""
    found = vergelijking_of(reader_of(request), request.GET.getlist("proeftuin")[:8])
    if not found.velden:
        raise Http404
    rows: list[list[str]] = [["", *(column.title for column in found.kolommen)]]
    for field in found.velden:
        values = ["\n".join(_line(line) for line in lines) for lines in field.waarden]
        rows.append([field.label, *values])
    return FileResponse(
        xlsx_file({"Vergelijking": rows}),
        as_attachment=True,
        filename="vergelijking.xlsx",
        content_type=XLSX_TYPE,
    )


@require_safe
def kaart(request: HttpRequest) -> HttpResponse:
    """Where it is tried, by province and by police region."""
    found = kaart_of(reader_of(request), request.GET)
    files = export_links("proeftuinen", found.query)
    return _page(request, "kaart", "proeftuinen/kaart.html", {"kaart": found, "exports": files})


@require_safe
def aanbevelingen(request: HttpRequest) -> HttpResponse:
    """The register of Aanbevelingen: what was done with each."""
    context = aanbeveling_list(reader_of(request), request.GET)
    context["exports"] = export_links("aanbevelingen", context["filter_query"])
    return _page(request, "aanbevelingen", "proeftuinen/aanbevelingen.html", context)


@require_safe
def export(request: HttpRequest, soort: str, fmt: str) -> HttpResponseBase:
    """A list of the tracker as a file."""
    made = EXPORTS.get(soort)
    if made is None:
        raise Http404
    return download(request, made, soort, fmt)


def _line(line: Any) -> str:
    return f"{line.tekst} ({line.badge.label})" if line.badge and line.tekst else line.tekst or line.badge.label
