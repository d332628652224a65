"""The register of Aanbevelingen: what was done with each, and which Knelpunten and Proeftuinen are about it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet
from django.http import QueryDict

from portal.choices import AanbevelingStatus
from portal.datum import Datum
from portal.models import Aanbeveling, AanbevelingStap, Organisatie, Rapport
from portal.pages.aantallen import Aantal, counted
from portal.visibility import Reader

from ..charts import aantal_slices
from ..lists.aanbeveling_filters import aanbeveling_filter_set
from ..models import Knelpunt, Proeftuin
from ..peildatum import current_at
from ..querysets import aanbevelingen
from .rows import (
    Badge,
    KnelpuntRow,
    Ref,
    current,
    knelpunt_row,
    place_of,
    ref,
    slim,
    stadium_badge,
    visible_ref,
    with_knelpunt_stap,
    with_proeftuin_stap,
)


@dataclass(frozen=True, slots=True)
class ProeftuinRef:
    """A Proeftuin that works on it."""

    ref: Ref
    plaats: str
    stadium: Badge | None


@dataclass(frozen=True, slots=True)
class Koppeling:
    """What is about one recommendation."""

    knelpunten: tuple[KnelpuntRow, ...]
    proeftuinen: tuple[ProeftuinRef, ...]


@dataclass(frozen=True, slots=True)
class AanbevelingRow:
    """An Aanbeveling with its follow-up; `url` leads to it in its Rapport, with all its steps."""

    nummer: int
    tekst: str
    url: str
    rapport: Ref
    gegeven_door: Ref | None
    gericht_aan: tuple[Ref, ...]
    status: Badge | None
    sinds: Datum | None
    toelichting: str
    reactie: str
    reactie_datum: Datum | None
    knelpunten: tuple[KnelpuntRow, ...] = ()
    proeftuinen: tuple[ProeftuinRef, ...] = ()


def aanbeveling_queryset(reader: Reader, params: QueryDict) -> QuerySet[Any]:
    """The Aanbevelingen on screen for this URL: what the feed and the export hold too."""
    return aanbeveling_filter_set(reader).bind(params).apply(aanbevelingen(reader))


def aanbeveling_list(reader: Reader, params: QueryDict) -> dict[str, Any]:
    """A page of the register with its filters; six queries."""
    listing = aanbeveling_filter_set(reader).bind(params).listing(_with_names(aanbevelingen(reader)))
    listing["aanbevelingen"] = aanbeveling_rows(listing.pop("rows"), reader)
    options: list[dict[str, Any]] = next((f["options"] for f in listing["filters"] if f["name"] == "status"), [])
    listing["stand"] = aantal_slices([(o["value"], o["label"], Aantal(o["count"], o["voorbeelden"])) for o in options])
    return listing


def aanbevelingen_about(record: Knelpunt | Proeftuin, reader: Reader) -> tuple[AanbevelingRow, ...]:
    """Those that an editor tied to this record, with their follow-up; one query."""
    if not record.pk:
        return ()
    tied = record.aanbevelingen.through.objects.filter(**{f"{record._meta.model_name}_id": record.pk})
    rows = _with_names(aanbevelingen(reader)).filter(pk__in=tied.values("aanbeveling_id"))
    return tuple(_row(row, reader, ()) for row in rows.order_by("rapport__title", "rapport", "nummer"))


def status_counts(reader: Reader, einde: datetime.datetime | None = None) -> dict[str, Aantal]:
    """How the Aanbevelingen divide over their statuses, or did just before `einde`; one query."""
    steps = current_at(AanbevelingStap.objects.all(), "aanbeveling", einde)
    rows = steps.filter(aanbeveling__in=aanbevelingen(reader).order_by().values("pk")).order_by()
    found = rows.values(stand=F("status"), echtheid=F("aanbeveling__rapport__is_voorbeeld")).annotate(n=Count("pk"))
    return counted(found.values_list("stand", "echtheid", "n"))


def aanbeveling_rows(rows: Sequence[Aanbeveling], reader: Reader) -> tuple[AanbevelingRow, ...]:
    """Rows of one page of the register; three queries."""
    keys = [row.pk for row in rows]
    addressed = _grouped(
        Organisatie.objects.visible_to(reader)
        .defer("inhoud")
        .filter(ontvangen_aanbevelingen__in=keys)
        .annotate(bij=F("ontvangen_aanbevelingen__pk"))
        .order_by("title", "pk")
    )
    about = {"aanbevelingen__in": keys}
    knelpunten = _grouped(_knelpunten(reader).filter(**about).annotate(bij=F("aanbevelingen__pk")))
    proeftuinen = _grouped(_proeftuinen(reader).filter(**about).annotate(bij=F("aanbevelingen__pk")))
    return tuple(
        _row(
            row,
            reader,
            tuple(ref(page) for page in addressed.get(row.pk, ())),
            tuple(knelpunt_row(page, current(page), reader) for page in knelpunten.get(row.pk, ())),
            tuple(_proeftuin(page) for page in proeftuinen.get(row.pk, ())),
        )
        for row in rows
    )


def koppelingen_of(rapport: Rapport, reader: Reader) -> Mapping[int, Koppeling]:
    """Number -> what is about each recommendation of a Rapport; two queries."""
    if not rapport.pk:
        return {}
    knelpunten, proeftuinen = (
        _grouped(rows.filter(aanbevelingen__rapport=rapport.pk).annotate(bij=F("aanbevelingen__nummer")))
        for rows in (_knelpunten(reader), _proeftuinen(reader))
    )
    return {
        nummer: Koppeling(
            tuple(knelpunt_row(page, current(page), reader) for page in knelpunten.get(nummer, ())),
            tuple(_proeftuin(page) for page in proeftuinen.get(nummer, ())),
        )
        for nummer in {*knelpunten, *proeftuinen}
    }


def _knelpunten(reader: Reader) -> QuerySet[Any]:
    return with_knelpunt_stap(slim(Knelpunt.objects.visible_to(reader), knelpunt="")).order_by("title", "pk")


def _proeftuinen(reader: Reader) -> QuerySet[Any]:
    rows = slim(Proeftuin.objects.visible_to(reader).select_related("gemeente"), proeftuin="")
    return with_proeftuin_stap(rows).order_by("title", "pk")


def _proeftuin(page: Proeftuin) -> ProeftuinRef:
    return ProeftuinRef(ref(page), place_of(page), stadium_badge(current(page)))


def _with_names(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("rapport", "gegeven_door", "huidig").defer("rapport__inhoud", "gegeven_door__inhoud")


def _grouped(rows: QuerySet[Any]) -> dict[int, list[Any]]:
    groups: dict[int, list[Any]] = {}
    for row in rows:
        groups.setdefault(row.bij, []).append(row)
    return groups


def _row(
    row: Aanbeveling,
    reader: Reader,
    addressed: tuple[Ref, ...],
    knelpunten: tuple[KnelpuntRow, ...] = (),
    proeftuinen: tuple[ProeftuinRef, ...] = (),
) -> AanbevelingRow:
    step, report = current(row), ref(row.rapport)
    return AanbevelingRow(
        nummer=row.nummer,
        tekst=row.tekst,
        url=f"{report.url}#aanbeveling-{row.nummer}",
        rapport=report,
        gegeven_door=visible_ref(row.gegeven_door, reader),
        gericht_aan=addressed,
        status=Badge(step.status, str(AanbevelingStatus(step.status).label)) if step else None,
        sinds=step.datum if step else None,
        toelichting=step.toelichting if step else "",
        reactie=row.reactie,
        reactie_datum=row.reactie_datum,
        knelpunten=knelpunten,
        proeftuinen=proeftuinen,
    )
