"""Who asks, and where they are: all that is known of a request below its view.

A view makes a `Visit` once and hands it down: what is below it can be called without a request, and cannot ask more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.encoding import escape_uri_path

from search.types import Audience

from .visibility import Reader, anonymous, audience_for, reader_for


@dataclass(frozen=True, slots=True)
class Visit:
    """One request as the rooms below the views know it.

    `root` is scheme and host ("https://voorbeeld.example", without a slash behind it), `path` the path that was asked,
    `asked` that with its query, and `query` the query read; `ancestors` are the pages above the one on screen when the
    router met them, from Home down.
    """

    reader: Reader
    root: str = ""
    path: str = "/"
    asked: str = "/"
    query: QueryDict = field(default_factory=QueryDict)
    is_preview: bool = False
    ancestors: Sequence[Any] | None = None

    @property
    def address(self) -> str:
        """The absolute address of what was asked, without its query: the path is a visitor's, quoted and not read."""
        return f"{self.root}{escape_uri_path(self.path)}"

    def absolute(self, url: str) -> str:
        """The absolute address of one of our own addresses, which begins with a slash or is absolute already."""
        return f"{self.root}{url}" if url.startswith("/") else url


def visit_of(request: HttpRequest) -> Visit:
    """The visit that a request is; the reader is decided once a request."""
    known: Visit | None = getattr(request, "visit", None)
    if known is None:
        known = _visit(request, reader_for(getattr(request, "user", None)))
    return known


def reader_of(request: HttpRequest) -> Reader:
    """The reader behind a request."""
    return visit_of(request).reader


def read_as_anybody(request: HttpRequest) -> None:
    """Show this request what is public, whoever is logged in."""
    _visit(request, anonymous())


def audience_of(request: HttpRequest) -> Audience:
    """The reader as the search package knows them."""
    return audience_for(reader_of(request))


def on_page(request: HttpRequest, ancestors: Sequence[Any] | None) -> Visit:
    """The visit to a page that the router found, or that is being previewed."""
    return replace(visit_of(request), ancestors=ancestors, is_preview=bool(getattr(request, "is_preview", False)))


def _visit(request: HttpRequest, reader: Reader) -> Visit:
    visit = Visit(
        reader, f"{request.scheme}://{request.get_host()}", request.path, request.get_full_path(), request.GET
    )
    request.visit = visit  # type: ignore[attr-defined]
    return visit
