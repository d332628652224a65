"""The tables of the tracker in the admin."""

from __future__ import annotations

import datetime
from typing import Any

import django_filters
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.choose_parent import ChooseParentView
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.admin.widgets import AdminDateInput
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from portal.choices import Politieregio, Resultaat
from portal.datum import not_over_q

from ..choices import KnelpuntStatus, Niveau, Stadium
from ..models import Knelpunt, KnelpuntStap, Oplossing, Proeftuin, ProeftuinStap, Register, Toepassing, Waarneming
from .admin_views import ToepassingCreateView, ToepassingUnpublishView
from .choosers import ToepassingChooserViewSet
from .forms import ToepassingForm
from .koppeling_viewset import PraktijkkoppelingViewSet


class ChoiceColumn(Column):
    """The word for a choice."""

    def __init__(self, name: str, choices: Any, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.labels = {str(value): str(label) for value, label in choices}

    def get_value(self, instance: Any) -> str:
        value = super().get_value(instance)
        return self.labels.get(value, "") if value else ""


def _current(model: type[Any], key: str, field: str) -> Subquery:
    return Subquery(model.objects.filter(is_huidig=True, **{key: OuterRef("pk")}).values(field)[:1])


class KnelpuntFilterSet(WagtailFilterSet):
    status = django_filters.ChoiceFilter(label="Status", choices=KnelpuntStatus.choices, field_name="status_nu")
    niveau = django_filters.ChoiceFilter(label="Niveau", choices=Niveau.choices, field_name="niveau_nu")
    grond = django_filters.ChoiceFilter(
        label="Opgelost door",
        choices=[("weg", "een toepassing die niet meer op de site staat")],
        method="filter_grond",
    )

    class Meta:
        model = Knelpunt
        fields = ["live", "is_voorbeeld"]

    def filter_grond(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """The Knelpunten whose step says solved by a Toepassing that is no longer on the site."""
        gone = KnelpuntStap.objects.filter(is_huidig=True, status=KnelpuntStatus.OPGELOST, toepassing__isnull=False)
        gone = gone.exclude(toepassing__in=Toepassing.objects.published())
        return queryset.filter(pk__in=gone.values("knelpunt"))


class ProeftuinFilterSet(WagtailFilterSet):
    stadium = django_filters.ChoiceFilter(label="Stadium", choices=Stadium.choices, field_name="stadium_nu")
    politieregio = django_filters.ChoiceFilter(
        label="Politieregio", choices=Politieregio.choices, method="filter_politieregio"
    )

    class Meta:
        model = Proeftuin
        fields = ["live", "is_voorbeeld"]

    def filter_politieregio(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Those in this region: by their own, and by that of their Gemeente when they name none."""
        return queryset.filter(Q(politieregio=value) | Q(politieregio="", gemeente__politieregio=value))


class OplossingFilterSet(WagtailFilterSet):
    class Meta:
        model = Oplossing
        fields = ["live", "inspanning", "is_voorbeeld"]


class TableView(IndexView):
    """A table of one type, with the bulk actions of that type."""

    template_name = "proeftuinen/admin/tabel.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "bulk_opts": self.model._meta}


class RegisterView(ChooseParentView):
    """Goes straight to the form: a record belongs in the register of its type, of which there is one."""

    def get_valid_parent_pages(self, user: Any) -> QuerySet[Any]:
        own = Register.objects.filter(toont=self.model._meta.model_name)
        return super().get_valid_parent_pages(user).filter(pk__in=own.values("pk"))


class KnelpuntIndexView(TableView):
    def annotate_queryset(self, pages: QuerySet[Any]) -> QuerySet[Any]:
        return (
            super()
            .annotate_queryset(pages)
            .annotate(
                status_nu=_current(KnelpuntStap, "knelpunt", "status"),
                niveau_nu=_current(KnelpuntStap, "knelpunt", "niveau"),
                eigenaar_nu=_current(KnelpuntStap, "knelpunt", "eigenaar__title"),
            )
        )


class ProeftuinIndexView(TableView):
    def annotate_queryset(self, pages: QuerySet[Any]) -> QuerySet[Any]:
        return (
            super()
            .annotate_queryset(pages)
            .annotate(
                stadium_nu=_current(ProeftuinStap, "proeftuin", "stadium"),
                gemeente_naam=F("gemeente__naam"),
            )
        )


class OplossingIndexView(TableView):
    def annotate_queryset(self, pages: QuerySet[Any]) -> QuerySet[Any]:
        counted = Toepassing.objects.published().filter(oplossing=OuterRef("pk")).order_by().values("oplossing")
        return (
            super().annotate_queryset(pages).annotate(toegepast=Subquery(counted.annotate(n=Count("pk")).values("n")))
        )


def _columns(*own: Column) -> list[Column]:
    return [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label="Titel", sort_key="title", classname="title"),
        *own,
        DateColumn("latest_revision_created_at", label="Bijgewerkt", sort_key="latest_revision_created_at"),
        PageStatusColumn("status", label="Publicatie", sort_key="live"),
    ]


class ProeftuinViewSet(PageListingViewSet):
    model = Proeftuin
    icon = "site"
    menu_label = "Proeftuinen"
    name = "tracker_proeftuinen"
    index_view_class = ProeftuinIndexView
    choose_parent_view_class = RegisterView
    filterset_class = ProeftuinFilterSet
    columns = _columns(
        Column("gemeente_naam", label="Gemeente", sort_key="gemeente__naam"),
        ChoiceColumn("stadium_nu", Stadium.choices, label="Stadium", sort_key="stadium_nu"),
    )
    list_export = ("title", "gemeente_naam", "politieregio", "stadium_nu", "startdatum", "einddatum", "is_voorbeeld")


class KnelpuntViewSet(PageListingViewSet):
    model = Knelpunt
    icon = "warning"
    menu_label = "Knelpunten"
    name = "tracker_knelpunten"
    index_view_class = KnelpuntIndexView
    choose_parent_view_class = RegisterView
    filterset_class = KnelpuntFilterSet
    columns = _columns(
        ChoiceColumn("status_nu", KnelpuntStatus.choices, label="Status", sort_key="status_nu"),
        ChoiceColumn("niveau_nu", Niveau.choices, label="Niveau", sort_key="niveau_nu"),
        Column("eigenaar_nu", label="Aan zet", sort_key="eigenaar_nu"),
    )
    list_export = ("title", "status_nu", "niveau_nu", "eigenaar_nu", "is_voorbeeld")


class OplossingViewSet(PageListingViewSet):
    model = Oplossing
    icon = "key"
    menu_label = "Oplossingen"
    name = "tracker_oplossingen"
    index_view_class = OplossingIndexView
    choose_parent_view_class = RegisterView
    filterset_class = OplossingFilterSet
    columns = _columns(
        Column("get_inspanning_display", label="Inspanning", sort_key="inspanning"),
        Column("toegepast", label="Keer toegepast", sort_key="toegepast"),
    )
    list_export = ("title", "inspanning", "toegepast", "is_voorbeeld")


class SinceFilterSet(WagtailFilterSet):
    def since(self, queryset: QuerySet[Any], name: str, value: datetime.date | None) -> QuerySet[Any]:
        """Those of which the date can be of that day or later."""
        return queryset.filter(not_over_q(name, value)) if value else queryset


class ToepassingFilterSet(SinceFilterSet):
    datum = django_filters.DateFilter(label="Datum vanaf", method="since", widget=AdminDateInput)

    class Meta:
        model = Toepassing
        fields = {
            "resultaat": ["exact"],
            "bewijsgraad": ["exact"],
            "live": ["exact"],
            "is_voorbeeld": ["exact"],
        }


class ToepassingViewSet(SnippetViewSet):
    model = Toepassing
    edit_handler = ObjectList(Toepassing.panels, base_form_class=ToepassingForm)
    icon = "tasks"
    menu_label = "Toepassingen"
    list_display = (
        "__str__",
        ChoiceColumn("resultaat", Resultaat.choices, label="Resultaat", sort_key="resultaat"),
        Column("datum", label="Datum", sort_key="datum"),
        Column("live", label="Gepubliceerd", accessor=lambda row: "ja" if row.live else "nee", sort_key="live"),
    )
    filterset_class = ToepassingFilterSet
    list_export = (
        *("uuid", "knelpunt", "oplossing", "proeftuin", "resultaat", "bewijsgraad", "datum"),
        *("toelichting", "bron", "bron_url", "is_voorbeeld", "live"),
    )
    export_filename = "toepassingen"
    chooser_viewset_class = ToepassingChooserViewSet
    list_per_page = 50
    copy_view_enabled = False
    add_view_class = ToepassingCreateView
    unpublish_view_class = ToepassingUnpublishView
    unpublish_template_name = "proeftuinen/admin/depubliceren.html"

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        return Toepassing.objects.with_pages()


class WaarnemingFilterSet(SinceFilterSet):
    laatst_gezien = django_filters.DateFilter(label="Laatst gezien vanaf", method="since", widget=AdminDateInput)

    class Meta:
        model = Waarneming
        fields: list[str] = []


class WaarnemingViewSet(SnippetViewSet):
    model = Waarneming
    icon = "view"
    menu_label = "Waarnemingen"
    list_display = (
        "__str__",
        Column("eerst_gezien", label="Eerst gezien", sort_key="eerst_gezien"),
        Column("laatst_gezien", label="Laatst gezien", sort_key="laatst_gezien"),
    )
    filterset_class = WaarnemingFilterSet
    list_export = ("knelpunt", "proeftuin", "eerst_gezien", "laatst_gezien")
    export_filename = "waarnemingen"
    list_per_page = 50
    copy_view_enabled = False

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        return Waarneming.objects.select_related("knelpunt", "proeftuin")


class TrackerGroup(SnippetViewSetGroup):
    menu_label = "Proeftuinen"
    menu_icon = "site"
    menu_order = 150
    items = (
        *(ProeftuinViewSet, KnelpuntViewSet, OplossingViewSet, ToepassingViewSet, WaarnemingViewSet),
        PraktijkkoppelingViewSet,
    )
