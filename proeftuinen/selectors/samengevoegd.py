"""The lives of the Knelpunten that were merged into another: their history stays readable there."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from portal.models import Wijziging
from portal.visibility import Reader

from ..choices import KnelpuntStatus, Niveau
from ..models import Knelpunt, KnelpuntStap
from .rows import Moment


@dataclass(frozen=True, slots=True)
class EerderLeven:
    """What a Knelpunt was called, and its steps until it was merged."""

    titel: str
    verloop: tuple[Moment, ...]


def merged_lives(knelpunt: Knelpunt, reader: Reader) -> tuple[EerderLeven, ...]:
    """Only of what was public when it was merged, which is told on this page, and is not closed since. One query."""
    told = Wijziging.objects.filter(pagina=knelpunt.pk, onderwerp=OuterRef("knelpunt__translation_key"))
    rows = (
        KnelpuntStap.objects.filter(Exists(told), knelpunt__samengevoegd_met=knelpunt.pk)
        .select_related("knelpunt")
        .only("datum", "status", "niveau", "reden", "knelpunt__title", "knelpunt__path")
        .order_by("knelpunt__title", "knelpunt", "datum", "pk")
    )
    lives: dict[int, list[KnelpuntStap]] = {}
    for row in rows:
        if not row.knelpunt.path.startswith(reader.closed_paths):
            lives.setdefault(row.knelpunt_id, []).append(row)
    return tuple(
        EerderLeven(steps[0].knelpunt.title, tuple(_moment(step) for step in steps)) for steps in lives.values()
    )


def _moment(step: KnelpuntStap) -> Moment:
    return Moment(
        step.datum,
        titel=str(Niveau(step.niveau).label).capitalize(),
        tekst=step.reden,
        kind=step.status,
        label=str(KnelpuntStatus(step.status).label),
    )
