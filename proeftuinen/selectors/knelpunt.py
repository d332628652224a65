"""Everything that the page of a Knelpunt shows."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.text import capfirst

from portal.aantallen import Aantal
from portal.choices import Resultaat, Schema
from portal.visibility import Reader

from ..charts import Slice, slices
from ..choices import GESLOTEN_STATUSSEN, KnelpuntStatus, Niveau
from ..duur import duur_tekst
from ..models import Knelpunt, KnelpuntStap, Proeftuin, Toepassing
from .aanbevelingen import AanbevelingRow, aanbevelingen_about
from .rows import (
    Badge,
    Moment,
    Ref,
    ToepassingRow,
    amount_for,
    current,
    place_of,
    ref,
    slim,
    stadium_badge,
    status_badge,
    toepassing_rows,
    visible_ref,
    with_proeftuin_stap,
)
from .samengevoegd import EerderLeven, merged_lives, with_merged

ELSEWHERE = 6
# Two knelpunten are alike when they share one of these.
ALIKE = (Schema.KNELPUNTTYPE, Schema.BARRIERESTAP)


@dataclass(frozen=True, slots=True)
class Plek:
    """Where a Knelpunt occurs ("wie heeft dit ook?")."""

    proeftuin: Ref
    plaats: str
    stadium: Badge | None
    eerst_gezien: datetime.date
    laatst_gezien: datetime.date

    @property
    def is_voorbeeld(self) -> bool:
        return self.proeftuin.is_voorbeeld


@dataclass(frozen=True, slots=True)
class KnelpuntOverzicht:
    status: Badge | None
    niveau: str
    eigenaar: Ref | None
    reden: str
    sinds: datetime.date | None
    looptijd: str
    is_open: bool
    verloop: tuple[Moment, ...]
    per_niveau: tuple[Slice, ...]
    plekken: tuple[Plek, ...]
    plekken_aantal: Aantal
    geprobeerd: tuple[ToepassingRow, ...]
    elders: tuple[ToepassingRow, ...]
    aanbevelingen: tuple[AanbevelingRow, ...]
    eerder: tuple[EerderLeven, ...]


def knelpunt_overzicht(knelpunt: Knelpunt, reader: Reader) -> KnelpuntOverzicht:
    """Five queries, however long the life of the Knelpunt is."""
    today = timezone.localdate()
    places = _places(knelpunt, reader)
    rows = list(with_merged(knelpunt, reader).select_related("eigenaar", "toepassing").defer("eigenaar__inhoud"))
    steps = [row for row in rows if row.knelpunt_id == knelpunt.pk]
    latest: Any = next((step for step in reversed(steps) if step.is_huidig), None)
    tried = toepassing_rows(Toepassing.objects.visible_to(reader).filter(knelpunt=knelpunt.pk), reader)
    is_open = latest is None or latest.status not in GESLOTEN_STATUSSEN
    until = today if is_open or latest is None else latest.datum
    return KnelpuntOverzicht(
        status=status_badge(latest),
        niveau=str(Niveau(latest.niveau).label) if latest else "",
        eigenaar=visible_ref(latest.eigenaar, reader) if latest else None,
        reden=latest.openbare_reden if latest else "",
        sinds=latest.datum if latest else None,
        looptijd=duur_tekst((until - steps[0].datum).days) if steps else "",
        is_open=is_open,
        verloop=_life(steps, reader, today, {row.anchor for row in tried}),
        per_niveau=time_per_niveau(steps, today),
        plekken=places,
        plekken_aantal=amount_for(knelpunt, places),
        geprobeerd=tried,
        elders=works_elsewhere(knelpunt, reader),
        aanbevelingen=aanbevelingen_about(knelpunt, reader),
        eerder=merged_lives((row for row in rows if row.knelpunt_id != knelpunt.pk), reader),
    )


def time_per_niveau(steps: Sequence[KnelpuntStap], today: datetime.date) -> tuple[Slice, ...]:
    """How long it lay at each level, counted until `today` or until it was closed."""
    days: dict[str, int] = {}
    for step, end in _with_ends(steps, today):
        if end:
            days[step.niveau] = days.get(step.niveau, 0) + (end - step.datum).days
    return slices([(n.value, str(n.label), days.get(n, 0), duur_tekst(days.get(n, 0))) for n in Niveau])


def works_elsewhere(knelpunt: Knelpunt, reader: Reader) -> tuple[ToepassingRow, ...]:
    """What worked against Knelpunten of the same type or at the same barrier, and was not tried against this one.

    What is real comes first, and an invented try leaves nothing out at a real Knelpunt.
    """
    if not knelpunt.pk:
        return ()
    alike = (
        Knelpunt.objects.filter(
            begrippen__in=knelpunt.begrippen.through.objects.filter(
                pagina=knelpunt.pk, begrip__schema__in=ALIKE
            ).values("begrip")
        )
        .exclude(pk=knelpunt.pk)
        .order_by()
        .values("pk")
    )
    tried = Toepassing.objects.published().counting_for("knelpunt").filter(knelpunt=knelpunt.pk)
    rows = Toepassing.objects.visible_to(reader).filter(
        knelpunt__in=alike, resultaat__in=(Resultaat.WERKTE, Resultaat.WERKTE_DEELS)
    )
    untried = rows.exclude(oplossing__in=tried.order_by().values("oplossing")).marked()
    return toepassing_rows(untried.order_by("verzonnen", "resultaat", "-datum", "pk")[:ELSEWHERE], reader)


def _life(steps: Sequence[Any], reader: Reader, today: datetime.date, anchors: set[str]) -> tuple[Moment, ...]:
    moments = []
    for step, end in _with_ends(steps, today):
        owner = visible_ref(step.eigenaar, reader)
        anchor = f"toepassing-{step.toepassing.uuid}" if step.toepassing else ""
        text = step.openbare_reden
        if anchor in anchors and not text:
            text = "Opgelost door een toepassing die hieronder staat."
        moments.append(
            Moment(
                step.datum,
                titel=f"{capfirst(Niveau(step.niveau).label)}{f': {owner.title} is aan zet' if owner else ''}",
                tekst=text,
                kind=step.status,
                label=str(KnelpuntStatus(step.status).label),
                duur=duur_tekst((end - step.datum).days) if end else "",
                url=f"#{anchor}" if anchor in anchors else "",
                nu=step.is_huidig,
            )
        )
    return tuple(moments)


def _with_ends(steps: Sequence[Any], today: datetime.date) -> list[tuple[Any, datetime.date | None]]:
    """Each step with the day on which it ended; None when it closed the Knelpunt and nothing followed."""
    ends: list[datetime.date | None] = [step.datum for step in steps[1:]]
    if steps:
        ends.append(None if steps[-1].status in GESLOTEN_STATUSSEN else today)
    return list(zip(steps, ends, strict=True))


def _places(knelpunt: Knelpunt, reader: Reader) -> tuple[Plek, ...]:
    rows = (
        with_proeftuin_stap(slim(Proeftuin.objects.visible_to(reader).select_related("gemeente"), proeftuin=""))
        .filter(waarnemingen__knelpunt=knelpunt.pk)
        .annotate(eerst=F("waarnemingen__eerst_gezien"), laatst=F("waarnemingen__laatst_gezien"))
        .order_by("-laatst", "pk")
    )
    return tuple(
        Plek(ref(page), place_of(page), stadium_badge(current(page)), page.eerst, page.laatst) for page in rows
    )
