"""The lists of the portal as files, below /export/."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import path, register_converter
from django.views.decorators.http import require_safe

from ..models import Overzicht
from ..visit import reader_of, visit_of
from . import files as list_files
from .downloads import Lijstbestand, answer
from .exports import BEGRIPPEN, overzicht_export
from .files import FORMATS, Export


class FormatConverter:
    regex = "|".join(FORMATS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FormatConverter, "fileformat")


@require_safe
def lijst(request: HttpRequest, key: UUID, fmt: str) -> HttpResponseBase:
    """GET /export/lijst/<uuid>.csv, .json or .xlsx: a section as it is on screen for the same query string."""
    rows = Overzicht.objects.visible_to(reader_of(request)).defer("inhoud")
    overzicht = get_object_or_404(rows, translation_key=key)
    return download(request, overzicht_export(overzicht), overzicht.slug, fmt)


@require_safe
def begrippen(request: HttpRequest, fmt: str) -> HttpResponseBase:
    """GET /export/begrippen.csv, .json or .xlsx: the vocabulary."""
    return download(request, BEGRIPPEN, "begrippen", fmt)


urlpatterns = [
    path("lijst/<uuid:key>.<fileformat:fmt>", lijst, name="export_lijst"),
    path("begrippen.<fileformat:fmt>", begrippen, name="export_begrippen"),
]


def download(request: HttpRequest, export: Export, name: str, fmt: str) -> HttpResponseBase:
    """What is on screen, as a file. ?kolom= chooses columns, ?bom=1 adds a BOM for Excel; the rest is the filter."""
    visit = visit_of(request)
    columns, rows = export.chosen(visit.query.getlist("kolom")), export.rows(visit.reader, visit.query)
    if fmt == "xlsx" and rows.order_by()[: list_files.XLSX_ROWS + 1].count() > list_files.XLSX_ROWS:
        csv_url = visit.asked.replace(".xlsx", ".csv", 1)
        context = {"crumbs": [("Home", "/")], "rijen": list_files.XLSX_ROWS, "csv_url": csv_url, "soort": export.titel}
        return render(request, "portal/te_groot.html", context, status=400)
    found = list_files.records(rows, columns, visit.reader, visit.absolute("/"))
    bom = visit.query.get("bom") == "1"
    address = visit.absolute(visit.asked)
    return answer(Lijstbestand(name, export.titel, columns, found, address, export.te_importeren, bom), fmt)
