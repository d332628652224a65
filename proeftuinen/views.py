"""The addresses of the tracker that are no Wagtail page: read the URL, ask one selector, render."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.presenters import feed_of
from portal.visibility import reader_of

from . import exports
from .export_lists import EXPORTS
from .feeds import feed_links
from .navigation import all_files, export_links, weergaven
from .selectors.aanbevelingen import aanbeveling_list
from .selectors.dashboard import dashboard as dashboard_of
from .selectors.kaart import kaart as kaart_of
from .selectors.matrix import matrix_list
from .selectors.vergelijking import vergelijking as vergelijking_of
from .selectors.witte_vlekken import witte_vlekken as witte_vlekken_of

CRUMBS = [("Home", "/"), ("Programma", "/programma/")]


def _page(request: HttpRequest, name: str, template: str, context: dict[str, Any]) -> HttpResponse:
    links = feed_links(name, request)
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
        exports.xlsx_file({"Vergelijking": rows}),
        as_attachment=True,
        filename="vergelijking.xlsx",
        content_type=exports.XLSX_TYPE,
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
    """What is on screen, as a file. ?kolom= chooses columns, ?bom=1 adds a BOM for Excel; the rest is the filter."""
    made = EXPORTS.get(soort)
    if made is None:
        raise Http404
    columns = made.chosen(request.GET.getlist("kolom"))
    rows = made.rows(reader_of(request), request.GET)
    name = f"{soort}.{fmt}"
    if fmt == "xlsx":
        return _xlsx(request, made, columns, rows, name)
    found = exports.records(rows, columns, reader_of(request))
    if fmt == "csv":
        lines = exports.csv_lines(found, columns, bom=request.GET.get("bom") == "1")
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    else:
        response = StreamingHttpResponse(exports.json_lines(found), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _xlsx(request: HttpRequest, made: exports.Export, columns: Any, rows: Any, name: str) -> HttpResponseBase:
    if rows.order_by()[: exports.XLSX_ROWS + 1].count() > exports.XLSX_ROWS:
        csv_url = request.get_full_path().replace(".xlsx", ".csv", 1)
        context = {"crumbs": CRUMBS, "rijen": exports.XLSX_ROWS, "csv_url": csv_url, "soort": made.titel}
        return render(request, "proeftuinen/te_groot.html", context, status=400)
    head: list[Any] = [column.label for column in columns]
    body = ([row[column.name] for column in columns] for row in exports.records(rows, columns, reader_of(request)))
    book = exports.xlsx_file({made.titel: _chain(head, body)})
    return FileResponse(book, as_attachment=True, filename=name, content_type=exports.XLSX_TYPE)


def _chain(head: Any, body: Any) -> Any:
    yield head
    yield from body


def _line(line: Any) -> str:
    return f"{line.tekst} ({line.badge.label})" if line.badge and line.tekst else line.tekst or line.badge.label
