"""The list of documents of which search finds nothing, or not everything."""

from __future__ import annotations

from typing import Any

import django_filters
from django.urls import reverse
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import policy_registry

from ..choices import Bevinding
from ..models import Bestand, Bestandstekst
from .documents import sentence


class BevindingFilterSet(WagtailFilterSet):
    bevinding = django_filters.ChoiceFilter(
        label="Wat is er te vinden?", choices=[one for one in Bevinding.choices if one[0] != Bevinding.ALLES]
    )

    class Meta:
        model = Bestandstekst
        fields = ("bevinding",)


class NietGevondenReport(ReportView):
    """Documents that a reader can open and that search does not know, or not wholly; the worker fills the list."""

    model = Bestandstekst
    page_title = "Documenten die zoeken niet helemaal vindt"
    header_icon = "doc-full-inverse"
    default_ordering = "document__title"
    filterset_class = BevindingFilterSet
    index_url_name = "portal_niet_gevonden"
    index_results_url_name = "portal_niet_gevonden_results"
    columns = (
        TitleColumn(
            "document", label="Document", get_url=lambda row: reverse("wagtaildocs:edit", args=[row.document_id])
        ),
        Column("bevinding", label="Wat is er te vinden?", accessor="get_bevinding_display"),
        Column(
            "uitleg",
            label="Uitleg",
            accessor=lambda row: sentence(Bevinding(row.bevinding), row.gelezen, row.totaal, row.plaatjes),
        ),
    )
    list_export = ("document.title", "bevinding", "gelezen", "totaal", "plaatjes")
    export_headings = {
        "document.title": "Document",
        "bevinding": "Wat is er te vinden?",
        "gelezen": "Gelezen bladzijden",
        "totaal": "Bladzijden",
        "plaatjes": "Bladzijden zonder tekst",
    }

    def get_queryset(self) -> Any:
        """Of the documents that this editor may change."""
        policy = policy_registry.get_by_type(Bestand)
        mine = policy.instances_user_has_any_permission_for(self.request.user, ["change", "delete"])
        rows = Bestandstekst.objects.exclude(bevinding=Bevinding.ALLES).filter(document__in=mine.values("pk"))
        self.queryset = rows.select_related("document").defer("paginas", "namen")
        return super().get_queryset()
