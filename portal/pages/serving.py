"""Wagtail's own serving asks visibility first."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.models import Page

from search import service

from ..views import no_access
from ..visibility import is_closed_to, may_see
from ..visit import reader_of


@hooks.register("before_serve_page", order=-10)
def decide_page(page: Page, request: HttpRequest, args: list[object], kwargs: dict[str, object]) -> HttpResponse | None:
    """Closed: say so and how to get in. Expired: gone, whether or not the scheduled command ran."""
    reader = reader_of(request)
    if is_closed_to(reader, page):
        return no_access(request, status=403, next_url=request.path)
    if not may_see(reader, page):
        raise Http404
    page.reader_decided = True
    return None


@hooks.register("after_bulk_action")
def index_what_was_moved(request: HttpRequest, action_type: str, objects: Iterable[Model], action: object) -> None:
    """Wagtail moves many files to another collection without a signal; the new one may be closed."""
    if action_type == "add_to_collection":
        for file in objects:
            service.touched(file)
