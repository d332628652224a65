"""Solutions."""

from django.db import models
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel

from portal.models import VijfI

from ..choices import Inspanning
from ..querysets import OplossingManager
from .samenvoegbaar import Samenvoegbaar


class Oplossing(VijfI, Samenvoegbaar):
    """What can be done about a Knelpunt; whether it worked somewhere is told by its Toepassingen."""

    rechtsgrond = models.TextField(
        "wettelijke grondslag", max_length=500, blank=True, help_text="Op grond van welke wet of regeling mag dit?"
    )
    inspanning = models.CharField("inspanning", max_length=10, choices=Inspanning.choices, blank=True)
    voorwaarden = models.TextField(
        "voorwaarden", max_length=1000, blank=True, help_text="Wat moet er zijn om dit te laten werken?"
    )
    steunt_op = ParentalManyToManyField(
        "portal.Pagina",
        verbose_name="steunt op",
        blank=True,
        related_name="ondersteunt",
        help_text="Handreikingen en hulpmiddelen.",
    )

    objects = OplossingManager()

    template = "proeftuinen/oplossing.html"
    type_panels = [
        FieldPanel("rechtsgrond"),
        FieldPanel("inspanning"),
        FieldPanel("voorwaarden"),
        VijfI.vijf_i_panel,
        FieldPanel("steunt_op"),
    ]

    def extra_context(self, request, reader) -> dict:
        from ..bewijs.oordeel import REGELS, VEROUDERING
        from ..selectors.oordelen import verdict_badges
        from ..selectors.oplossing import oplossing_overzicht

        overzicht = oplossing_overzicht(self, reader)
        return {
            "overzicht": overzicht,
            "kenmerken": verdict_badges(overzicht.oordeel),
            "regels": REGELS,
            "veroudering": VEROUDERING,
            "vijf_i": self.vijf_i,
            "volledigheid": self.volledigheid,
        }

    class Meta:
        verbose_name = "oplossing"
        verbose_name_plural = "oplossingen"
