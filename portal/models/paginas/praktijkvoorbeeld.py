"""Best practices, and practices that did not work."""

from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from ...choices import GetoondBewijs, Politieregio, Resultaat, Schema, shown_bewijs
from ...lists.filters import ChoiceFilter, begrip_filters
from ...lists.uitkomsten import UitkomstFilter
from ...soorten import Soort
from ..velden import bewijsgraad_field, resultaat_field
from .overzicht import InOverzicht
from .vijf_i import VijfI


class Praktijkvoorbeeld(VijfI, InOverzicht):
    gemeente = models.ForeignKey(
        "portal.Gemeente",
        verbose_name="gemeente",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="praktijkvoorbeelden",
    )
    partners = models.TextField("partners", max_length=500, blank=True)
    periode = models.CharField("periode", max_length=80, blank=True)
    resultaat = resultaat_field()
    bewijsgraad = bewijsgraad_field()
    voorwaarden = models.TextField(
        "voorwaarden", max_length=1000, blank=True, help_text="Wat moet er zijn om dit ergens anders te doen?"
    )
    bewijs = models.TextField("bewijs", max_length=1000, blank=True, help_text="Waaruit blijkt het resultaat?")

    declaration = Soort(
        icon="lightbulb",
        schema_org="Article",
        searched=("partners", "voorwaarden", "bewijs"),
        not_searched={"periode": "when, not what"},
        listed_as="praktijkvoorbeelden",
        filters=(
            UitkomstFilter("resultaat", "werkte het?", lookup="resultaat", choices=tuple(Resultaat.choices)),
            *begrip_filters(Schema.VORM, Schema.FASE, Schema.SECTOR),
            UitkomstFilter("bewijsgraad", "bewijs", lookup="getoond", choices=tuple(GetoondBewijs.choices)),
            ChoiceFilter("regio", "politieregio", lookup="gemeente__politieregio", choices=tuple(Politieregio.choices)),
        ),
        relations=("gemeente",),
        detail=("gemeente",),
        context="portal.pages.contexts.praktijkvoorbeeld_context",
        followed=True,
    )
    template = "portal/praktijkvoorbeeld.html"
    parent_page_types = ["portal.Overzicht", "portal.Standaardpagina"]
    subpage_types: list[str] = []
    type_panels = [
        FieldRowPanel([FieldPanel("gemeente"), FieldPanel("periode")]),
        FieldPanel("partners"),
        FieldRowPanel([FieldPanel("resultaat"), FieldPanel("bewijsgraad")]),
        VijfI.vijf_i_panel,
        FieldPanel("voorwaarden"),
        FieldPanel("bewijs"),
    ]

    @property
    def getoond_bewijs(self) -> GetoondBewijs:
        """Its bewijsgraad as a reader meets it: no field says who assessed it."""
        return shown_bewijs(self.bewijsgraad, is_assessed=False)

    class Meta:
        verbose_name = "praktijkvoorbeeld"
        verbose_name_plural = "praktijkvoorbeelden"
