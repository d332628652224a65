"""Admin screens of our own: a step for an Aanbeveling, the Markdown preview and the report of changes."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets import AdminDateInput
from wagtail.models import Page

from ..choices import WijzigingSoort
from ..datum import HELP
from ..markdown.markup import refusal_of_markdown, render_markdown
from ..models import Aanbeveling, AanbevelingStap, Wijziging
from ..services import add_aanbeveling_stap


class AanbevelingStapForm(forms.ModelForm[AanbevelingStap]):
    class Meta:
        model = AanbevelingStap
        fields = ("status", "datum", "toelichting")
        help_texts = {
            "datum": f"Wanneer is dit besloten of gebeurd? {HELP}",
            "toelichting": "Komt op de site en in de feeds. Waaruit blijkt het?",
        }


def add_stap(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a step to the follow-up of one Aanbeveling."""
    aanbeveling = get_object_or_404(Aanbeveling.objects.select_related("rapport"), pk=pk)
    viewset: Any = Aanbeveling.snippet_viewset
    if not viewset.permission_policy.user_has_permission_for_instance(request.user, "change", aanbeveling):
        raise PermissionDenied
    edit_url = reverse(viewset.get_url_name("edit"), args=[aanbeveling.pk])
    form = AanbevelingStapForm(request.POST or None, initial={"datum": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            stap = add_aanbeveling_stap(aanbeveling, **form.cleaned_data, door=request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request, f"De status van aanbeveling {aanbeveling.nummer} is nu: {stap.get_status_display()}."
            )
            return redirect(edit_url)
    context = {
        "aanbeveling": aanbeveling,
        "stappen": aanbeveling.stappen.order_by("pk"),
        "form": form,
        "media": form.media,
        "action_url": request.path,
        "page_title": "Stap toevoegen",
        "page_subtitle": f"Stap toevoegen aan aanbeveling {aanbeveling.nummer}",
        "header_title": "Stap toevoegen",
        "header_icon": "list-ol",
        "submit_button_label": "Stap vastleggen",
        "submit_button_active_label": "Bezig",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": "Home"},
            {"url": reverse(viewset.get_url_name("list")), "label": "Aanbevelingen"},
            {"url": edit_url, "label": str(aanbeveling)},
            {"url": "", "label": "Stap toevoegen"},
        ],
    }
    return render(request, "portal/admin/aanbeveling_stap.html", context)


@require_POST
def markdown_preview(request: HttpRequest) -> HttpResponse:
    """What a reader would see of a Markdown text: the same safe HTML as the page shows."""
    text = request.POST.get("tekst", "")
    if refusal := refusal_of_markdown(text):
        return HttpResponse(format_html("<p>{}</p>", refusal))
    return HttpResponse(render_markdown(text).html)


class WijzigingFilterSet(WagtailFilterSet):
    soort = django_filters.ChoiceFilter(label="Soort", choices=WijzigingSoort.choices)
    moment = django_filters.DateFilter(label="Sinds", lookup_expr="gte", widget=AdminDateInput)

    class Meta:
        model = Wijziging
        fields = ("soort", "moment")


class WijzigingReport(ReportView):
    """Every published change, newest first. Nobody edits it: feeds and history tell it as it was."""

    model = Wijziging
    page_title = "Wijzigingen"
    header_icon = "history"
    default_ordering = "-moment"
    filterset_class = WijzigingFilterSet
    index_url_name = "portal_wijzigingen"
    index_results_url_name = "portal_wijzigingen_results"
    columns = (
        TitleColumn(
            "titel", label="Titel", get_url=lambda row: reverse("wagtailadmin_pages:edit", args=[row.pagina_id])
        ),
        Column("soort", label="Soort", accessor="get_soort_display"),
        Column("tekst", label="Wat veranderde"),
        DateColumn("moment", label="Wanneer", sort_key="moment"),
    )
    list_export = ("moment", "soort", "titel", "tekst", "pagina.title", "uuid")
    export_headings = {
        "moment": "Wanneer",
        "soort": "Soort",
        "titel": "Titel",
        "tekst": "Wat veranderde",
        "pagina.title": "Pagina",
        "uuid": "Kenmerk",
    }

    def get_queryset(self) -> Any:
        """The changes on pages that this editor may find in the admin."""
        from wagtail.permissions import page_permission_policy

        root = page_permission_policy.explorable_root_instance(self.request.user)
        pages = page_permission_policy.explorable_instances(self.request.user) if root else Page.objects.none()
        self.queryset = Wijziging.objects.select_related("pagina").filter(pagina__in=pages.values("pk"))
        return super().get_queryset()
