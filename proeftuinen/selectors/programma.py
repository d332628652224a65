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
from portal.models import Wijziging
from portal.visibility import Reader, page_q

from ..charts import Slice, getal, slices
from ..choices import ACTIEVE_STADIA, OPEN_STATUSSEN, KnelpuntStatus, Registersoort, Stadium
from ..models import Knelpunt, KnelpuntStap, Oplossing, Proeftuin, ProeftuinStap, Toepassing
from .rows import Card, current, page_card, place_of, register_urls, slim, stadium_badge, with_proeftuin_stap

DAYS = 30


@dataclass(frozen=True, slots=True)
class Cijfer:
    getal: int
    label: str
    uitleg: str
    url: str


@dataclass(frozen=True, slots=True)
class Programma:
    """`knelpunten` and `toepassingen` are bars: how the records divide over statuses and results."""

    cijfers: tuple[Cijfer, ...]
    knelpunten: tuple[Slice, ...]
    toepassingen: tuple[Slice, ...]
    urls: dict[str, str]

    @property
    def is_empty(self) -> bool:
        return not any(cijfer.getal for cijfer in self.cijfers)


def programma(reader: Reader, counts: Mapping[str, Mapping[str, int]] | None = None) -> Programma:
    """Three queries, however large the tracker is; one less for who has the `tracker_counts` already."""
    counts = counts or tracker_counts(reader)
    status, stadium, result = counts["status"], counts["stadium"], counts["resultaat"]
    urls = register_urls(reader)
    knelpunten, proeftuinen = urls.get(Registersoort.KNELPUNT, ""), urls.get(Registersoort.PROEFTUIN, "")
    oplossingen = urls.get(Registersoort.OPLOSSING, "")
    worked = result.get(Resultaat.WERKTE, 0) + result.get(Resultaat.WERKTE_DEELS, 0)
    cijfers = (
        Cijfer(
            sum(status.get(s, 0) for s in OPEN_STATUSSEN),
            "open knelpunten",
            f"{getal(status.get(KnelpuntStatus.IN_OPLOSSING, 0))} in oplossing",
            _with(knelpunten, "status", *OPEN_STATUSSEN),
        ),
        Cijfer(
            status.get(KnelpuntStatus.OPGELOST, 0),
            "opgeloste knelpunten",
            "met de reden of de oplossing erbij",
            _with(knelpunten, "status", KnelpuntStatus.OPGELOST),
        ),
        Cijfer(
            sum(stadium.get(s, 0) for s in ACTIEVE_STADIA),
            "proeftuinen bezig",
            f"{getal(stadium.get(Stadium.GEBORGD, 0))} geborgd, {getal(stadium.get(Stadium.GESTOPT, 0))} gestopt",
            _with(proeftuinen, "stadium", *ACTIEVE_STADIA),
        ),
        Cijfer(
            worked,
            "keer werkte een oplossing",
            f"geheel of deels, van de {getal(sum(result.values()))} toepassingen",
            _with(oplossingen, "resultaat", Resultaat.WERKTE, Resultaat.WERKTE_DEELS),
        ),
        Cijfer(
            recent_changes(reader, timezone.now() - datetime.timedelta(days=DAYS)),
            "wijzigingen",
            f"in de laatste {DAYS} dagen",
            "/wijzigingen/",
        ),
    )
    return Programma(
        cijfers,
        slices([(s.value, str(s.label), status.get(s, 0), getal(status.get(s, 0))) for s in KnelpuntStatus]),
        slices([(r.value, str(r.label), result.get(r, 0), getal(result.get(r, 0))) for r in Resultaat]),
        urls,
    )


def recent_changes(reader: Reader, since: datetime.datetime) -> int:
    """How many changes the tracker saw since then, as far as this reader may know."""
    types = ContentType.objects.get_for_models(Proeftuin, Knelpunt, Oplossing).values()
    changes = Wijziging.objects.visible_to(reader).since(since)
    return changes.filter(pagina__content_type__in=[ct.pk for ct in types]).count()


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


def tracker_counts(reader: Reader) -> dict[str, dict[str, int]]:
    """How many Knelpunten have each status (and the open ones each niveau), Proeftuinen each stadium, and
    Toepassingen each resultaat; one query."""

    def counted(name: str, rows: QuerySet[Any], field: str) -> QuerySet[Any, Any]:
        grouped = rows.order_by().values(waarde=F(field)).annotate(n=Count("pk"))
        return grouped.annotate(naam=Value(name)).values_list("naam", "waarde", "n")

    steps = KnelpuntStap.objects.filter(page_q(reader, "knelpunt__"), is_huidig=True)
    phases = ProeftuinStap.objects.filter(page_q(reader, "proeftuin__"), is_huidig=True)
    rows = counted("status", steps, "status").union(
        counted("niveau", steps.filter(status__in=OPEN_STATUSSEN), "niveau"),
        counted("stadium", phases, "stadium"),
        counted("resultaat", Toepassing.objects.visible_to(reader), "resultaat"),
        all=True,
    )
    counts: dict[str, dict[str, int]] = {"status": {}, "niveau": {}, "stadium": {}, "resultaat": {}}
    for name, value, n in rows:
        counts[name][value] = n
    return counts


def _with(url: str, name: str, *values: str) -> str:
    return f"{url}?{'&'.join(f'{name}={value}' for value in values)}" if url else ""
