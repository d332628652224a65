"""Compares an index with the database."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.utils import timezone

from search import conf, engines
from search.indexing import delivery, outbox
from search.protocol import EngineUnavailable, Put, SearchEngine
from search.source import Source
from search.stored import fingerprint
from search.types import split_key

BATCH = 500


@dataclass(slots=True)
class Differences:
    """Keys that the index lacks, has too old, or has too many."""

    documents: int = 0
    missing: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    orphan: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many differences."""
        return len(self.missing) + len(self.stale) + len(self.orphan)

    @property
    def pairs(self) -> set[tuple[str, str]]:
        """What must be delivered to repair them."""
        return {split_key(key) for key in (*self.missing, *self.stale, *self.orphan)}


def count_ids(source: Source) -> int:
    """How many object ids a source has."""
    return sum(1 for _ in delivery.object_ids(source))


def walk_index(engine: SearchEngine) -> Iterator[tuple[str, str]]:
    """(key, fingerprint of the stored document) of everything in the index."""
    after = ""
    while rows := engine.fingerprints(after, BATCH):
        yield from rows
        after = rows[-1][0]


def lacking(engine: SearchEngine) -> set[str]:
    """Keys that the index lacks or has too many, found without reading the documents of the others."""
    began = timezone.now()
    stored = {key for key, _ in walk_index(engine)}
    wrong = set(stored)
    for name, source in conf.sources().items():
        keys = delivery.object_ids(source)
        while ids := list(itertools.islice(keys, delivery.KEYS)):
            wrong.difference_update(f"{name}:{object_id}" for object_id in ids)
            unknown = [object_id for object_id in ids if f"{name}:{object_id}" not in stored]
            for at in range(0, len(unknown), delivery.BATCH):
                # Not everything with an id has a document.
                documents, _ = delivery.read(name, unknown[at : at + delivery.BATCH])
                wrong.update(document.key for document in documents.values())
    moving = outbox.in_transit(engine.name, began)
    return {key for key in wrong if split_key(key) not in moving}


def known_differences(name: str) -> int:
    """How many documents this index lacks or has too many, or what the last full comparison found when that is more."""
    engine = next(engine for engine in engines.kept() if engine.name == name)
    try:
        return max(len(lacking(engine)), outbox.differences(name))
    except EngineUnavailable:
        # It went away since it said how it does, and says so the next time.
        return 0


def compare(engine: SearchEngine, advance: Callable[[int], None] = lambda count: None) -> Differences:
    """Every document of the database against what the index holds; one that cannot be read is logged by its reader.

    What changes meanwhile, or still waits for its delivery, is no difference. `advance` hears of each batch.
    """
    found = Differences()
    began = timezone.now()
    stored = dict(walk_index(engine))
    for batch in delivery.everything(version=0):
        advance(len(batch))
        for document in (item.document for item in batch if isinstance(item, Put)):
            found.documents += 1
            known = stored.pop(document.key, None)
            if known is None:
                found.missing.append(document.key)
            elif known != fingerprint(document):
                found.stale.append(document.key)
    found.orphan.extend(stored)
    moving = {f"{source}:{object_id}" for source, object_id in outbox.in_transit(engine.name, began)}
    for keys in (found.missing, found.stale, found.orphan):
        keys[:] = [key for key in keys if key not in moving]
    return found
