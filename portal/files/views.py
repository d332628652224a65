"""Sends files: documents and renditions of images, to who may have them.

Nobody keeps a file without asking again: what is public is closed at once when its last open place closes, so even what
everybody may have is asked for each time, and answered with 304 while it is the same. What is not for everybody is not
kept at all.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

from ..models import Afbeelding, AfbeeldingRendition, Bestand
from ..views import no_access
from ..visibility import Reader
from ..visit import reader_of
from .visibility import file_q, may_open

FOR_EVERYBODY, FOR_SOME = "public, no-cache", "private, no-store"


@require_safe
def bestand(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """A document under its permanent address; a replaced file keeps the address."""
    return _document(request, Bestand.objects.filter(uuid=uuid))


@require_safe
def document(request: HttpRequest, document_id: str, filename: str) -> HttpResponseBase:
    """A document under the address that Wagtail knows."""
    return _document(request, Bestand.objects.filter(pk=int(document_id)), filename)


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A rendition of an image. Originals and documents never come this way."""
    if ".." in PurePosixPath(path).parts or not path.startswith("images/"):
        raise Http404
    reader = reader_of(request)
    found = AfbeeldingRendition.objects.filter(file=path).select_related("image__collection")
    rendition = get_object_or_404(_judged(found, Afbeelding, reader, "image__"))
    if not rendition.is_open and not may_open(request.user, rendition.image):
        return _refused(request)
    return _sent(request, rendition.file, reader)


def _document(request: HttpRequest, found: QuerySet[Bestand], filename: str = "") -> HttpResponseBase:
    reader = reader_of(request)
    document: Any = get_object_or_404(_judged(found.select_related("collection"), Bestand, reader))
    if filename and document.filename != filename:
        raise Http404
    if not document.is_open and not may_open(request.user, document):
        return _refused(request)
    shown = document.content_disposition == "inline"
    response = _sent(
        request,
        document.file,
        reader,
        as_attachment=not shown,
        filename=document.filename,
        content_type=document.content_type,
    )
    # Whatever somebody put in it, it runs nothing.
    response["Content-Security-Policy"] = "default-src 'none'"
    return response


def _judged(found: QuerySet[Any], model: type[Any], reader: Reader, prefix: str = "") -> QuerySet[Any]:
    """Each with `is_open`: whether this reader may have the file."""
    return found.annotate(is_open=ExpressionWrapper(file_q(model, reader, prefix), BooleanField()))


def _refused(request: HttpRequest) -> HttpResponse:
    response = no_access(request, status=403, next_url=request.path)
    response["Cache-Control"] = FOR_SOME
    return response


def _sent(request: HttpRequest, file: Any, reader: Reader, **options: Any) -> HttpResponseBase:
    """The file, or 304 when the reader has it already."""
    try:
        changed, size = file.storage.get_modified_time(file.name).timestamp(), file.size
        etag = quote_etag(f"{changed:.6f}-{size}")
        response: Any = get_conditional_response(request, etag=etag, last_modified=int(changed))
        response = response or FileResponse(file.open("rb"), **options)
    except FileNotFoundError as error:
        raise Http404 from error
    response["ETag"], response["Last-Modified"] = etag, http_date(changed)
    response["Cache-Control"] = FOR_EVERYBODY if reader.is_anonymous else FOR_SOME
    response["X-Content-Type-Options"] = "nosniff"
    return response
