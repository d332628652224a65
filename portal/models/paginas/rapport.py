"""Reports."""

from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel

from ...choices import Rapportsoort, Schema
from ...datum_fields import DatumField
from ...lists.filters import ChoiceFilter, begrip_filters
from ...soorten import Soort
from ..velden import uitgever_field
from .overzicht import InOverzicht


class Rapport(InOverzicht):
    """A report, monitor or trend picture; its Aanbevelingen are followed one by one."""

    rapportsoort = models.CharField("soort", max_length=20, choices=Rapportsoort.choices, default=Rapportsoort.RAPPORT)
    uitgever = uitgever_field("uitgegeven_rapporten")
    versiedatum = DatumField("datum van het rapport", null=True, blank=True)

    declaration = Soort(
        icon="file-chart-column",
        schema_org="Report",
        listed_as="rapporten",
        filters=(
            ChoiceFilter("soort", "soort rapport", lookup="rapportsoort", choices=tuple(Rapportsoort.choices)),
            *begrip_filters(Schema.VORM, Schema.FASE),
        ),
        relations=("uitgever",),
        detail=("uitgever",),
        context="portal.pages.contexts.rapport_context",
        followed=True,
    )
    template = "portal/rapport.html"
    parent_page_types = ["portal.Overzicht", "portal.Standaardpagina"]
    subpage_types: list[str] = []
    type_panels = [
        FieldRowPanel([FieldPanel("rapportsoort"), FieldPanel("versiedatum")]),
        PageChooserPanel("uitgever"),
    ]

    class Meta:
        verbose_name = "rapport"
        verbose_name_plural = "rapporten"
