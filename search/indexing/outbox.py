"""The outbox: what changed is written in the saving transaction and delivered afterwards, until it has arrived."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from django.db import connection, transaction
from django.db.models import F, Min, Q, QuerySet
from django.utils import timezone

from search.models import Counter, IndexState, OutboxRow
from search.protocol import Owner

Pair: TypeAlias = tuple[str, str]
# Which rows they are, in short: (moment of the newest, sum of their numbers).
Rows: TypeAlias = tuple[str, int]
KEEP_DELIVERED = timedelta(days=1)
FIRST_RETRY = timedelta(seconds=1)
LAST_RETRY = timedelta(hours=1)
LAST_RETRY_WITHOUT_ENGINE = timedelta(minutes=1)
MOST_ATTEMPTS = 20
LONGEST_ERROR = 500
BATCH = 500
# Seconds in which what this thread asked of the database is used once.
FRESH = 0.5
_asked = threading.local()
# Every search asks these. Making the queries took ten times as long as the database did: they are written out.
_WAITING = (
    "SELECT source, object_id, MAX(moment), SUM(id), MAX(CASE WHEN NOT parked AND moment < %s THEN 1 ELSE 0 END)"  # noqa: S608
    f' FROM "{OutboxRow._meta.db_table}" WHERE "index" = %s AND delivered IS NULL GROUP BY source, object_id LIMIT %s'
)
# With what `owner` asks, which comes next: one question less for each search.
_UNDELIVERED = (
    f"SELECT * FROM ({_WAITING}) waiting UNION ALL SELECT '', c.identity, NULL, c.value, COALESCE(s.version, 0)"  # noqa: S608
    f' FROM "{Counter._meta.db_table}" c LEFT JOIN "{IndexState._meta.db_table}" s ON s."index" = %s WHERE c.id = 1'
)
_OWNER = (
    f'SELECT c.identity, c.value, COALESCE(s.version, 0) FROM "{Counter._meta.db_table}" c'  # noqa: S608
    f' LEFT JOIN "{IndexState._meta.db_table}" s ON s."index" = %s WHERE c.id = 1'
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
    forget()
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


@dataclass(frozen=True, slots=True)
class Undelivered:
    """What an index may have too old. `rows`: key -> which rows say so, parked ones too: the same rows, the same value,
    and another value after a database was put back, which gives out the same numbers again.

    `late`: something waits longer than it should.
    """

    rows: Mapping[str, Rows]
    late: bool


def undelivered(index: str, late: timedelta, most: int) -> Undelivered:
    """What is not delivered, of at most so many documents."""
    moment = connection.ops.adapt_datetimefield_value(timezone.now() - late)
    with connection.cursor() as cursor:
        cursor.execute(_UNDELIVERED, [moment, index, most, index])
        found = cursor.fetchall()
    for row in [row for row in found if not row[0]]:
        found.remove(row)
        _, identity, _, newest, arrived = row
        _asked.owner = index, time.monotonic(), Owner(identity, int(newest), int(arrived))
    rows = {f"{source}:{object_id}": (str(newest), int(total)) for source, object_id, newest, total, _ in found}
    return Undelivered(rows, any(row[-1] for row in found))


def forget() -> None:
    """What this thread asked of the database is too old, or of a transaction that was rolled back."""
    _asked.__dict__.clear()


def owner(index: str) -> Owner:
    """This database, as an index of it must fit it; `undelivered` asked it a moment ago."""
    name, moment, known = _asked.__dict__.pop("owner", ("", 0.0, Owner()))
    if name == index and time.monotonic() - moment < FRESH:
        return known
    with connection.cursor() as cursor:
        cursor.execute(_OWNER, [index])
        found = cursor.fetchone()
    if found:
        return Owner(*found)
    Counter.objects.get_or_create(pk=1)
    return owner(index)


def note_arrived(index: str, version: int) -> None:
    """From now on an index without this version is too old."""
    if not IndexState.objects.filter(index=index, version__lt=version).update(version=version):
        IndexState.objects.get_or_create(index=index, defaults={"version": version})


def note_differences(index: str, count: int) -> None:
    """What a comparison of the index with the database found, until the next one."""
    IndexState.objects.update_or_create(index=index, defaults={"differences": count})


def differences(index: str) -> int:
    """What the last comparison found."""
    return IndexState.objects.filter(index=index).values_list("differences", flat=True).first() or 0
