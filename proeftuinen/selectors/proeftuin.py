"""Everything that the page of a Proeftuin shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from urllib.parse import urlencode

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from portal.datum import Datum, latest, period
from portal.pages.aantallen import Aantal
from portal.visibility import Reader

from ..charts import Line, decimal_text, line
from ..choices import ACTIEVE_STADIA, MijlpaalStatus, Stadium
from ..models import Knelpunt, Proeftuin, Toepassing
from .aanbevelingen import AanbevelingRow, aanbevelingen_about
from .delen import Delen, Partner, Stap, delen_of
from .praktijk import praktijkvoorbeelden_of
from .rows import (
    Badge,
    Card,
    KnelpuntRow,
    Moment,
    ToepassingRow,
    amount_for,
    current,
    knelpunt_row,
    place_of,
    slim,
    toepassing_rows,
    with_knelpunt_stap,
)


@dataclass(frozen=True, slots=True)
class Meting:
    datum: Datum
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
    uitkomst: str
    ontbreekt: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProeftuinOverzicht:
    plaats: str
    gemeente: str
    provincie: str
    politieregio: str
    stadium: Badge | None
    sinds: Datum | None
    periode: str
    verloop: tuple[Moment, ...]
    partners: tuple[Partner, ...]
    knelpunten: tuple[KnelpuntRow, ...]
    toepassingen: tuple[ToepassingRow, ...]
    knelpunten_aantal: Aantal
    toepassingen_aantal: Aantal
    indicatoren: tuple[Indicator, ...]
    zelftoets: ZelfToets
    aanbevelingen: tuple[AanbevelingRow, ...]
    praktijkvoorbeelden: tuple[Card, ...]
    vergelijk_url: str


def proeftuin_overzicht(proeftuin: Proeftuin, reader: Reader, ticked: Sequence[str] = ()) -> ProeftuinOverzicht:
    """`ticked` are the numbers of the conditions that the reader says to meet.

    Its parts come from `delen_of`, so that a preview shows what the editor typed.
    """
    parts = delen_of(proeftuin, reader)
    met = knelpunten_in(proeftuin, reader)
    tried = toepassing_rows(Toepassing.objects.visible_to(reader).filter(proeftuin=proeftuin.pk), reader)
    now = next((step for step in parts.stappen if step.is_huidig), None)
    region = proeftuin.get_politieregio_display() or (
        proeftuin.gemeente.get_politieregio_display() if proeftuin.gemeente else ""
    )
    return ProeftuinOverzicht(
        plaats=place_of(proeftuin),
        gemeente=str(proeftuin.gemeente or ""),
        provincie=proeftuin.gemeente.get_provincie_display() if proeftuin.gemeente else "",
        politieregio=region,
        stadium=Badge(now.stadium, str(Stadium(now.stadium).label)) if now else None,
        sinds=now.datum if now else None,
        periode=_period(proeftuin, now),
        verloop=_timeline(parts),
        partners=tuple(parts.partners),
        knelpunten=met,
        toepassingen=tried,
        knelpunten_aantal=amount_for(proeftuin, met),
        toepassingen_aantal=amount_for(proeftuin, tried),
        indicatoren=tuple(_indicator(block.value) for block in proeftuin.indicatoren),
        zelftoets=_self_check(parts.voorwaarden, ticked),
        aanbevelingen=aanbevelingen_about(proeftuin, reader),
        praktijkvoorbeelden=praktijkvoorbeelden_of(proeftuin, reader),
        vergelijk_url=f"{reverse('vergelijken')}?{urlencode({'proeftuin': proeftuin.slug})}",
    )


def knelpunten_in(proeftuin: Proeftuin, reader: Reader) -> tuple[KnelpuntRow, ...]:
    """The Knelpunten that were met here, with their state; one query."""
    rows = (
        with_knelpunt_stap(slim(Knelpunt.objects.visible_to(reader), knelpunt=""))
        .filter(waarnemingen__proeftuin=proeftuin.pk)
        .annotate(eerst=F("waarnemingen__eerst_gezien"), laatst=F("waarnemingen__laatst_gezien"))
        .order_by("-laatst", "pk")
    )
    return tuple(knelpunt_row(page, current(page), reader, (page.eerst, page.laatst)) for page in rows)


def _timeline(parts: Delen) -> tuple[Moment, ...]:
    """Steps, milestones and progress together, the newest first. A step of which the date is unknown follows the one
    before it.
    """
    today = timezone.localdate()
    known = accumulate((step.datum for step in parts.stappen), latest)
    moments = [
        (
            at,
            Moment(
                step.datum,
                titel=f"Stadium: {Stadium(step.stadium).label}",
                tekst=step.reden,
                kind=step.stadium,
                label=str(Stadium(step.stadium).label),
                nu=step.is_huidig,
                vastgelegd=None if step.datum.exact else step.vastgelegd,
            ),
        )
        for at, step in zip(known, parts.stappen, strict=True)
    ]
    moments += [(b.datum, Moment(b.datum, titel=b.titel, tekst_rijk=b.tekst)) for b in parts.voortgang]
    moments += [
        (
            m.datum,
            Moment(
                m.datum,
                titel=f"Mijlpaal: {m.naam}",
                kind=m.status,
                label=str(MijlpaalStatus(m.status).label),
                straks=(m.datum.begin or today) > today or m.status == MijlpaalStatus.GEPLAND,
            ),
        )
        for m in parts.mijlpalen
        if m.datum is not None
    ]
    # Of the steps of one moment the last comes first, as everywhere here.
    order = sorted(range(len(moments)), key=lambda at: (moments[at][0], moments[at][1].nu, at), reverse=True)
    return tuple(moments[at][1] for at in order)


def _period(proeftuin: Proeftuin, now: Stap | None) -> str:
    """When it ran. Without an end it runs "nog" only when its stadium says so: silence does not."""
    text = period(proeftuin.startdatum, proeftuin.einddatum)
    runs = now is not None and now.stadium in ACTIEVE_STADIA and proeftuin.einddatum is None
    return f"{proeftuin.startdatum.sinds}, loopt nog" if runs and proeftuin.startdatum else text


def _indicator(block: dict) -> Indicator:  # type: ignore[type-arg]  # a StructValue
    measured = sorted(
        (m for m in block["metingen"] if m.get("datum") is not None and m.get("waarde") is not None), key=_moment
    )
    # What was measured on an unknown day stands in the table, not on the line.
    values = [(m["datum"].begin, Decimal(m["waarde"])) for m in measured if m["datum"]]
    return Indicator(
        naam=block["naam"],
        eenheid=block["eenheid"] or "",
        metingen=tuple(Meting(m["datum"], decimal_text(m["waarde"]), m.get("toelichting") or "") for m in measured),
        lijn=line(values),
        oordeel=_verdict([value for _, value in values], block["streefrichting"], block["eenheid"] or ""),
    )


def _moment(measurement: dict) -> Datum:  # type: ignore[type-arg]
    moment: Datum = measurement["datum"]
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


def _self_check(texts: Sequence[str], ticked: Iterable[str]) -> ZelfToets:
    chosen = set(ticked)
    conditions = tuple(
        Voorwaarde(str(number), text, str(number) in chosen) for number, text in enumerate(texts, start=1)
    )
    met, total = sum(c.gekozen for c in conditions), len(conditions)
    if not (conditions and chosen):
        return ZelfToets(conditions, "", ())
    if met == total:
        outcome = "U voldoet aan alle voorwaarden. Neem contact op met de proeftuin over de eerste stap."
    else:
        outcome = f"U voldoet aan {met} van de {total} voorwaarden. Regel eerst wat nog ontbreekt:"
    return ZelfToets(conditions, outcome, tuple(c.tekst for c in conditions if not c.gekozen))
