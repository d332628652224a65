"""Fields that several page types share."""

from django.db import models

from ..choices import Bewijsgraad, Resultaat


def uitgever_field(related_name: str) -> models.ForeignKey:
    """The Organisatie that issues the page's content."""
    return models.ForeignKey(
        "portal.Organisatie",
        verbose_name="uitgegeven door",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name=related_name,
    )


def resultaat_field() -> models.CharField:
    return models.CharField(
        "resultaat",
        max_length=20,
        choices=Resultaat.choices,
        default=Resultaat.NOG_ONBEKEND,
        db_index=True,
        help_text="Werkte het? Niet werken is ook een resultaat: een ander leert ervan.",
    )


def bewijsgraad_field() -> models.CharField:
    return models.CharField(
        "bewijsgraad",
        max_length=30,
        choices=Bewijsgraad.choices,
        default=Bewijsgraad.ONBEPROEFD,
        help_text="Wie heeft vastgesteld of het werkte?",
    )
