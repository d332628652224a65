"""The day of "zo stond dit op", as somebody wrote it in an address."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from portal.datum import day_of

LONGEST = 20


@dataclass(frozen=True, slots=True)
class Peildatum:
    """`dag` is None when nothing was asked, or when it cannot be used: then `melding` says why."""

    dag: datetime.date | None = None
    melding: str = ""

    @property
    def einde(self) -> datetime.datetime | None:
        """The first moment after that day."""
        if self.dag is None:
            return None
        return timezone.make_aware(datetime.datetime.combine(self.dag + datetime.timedelta(days=1), datetime.time()))


def peildatum(text: str) -> Peildatum:
    """Read 2026-05-01 or 1-5-2026; a day that is still to come cannot be used."""
    text = text.strip()[:LONGEST]
    if not text:
        return Peildatum()
    dag = day_of(text)
    if dag is None:
        return Peildatum(melding="Deze datum kunnen wij niet lezen. Schrijf die als 1-5-2026 of 2026-05-01.")
    if dag > timezone.localdate():
        return Peildatum(melding="Deze dag moet nog komen. U ziet hoe het nu is.")
    return Peildatum(dag)


def current_at(steps: QuerySet[Any], owner: str, einde: datetime.datetime | None) -> QuerySet[Any]:
    """The steps that are the current ones, or were just before `einde`: by when they were recorded, not happened."""
    if einde is None:
        return steps.filter(is_huidig=True)
    later = steps.model._default_manager.filter(
        **{owner: OuterRef(owner)}, vastgelegd_op__lt=einde, pk__gt=OuterRef("pk")
    )
    return steps.filter(~Exists(later), vastgelegd_op__lt=einde)
