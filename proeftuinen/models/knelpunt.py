"""Bottlenecks, and where they occur."""

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel

from portal.datum import is_before, period
from portal.datum_fields import DatumField
from portal.soorten import Soort

from ..querysets import KnelpuntManager, WaarnemingQuerySet
from .samenvoegbaar import Samenvoegbaar


class Knelpunt(Samenvoegbaar):
    """What hinders the work. Its status is its current KnelpuntStap; its places are its Waarnemingen."""

    wie_gehinderd = models.TextField("wie heeft er last van?", max_length=600, blank=True)
    aanbevelingen = ParentalManyToManyField(
        "portal.Aanbeveling", verbose_name="aanbevelingen", blank=True, related_name="knelpunten"
    )

    objects = KnelpuntManager()

    declaration = Soort(
        icon="construction",
        schema_org="Article",
        searched=("wie_gehinderd",),
        placed=("stappen.reden",),
        context="proeftuinen.pages.knelpunt_context",
        followed=True,
    )
    template = "proeftuinen/knelpunt.html"
    type_panels = [FieldPanel("wie_gehinderd"), FieldPanel("aanbevelingen")]

    class Meta:
        verbose_name = "knelpunt"
        verbose_name_plural = "knelpunten"


class Waarneming(models.Model):
    """An occurrence: this Knelpunt was met in this Proeftuin, from then to then.

    Outside the page's revision: saving a Toepassing adds it, and an older draft must not take it away.
    """

    knelpunt = models.ForeignKey(
        Knelpunt, verbose_name="knelpunt", on_delete=models.PROTECT, related_name="waarnemingen"
    )
    proeftuin = models.ForeignKey(
        "proeftuinen.Proeftuin", verbose_name="proeftuin", on_delete=models.PROTECT, related_name="waarnemingen"
    )
    eerst_gezien = DatumField("eerst gezien")
    laatst_gezien = DatumField("laatst gezien")

    objects = WaarnemingQuerySet.as_manager()

    declaration = Soort(icon="eye", left_out="it helps to find the two that it ties")

    panels = [
        FieldPanel("knelpunt"),
        FieldPanel("proeftuin"),
        FieldPanel("eerst_gezien"),
        FieldPanel("laatst_gezien"),
    ]

    class Meta:
        verbose_name = "waarneming"
        verbose_name_plural = "waarnemingen"
        ordering = ["-laatst_gezien", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["knelpunt", "proeftuin"],
                name="waarneming_once_per_proeftuin",
                violation_error_message="Dit knelpunt staat al bij deze proeftuin.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.knelpunt} in {self.proeftuin}"

    @property
    def periode(self) -> str:
        """When it was seen, in words."""
        return period(self.eerst_gezien, self.laatst_gezien)

    def clean(self) -> None:
        """A date is as long as it is unsure: 2007 may be before March 2007."""
        first, last = self.eerst_gezien, self.laatst_gezien
        if first and last and is_before(last, first):
            raise ValidationError({"laatst_gezien": '"Laatst gezien" ligt vóór "eerst gezien".'})
