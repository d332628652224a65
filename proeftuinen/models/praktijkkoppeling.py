"""What a Praktijkvoorbeeld belongs to in the tracker."""

from django.db import models

from ..editing.forms import PraktijkkoppelingForm


class Praktijkkoppeling(models.Model):
    """One Praktijkvoorbeeld and the records that it tells of, both ways visible.

    Where it belongs to a Toepassing, its result and evidence are those of the Toepassing.
    """

    praktijkvoorbeeld = models.OneToOneField(
        "portal.Praktijkvoorbeeld",
        verbose_name="praktijkvoorbeeld",
        on_delete=models.CASCADE,
        related_name="koppeling",
        error_messages={"unique": "Dit praktijkvoorbeeld heeft al een koppeling: vul die aan."},
    )
    toepassingen = models.ManyToManyField(
        "proeftuinen.Toepassing",
        verbose_name="toepassingen",
        blank=True,
        related_name="praktijkkoppelingen",
        help_text="Van welke toepassing is dit het verhaal? Resultaat en bewijs komen dan daarvandaan.",
    )
    proeftuinen = models.ManyToManyField(
        "proeftuinen.Proeftuin",
        verbose_name="proeftuinen",
        blank=True,
        related_name="praktijkkoppelingen",
        help_text="Die van de gekozen toepassingen hoeven er niet bij; zo ook bij knelpunten en oplossingen.",
    )
    knelpunten = models.ManyToManyField(
        "proeftuinen.Knelpunt", verbose_name="knelpunten", blank=True, related_name="praktijkkoppelingen"
    )
    oplossingen = models.ManyToManyField(
        "proeftuinen.Oplossing", verbose_name="oplossingen", blank=True, related_name="praktijkkoppelingen"
    )

    base_form_class = PraktijkkoppelingForm

    class Meta:
        verbose_name = "koppeling van een praktijkvoorbeeld"
        verbose_name_plural = "koppelingen van praktijkvoorbeelden"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Koppeling van {self.praktijkvoorbeeld}"
