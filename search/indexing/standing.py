"""What an index may not be asked about: documents that changed in the database and not yet there.

The outbox is written in the transaction of each change, so it names every document that may be too old, whatever became
of its delivery. Most of those are told only to be sure: their document turns out to be the same as the stored one, and
they stay. The others are withheld, so that nothing of what they were comes out: no hit, count, word or title.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import TypeAlias

from search.indexing import delivery, outbox
from search.protocol import EngineUnavailable, SearchEngine
from search.stored import fingerprint
from search.types import split_key

LATE = timedelta(minutes=5)
# An index that has more than this to catch up with answers nothing: naming them all would take longer than the answer.
MOST_WAITING = 10_000
# Documents that one question compares with what is stored; what is left waits for the next one, and is withheld.
MOST_JUDGED = 20

# Index -> key -> (the outbox rows at the time, whether the stored document was today's).
_Judged: TypeAlias = dict[str, tuple[outbox.Rows, bool]]
_judged: dict[str, _Judged] = {}


@dataclass(frozen=True, slots=True)
class Standing:
    """`withheld`: the keys that an answer may not rest upon. `late`: something waits longer than it should."""

    withheld: frozenset[str] = frozenset()
    late: bool = False


def standing(engine: SearchEngine) -> Standing:
    """How far this index can be trusted now. EngineUnavailable when it cannot."""
    found = outbox.undelivered(engine.name, LATE, MOST_WAITING + 1)
    if not found.rows:
        return Standing(late=found.late)
    if len(found.rows) > MOST_WAITING:
        raise EngineUnavailable(f"more than {MOST_WAITING} changes wait to be delivered to it")
    before = _judged.get(engine.name, {})
    known = {key: judged for key, rows in found.rows.items() if (judged := before.get(key)) and judged[0] == rows}
    unknown = list(islice((key for key in found.rows if key not in known), MOST_JUDGED))
    if unknown:
        known |= _judge(engine, unknown, found.rows)
        # Another thread's judgements may get lost here, and are then made again.
        _judged[engine.name] = known
    return Standing(frozenset(key for key in found.rows if key not in known or not known[key][1]), found.late)


def _judge(engine: SearchEngine, keys: Sequence[str], rows: Mapping[str, outbox.Rows]) -> _Judged:
    """Whether what is stored under these keys is what the database says today. What is not stored, is not."""
    stored = engine.stored(keys)
    by_source: dict[str, list[str]] = {}
    for source, object_id in map(split_key, stored):
        by_source.setdefault(source, []).append(object_id)
    today: dict[str, str] = {}
    for source, ids in by_source.items():
        documents, _ = delivery.read(source, ids)
        today |= {document.key: fingerprint(document) for document in documents.values()}
    return {key: (rows[key], key in today and stored.get(key) == today[key]) for key in keys}
