"""What the tracker adds to the admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet

from .admin_views import add_stap
from .import_views import importeren, may_import, template
from .models import Knelpunt, Oplossing, Proeftuin, Toepassing
from .viewsets import TrackerGroup

register_snippet(TrackerGroup)

RECORDS = (Proeftuin, Knelpunt, Oplossing)


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    return [
        path("tracker/<int:pk>/stap/", add_stap, name="proeftuinen_stap"),
        path("tracker/importeren/", importeren, name="proeftuinen_import"),
        path("tracker/importeren/leeg.xlsx", template, name="proeftuinen_import_template"),
    ]


class ImportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_import(request.user)


@hooks.register("register_admin_menu_item")
def import_menu_item() -> MenuItem:
    return ImportMenuItem("Importeren", reverse("proeftuinen_import"), icon_name="upload", order=155)


@hooks.register("register_page_header_buttons")
def buttons(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Beside a record: its next step, and a Toepassing with this record filled in."""
    record = page.specific_class
    if record in (Proeftuin, Knelpunt) and page.permissions_for_user(user).can_publish():
        yield Button("Stap toevoegen", reverse("proeftuinen_stap", args=[page.pk]), icon_name="list-ol", priority=5)
    if record in RECORDS and user.has_perm("proeftuinen.add_toepassing"):
        url = f"{reverse(Toepassing.snippet_viewset.get_url_name('add'))}?{record._meta.model_name}={page.pk}"
        yield Button("Toepassing toevoegen", url, icon_name="plus", priority=6)
