"""The whole programme: how many, how long, how often again, and what moved."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, Min, OuterRef, Subquery
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.dateformat import format as format_date

from portal.choices import AanbevelingStatus, Resultaat, WijzigingSoort
from portal.models import Wijziging
from portal.visibility import Reader, page_q

from ..charts import number
from ..choices import OPEN_STATUSSEN, KnelpuntStatus, Niveau, Stadium
from ..duur import duur_tekst
from ..models import Knelpunt, KnelpuntStap, Oplossing, Proeftuin, Waarneming
from .aanbevelingen import status_counts
from .programma import Programma, programma, tracker_counts

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Balk:
    """A bar in a picture of 100 wide; `kind` names its look."""

    label: str
    aantal: int
    kind: str
    width: str


@dataclass(frozen=True, slots=True)
class Maand:
    """A month with its changes. `y` and `height` draw its column in a box of 100 high."""

    maand: str
    kort: str
    aantal: int
    nieuw: int
    herzien: int
    status: int
    x: str
    y: str
    height: str


@dataclass(frozen=True, slots=True)
class Oplostijd:
    """How long solved Knelpunten took, from first sight to solved."""

    aantal: int
    middelste: str
    kortste: str
    langste: str


@dataclass(frozen=True, slots=True)
class Dashboard:
    programma: Programma
    status: tuple[Balk, ...]
    niveau: tuple[Balk, ...]
    stadium: tuple[Balk, ...]
    resultaat: tuple[Balk, ...]
    aanbevelingen: tuple[Balk, ...]
    herhaling: tuple[Balk, ...]
    teruggekomen: int
    oplostijd: Oplostijd
    maanden: tuple[Maand, ...]
    peildatum: datetime.date


def dashboard(reader: Reader) -> Dashboard:
    """Eight queries, however large the tracker is."""
    counts = {name: Counter(found) for name, found in tracker_counts(reader).items()}
    status, niveau, stadium, result = (counts[name] for name in ("status", "niveau", "stadium", "resultaat"))
    followed = Counter(status_counts(reader))
    return Dashboard(
        programma=programma(reader, counts),
        status=bars([(str(s.label), status[s], s.value) for s in KnelpuntStatus]),
        niveau=bars([(str(n.label), niveau[n], n.value) for n in Niveau]),
        stadium=bars([(str(s.label), stadium[s], s.value) for s in Stadium]),
        resultaat=bars([(str(r.label), result[r], r.value) for r in Resultaat]),
        aanbevelingen=bars([(str(s.label), followed[s], s.value) for s in AanbevelingStatus if followed]),
        herhaling=_recurrence(reader),
        teruggekomen=_came_back(reader),
        oplostijd=_time_to_resolution(reader),
        maanden=_months(reader),
        peildatum=timezone.localdate(),
    )


def bars(values: Sequence[tuple[str, int, str]]) -> tuple[Balk, ...]:
    """Bars on one scale, the longest 100 wide."""
    most = max((amount for _, amount, _ in values), default=0) or 1
    return tuple(Balk(label, amount, kind, number(100 * amount / most)) for label, amount, kind in values)


def _recurrence(reader: Reader) -> tuple[Balk, ...]:
    """In how many Proeftuinen the same Knelpunt was met."""
    seen = Waarneming.objects.filter(page_q(reader, "knelpunt__"), page_q(reader, "proeftuin__"))
    places = Counter(seen.order_by().values("knelpunt").annotate(n=Count("proeftuin")).values_list("n", flat=True))
    more = sum(amount for times, amount in places.items() if times > 3)
    return bars(
        [
            ("in 1 proeftuin", places[1], "lokaal"),
            ("in 2 proeftuinen", places[2], "regionale_tafel"),
            ("in 3 proeftuinen", places[3], "landelijk_overleg"),
            ("in meer dan 3 proeftuinen", more, "taskforce"),
        ]
    )


def _came_back(reader: Reader) -> int:
    """How many Knelpunten are open again after they had been solved."""
    solved = KnelpuntStap.objects.filter(knelpunt=OuterRef("knelpunt"), status=KnelpuntStatus.OPGELOST)
    now = KnelpuntStap.objects.filter(page_q(reader, "knelpunt__"), is_huidig=True, status__in=OPEN_STATUSSEN)
    return now.filter(Exists(solved)).count()


def _time_to_resolution(reader: Reader) -> Oplostijd:
    first = (
        KnelpuntStap.objects.filter(knelpunt=OuterRef("knelpunt"))
        .order_by()
        .values("knelpunt")
        .annotate(eerste=Min("datum"))
    )
    rows = KnelpuntStap.objects.filter(
        page_q(reader, "knelpunt__"), is_huidig=True, status=KnelpuntStatus.OPGELOST
    ).annotate(eerste=Subquery(first.values("eerste")))
    days = [(solved - seen).days for solved, seen in rows.order_by().values_list("datum", "eerste")]
    if not days:
        return Oplostijd(0, "", "", "")
    return Oplostijd(len(days), duur_tekst(round(median(days))), duur_tekst(min(days)), duur_tekst(max(days)))


def _months(reader: Reader) -> tuple[Maand, ...]:
    """The last twelve months, the oldest first."""
    today = timezone.localdate()
    starts = [_month_start(today, back) for back in range(MONTHS - 1, -1, -1)]
    types = ContentType.objects.get_for_models(Proeftuin, Knelpunt, Oplossing).values()
    begin = timezone.make_aware(datetime.datetime.combine(starts[0], datetime.time()))
    rows = (
        Wijziging.objects.visible_to(reader)
        .since(begin)
        .filter(pagina__content_type__in=[ct.pk for ct in types])
        .order_by()
        .annotate(maand=TruncMonth("moment"))
        .values_list("maand", "soort")
        .annotate(n=Count("pk"))
    )
    counts: Counter[tuple[datetime.date, str]] = Counter()
    for month, kind, n in rows:
        counts[timezone.localtime(month).date(), kind] += n
    kinds = (WijzigingSoort.NIEUW, WijzigingSoort.HERZIEN, WijzigingSoort.STATUSWIJZIGING)
    totals = {start: sum(counts[start, kind] for kind in kinds) for start in starts}
    most = max(totals.values()) or 1
    return tuple(
        Maand(
            maand=format_date(start, "F Y"),
            kort=format_date(start, "M"),
            aantal=totals[start],
            nieuw=counts[start, WijzigingSoort.NIEUW],
            herzien=counts[start, WijzigingSoort.HERZIEN],
            status=counts[start, WijzigingSoort.STATUSWIJZIGING],
            x=number(10 + index * 50),
            y=number(100 - 100 * totals[start] / most),
            height=number(100 * totals[start] / most),
        )
        for index, start in enumerate(starts)
    )


def _month_start(today: datetime.date, back: int) -> datetime.date:
    months = today.year * 12 + today.month - 1 - back
    return datetime.date(months // 12, months % 12 + 1, 1)
