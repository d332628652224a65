"""The whole programme at a glance, and where it moves."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Value
from django.utils import timezone

from portal.choices import Resultaat
from portal.lists.aantallen import NIETS, Aantal, counted, getal, total
from portal.models import Wijziging
from portal.visibility import Reader, page_q

from ...charts import Slice, aantal_slices
from ...choices import ACTIEVE_STADIA, OPEN_STATUSSEN, KnelpuntStatus, Registersoort, Stadium
from ...models import Knelpunt, KnelpuntStap, Oplossing, Proeftuin, ProeftuinStap, Toepassing
from ..rows import Card, current, page_card, place_of, register_urls, slim, stadium_badge, with_proeftuin_stap
from ..versies import results_at
from .selectie import Selectie

DAYS = 30


@dataclass(frozen=True, slots=True)
class Cijfer:
    aantal: Aantal
    label: str
    uitleg: str
    url: str


@dataclass(frozen=True, slots=True)
class Programma:
    """`knelpunten` and `toepassingen` are bars: how the records divide over statuses and results.

    Every figure counts what is real; the examples are said beside it.
    """

    cijfers: tuple[Cijfer, ...]
    knelpunten: tuple[Slice, ...]
    toepassingen: tuple[Slice, ...]
    urls: dict[str, str]

    @property
    def is_empty(self) -> bool:
        """Whether none of its figures counts anything that is real."""
        return not any(cijfer.aantal for cijfer in self.cijfers)


def programma(
    reader: Reader, counts: Mapping[str, Mapping[str, Aantal]] | None = None, selectie: Selectie | None = None
) -> Programma:
    """Three queries, however large the tracker is; one less for who has the `tracker_counts` already.

    With a `selectie` the addresses lead to the lists with the same choice.
    """
    counts = counts or tracker_counts(reader, selectie)
    status, stadium, result = counts["status"], counts["stadium"], counts["resultaat"]
    urls = register_urls(reader)
    knelpunten, proeftuinen = urls.get(Registersoort.KNELPUNT, ""), urls.get(Registersoort.PROEFTUIN, "")
    oplossingen = urls.get(Registersoort.OPLOSSING, "")

    def of(found: Mapping[str, Aantal], *values: str) -> Aantal:
        return total(found.get(value, NIETS) for value in values)

    tried = of(result, *result).echt
    cijfers = (
        Cijfer(
            of(status, *OPEN_STATUSSEN),
            "open knelpunten",
            f"{getal(of(status, KnelpuntStatus.IN_OPLOSSING).echt)} in oplossing",
            _with(knelpunten, "status", *OPEN_STATUSSEN, also=selectie),
        ),
        Cijfer(
            of(status, KnelpuntStatus.OPGELOST),
            "opgeloste knelpunten",
            "met de reden of de oplossing erbij",
            _with(knelpunten, "status", KnelpuntStatus.OPGELOST, also=selectie),
        ),
        Cijfer(
            of(stadium, *ACTIEVE_STADIA),
            "proeftuinen bezig",
            f"{getal(of(stadium, Stadium.GEBORGD).echt)} geborgd, {getal(of(stadium, Stadium.GESTOPT).echt)} gestopt",
            _with(proeftuinen, "stadium", *ACTIEVE_STADIA, also=selectie),
        ),
        Cijfer(
            of(result, Resultaat.WERKTE, Resultaat.WERKTE_DEELS),
            "keer werkte een oplossing",
            f"geheel of deels, van {getal(tried)} toepassing{'' if tried == 1 else 'en'}",
            _with(oplossingen, "resultaat", Resultaat.WERKTE, Resultaat.WERKTE_DEELS, also=selectie),
        ),
        Cijfer(
            recent_changes(reader, DAYS, selectie),
            "wijzigingen",
            f"in de laatste {DAYS} dagen{' daarvoor' if selectie and selectie.op.dag else ''}",
            "/wijzigingen/",
        ),
    )
    return Programma(
        cijfers,
        aantal_slices([(s.value, str(s.label), of(status, s)) for s in KnelpuntStatus]),
        aantal_slices([(r.value, str(r.label), of(result, r)) for r in Resultaat]),
        urls,
    )


def recent_changes(reader: Reader, days: int, selectie: Selectie | None = None) -> Aantal:
    """How many changes the tracker saw in the last days, or in those until the day that is asked, as far as this reader
    may know.
    """
    until = selectie.op.einde if selectie is not None else None
    types = ContentType.objects.get_for_models(Proeftuin, Knelpunt, Oplossing).values()
    changes = Wijziging.objects.marked_for(reader).since((until or timezone.now()) - datetime.timedelta(days=days))
    if until is not None:
        changes = changes.filter(moment__lt=until)
    if selectie is not None:
        changes = changes.filter(selectie.touched_q())
    rows = changes.filter(pagina__content_type__in=[ct.pk for ct in types]).order_by()
    return total(counted(rows.values_list(Value(0), "verzonnen").annotate(n=Count("pk"))).values())


def proeftuinen_in_beweging(reader: Reader, limit: int = 3) -> tuple[Card, ...]:
    """The Proeftuinen in which something changed last, with what it was; one query."""
    changes = Wijziging.objects.visible_to(reader).filter(pagina=OuterRef("pk")).order_by("-moment")
    rows = (
        with_proeftuin_stap(slim(Proeftuin.objects.visible_to(reader), proeftuin=""))
        .select_related("gemeente")
        .annotate(bewoog=Subquery(changes.values("moment")[:1]), wat=Subquery(changes.values("tekst")[:1]))
        .filter(bewoog__isnull=False)
        .order_by("-bewoog", "pk")[:limit]
    )
    return tuple(
        page_card(
            page,
            stadium_badge(current(page)),
            place_of(page),
            datum=timezone.localtime(page.bewoog).date(),
            waarom=page.wat,
        )
        for page in rows
    )


def tracker_counts(reader: Reader, selectie: Selectie | None = None) -> dict[str, dict[str, Aantal]]:
    """How many Knelpunten have each status (and the open ones each niveau), Proeftuinen each stadium, and
    Toepassingen each resultaat; one query. With a `selectie` only those in it."""

    def grouped(name: str, rows: QuerySet[Any], field: str, invented: str) -> QuerySet[Any, Any]:
        found = rows.order_by().values(waarde=F(field), echtheid=F(invented)).annotate(n=Count("pk"))
        return found.annotate(naam=Value(name)).values_list("naam", "waarde", "echtheid", "n")

    steps: QuerySet[Any] = KnelpuntStap.objects.filter(page_q(reader, "knelpunt__"))
    phases: QuerySet[Any] = ProeftuinStap.objects.filter(page_q(reader, "proeftuin__"))
    tried: Any = Toepassing.objects.visible_to(reader)
    if selectie is not None:
        steps = selectie.stappen(steps, "knelpunt").filter(knelpunt__in=selectie.knelpunten().values("pk"))
        phases = selectie.stappen(phases, "proeftuin").filter(proeftuin__in=selectie.proeftuinen().values("pk"))
        tried = selectie.toepassingen()
    else:
        steps, phases = steps.filter(is_huidig=True), phases.filter(is_huidig=True)
    end = selectie.op.einde if selectie is not None else None
    moved = results_at(tried, end) if end is not None else ()
    if end is not None:
        tried = tried.filter(last_published_at__lt=end)
    still_open = steps.filter(status__in=OPEN_STATUSSEN)
    rows = grouped("status", steps, "status", "knelpunt__is_voorbeeld").union(
        grouped("niveau", still_open, "niveau", "knelpunt__is_voorbeeld"),
        grouped("stadium", phases, "stadium", "proeftuin__is_voorbeeld"),
        grouped("resultaat", tried.marked(), "resultaat", "verzonnen"),
        all=True,
    )
    counts: dict[str, dict[str, Aantal]] = {"status": {}, "niveau": {}, "stadium": {}, "resultaat": {}}
    for (name, value), amount in counted([*rows, *(("resultaat", *row) for row in moved)]).items():
        counts[name][value] = amount
    return counts


def _with(url: str, name: str, *values: str, also: Selectie | None) -> str:
    pairs = [f"{name}={value}" for value in values] + ([also.query] if also and also.query else [])
    return f"{url}?{'&'.join(pairs)}" if url else ""
