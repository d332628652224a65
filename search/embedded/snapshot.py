"""What one state of an index file looks like in memory: sets of rows, filled when they are first asked for."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import TypeAlias, TypeVar

from search.embedded.bits import bits
from search.embedded.frequencies import Frequencies
from search.embedded.writer import KEEP_CHANGES, READERS
from search.language.thesaurus import Phrase
from search.types import Audience, SearchQuery

MOST_REMEMBERED = 20_000
MOST_UPDATED = 99
# A bit for all words with the same last bits of their hash: a megabyte says of nearly any word that it is nowhere.
SLOTS = 2**23
_marking = threading.Lock()

# (change at which the set was right, the set)
_Known: TypeAlias = tuple[int, int]
Key = TypeVar("Key")


def quoted(phrase: Phrase) -> str:
    """A phrase as FTS5 takes it; stems hold only small letters and digits, so no syntax can be reached."""
    return '"' + " ".join(phrase) + '"'


class Snapshot:
    """The rows of one state of the file. Every method that needs the file is given a connection to it."""

    def __init__(self, connection: sqlite3.Connection, change: int, before: Snapshot | None = None) -> None:
        """Read the file; with `before`, an earlier state of the same file, only what changed since then is read."""
        self.change = change
        self.facts: dict[str, dict[str, int]] = {}
        self.published: dict[int, str] = {}
        self.changed: dict[int, float] = {}
        self.ages = 0
        self._clock: dict[int, tuple[float | None, float | None]] = {}
        self._phrases: dict[tuple[str, Phrase], _Known] = {}
        self._words: dict[tuple[str, str], _Known] = {}
        self._vocabulary: dict[str, int] | None = None
        self._withheld: tuple[frozenset[str], int] | None = None
        self._slots: bytearray | None = None
        self.frequencies = Frequencies()
        # Row -> the last change that touched it, as far as remembered sets may not know of it yet.
        self._touched: dict[int, int] = {}
        since = self._since(connection, before) if before else None
        if before is None or since is None:
            self._read(connection, "", ())
        else:
            self._take_over(before, since)
            numbers = json.dumps(list(since))
            self._read(connection, " WHERE n IN (SELECT value FROM json_each(?))", (numbers,))
            self._add_words(connection, numbers)
        self.everything = bits(self.changed)
        self.size = len(self.changed)

    def _since(self, connection: sqlite3.Connection, before: Snapshot) -> dict[int, int] | None:
        """Row -> its last change after `before`; None when they are too many or no longer known."""
        if self.change - before.change >= KEEP_CHANGES:
            return None
        rows = connection.execute("SELECT n, max(v) FROM change WHERE v > ? GROUP BY n", (before.change,)).fetchall()
        return dict(rows) if len(rows) + len(before._touched) <= MOST_UPDATED else None

    def _take_over(self, before: Snapshot, since: Mapping[int, int]) -> None:
        """All that the earlier state knew, without the rows that were touched after it."""
        keep = ~bits(since)
        self.facts = {
            name: {value: left for value, mask in values.items() if (left := mask & keep)}
            for name, values in before.facts.items()
        }
        self.published = {number: day for number, day in before.published.items() if number not in since}
        self.changed = {number: moment for number, moment in before.changed.items() if number not in since}
        self._clock = {number: limits for number, limits in before._clock.items() if number not in since}
        self.ages = before.ages & keep
        self._phrases = dict(before._phrases)
        self._words = dict(before._words)
        # Shared: a slot too many does no harm.
        self._slots = before._slots
        self._touched = {**before._touched, **since}

    def _read(self, connection: sqlite3.Connection, where: str, values: tuple[str, ...]) -> None:
        ages = []
        rows = connection.execute(f"SELECT n, ages, published, changed, live_from, expires FROM doc{where}", values)
        for number, old, published, changed, live_from, expires in rows:
            self.changed[number] = changed
            if published:
                self.published[number] = published
            if old:
                ages.append(number)
            if live_from is not None or expires is not None:
                self._clock[number] = live_from, expires
        self.ages |= bits(ages)
        loose: dict[tuple[str, str], list[int]] = {}
        for field, value, number in connection.execute(f"SELECT field, value, n FROM fact{where}", values):
            loose.setdefault((field, value), []).append(number)
        for (field, value), found in loose.items():
            known = self.facts.setdefault(field, {})
            known[value] = known.get(value, 0) | bits(found)

    def visible(self, connection: sqlite3.Connection, audience: Audience, now: float) -> int:
        """The rows this audience may find at this moment."""
        known = self.facts.get(READERS, {})
        mask = 0
        for reader in audience.readers:
            mask |= known.get(reader, 0)
        late = [
            number
            for number, (live_from, expires) in self._clock.items()
            if (live_from is not None and live_from > now) or (expires is not None and expires <= now)
        ]
        return mask & ~bits(late) & ~self._numbers(connection, audience.withheld)

    def _numbers(self, connection: sqlite3.Connection, keys: frozenset[str]) -> int:
        """The rows with these keys, remembered as long as the same are asked."""
        if not keys:
            return 0
        known = self._withheld
        if known is None or known[0] != keys:
            sql = "SELECT n FROM doc WHERE key IN (SELECT value FROM json_each(?))"
            rows = connection.execute(sql, (json.dumps(list(keys)),))
            known = self._withheld = keys, bits(row[0] for row in rows)
        return known[1]

    def filtered(self, filters: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
        """Facet -> the rows that have one of the chosen values."""
        found = {}
        for name, values in filters.items():
            known = self.facts.get(name, {}) if name != READERS else {}
            mask = 0
            for value in values:
                mask |= known.get(value, 0)
            if values:
                found[name] = mask
        return found

    def within(self, query: SearchQuery) -> int:
        """The rows within the period of the question."""
        mask = self.everything
        if query.published_from or query.published_until:
            first = (query.published_from or date.min).isoformat()
            last = (query.published_until or date.max).isoformat()
            mask &= bits(number for number, day in self.published.items() if first <= day <= last)
        if query.changed_since:
            since = query.changed_since.timestamp()
            mask &= bits(number for number, moment in self.changed.items() if moment >= since)
        return mask

    def phrase(self, connection: sqlite3.Connection, table: str, phrase: Phrase) -> int:
        """The rows whose table has this phrase."""
        return self._remembered(self._phrases, (table, phrase), connection, table, quoted(phrase))

    def word(self, connection: sqlite3.Connection, surface: str, columns: str) -> int:
        """The rows that have this word as it is written in these columns, "title open" say; `*` ends a beginning."""
        term = f'"{surface[:-1]}"*' if surface.endswith("*") else f'"{surface}"'
        return self._remembered(self._words, (columns, surface), connection, "words", f"{{{columns}}} : {term}")

    def _remembered(
        self, known: dict[Key, _Known], key: Key, connection: sqlite3.Connection, table: str, match: str
    ) -> int:
        found = known.get(key)
        if found is None:
            mask = self._matching(connection, table, match)
        else:
            change, mask = found
            if change == self.change:
                return mask
            if touched := [number for number, moment in self._touched.items() if moment > change]:
                mask = mask & ~bits(touched) | self._matching(connection, table, match, touched)
        if len(known) < MOST_REMEMBERED or found is not None:
            known[key] = self.change, mask
        return mask

    @staticmethod
    def _matching(
        connection: sqlite3.Connection, table: str, match: str, numbers: Collection[int] | None = None
    ) -> int:
        sql = f"SELECT rowid FROM {table} WHERE {table} MATCH ?"
        if numbers is None:
            return bits(row[0] for row in connection.execute(sql, (match,)))
        sql += " AND rowid IN (SELECT value FROM json_each(?))"
        return bits(row[0] for row in connection.execute(sql, (match, json.dumps(list(numbers)))))

    def vocabulary(self, connection: sqlite3.Connection) -> dict[str, int]:
        """Every written word -> in how many documents; whether an audience may know it is for the caller to check."""
        if self._vocabulary is None:
            self._vocabulary = dict(connection.execute("SELECT term, doc FROM vocabulary"))
        return self._vocabulary

    def may_exist(self, connection: sqlite3.Connection, surface: str) -> bool:
        """Whether this may be a written word of any document; no is certain, yes nearly."""
        if self._slots is None:
            slots = bytearray(SLOTS // 8)
            _mark(slots, (row[0] for row in connection.execute("SELECT term FROM vocabulary")))
            self._slots = slots
        slot = hash(surface) % SLOTS
        return bool(self._slots[slot >> 3] >> (slot & 7) & 1)

    def _add_words(self, connection: sqlite3.Connection, numbers: str) -> None:
        if self._slots is None:
            return
        sql = "SELECT title || ' ' || open || ' ' || closed FROM words WHERE rowid IN (SELECT value FROM json_each(?))"
        for (text,) in connection.execute(sql, (numbers,)):
            _mark(self._slots, text.split())


def _mark(slots: bytearray, words: Iterable[str]) -> None:
    # Two threads in the same byte would lose a bit, and with it a word.
    with _marking:
        for word in words:
            slot = hash(word) % SLOTS
            slots[slot >> 3] |= 1 << (slot & 7)
