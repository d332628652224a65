"""Everything that the page of a Knelpunt shows."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, F, Q, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.text import capfirst

from portal.choices import Resultaat, Schema
from portal.datum import Datum, earliest, period
from portal.lists.aantallen import Aantal
from portal.visibility import Reader

from ..charts import Slice, slices
from ..choices import GESLOTEN_STATUSSEN, KnelpuntStatus, Niveau
from ..duur import dagen_tussen, duur_tekst, duur_tussen
from ..models import Knelpunt, KnelpuntStap, Proeftuin, Toepassing
from .aanbevelingen import AanbevelingRow, aanbevelingen_about
from .praktijk import praktijkvoorbeelden_of
from .rows import (
    Badge,
    Card,
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
    toepassing_row,
    visible_ref,
    with_ends,
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
    gezien: str

    @property
    def is_voorbeeld(self) -> bool:
        """Whether the Proeftuin is invented."""
        return self.proeftuin.is_voorbeeld


@dataclass(frozen=True, slots=True)
class KnelpuntOverzicht:
    status: Badge | None
    niveau: str
    eigenaar: Ref | None
    reden: str
    sinds: Datum | None
    looptijd: str
    is_open: bool
    verloop: tuple[Moment, ...]
    per_niveau: tuple[Slice, ...]
    plekken: tuple[Plek, ...]
    plekken_aantal: Aantal
    geprobeerd: tuple[ToepassingRow, ...]
    elders: tuple[ToepassingRow, ...]
    aanbevelingen: tuple[AanbevelingRow, ...]
    praktijkvoorbeelden: tuple[Card, ...]
    eerder: tuple[EerderLeven, ...]


def knelpunt_overzicht(knelpunt: Knelpunt, reader: Reader) -> KnelpuntOverzicht:
    """Five queries, however long the life of the Knelpunt is."""
    today = timezone.localdate()
    places = _places(knelpunt, reader)
    rows = list(with_merged(knelpunt, reader).select_related("eigenaar", "toepassing").defer("eigenaar__inhoud"))
    steps = [row for row in rows if row.knelpunt_id == knelpunt.pk]
    latest: Any = next((step for step in reversed(steps) if step.is_huidig), None)
    tried, elsewhere = _tried(knelpunt, reader)
    is_open = latest is None or latest.status not in GESLOTEN_STATUSSEN
    until = Datum(today) if is_open or latest is None else latest.datum
    return KnelpuntOverzicht(
        status=status_badge(latest),
        niveau=str(Niveau(latest.niveau).label) if latest else "",
        eigenaar=visible_ref(latest.eigenaar, reader) if latest else None,
        reden=latest.openbare_reden if latest else "",
        sinds=latest.datum if latest else None,
        looptijd=_lasted(steps, until) if steps else "",
        is_open=is_open,
        verloop=_life(steps, reader, today, {row.url for row in tried}),
        per_niveau=time_per_niveau(steps, today),
        plekken=places,
        plekken_aantal=amount_for(knelpunt, places),
        geprobeerd=tried,
        elders=elsewhere,
        aanbevelingen=aanbevelingen_about(knelpunt, reader),
        praktijkvoorbeelden=praktijkvoorbeelden_of(knelpunt, reader),
        eerder=merged_lives((row for row in rows if row.knelpunt_id != knelpunt.pk), reader),
    )


def time_per_niveau(steps: Sequence[KnelpuntStap], today: datetime.date) -> tuple[Slice, ...]:
    """How long it lay at each level, counted until `today` or until it was closed."""
    days: dict[str, int] = {}
    unsure = set()
    for step, end in _with_ends(steps, today):
        lasted = dagen_tussen(step.datum, end) if end is not None else None
        if lasted is not None:
            days[step.niveau] = days.get(step.niveau, 0) + lasted
        if end is not None and not (step.datum.exact and end.exact):
            # What is left out because its date is unknown makes the rest a part of the time at this level.
            unsure.add(step.niveau)

    def words(niveau: str) -> str:
        return f"{'ongeveer ' if niveau in unsure else ''}{duur_tekst(days.get(niveau, 0))}"

    return slices([(n.value, str(n.label), days.get(n, 0), words(n.value)) for n in Niveau])


def _lasted(steps: Sequence[KnelpuntStap], until: Datum) -> str:
    """From the first step; when its date is unknown at least from the first that is known; "" when none is."""
    known = earliest(*(step.datum for step in steps))
    words = duur_tussen(known, until)
    return words if steps[0].datum or not words else f"ten minste {words.removeprefix('ongeveer ')}"


def _tried(knelpunt: Knelpunt, reader: Reader) -> tuple[tuple[ToepassingRow, ...], tuple[ToepassingRow, ...]]:
    """What was tried against it; and what worked against others of the same type or at the same barrier, and was not
    tried against this one. One query.

    Of what worked elsewhere what is real comes first, and an invented try leaves nothing out at a real Knelpunt.
    """
    if not knelpunt.pk:
        return (), ()
    terms = knelpunt.begrippen.through.objects.filter(pagina=knelpunt.pk, begrip__schema__in=ALIKE).values("begrip")
    alike = Knelpunt.objects.filter(begrippen__in=terms).exclude(pk=knelpunt.pk).order_by().values("pk")
    known = Toepassing.objects.published().counting_for("knelpunt").filter(knelpunt=knelpunt.pk)
    own = Q(knelpunt=knelpunt.pk)
    elsewhere = Q(knelpunt__in=alike, resultaat__in=(Resultaat.WERKTE, Resultaat.WERKTE_DEELS))
    elsewhere &= ~Q(oplossing__in=known.order_by().values("oplossing"))
    rows = Toepassing.objects.visible_to(reader).filter(own | elsewhere).marked()
    rows = rows.annotate(
        eigen=Case(When(own, then=True), default=False, output_field=BooleanField()),
        plaats=Window(
            RowNumber(),
            partition_by=[F("eigen")],
            order_by=[F("verzonnen").asc(), F("resultaat").asc(), F("datum").desc(), F("pk").asc()],
        ),
    )
    found = list(with_ends(rows.filter(Q(eigen=True) | Q(plaats__lte=ELSEWHERE)), reader))
    others = sorted((row for row in found if not row.eigen), key=lambda row: row.plaats)
    return (
        tuple(toepassing_row(row, reader) for row in found if row.eigen),
        tuple(toepassing_row(row, reader) for row in others),
    )


def _life(steps: Sequence[Any], reader: Reader, today: datetime.date, addresses: set[str]) -> tuple[Moment, ...]:
    moments = []
    for step, end in _with_ends(steps, today):
        owner = visible_ref(step.eigenaar, reader)
        address = step.toepassing.get_absolute_url() if step.toepassing else ""
        text = step.openbare_reden
        if address in addresses and not text:
            text = "Opgelost door een toepassing die hieronder staat."
        moments.append(
            Moment(
                step.datum,
                titel=f"{capfirst(Niveau(step.niveau).label)}{f': {owner.title} is aan zet' if owner else ''}",
                tekst=text,
                kind=step.status,
                label=str(KnelpuntStatus(step.status).label),
                duur=duur_tussen(step.datum, end) if end is not None else "",
                url=address if address in addresses else "",
                nu=step.is_huidig,
                vastgelegd=None if step.datum.exact else timezone.localdate(step.vastgelegd_op),
            )
        )
    return tuple(moments)


def _with_ends(steps: Sequence[Any], today: datetime.date) -> list[tuple[Any, Datum | None]]:
    """Each step with the day on which it ended; None when it closed the Knelpunt and nothing followed."""
    ends: list[Datum | None] = [step.datum for step in steps[1:]]
    if steps:
        ends.append(None if steps[-1].status in GESLOTEN_STATUSSEN else Datum(today))
    return list(zip(steps, ends, strict=True))


def _places(knelpunt: Knelpunt, reader: Reader) -> tuple[Plek, ...]:
    rows = (
        with_proeftuin_stap(slim(Proeftuin.objects.visible_to(reader).select_related("gemeente"), proeftuin=""))
        .filter(waarnemingen__knelpunt=knelpunt.pk)
        .annotate(eerst=F("waarnemingen__eerst_gezien"), laatst=F("waarnemingen__laatst_gezien"))
        .order_by("-laatst", "pk")
    )
    return tuple(
        Plek(ref(page), place_of(page), stadium_badge(current(page)), period(page.eerst, page.laatst)) for page in rows
    )
