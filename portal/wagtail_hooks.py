"""What the portal adds to Wagtail's admin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from .access import hooks as access_hooks  # noqa: F401  registers its own
from .editing import deletion, form_fields
from .editing.admin_views import WijzigingReport, markdown_preview
from .editing.choosers import guidance_chooser, organisatie_chooser
from .editing.component_library import componenten
from .editing.start_panel import StartPanel
from .editing.viewsets import AanbevelingViewSet, BegripViewSet, GemeenteViewSet
from .files.report import NietGevondenReport
from .pages.rich_links import OpenPageLinkHandler
from .wetten.admin import WetsartikelViewSet

form_fields.register()
register_snippet(BegripViewSet)
register_snippet(AanbevelingViewSet)
register_snippet(GemeenteViewSet)
register_snippet(WetsartikelViewSet)


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    return [
        path("componenten/", componenten, name="portal_componenten"),
        path("markdown-voorbeeld/", markdown_preview, name="portal_markdown_preview"),
        path("reports/wijzigingen/", WijzigingReport.as_view(), name="portal_wijzigingen"),
        path(
            "reports/wijzigingen/results/",
            WijzigingReport.as_view(results_only=True),
            name="portal_wijzigingen_results",
        ),
        path("reports/documenten/", NietGevondenReport.as_view(), name="portal_niet_gevonden"),
        path(
            "reports/documenten/results/",
            NietGevondenReport.as_view(results_only=True),
            name="portal_niet_gevonden_results",
        ),
    ]


@hooks.register("register_admin_viewset")
def choosers() -> Any:
    return [organisatie_chooser, guidance_chooser]


@hooks.register("register_reports_menu_item")
def wijzigingen_menu_item() -> MenuItem:
    return MenuItem("Wijzigingen", reverse("portal_wijzigingen"), name="wijzigingen", icon_name="history", order=50)


@hooks.register("register_reports_menu_item")
def niet_gevonden_menu_item() -> MenuItem:
    address = reverse("portal_niet_gevonden")
    return MenuItem("Documenten en zoeken", address, name="niet-gevonden", icon_name="doc-full-inverse", order=55)


@hooks.register("register_help_menu_item")
def componenten_menu_item() -> MenuItem:
    return MenuItem("Componenten", reverse("portal_componenten"), name="componenten", icon_name="view", order=2000)


@hooks.register("register_rich_text_features", order=10)
def page_links(features: Any) -> None:
    features.register_link_type(OpenPageLinkHandler)


@hooks.register("construct_main_menu")
def name_reports(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """A Rapport is a page here: what Wagtail calls reports gets another name."""
    for item in menu_items:
        if item.name == "reports":
            item.label = "Beheerlijsten"


@hooks.register("construct_homepage_panels")
def home_panels(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(StartPanel())


@hooks.register("insert_editor_js")
def editor_js() -> str:
    return format_html('<script src="{}" defer></script>', static("admin/markdown.js"))


@hooks.register("insert_global_admin_css")
def editor_css() -> str:
    return format_html(
        '<link rel="stylesheet" href="{}"><link rel="stylesheet" href="{}">',
        static("admin/markdown.css"),
        static("admin/redactie.css"),
    )


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action("portal.toetsen", "Opnieuw laten toetsen", "Opengezet om opnieuw te toetsen")
    actions.register_action("portal.import", "Importeren uit Markdown", "Geïmporteerd uit een Markdown-bestand")


@hooks.register("before_delete_page")
def keep_pages(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Ask first, or refuse, when others hang on a page that is deleted."""
    return deletion.guard(request, [page])


@hooks.register("before_delete_snippet")
def keep_snippets(request: HttpRequest, instances: Iterable[Model]) -> HttpResponse | None:
    """The same for records."""
    return deletion.guard(request, instances)


@hooks.register("before_bulk_action")
def keep_selection(
    request: HttpRequest, action_type: str, objects: Iterable[Model], action: Any
) -> HttpResponse | None:
    """The same for what was ticked in a list."""
    return deletion.guard(request, objects, otherwise=action.next_url) if action_type == "delete" else None
