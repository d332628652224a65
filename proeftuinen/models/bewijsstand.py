"""How strong the evidence for an Oplossing was when it was last looked at."""

from django.db import models

from ..choices import Bewijskracht


class Bewijsstand(models.Model):
    """What readers could last be told of the evidence: without it nobody could say that it became weaker.

    Outside the page's revision, and written by `bewijsstand.note_bewijs` only. What is shown is computed anew.
    """

    oplossing = models.OneToOneField(
        "proeftuinen.Oplossing", primary_key=True, on_delete=models.CASCADE, related_name="bewijsstand"
    )
    kracht = models.CharField("bewijskracht", max_length=10, choices=Bewijskracht.choices)
    is_oud = models.BooleanField("nieuwste beoordeling is oud", default=False)
    een_plek = models.BooleanField("beoordeeld in één proeftuin", default=False)
    sinds = models.DateTimeField("sinds")

    class Meta:
        verbose_name = "bewijsstand"
        verbose_name_plural = "bewijsstanden"

    def __str__(self) -> str:
        return f"{self.oplossing}: {self.get_kracht_display()}"
