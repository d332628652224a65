"""The whole programme: how many, how long, how often again, and what moved."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, TextChoices
from django.db.models.functions import TruncMonth
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateformat import format as format_date

from portal.choices import AanbevelingStatus, Resultaat, WijzigingSoort
from portal.datum import begun_q
from portal.models import Wijziging
from portal.pages.aantallen import NIETS, Aantal, counted, total
from portal.visibility import Reader, page_q

from ...charts import number
from ...choices import OPEN_STATUSSEN, KnelpuntStatus, Niveau, Stadium
from ...duur import dagen_tussen, duur_tekst, telt_mee
from ...models import Knelpunt, KnelpuntStap, Oplossing, Proeftuin, Waarneming
from ..aanbevelingen import status_counts
from .overzicht import Programma, programma, tracker_counts
from .selectie import Selectie

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Balk:
    """A bar in a picture of 100 wide, of what is real; `kind` names its look."""

    label: str
    aantal: Aantal
    kind: str
    width: str


@dataclass(frozen=True, slots=True)
class Maand:
    """A month with its changes. `y` and `height` draw its column in a box of 100 high."""

    maand: str
    kort: str
    aantal: Aantal
    nieuw: Aantal
    herzien: Aantal
    status: Aantal
    x: str
    y: str
    height: str


@dataclass(frozen=True, slots=True)
class Oplostijd:
    """How long solved Knelpunten that are real took, from first sight to solved.

    `aantal`: those that count; `weggelaten`: the real ones of which a date is not known to the month.
    """

    aantal: Aantal
    weggelaten: int
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
    teruggekomen: Aantal
    oplostijd: Oplostijd
    maanden: tuple[Maand, ...]
    peildatum: datetime.date
    is_toen: bool
    form: dict[str, Any]

    @property
    def voorbeelden(self) -> bool:
        """Whether examples are shown beside the figures."""
        return any(bar.aantal.voorbeelden for bar in (*self.status, *self.stadium, *self.resultaat))


def dashboard(reader: Reader, params: QueryDict | None = None) -> Dashboard:
    """Eight queries, however large the tracker is. `params` is the filter in the URL, which all but the Aanbevelingen
    follow: those belong to no region.
    """
    whole = Selectie(reader, params or QueryDict())
    selectie = None if whole.is_whole else whole
    counts = tracker_counts(reader, selectie)
    followed = status_counts(reader, whole.op.einde)

    def each(choices: type[TextChoices], found: Mapping[str, Aantal]) -> tuple[Balk, ...]:
        return bars([(str(choice.label), found.get(choice, NIETS), choice.value) for choice in choices])

    return Dashboard(
        programma=programma(reader, counts, selectie),
        status=each(KnelpuntStatus, counts["status"]),
        niveau=each(Niveau, counts["niveau"]),
        stadium=each(Stadium, counts["stadium"]),
        resultaat=each(Resultaat, counts["resultaat"]),
        aanbevelingen=each(AanbevelingStatus, followed) if followed else (),
        herhaling=_recurrence(reader, selectie),
        teruggekomen=_came_back(reader, selectie),
        oplostijd=_time_to_resolution(reader, selectie),
        maanden=_months(reader, selectie),
        peildatum=whole.op.dag or timezone.localdate(),
        is_toen=whole.op.dag is not None,
        form=whole.form(),
    )


def bars(values: Sequence[tuple[str, Aantal, str]]) -> tuple[Balk, ...]:
    """Bars on one scale, the longest 100 wide."""
    most = max((amount.echt for _, amount, _ in values), default=0) or 1
    return tuple(Balk(label, amount, kind, number(100 * amount.echt / most)) for label, amount, kind in values)


def _recurrence(reader: Reader, selectie: Selectie | None) -> tuple[Balk, ...]:
    """In how many Proeftuinen the same Knelpunt was met."""
    seen = Waarneming.objects.filter(page_q(reader, "knelpunt__"), page_q(reader, "proeftuin__"))
    if selectie is not None:
        chosen = selectie.proeftuinen().values("pk")
        seen = seen.filter(knelpunt__in=selectie.knelpunten().values("pk"), proeftuin__in=chosen)
        if selectie.op.dag:
            seen = seen.filter(begun_q("eerst_gezien", selectie.op.dag))
    rows = seen.counting_for("knelpunt").order_by().values("knelpunt", echtheid=F("knelpunt__is_voorbeeld"))
    found = counted(
        (n, invented, 1) for invented, n in rows.annotate(n=Count("proeftuin")).values_list("echtheid", "n")
    )
    more = total(amount for times, amount in found.items() if times > 3)
    return bars(
        [
            ("in 1 proeftuin", found.get(1, NIETS), "lokaal"),
            ("in 2 proeftuinen", found.get(2, NIETS), "regionale_tafel"),
            ("in 3 proeftuinen", found.get(3, NIETS), "landelijk_overleg"),
            ("in meer dan 3 proeftuinen", more, "taskforce"),
        ]
    )


def _came_back(reader: Reader, selectie: Selectie | None) -> Aantal:
    """How many Knelpunten are open again after they had been solved."""
    solved = KnelpuntStap.objects.filter(
        knelpunt=OuterRef("knelpunt"), pk__lt=OuterRef("pk"), status=KnelpuntStatus.OPGELOST
    )
    now = _steps(reader, selectie).filter(status__in=OPEN_STATUSSEN)
    rows = now.filter(Exists(solved)).order_by().values_list("knelpunt__is_voorbeeld").annotate(n=Count("pk"))
    return total(counted((0, invented, n) for invented, n in rows).values())


def _time_to_resolution(reader: Reader, selectie: Selectie | None) -> Oplostijd:
    first = (
        KnelpuntStap.objects.filter(knelpunt=OuterRef("knelpunt"))
        .order_by()
        .values("knelpunt")
        .annotate(eerste=Min("datum"))
    )
    rows = _steps(reader, selectie).filter(status=KnelpuntStatus.OPGELOST)
    rows = rows.annotate(eerste=Subquery(first.values("eerste")))
    found = list(rows.order_by().values_list("datum", "eerste", "knelpunt__is_voorbeeld"))
    real = [(seen, solved) for solved, seen, invented in found if not invented]
    days = [dagen_tussen(*pair) or 0 for pair in real if telt_mee(*pair)]
    amount, left_out = Aantal(len(days), len(found) - len(real)), len(real) - len(days)
    if not days:
        return Oplostijd(amount, left_out, "", "", "")
    return Oplostijd(amount, left_out, duur_tekst(round(median(days))), duur_tekst(min(days)), duur_tekst(max(days)))


def _steps(reader: Reader, selectie: Selectie | None) -> QuerySet[Any]:
    """The current steps, or those that were on the day that is asked."""
    steps: QuerySet[Any] = KnelpuntStap.objects.filter(page_q(reader, "knelpunt__"))
    if selectie is None:
        return steps.filter(is_huidig=True)
    return selectie.stappen(steps, "knelpunt").filter(knelpunt__in=selectie.knelpunten().values("pk"))


def _months(reader: Reader, selectie: Selectie | None) -> tuple[Maand, ...]:
    """The last twelve months, the oldest first."""
    today = (selectie.op.dag if selectie else None) or timezone.localdate()
    until = selectie.op.einde if selectie else None
    starts = [_month_start(today, back) for back in range(MONTHS - 1, -1, -1)]
    types = ContentType.objects.get_for_models(Proeftuin, Knelpunt, Oplossing).values()
    begin = timezone.make_aware(datetime.datetime.combine(starts[0], datetime.time()))
    rows = (
        Wijziging.objects.marked_for(reader)
        .since(begin)
        .filter(
            selectie.touched_q() if selectie else Q(),
            Q(moment__lt=until) if until else Q(),
            pagina__content_type__in=[ct.pk for ct in types],
        )
        .order_by()
        .annotate(maand=TruncMonth("moment"))
        .values_list("maand", "soort", "verzonnen")
        .annotate(n=Count("pk"))
    )
    counts = defaultdict(
        Aantal, counted((timezone.localtime(month).date(), kind, made_up, n) for month, kind, made_up, n in rows)
    )
    kinds = (WijzigingSoort.NIEUW, WijzigingSoort.HERZIEN, WijzigingSoort.STATUSWIJZIGING)
    totals = {start: total(counts[start, kind] for kind in kinds) for start in starts}
    most = max(amount.echt for amount in totals.values()) or 1
    return tuple(
        Maand(
            maand=format_date(start, "F Y"),
            kort=format_date(start, "M"),
            aantal=totals[start],
            nieuw=counts[start, WijzigingSoort.NIEUW],
            herzien=counts[start, WijzigingSoort.HERZIEN],
            status=counts[start, WijzigingSoort.STATUSWIJZIGING],
            x=number(10 + index * 50),
            y=number(100 - 100 * totals[start].echt / most),
            height=number(100 * totals[start].echt / most),
        )
        for index, start in enumerate(starts)
    )


def _month_start(today: datetime.date, back: int) -> datetime.date:
    months = today.year * 12 + today.month - 1 - back
    return datetime.date(months // 12, months % 12 + 1, 1)
