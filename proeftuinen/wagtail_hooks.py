"""What the tracker adds to the admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet

from portal.models import Praktijkvoorbeeld

from .editing.admin_views import add_stap
from .editing.bulk_actions import bulk_actions
from .editing.choosers import CHOOSERS
from .editing.koppeling_viewset import koppeling_url
from .editing.lijkt_op import KINDS, lijkt_op, lookalikes, message
from .editing.viewsets import TrackerGroup
from .importing.views import importeren, may_import, template
from .merging.merge import MERGED, TAKEN_OVER, TOOK_OVER
from .merging.unmerge import UNMERGED
from .merging.views import samenvoegen
from .models import Knelpunt, Oplossing, Proeftuin, Toepassing, Waarneming
from .services import WITHDRAWN
from .telling import tell_waarneming

register_snippet(TrackerGroup)

RECORDS = (Proeftuin, Knelpunt, Oplossing)
for action in bulk_actions():
    hooks.register("register_bulk_action", action)


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    return [
        path("tracker/<int:pk>/stap/", add_stap, name="proeftuinen_stap"),
        path("tracker/<int:pk>/samenvoegen/", samenvoegen, name="proeftuinen_samenvoegen"),
        path("tracker/lijkt-op/<slug:soort>/", lijkt_op, name="proeftuinen_lijkt_op"),
        path("tracker/importeren/", importeren, name="proeftuinen_import"),
        path("tracker/importeren/leeg.xlsx", template, name="proeftuinen_import_template"),
    ]


@hooks.register("register_admin_viewset")
def choosers() -> list[Any]:
    return CHOOSERS


@hooks.register("insert_editor_js")
def editor_js() -> str:
    return format_html('<script src="{}" defer></script>', static("admin/lijkt-op.js"))


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action(MERGED, "Samenvoegen", "Samengevoegd met een andere pagina")
    actions.register_action(TOOK_OVER, "Overnemen", "Een andere pagina hierin samengevoegd")
    actions.register_action(WITHDRAWN, "Toepassing weg", "De toepassing die dit oploste staat niet meer op de site")
    actions.register_action(UNMERGED, "Samenvoegen terugdraaien", "Samenvoegen teruggedraaid")


class ImportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_import(request.user)


@hooks.register("register_admin_menu_item")
def import_menu_item() -> MenuItem:
    return ImportMenuItem("Importeren", reverse("proeftuinen_import"), icon_name="upload", order=155)


@hooks.register("register_page_header_buttons")
def buttons(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Beside a record: its next step, a Toepassing with this record filled in, and a merge with its double."""
    record = page.specific_class
    if record is Praktijkvoorbeeld and user.has_perm("proeftuinen.change_praktijkkoppeling"):
        yield Button("Koppelen aan proeftuinen", koppeling_url(page), icon_name="link", priority=5)
    if record not in RECORDS:
        return
    may_publish = page.permissions_for_user(user).can_publish()
    if record in (Proeftuin, Knelpunt) and may_publish:
        yield Button("Stap toevoegen", reverse("proeftuinen_stap", args=[page.pk]), icon_name="list-ol", priority=5)
    if user.has_perm("proeftuinen.add_toepassing"):
        url = f"{reverse(Toepassing.snippet_viewset.get_url_name('add'))}?{record._meta.model_name}={page.pk}"
        yield Button("Toepassing toevoegen", url, icon_name="plus", priority=6)
    if record in TAKEN_OVER and may_publish:
        yield _merge_button(page)


@hooks.register("register_page_listing_more_buttons")
def listing_buttons(page: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    if page.specific_class in TAKEN_OVER and page.permissions_for_user(user).can_publish():
        yield _merge_button(page)


def _merge_button(page: Any) -> Button:
    url = reverse("proeftuinen_samenvoegen", args=[page.pk])
    merged = getattr(page, "samengevoegd_met_id", None)
    return Button("Samenvoegen terugdraaien" if merged else "Samenvoegen", url, icon_name="link", priority=45)


@hooks.register("before_edit_page")
def say_that_it_was_merged(request: HttpRequest, page: Any) -> None:
    """Who opens what was merged should work on the one that stayed."""
    other = getattr(page, "samengevoegd_met", None)
    if other is None or request.method != "GET":
        return
    edit = reverse("wagtailadmin_pages:edit", args=[other.pk])
    undo = reverse("proeftuinen_samenvoegen", args=[page.pk])
    messages.warning(
        request,
        f"“{page.title}” is samengevoegd met “{other.title}” en staat niet meer op de site.",
        buttons=[messages.button(edit, "Naar wat bleef"), messages.button(undo, "Terugdraaien")],
    )


@hooks.register("after_create_page")
def warn_of_lookalikes(request: HttpRequest, page: Any) -> None:
    """Who has no script sees it after saving: there is more with this title."""
    model = type(page)
    if model not in KINDS.values() or not request.accepts("text/html"):
        return
    found = lookalikes(model, page.title, request.user, exclude=page.pk)
    if found:
        links = [messages.button(row.url, row.title, new_window=True) for row in found]
        messages.warning(request, message(model, len(found)), buttons=links)


@hooks.register("after_edit_page")
def warn_of_new_lookalikes(request: HttpRequest, page: Any) -> None:
    """Only when the title is another than in the draft before: nobody wants to read it at each save."""
    before = page.revisions.order_by("-created_at", "-pk").values_list("content__title", flat=True)[1:2]
    if list(before) != [page.title]:
        warn_of_lookalikes(request, page)


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def tell_occurrence(request: HttpRequest, instance: Any) -> None:
    """An occurrence has no draft: what an editor saves is on the site, and news on both its pages."""
    if isinstance(instance, Waarneming):
        tell_waarneming(instance)
