"""Changes that belong together as one line: those of one import, and those of one page on one day."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count
from django.utils import timezone

from ..models import Wijziging
from ..querysets import WijzigingQuerySet

# A page that changes more often on one day says how many more there are.
MOST_TEXTS = 20


@dataclass(frozen=True, slots=True)
class Bundel:
    """`kop` is the newest change; `rijen` are those of its page on that day, newest first, itself included.

    `aantal`: how many pages and records an import changed; 0 for what is no import.
    """

    kop: Wijziging
    rijen: tuple[Wijziging, ...]
    aantal: int = 0

    @property
    def partij(self) -> UUID | None:
        """The import that these changes came from; None of a single change."""
        return self.kop.partij if self.aantal > 1 else None


def bundles(
    heads: Sequence[Wijziging], among: WijzigingQuerySet, *, per_day: bool, per_import: bool = True
) -> list[Bundel]:
    """The lines of these `heads` (see `WijzigingQuerySet.heads`), in their order; at most two queries.

    `among` are the changes from which they were taken.
    """
    imports = {head.partij for head in heads if head.partij and per_import}
    counted = among.order_by().filter(partij__in=imports).values_list("partij").annotate(n=Count("pk"))
    amounts = dict(counted) if imports else {}
    days = _of_days([head for head in heads if not head.partij], among) if per_day else {}
    return [
        Bundel(head, tuple(days.get(_day(head), (head,)))[:MOST_TEXTS], amounts.get(head.partij, 0)) for head in heads
    ]


def _day(change: Wijziging) -> tuple[int, datetime.date]:
    return change.pagina_id, timezone.localdate(change.moment)


def _of_days(heads: Sequence[Wijziging], among: WijzigingQuerySet) -> dict[tuple[int, datetime.date], list[Wijziging]]:
    if not heads:
        return {}
    wanted = {_day(head) for head in heads}
    first = min(day for _, day in wanted)
    begin = timezone.make_aware(datetime.datetime.combine(first, datetime.time()))
    rows = among.filter(partij__isnull=True, pagina__in={pk for pk, _ in wanted}, moment__gte=begin)
    found: dict[tuple[int, datetime.date], list[Wijziging]] = defaultdict(list)
    # What a head knows (`with_labels`) is not asked again.
    known = {head.pk: head for head in heads}
    for row in rows.order_by("-moment", "-pk"):
        if _day(row) in wanted:
            found[_day(row)].append(known.get(row.pk, row))
    return found
