"""The snippets in the admin: what their lists show, filter and export, and where they are in the menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import path, reverse
from wagtail.admin.panels import ObjectList, Panel
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, UpdatedAtColumn
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from ..models import Aanbeveling, Begrip, Gemeente
from .admin_views import add_stap
from .choosers import BegripChooserViewSet, GemeenteChooserViewSet
from .forms import AanbevelingForm


def only_yes(name: str) -> Callable[[Any], str]:
    """A column that says "ja" or nothing: a red cross would look like a fault."""
    return lambda row: "ja" if getattr(row, name) else ""


class BegripViewSet(SnippetViewSet):
    model = Begrip
    icon = "tag"
    menu_label = "Begrippen"
    menu_name = "begrippen"
    menu_order = 210
    add_to_admin_menu = True
    list_display = (
        "term",
        "schema",
        "afkorting",
        "breder",
        Column("gearchiveerd", label="Gearchiveerd", accessor=only_yes("gearchiveerd")),
    )
    list_filter = ("schema", "gearchiveerd")
    list_per_page = 50
    ordering = ("schema", "volgorde", "term")
    list_export = (
        "uuid",
        "schema",
        "term",
        "slug",
        "afkorting",
        "definitie",
        "bron",
        "bron_url",
        "breder",
        "gearchiveerd",
    )
    export_filename = "begrippen"
    inspect_view_enabled = True
    chooser_viewset_class = BegripChooserViewSet

    def get_queryset(self, request: Any) -> Any:
        return Begrip.objects.select_related("breder")


class GemeenteViewSet(SnippetViewSet):
    model = Gemeente
    icon = "home"
    menu_label = "Gemeenten"
    menu_name = "gemeenten"
    menu_order = 230
    add_to_admin_menu = True
    list_display = (
        "naam",
        "provincie",
        "politieregio",
        Column("is_voorbeeld", label="Verzonnen", accessor=only_yes("is_voorbeeld")),
    )
    list_filter = ("provincie", "politieregio", "is_voorbeeld")
    list_per_page = 50
    list_export = ("naam", "slug", "provincie", "politieregio", "is_voorbeeld")
    export_filename = "gemeenten"
    search_fields = ("naam",)
    search_backend_name = None
    chooser_viewset_class = GemeenteChooserViewSet


class StappenPanel(Panel):
    """The steps of an Aanbeveling, to read: they are added on a screen of their own."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "portal/admin/stappen_panel.html"

        def is_shown(self) -> bool:
            return super().is_shown() and self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {
                **super().get_context_data(parent_context),
                "stappen": self.instance.stappen.select_related("vastgelegd_door").order_by("pk"),
                "url": stap_url(self.instance),
            }


def stap_url(aanbeveling: Aanbeveling) -> str:
    """Where an editor adds a step to this recommendation."""
    return reverse(Aanbeveling.snippet_viewset.get_url_name("stap"), args=[aanbeveling.pk])


def current_status(aanbeveling: Aanbeveling) -> str:
    """The words of the step that counts now; "" before the first one."""
    return next((stap.get_status_display() for stap in aanbeveling.stappen.all() if stap.is_huidig), "")


class AanbevelingEditView(EditView):
    @property
    def header_buttons(self) -> list[Any]:
        button = HeaderButton("Stap toevoegen", url=stap_url(self.object), icon_name="list-ol")
        return [*super().header_buttons, button]


class AanbevelingViewSet(SnippetViewSet):
    model = Aanbeveling
    icon = "clipboard-list"
    menu_label = "Aanbevelingen"
    menu_name = "aanbevelingen"
    menu_order = 220
    add_to_admin_menu = True
    edit_view_class = AanbevelingEditView
    edit_handler = ObjectList([*Aanbeveling.panels, StappenPanel(heading="opvolging")], base_form_class=AanbevelingForm)
    list_display = (
        "__str__",
        "rapport",
        Column("status", label="Opvolging", accessor=current_status),
        LiveStatusTagColumn(),
        UpdatedAtColumn(),
    )
    list_filter = ("rapport", "live")
    list_export = ("uuid", "rapport", "nummer", "tekst", "gegeven_door", "reactie", "reactie_datum", "live")
    export_filename = "aanbevelingen"

    def get_queryset(self, request: Any) -> Any:
        return Aanbeveling.objects.select_related("rapport").prefetch_related("stappen")

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("stap/<int:pk>/", add_stap, name="stap")]
