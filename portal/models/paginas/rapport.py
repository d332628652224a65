"""Reports."""

from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel

from ...choices import Rapportsoort
from ...datum_fields import DatumField
from ..velden import uitgever_field
from .overzicht import InOverzicht


class Rapport(InOverzicht):
    """A report, monitor or trend picture; its Aanbevelingen are followed one by one."""

    rapportsoort = models.CharField("soort", max_length=20, choices=Rapportsoort.choices, default=Rapportsoort.RAPPORT)
    uitgever = uitgever_field("uitgegeven_rapporten")
    versiedatum = DatumField("datum van het rapport", null=True, blank=True)

    detail_relations = ("uitgever",)
    template = "portal/rapport.html"
    parent_page_types = ["portal.Overzicht", "portal.Standaardpagina"]
    subpage_types: list[str] = []
    type_panels = [
        FieldRowPanel([FieldPanel("rapportsoort"), FieldPanel("versiedatum")]),
        PageChooserPanel("uitgever"),
    ]

    def extra_context(self, request, reader) -> dict:
        from ...pages.contexts import rapport_context

        return rapport_context(self, request, reader)

    class Meta:
        verbose_name = "rapport"
        verbose_name_plural = "rapporten"
