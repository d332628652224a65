"""Dated steps: append-only, outside the revision, the latest marked as the current one.

Written only by `services`; a wrong step is corrected by a step.
"""

from django.conf import settings
from django.db import models
from django.utils import timezone

from portal.datum_fields import DatumField

from ..choices import KnelpuntStatus, Niveau, Stadium
from ..querysets import KnelpuntStapQuerySet


class Stap(models.Model):
    datum = DatumField("datum")
    reden = models.TextField("reden (openbaar)", max_length=800, blank=True)
    is_huidig = models.BooleanField(default=False, editable=False)
    vastgelegd_op = models.DateTimeField(default=timezone.now, editable=False)
    vastgelegd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        abstract = True
        # They are appended in the order in which they happened, which a date that is unknown does not tell.
        ordering = ["pk"]


class ProeftuinStap(Stap):
    proeftuin = models.ForeignKey("proeftuinen.Proeftuin", on_delete=models.PROTECT, related_name="stappen")
    stadium = models.CharField("stadium", max_length=20, choices=Stadium.choices)

    class Meta(Stap.Meta):
        verbose_name = "stap van een proeftuin"
        verbose_name_plural = "stappen van proeftuinen"
        constraints = [
            models.UniqueConstraint(
                fields=["proeftuin"], condition=models.Q(is_huidig=True), name="proeftuin_one_current_stap"
            )
        ]
        indexes = [models.Index(fields=["stadium", "is_huidig"], name="proeftuinstap_stadium")]


class KnelpuntStap(Stap):
    knelpunt = models.ForeignKey("proeftuinen.Knelpunt", on_delete=models.PROTECT, related_name="stappen")
    status = models.CharField("status", max_length=20, choices=KnelpuntStatus.choices)
    niveau = models.CharField("niveau", max_length=20, choices=Niveau.choices, default=Niveau.LOKAAL)
    eigenaar = models.ForeignKey(
        "portal.Organisatie",
        verbose_name="wie is aan zet?",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="knelpuntstappen",
    )
    toepassing = models.ForeignKey(
        "proeftuinen.Toepassing",
        verbose_name="opgelost door",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="stappen",
    )

    objects = KnelpuntStapQuerySet.as_manager()

    class Meta(Stap.Meta):
        verbose_name = "stap van een knelpunt"
        verbose_name_plural = "stappen van knelpunten"
        constraints = [
            models.UniqueConstraint(
                fields=["knelpunt"], condition=models.Q(is_huidig=True), name="knelpunt_one_current_stap"
            )
        ]
        indexes = [models.Index(fields=["status", "niveau", "is_huidig"], name="knelpuntstap_status")]
