"""Brings today's truth from the database to the indexes."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Sequence

from django.utils import timezone

from search import conf, outbox
from search.models import OutboxRow
from search.protocol import Delete, Delivery, EngineUnavailable, Put, SearchEngine

logger = logging.getLogger(__name__)
BATCH = 100


def read(source: str, object_id: str, version: int) -> Delivery:
    """What must be delivered of this object now."""
    found = conf.sources().get(source)
    document = found.document(object_id) if found else None
    return Put(document, version) if document else Delete(f"{source}:{object_id}", version)


def deliver(engine: SearchEngine, limit: int, only: Collection[int] | None = None) -> int:
    """Deliver the rows that are due; returns how many arrived. Never raises for a failing engine or source."""
    rows = outbox.claim(engine.name, limit, only)
    if not rows:
        return 0
    by_key: dict[tuple[str, str], list[OutboxRow]] = {}
    for row in rows:
        by_key.setdefault((row.source, row.object_id), []).append(row)
    # The version is drawn before the objects are read: whoever draws later has read at least as much.
    version = outbox.draw_version()
    batch: list[Delivery] = []
    waiting: dict[str, list[OutboxRow]] = {}
    for (source, object_id), owed in by_key.items():
        try:
            batch.append(read(source, object_id, version))
        except Exception as error:
            logger.exception("Cannot read %s:%s for the index", source, object_id)
            outbox.postpone(owed, f"{type(error).__name__}: {error}")
            continue
        waiting[f"{source}:{object_id}"] = owed
    try:
        report = engine.deliver(batch)
    except EngineUnavailable as error:
        outbox.postpone((row for owed in waiting.values() for row in owed), str(error), unavailable=True)
        return 0
    done = [row.pk for key in report.done for row in waiting.get(key, ())]
    outbox.mark_delivered(done)
    for key, reason in report.refused.items():
        outbox.park(waiting.get(key, ()), reason)
    for key, reason in report.failed.items():
        outbox.postpone(waiting.get(key, ()), reason)
    return len(done)


def everything(version: int, size: int = BATCH) -> Iterator[list[Delivery]]:
    """All documents of all sources in batches, by keyset. One that cannot be read is logged and left out."""
    batch: list[Delivery] = []
    for name, source in conf.sources().items():
        after = ""
        while ids := source.ids(after, size):
            for object_id in ids:
                try:
                    document = source.document(object_id)
                except Exception:
                    logger.exception("Cannot read %s:%s for the index", name, object_id)
                    continue
                if document:
                    batch.append(Put(document, version))
                if len(batch) >= size:
                    yield batch
                    batch = []
            after = ids[-1]
    if batch:
        yield batch


def rebuild(engine: SearchEngine, batches: Iterator[Sequence[Delivery]] | None = None) -> int:
    """Build the index of this engine anew; returns the number of documents."""
    began = timezone.now()
    version = outbox.draw_version()
    count = engine.rebuild(batches if batches is not None else everything(version))
    outbox.settle(engine.name, began)
    return count
