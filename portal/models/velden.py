"""Fields that several page types share."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F

from ..choices import Bewijsgraad, Resultaat

if TYPE_CHECKING:
    from .paginas.organisatie import Organisatie


class KeptDateTimeField(models.DateTimeField[datetime.datetime | str | None, datetime.datetime | None]):
    """A moment that belongs to the row: saving an older instance, or a revision, leaves it as it is stored.

    Written with `update()` only.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # A revision holds none: it would be that of the day on which the draft was made.
        super().__init__(*args, **{**kwargs, "serialize": False})

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        return super().pre_save(model_instance, add) if add else F(self.attname)


def uitgever_field(related_name: str) -> models.ForeignKey[Organisatie | None, Organisatie | None]:
    """The Organisatie that issues the page's content."""
    return models.ForeignKey(
        "portal.Organisatie",
        verbose_name="uitgegeven door",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name=related_name,
    )


def resultaat_field() -> models.CharField[str, str]:
    """Whether it worked, as every type that tells it stores it."""
    return models.CharField(
        "resultaat",
        max_length=20,
        choices=Resultaat.choices,
        default=Resultaat.NOG_ONBEKEND,
        db_index=True,
        help_text="Werkte het? Niet werken is ook een resultaat: een ander leert ervan.",
    )


def bewijsgraad_field() -> models.CharField[str, str]:
    """How sure it is whether it worked, as every type that tells it stores it."""
    return models.CharField(
        "bewijsgraad",
        max_length=30,
        choices=Bewijsgraad.choices,
        default=Bewijsgraad.ONBEPROEFD,
        help_text="Wie heeft vastgesteld of het werkte?",
    )
