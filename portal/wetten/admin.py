"""The law in the admin: a list, a chooser, and one action that puts all that rests on an article under review."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views import chooser as snippet_views
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from ..editing.choosers import CreatingSnippetChooserViewSet, NaamFilterForm
from ..models import Wetsartikel
from .artikelen import review_all, to_review

SHOWN = 50


class _ByName:
    filter_form_class = NaamFilterForm

    @property
    def columns(self) -> list[Column]:
        return [*super().columns, Column("regeling", label="Regeling")]  # type: ignore[misc]


class WetsartikelChooserViewSet(CreatingSnippetChooserViewSet):
    form_fields = ("regeling", "citeertitel", "nummer", "artikel", "lid")
    choose_view_class = type("ChooseView", (_ByName, snippet_views.ChooseView), {})
    choose_results_view_class = type("ResultsView", (_ByName, snippet_views.ChooseResultsView), {})


def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, and after a yes put everything that rests on this article under review."""
    artikel = get_object_or_404(Wetsartikel, pk=pk)
    viewset: Any = Wetsartikel.snippet_viewset
    if not viewset.permission_policy.user_has_permission_for_instance(request.user, "change", artikel):
        raise PermissionDenied
    user: Any = request.user
    edit_url = reverse(viewset.get_url_name("edit"), args=[artikel.pk])
    if request.method == "POST":
        count = review_all(artikel, door=user)
        what = "1 tekst staat" if count == 1 else f"{count} teksten staan"
        messages.success(request, f"{what} nu open om opnieuw te toetsen, vanwege {artikel}.")
        return redirect(edit_url)
    waiting = to_review(artikel, user)
    context = {
        "artikel": artikel,
        "paginas": waiting.paginas[:SHOWN],
        "begrippen": waiting.begrippen[:SHOWN],
        "in_concept": waiting.in_concept,
        "aantal": waiting.aantal,
        "action_url": request.path,
        "edit_url": edit_url,
        "page_title": "Alles opnieuw toetsen",
        "header_title": "Alles wat hierop rust opnieuw toetsen",
        "header_icon": "history",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": "Home"},
            {"url": reverse(viewset.get_url_name("list")), "label": "Wetsartikelen"},
            {"url": edit_url, "label": str(artikel)},
            {"url": "", "label": "Opnieuw toetsen"},
        ],
    }
    return render(request, "portal/admin/opnieuw_toetsen.html", context)


class WetsartikelEditView(EditView):
    @property
    def header_buttons(self) -> list[Any]:
        url = reverse(Wetsartikel.snippet_viewset.get_url_name("toetsen"), args=[self.object.pk])
        button = HeaderButton("Alles wat hierop rust opnieuw toetsen", url=url, icon_name="history")
        return [*super().header_buttons, button]


class WetsartikelViewSet(SnippetViewSet):
    model = Wetsartikel
    icon = "clipboard-list"
    menu_label = "Wetsartikelen"
    menu_name = "wetsartikelen"
    menu_order = 215
    add_to_admin_menu = True
    edit_view_class = WetsartikelEditView
    list_display = ("naam", "regeling", "nummer", "gecontroleerd_op")
    list_filter = ("regeling",)
    list_per_page = 50
    list_export = (
        *("uuid", "naam", "regeling", "citeertitel", "nummer", "artikel", "lid", "vroegere_namen", "opmerking"),
        *("gecontroleerd_op", "wettekst_url"),
    )
    export_filename = "wetsartikelen"
    inspect_view_enabled = True
    chooser_viewset_class = WetsartikelChooserViewSet

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("toetsen/<int:pk>/", review, name="toetsen")]
