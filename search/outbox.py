"""The outbox: what changed is written in the saving transaction and delivered afterwards, until it has arrived."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import TypeAlias

from django.db import connection, transaction
from django.db.models import F, Min, Q, QuerySet
from django.utils import timezone

from search.models import Counter, OutboxRow

Pair: TypeAlias = tuple[str, str]
KEEP_DELIVERED = timedelta(days=1)
FIRST_RETRY = timedelta(seconds=1)
LAST_RETRY = timedelta(hours=1)
LAST_RETRY_WITHOUT_ENGINE = timedelta(minutes=1)
MOST_ATTEMPTS = 20
LONGEST_ERROR = 500
BATCH = 500
_LATE = (
    f'SELECT 1 FROM "{OutboxRow._meta.db_table}"'  # noqa: S608  a constant
    ' WHERE "index" = %s AND delivered IS NULL AND NOT parked AND moment < %s LIMIT 1'
)


def enqueue(pairs: Iterable[Pair], indexes: Sequence[str]) -> list[int]:
    """Write that these objects may have changed; returns the rows. Call it inside the transaction of the change."""
    rows = [
        OutboxRow(index=index, source=source, object_id=object_id)
        for index in indexes
        for source, object_id in sorted(set(pairs))
    ]
    return [row.pk for row in OutboxRow.objects.bulk_create(rows, batch_size=BATCH)]


def _open(index: str) -> QuerySet[OutboxRow]:
    return OutboxRow.objects.filter(index=index, delivered__isnull=True, parked=False)


def claim(index: str, limit: int, only: Collection[int] | None = None) -> list[OutboxRow]:
    """The oldest rows that are due. Two workers may claim the same row: versions make that harmless."""
    due = _open(index).filter(Q(not_before__isnull=True) | Q(not_before__lte=timezone.now()))
    if only is not None:
        due = due.filter(pk__in=only)
    return list(due.order_by("pk")[:limit])


def draw_version() -> int:
    """A number higher than any that was drawn before, on every database."""
    with transaction.atomic():
        if not Counter.objects.filter(pk=1).update(value=F("value") + 1):
            Counter.objects.get_or_create(pk=1)
            Counter.objects.filter(pk=1).update(value=F("value") + 1)
        return Counter.objects.values_list("value", flat=True).get(pk=1)


def owed(index: str) -> dict[Pair, list[int]]:
    """What is not delivered now, parked rows too: a rebuild that begins after this reads all of it."""
    found: dict[Pair, list[int]] = {}
    rows = OutboxRow.objects.filter(index=index, delivered__isnull=True)
    for source, object_id, row in rows.values_list("source", "object_id", "pk").iterator():
        found.setdefault((source, object_id), []).append(row)
    return found


def in_transit(index: str, since: datetime) -> set[Pair]:
    """What waits for its delivery, or was delivered after `since`."""
    moving = OutboxRow.objects.filter(Q(delivered__isnull=True, parked=False) | Q(delivered__gte=since), index=index)
    return set(moving.values_list("source", "object_id"))


def mark_delivered(rows: Sequence[int]) -> None:
    """These rows have arrived."""
    for at in range(0, len(rows), BATCH):
        OutboxRow.objects.filter(pk__in=rows[at : at + BATCH]).update(delivered=timezone.now(), error="", parked=False)


def postpone(rows: Iterable[OutboxRow], error: str, unavailable: bool = False) -> None:
    """Try these again later, later at each attempt; after many attempts they are parked for a person to see.

    An engine that is `unavailable` is no fault of the rows: they are never parked for it, and wait a minute at most.
    """
    for row in rows:
        row.attempts += 1
        longest = LAST_RETRY_WITHOUT_ENGINE if unavailable else LAST_RETRY
        wait = min(longest, FIRST_RETRY * 2 ** min(row.attempts - 1, 12))
        row.not_before = timezone.now() + wait * random.uniform(0.75, 1.25)  # noqa: S311  spreads, protects nothing
        row.parked = row.attempts >= MOST_ATTEMPTS and not unavailable
        row.error = error[:LONGEST_ERROR]
        row.save(update_fields=["attempts", "not_before", "parked", "error"])


def park(rows: Iterable[OutboxRow], error: str) -> None:
    """These can never succeed."""
    OutboxRow.objects.filter(pk__in=[row.pk for row in rows]).update(parked=True, error=error[:LONGEST_ERROR])


def prune() -> int:
    """Remove rows that arrived more than a day ago."""
    old = OutboxRow.objects.filter(delivered__lt=timezone.now() - KEEP_DELIVERED)
    return old.delete()[0]


def waiting(index: str) -> tuple[int, int, datetime | None]:
    """(rows to deliver, parked rows, moment of the oldest row to deliver)."""
    oldest = _open(index).aggregate(oldest=Min("moment"))["oldest"]
    parked = OutboxRow.objects.filter(index=index, parked=True).count()
    return _open(index).count(), parked, oldest


def is_behind(index: str, by: timedelta) -> bool:
    """Whether something waits longer than `by`.

    Every search asks this. Making the query took ten times as long as the database did: it is written out here.
    """
    late = connection.ops.adapt_datetimefield_value(timezone.now() - by)
    with connection.cursor() as cursor:
        cursor.execute(_LATE, [index, late])
        return cursor.fetchone() is not None
