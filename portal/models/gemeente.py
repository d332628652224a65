"""Places, and the regions they belong to."""

from django.db import models
from wagtail.admin.panels import FieldPanel

from ..choices import Politieregio, Provincie
from ..soorten import Soort


class Gemeente(models.Model):
    naam = models.CharField("naam", max_length=80, unique=True)
    slug = models.SlugField("slug", max_length=80, unique=True)
    provincie = models.CharField("provincie", max_length=20, choices=Provincie.choices)
    politieregio = models.CharField("politieregio", max_length=30, choices=Politieregio.choices)
    is_voorbeeld = models.BooleanField("verzonnen voorbeeld", default=False)

    declaration = Soort(icon="map-pin", left_out="a place is found through what is there")
    panels = [FieldPanel(name) for name in ("naam", "slug", "provincie", "politieregio", "is_voorbeeld")]

    class Meta:
        verbose_name = "gemeente"
        verbose_name_plural = "gemeenten"
        ordering = ["naam"]

    def __str__(self) -> str:
        return self.naam
