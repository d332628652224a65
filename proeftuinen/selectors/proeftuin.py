"""Everything that the page of a Proeftuin shows."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from portal.models import Organisatie
from portal.visibility import Reader, page_q

from ..charts import Line, decimal_text, line
from ..choices import MijlpaalStatus, Stadium
from ..models import Proeftuin, ProeftuinStap, Toepassing, Waarneming
from .rows import (
    Badge,
    KnelpuntRow,
    Moment,
    Ref,
    ToepassingRow,
    current_knelpunt_stappen,
    knelpunt_row,
    place_of,
    ref,
    slim,
    stadium_badge,
    toepassing_rows,
)


@dataclass(frozen=True, slots=True)
class Partner:
    organisatie: Ref
    rol: str


@dataclass(frozen=True, slots=True)
class Meting:
    datum: datetime.date
    waarde: str
    toelichting: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """`oordeel` says in words how the last value compares with the baseline."""

    naam: str
    eenheid: str
    metingen: tuple[Meting, ...]
    lijn: Line
    oordeel: str


@dataclass(frozen=True, slots=True)
class Voorwaarde:
    nummer: str
    tekst: str
    gekozen: bool


@dataclass(frozen=True, slots=True)
class ZelfToets:
    """ "Past dit bij ons?": the conditions, which the reader ticked, and what follows from that."""

    voorwaarden: tuple[Voorwaarde, ...]
    ingevuld: bool
    uitkomst: str


@dataclass(frozen=True, slots=True)
class ProeftuinOverzicht:
    plaats: str
    provincie: str
    politieregio: str
    stadium: Badge | None
    sinds: datetime.date | None
    verloop: tuple[Moment, ...]
    partners: tuple[Partner, ...]
    knelpunten: tuple[KnelpuntRow, ...]
    toepassingen: tuple[ToepassingRow, ...]
    indicatoren: tuple[Indicator, ...]
    zelftoets: ZelfToets


def proeftuin_overzicht(proeftuin: Proeftuin, reader: Reader, ticked: Sequence[str] = ()) -> ProeftuinOverzicht:
    """`ticked` are the numbers of the conditions that the reader says to meet.

    Inline children are read from the instance, so that a preview shows what the editor typed.
    """
    steps = list(ProeftuinStap.objects.filter(proeftuin=proeftuin.pk).order_by("datum", "pk"))
    current = next((step for step in reversed(steps) if step.is_huidig), None)
    region = proeftuin.get_politieregio_display() or (
        proeftuin.gemeente.get_politieregio_display() if proeftuin.gemeente else ""
    )
    return ProeftuinOverzicht(
        plaats=place_of(proeftuin),
        provincie=proeftuin.gemeente.get_provincie_display() if proeftuin.gemeente else "",
        politieregio=region,
        stadium=stadium_badge(current),
        sinds=current.datum if current else None,
        verloop=_timeline(proeftuin, steps),
        partners=_partners(proeftuin, reader),
        knelpunten=knelpunten_in(proeftuin, reader),
        toepassingen=toepassing_rows(Toepassing.objects.visible_to(reader).filter(proeftuin=proeftuin.pk)),
        indicatoren=tuple(_indicator(block.value) for block in proeftuin.indicatoren),
        zelftoets=_self_check(proeftuin, ticked),
    )


def knelpunten_in(proeftuin: Proeftuin, reader: Reader) -> tuple[KnelpuntRow, ...]:
    """The Knelpunten that were met here, with their state; two queries."""
    seen = Waarneming.objects.filter(page_q(reader, "knelpunt__"), proeftuin=proeftuin.pk).select_related("knelpunt")
    rows = list(slim(seen, knelpunt="knelpunt__"))
    steps = current_knelpunt_stappen(row.knelpunt for row in rows)
    return tuple(
        knelpunt_row(row.knelpunt, steps.get(row.knelpunt_id), reader, (row.eerst_gezien, row.laatst_gezien))
        for row in rows
    )


def _timeline(proeftuin: Proeftuin, steps: Sequence[ProeftuinStap]) -> tuple[Moment, ...]:
    """Steps, milestones and progress together, the newest first."""
    today = timezone.localdate()
    moments = [
        Moment(
            step.datum,
            titel=f"Stadium: {Stadium(step.stadium).label}",
            tekst=step.reden,
            kind=step.stadium,
            label=str(Stadium(step.stadium).label),
            nu=step.is_huidig,
        )
        for step in steps
    ]
    moments += [Moment(b.datum, titel=b.titel, tekst_rijk=b.tekst) for b in proeftuin.voortgang.all()]
    moments += [
        Moment(
            m.datum,
            titel=f"Mijlpaal: {m.naam}",
            kind=m.status,
            label=str(MijlpaalStatus(m.status).label),
            straks=m.datum > today or m.status == MijlpaalStatus.GEPLAND,
        )
        for m in proeftuin.mijlpalen.all()
        if m.datum
    ]
    return tuple(sorted(moments, key=lambda moment: (moment.datum, moment.nu), reverse=True))


def _partners(proeftuin: Proeftuin, reader: Reader) -> tuple[Partner, ...]:
    chosen = list(proeftuin.partners.all())
    visible = Organisatie.objects.visible_to(reader).filter(pk__in=[p.organisatie_id for p in chosen])
    found = {page.pk: page for page in visible.defer("inhoud")}
    return tuple(Partner(ref(found[p.organisatie_id]), p.rol) for p in chosen if p.organisatie_id in found)


def _indicator(block: dict) -> Indicator:  # type: ignore[type-arg]  # a StructValue
    measured = sorted((m for m in block["metingen"] if m.get("datum") and m.get("waarde") is not None), key=_moment)
    values = [(m["datum"], Decimal(m["waarde"])) for m in measured]
    return Indicator(
        naam=block["naam"],
        eenheid=block["eenheid"] or "",
        metingen=tuple(Meting(m["datum"], decimal_text(m["waarde"]), m.get("toelichting") or "") for m in measured),
        lijn=line(values),
        oordeel=_verdict([value for _, value in values], block["streefrichting"], block["eenheid"] or ""),
    )


def _moment(measurement: dict) -> datetime.date:  # type: ignore[type-arg]
    moment: datetime.date = measurement["datum"]
    return moment


def _verdict(values: Sequence[Decimal], direction: str, unit: str) -> str:
    if len(values) < 2:
        return "Er is nog maar één meting: de nulmeting."
    before, after = values[0], values[-1]
    unit = f" {unit}" if unit else ""
    if before == after:
        return f"Gelijk gebleven: {decimal_text(after)}{unit}."
    better = (after > before) == (direction == "hoger")
    moved = f"van {decimal_text(before)} naar {decimal_text(after)}{unit}"
    return f"{'Verbeterd' if better else 'Verslechterd'}: {moved}."


def _self_check(proeftuin: Proeftuin, ticked: Iterable[str]) -> ZelfToets:
    chosen = set(ticked)
    conditions = tuple(
        Voorwaarde(str(number), row.tekst, str(number) in chosen)
        for number, row in enumerate(proeftuin.overdrachtsvoorwaarden.all(), start=1)
    )
    met, total = sum(c.gekozen for c in conditions), len(conditions)
    if met == total:
        outcome = "U voldoet aan alle voorwaarden. Neem contact op met de proeftuin over de eerste stap."
    else:
        outcome = f"U voldoet aan {met} van de {total} voorwaarden. Regel eerst wat nog ontbreekt."
    return ZelfToets(conditions, bool(chosen), outcome if conditions and chosen else "")
