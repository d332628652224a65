"""What the tracker adds to the admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet

from .admin_views import add_stap
from .models import Knelpunt, Oplossing, Proeftuin, Toepassing
from .viewsets import TrackerGroup

register_snippet(TrackerGroup)

RECORDS = (Proeftuin, Knelpunt, Oplossing)


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    return [path("tracker/<int:pk>/stap/", add_stap, name="proeftuinen_stap")]


@hooks.register("register_page_header_buttons")
def buttons(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Beside a record: its next step, and a Toepassing with this record filled in."""
    record = page.specific_class
    if record in (Proeftuin, Knelpunt) and page.permissions_for_user(user).can_publish():
        yield Button("Stap toevoegen", reverse("proeftuinen_stap", args=[page.pk]), icon_name="list-ol", priority=5)
    if record in RECORDS and user.has_perm("proeftuinen.add_toepassing"):
        url = f"{reverse(Toepassing.snippet_viewset.get_url_name('add'))}?{record._meta.model_name}={page.pk}"
        yield Button("Toepassing toevoegen", url, icon_name="plus", priority=6)


@hooks.register("before_delete_page")
def keep_page(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Nothing that others point at is deleted: a record that was published, or is tied to others, is unpublished."""
    if page.specific_class in RECORDS and _is_kept(page.specific):
        messages.error(request, f"{KEPT} Haal de pagina van de site met Depubliceren.")
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


@hooks.register("before_delete_snippet")
def keep_snippet(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    if any(isinstance(row, Toepassing) and _is_kept(row) for row in instances):
        messages.error(request, f"{KEPT} Haal de toepassing van de site met Depubliceren.")
        return redirect(reverse(Toepassing.snippet_viewset.get_url_name("list")))
    return None


@hooks.register("before_bulk_action")
def keep_many(request: HttpRequest, action: str, objects: list[Any], view: Any) -> HttpResponse | None:
    if action != "delete":
        return None
    rows = [row.specific if hasattr(row, "specific_class") else row for row in objects]
    if any(isinstance(row, (*RECORDS, Toepassing)) and _is_kept(row) for row in rows):
        messages.error(request, f"{KEPT} Haal wat niet meer klopt van de site met Depubliceren.")
        return redirect("wagtailadmin_home")
    return None


KEPT = "Wat gepubliceerd is geweest of waar iets naar verwijst, wordt niet verwijderd."


def _is_kept(row: Any) -> bool:
    if row.first_published_at is not None:
        return True
    return any(
        getattr(row, name).exists() for name in ("stappen", "toepassingen", "waarnemingen") if hasattr(row, name)
    )
