"""Guides."""

from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel

from ...datum_fields import DatumField
from ..velden import uitgever_field
from .overzicht import InOverzicht


class Handreiking(InOverzicht):
    """A guide in chapters; its chapters are the h2 headings of `inhoud`."""

    doel = models.TextField("doel", max_length=600, blank=True, help_text="Wat kan de lezer na het lezen?")
    voor_wie = models.TextField("voor wie", max_length=400, blank=True)
    uitgever = uitgever_field("uitgegeven_handreikingen")
    versie = models.CharField("versie", max_length=20, blank=True, help_text="Bijvoorbeeld 2.1.")
    versiedatum = DatumField("datum van de versie", null=True, blank=True)
    vervangen_door = models.ForeignKey(
        "self", verbose_name="vervangen door", null=True, blank=True, on_delete=models.SET_NULL, related_name="vervangt"
    )

    detail_relations = ("uitgever", "vervangen_door")
    template = "portal/handreiking.html"
    parent_page_types = ["portal.Overzicht", "portal.Standaardpagina"]
    subpage_types: list[str] = []
    type_panels = [
        FieldPanel("doel"),
        FieldPanel("voor_wie"),
        PageChooserPanel("uitgever"),
        FieldRowPanel([FieldPanel("versie"), FieldPanel("versiedatum")]),
        PageChooserPanel("vervangen_door"),
    ]

    def extra_context(self, request, reader) -> dict:
        from ...pages.contexts import handreiking_context

        return handreiking_context(self, request, reader)

    class Meta:
        verbose_name = "handreiking"
        verbose_name_plural = "handreikingen"
