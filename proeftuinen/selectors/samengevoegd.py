"""The lives of the Knelpunten that were merged into another: their history stays readable there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.text import capfirst

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


def with_merged(knelpunt: Knelpunt, reader: Reader) -> QuerySet[KnelpuntStap]:
    """The steps of a Knelpunt and of those that were merged into it, by date; `verteld` where this page tells of it."""
    if not knelpunt.pk:
        return KnelpuntStap.objects.none()  # a preview of a new page: without a key everything would match
    told = Wijziging.objects.filter(pagina=knelpunt.pk, onderwerp=OuterRef("knelpunt__translation_key"))
    lives = Knelpunt.objects.filter(Q(pk=knelpunt.pk) | Q(samengevoegd_met=knelpunt.pk)).order_by()
    return (
        KnelpuntStap.objects.with_reden(reader)
        .filter(knelpunt__in=lives.values("pk"))
        .annotate(titel=F("knelpunt__title"), pad=F("knelpunt__path"), verteld=Exists(told))
        .order_by("pk")
    )


def merged_lives(steps: Iterable[Any], reader: Reader) -> tuple[EerderLeven, ...]:
    """Of rows from `with_merged`: what was public when it was merged, which is told here, and is not closed since."""
    lives: dict[tuple[str, int], list[KnelpuntStap]] = {}
    for step in steps:
        if step.verteld and not step.pad.startswith(reader.closed_paths):
            lives.setdefault((step.titel, step.knelpunt_id), []).append(step)
    return tuple(
        EerderLeven(title, tuple(_moment(step) for step in life)) for (title, _), life in sorted(lives.items())
    )


def _moment(step: Any) -> Moment:
    return Moment(
        step.datum,
        titel=capfirst(Niveau(step.niveau).label),
        tekst=step.openbare_reden,
        kind=step.status,
        label=str(KnelpuntStatus(step.status).label),
        vastgelegd=None if step.datum.exact else timezone.localdate(step.vastgelegd_op),
    )
