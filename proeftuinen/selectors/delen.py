"""The parts of a Proeftuin's page: in one query when it is published, from the instance when it is previewed."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, F, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from portal.addresses import address
from portal.datum import Datum
from portal.models import Organisatie
from portal.visibility import Reader, page_q

from ..models import Mijlpaal, Overdrachtsvoorwaarde, Proeftuin, ProeftuinPartner, ProeftuinStap, Voortgangsbericht
from .rows import Ref, ref


@dataclass(frozen=True, slots=True)
class Partner:
    organisatie: Ref
    rol: str


@dataclass(frozen=True, slots=True)
class Stap:
    datum: Datum
    stadium: str
    reden: str
    is_huidig: bool
    vastgelegd: datetime.date


@dataclass(frozen=True, slots=True)
class Bericht:
    datum: Datum
    titel: str
    tekst: str


@dataclass(frozen=True, slots=True)
class Mijlpunt:
    datum: Datum | None
    naam: str
    status: str


@dataclass(slots=True)
class Delen:
    """`stappen` as they followed each other, the rest in the editor's order.

    Partners that the reader may not see are left out.
    """

    stappen: list[Stap] = field(default_factory=list)
    voortgang: list[Bericht] = field(default_factory=list)
    mijlpalen: list[Mijlpunt] = field(default_factory=list)
    partners: list[Partner] = field(default_factory=list)
    voorwaarden: list[str] = field(default_factory=list)


def delen_of(proeftuin: Proeftuin, reader: Reader) -> Delen:
    """The parts as they are shown: what an editor has in the form when the page is a draft, else what is stored."""
    if getattr(proeftuin, "_cluster_related_objects", None):
        return _from_instance(proeftuin, reader)
    return _from_database(proeftuin, reader)


def _from_instance(proeftuin: Proeftuin, reader: Reader) -> Delen:
    steps = ProeftuinStap.objects.filter(proeftuin=proeftuin.pk).order_by("pk")
    chosen = list(proeftuin.partners.all())
    visible = Organisatie.objects.visible_to(reader).filter(pk__in=[row.organisatie_id for row in chosen])
    found = {page.pk: ref(page) for page in visible.defer("inhoud")}
    return Delen(
        stappen=[
            Stap(row.datum, row.stadium, row.reden, row.is_huidig, timezone.localdate(row.vastgelegd_op))
            for row in steps
        ],
        voortgang=[Bericht(row.datum, row.titel, row.tekst) for row in proeftuin.voortgang.all()],
        mijlpalen=[Mijlpunt(row.datum, row.naam, row.status) for row in proeftuin.mijlpalen.all()],
        partners=[Partner(found[r.organisatie_id], r.rol) for r in chosen if r.organisatie_id in found],
        voorwaarden=[row.tekst for row in proeftuin.overdrachtsvoorwaarden.all()],
    )


def _from_database(proeftuin: Proeftuin, reader: Reader) -> Delen:
    """Five small tables in one question: each gives (part, order, pk, date, four texts)."""
    pk = proeftuin.pk

    def part(name: str, rows: QuerySet[Any], order: Any, day: Any, *texts: Any) -> QuerySet[Any, Any]:
        filled = [*texts, *[Value("")] * (4 - len(texts))]
        return (
            rows.filter(proeftuin=pk)
            .order_by()
            .annotate(
                deel=Value(name, output_field=CharField()),
                plaats=order,
                dag=Cast(day, CharField()),
                a=Cast(filled[0], TextField()),
                b=Cast(filled[1], TextField()),
                c=Cast(filled[2], TextField()),
                d=Cast(filled[3], TextField()),
            )
            .values_list("deel", "plaats", "pk", "dag", "a", "b", "c", "d")
        )

    no_day = Value(None, output_field=CharField())
    seen = ProeftuinPartner.objects.filter(page_q(reader, "organisatie__"))
    rows = part(
        "stap",
        ProeftuinStap.objects.all(),
        Value(0),
        F("datum"),
        F("stadium"),
        F("reden"),
        F("is_huidig"),
        F("vastgelegd_op"),
    ).union(
        part("bericht", Voortgangsbericht.objects.all(), F("sort_order"), F("datum"), F("titel"), F("tekst")),
        part("mijlpaal", Mijlpaal.objects.all(), F("sort_order"), F("datum"), F("naam"), F("status")),
        part("partner", seen, F("sort_order"), no_day, F("organisatie__title"), F("organisatie__url_path"), F("rol")),
        part("voorwaarde", Overdrachtsvoorwaarde.objects.all(), F("sort_order"), no_day, F("tekst")),
        all=True,
    )
    result = Delen()
    add: dict[str, Callable[[Any, str, str, str, str], None]] = {
        "stap": lambda day, a, b, c, d: result.stappen.append(
            Stap(day, a, b, c.lower() in ("1", "true", "t"), _day_of(d))
        ),
        "bericht": lambda day, a, b, c, d: result.voortgang.append(Bericht(day, a, b)),
        "mijlpaal": lambda day, a, b, c, d: result.mijlpalen.append(Mijlpunt(day, a, b)),
        "partner": lambda day, a, b, c, d: result.partners.append(Partner(Ref(a, address(b)), c)),
        "voorwaarde": lambda day, a, b, c, d: result.voorwaarden.append(a),
    }
    for name, _order, _pk, day, a, b, c, d in sorted(rows, key=lambda row: (row[1] or 0, row[2])):
        add[name](Datum.of(day), a, b, c, d)
    return result


def _day_of(moment: str) -> datetime.date:
    """The day here of a moment as the database writes it, in UTC."""
    found = datetime.datetime.fromisoformat(moment)
    return timezone.localdate(found if found.tzinfo else found.replace(tzinfo=datetime.UTC))
