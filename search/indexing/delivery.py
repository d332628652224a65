"""Brings today's truth from the database to the indexes."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable, Collection, Iterator, Sequence

from search import conf
from search.indexing import outbox
from search.models import OutboxRow
from search.protocol import PATIENCE, Delete, Delivery, DeliveryReport, EngineUnavailable, Put, SearchEngine
from search.source import Source
from search.types import SearchDocument

logger = logging.getLogger(__name__)
BATCH = 100
# Of the keys many at a time: for each question a database may sort all that a source has.
KEYS = 10_000


def read(source: str, ids: Sequence[str]) -> tuple[dict[str, SearchDocument], dict[str, Exception]]:
    """(object id -> today's document, object id -> why it cannot be read). One that fails does not keep the others."""
    found = conf.sources().get(source)
    if found is None or not ids:
        return {}, {}
    try:
        return {document.object_id: document for document in found.documents(ids)}, {}
    except Exception as error:
        if len(ids) == 1:
            logger.exception("Cannot read %s:%s for the index", source, ids[0])
            return {}, {ids[0]: error}
    half = len(ids) // 2
    documents, errors = read(source, ids[:half])
    more, others = read(source, ids[half:])
    return documents | more, errors | others


def deliver(engine: SearchEngine, limit: int, only: Collection[int] | None = None, patience: float = PATIENCE) -> int:
    """Deliver the rows that are due; returns how many arrived. Never raises for a failing engine or source.

    `patience`: how many seconds an index that another process holds may keep this one waiting.
    """
    rows = outbox.claim(engine.name, limit, only)
    if not rows:
        return 0
    by_source: dict[str, dict[str, list[OutboxRow]]] = {}
    for row in rows:
        by_source.setdefault(row.source, {}).setdefault(row.object_id, []).append(row)
    try:
        # Before a version is drawn: an index that is newer than the database must not look as if it were not.
        engine.ready()
    except EngineUnavailable as away:
        outbox.postpone(rows, str(away), unavailable=True)
        return 0
    # The version is drawn before the objects are read: whoever draws later has read at least as much.
    version = outbox.draw_version()
    batch: list[Delivery] = []
    waiting: dict[str, list[OutboxRow]] = {}
    for source, objects in by_source.items():
        documents, errors = read(source, list(objects))
        for object_id, owed in objects.items():
            if error := errors.get(object_id):
                outbox.postpone(owed, f"{type(error).__name__}: {error}")
                continue
            key = f"{source}:{object_id}"
            document = documents.get(object_id)
            batch.append(Put(document, version) if document else Delete(key, version))
            waiting[key] = owed
    try:
        report = _delivered(engine, batch, patience)
    except EngineUnavailable as error:
        outbox.postpone((row for owed in waiting.values() for row in owed), str(error), unavailable=True)
        return 0
    done = [row.pk for key in report.done for row in waiting.get(key, ())]
    if done:
        outbox.note_arrived(engine.name, version)
        outbox.mark_delivered(done)
    for key, reason in report.refused.items():
        outbox.park(waiting.get(key, ()), reason)
    for key, reason in report.failed.items():
        outbox.postpone(waiting.get(key, ()), reason)
    return len(done)


def _delivered(engine: SearchEngine, batch: Sequence[Delivery], patience: float = PATIENCE) -> DeliveryReport:
    """What became of a batch. One document that the engine stumbles over does not keep the others."""
    try:
        return engine.deliver(batch, patience)
    except EngineUnavailable:
        raise
    except Exception as error:
        if len(batch) == 1:
            key = batch[0].document.key if isinstance(batch[0], Put) else batch[0].key
            logger.exception("Cannot index %s", key)
            return DeliveryReport(failed={key: f"{type(error).__name__}: {error}"})
    half = len(batch) // 2
    one, other = _delivered(engine, batch[:half], patience), _delivered(engine, batch[half:], patience)
    return DeliveryReport(one.done | other.done, {**one.refused, **other.refused}, {**one.failed, **other.failed})


def everything(version: int, size: int = BATCH, unread: set[outbox.Pair] | None = None) -> Iterator[list[Delivery]]:
    """All documents of all sources in batches. One that cannot be read is logged and noted in `unread`."""
    for name, source in conf.sources().items():
        keys = object_ids(source)
        while ids := list(itertools.islice(keys, size)):
            documents, errors = read(name, ids)
            if unread is not None:
                unread.update((name, object_id) for object_id in errors)
            if documents:
                yield [Put(document, version) for document in documents.values()]


def object_ids(source: Source) -> Iterator[str]:
    """All object ids of a source, by keyset."""
    after = ""
    while ids := source.ids(after, KEYS):
        yield from ids
        after = ids[-1]


def rebuild(engine: SearchEngine, advance: Callable[[int], None] = lambda count: None) -> int:
    """Build the index of this engine anew; returns the number of documents. `advance` hears of each batch."""
    # Not the rows of a transaction that is still open: they are delivered as usual when it has ended.
    owed = outbox.owed(engine.name)
    unread: set[outbox.Pair] = set()

    def batches(version: int) -> Iterator[list[Delivery]]:
        for batch in everything(version, unread=unread):
            yield batch
            advance(len(batch))

    count = engine.rebuild(batches(outbox.draw_version()))
    outbox.mark_delivered([row for pair, rows in owed.items() if pair not in unread for row in rows])
    outbox.enqueue(unread - owed.keys(), (engine.name,))
    outbox.note_differences(engine.name, 0)
    return count
