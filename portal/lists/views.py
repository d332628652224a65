"""The lists of the portal as files, below /export/."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path, register_converter
from django.views.decorators.http import require_safe

from ..models import Overzicht
from ..visibility import reader_of
from .downloads import download
from .exports import BEGRIPPEN, overzicht_export
from .files import FORMATS


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
