"""Guides."""

from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel

from ...choices import Schema
from ...datum_fields import DatumField
from ...lists.filters import begrip_filters
from ...soorten import Soort
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

    declaration = Soort(
        icon="book-open",
        schema_org="Article",
        searched=("doel", "voor_wie"),
        not_searched={"versie": "a number"},
        listed_as="handreikingen",
        filters=begrip_filters(Schema.FASE, Schema.ROL, Schema.VORM, Schema.INSTRUMENT),
        relations=("uitgever",),
        detail=("uitgever", "vervangen_door"),
        context="portal.pages.contexts.handreiking_context",
        followed=True,
    )
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

    class Meta:
        verbose_name = "handreiking"
        verbose_name_plural = "handreikingen"
