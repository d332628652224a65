"""What one state of an index file looks like in memory: sets of rows, filled when they are first asked for."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date

from search.embedded.bits import bits
from search.embedded.writer import READERS
from search.thesaurus import Phrase
from search.types import Audience, SearchQuery

MOST_REMEMBERED = 20_000


def quoted(phrase: Phrase) -> str:
    """A phrase as FTS5 takes it; stems hold only small letters and digits, so no syntax can be reached."""
    return '"' + " ".join(phrase) + '"'


class Snapshot:
    """The rows of one state of the file. Every method that needs the file is given a connection to it."""

    def __init__(self, connection: sqlite3.Connection, change: int) -> None:
        self.change = change
        self.facts: dict[str, dict[str, int]] = {}
        self.published: dict[int, str] = {}
        self.changed: dict[int, float] = {}
        self.clock: list[tuple[int, float | None, float | None]] = []
        self._phrases: dict[tuple[str, Phrase], int] = {}
        self._words: dict[tuple[str, str], int] = {}
        self._vocabulary: dict[str, int] | None = None
        ages = []
        numbers = []
        rows = connection.execute("SELECT n, ages, published, changed, live_from, expires FROM doc")
        for number, old, published, changed, live_from, expires in rows:
            numbers.append(number)
            self.changed[number] = changed
            if published:
                self.published[number] = published
            if old:
                ages.append(number)
            if live_from is not None or expires is not None:
                self.clock.append((number, live_from, expires))
        self.size = len(numbers)
        self.everything = bits(numbers)
        self.ages = bits(ages)
        loose: dict[tuple[str, str], list[int]] = {}
        for field, value, number in connection.execute("SELECT field, value, n FROM fact"):
            loose.setdefault((field, value), []).append(number)
        for (field, value), found in loose.items():
            self.facts.setdefault(field, {})[value] = bits(found)

    def visible(self, audience: Audience, now: float) -> int:
        """The rows this audience may find at this moment."""
        known = self.facts.get(READERS, {})
        mask = 0
        for reader in audience.readers:
            mask |= known.get(reader, 0)
        late = [
            number
            for number, live_from, expires in self.clock
            if (live_from is not None and live_from > now) or (expires is not None and expires <= now)
        ]
        return mask & ~bits(late)

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
        key = (table, phrase)
        known = self._phrases.get(key)
        if known is None:
            rows = connection.execute(f"SELECT rowid FROM {table} WHERE {table} MATCH ?", (quoted(phrase),))
            known = bits(row[0] for row in rows)
            if len(self._phrases) < MOST_REMEMBERED:
                self._phrases[key] = known
        return known

    def word(self, connection: sqlite3.Connection, surface: str, columns: str) -> int:
        """The rows that have this word as it is written in these columns, "title open" say; `*` ends a beginning."""
        key = (columns, surface)
        known = self._words.get(key)
        if known is None:
            term = f'"{surface[:-1]}"*' if surface.endswith("*") else f'"{surface}"'
            rows = connection.execute("SELECT rowid FROM words WHERE words MATCH ?", (f"{{{columns}}} : {term}",))
            known = bits(row[0] for row in rows)
            if len(self._words) < MOST_REMEMBERED:
                self._words[key] = known
        return known

    def vocabulary(self, connection: sqlite3.Connection) -> dict[str, int]:
        """Every written word -> in how many documents; whether an audience may know it is for the caller to check."""
        if self._vocabulary is None:
            self._vocabulary = dict(connection.execute("SELECT term, doc FROM vocabulary"))
        return self._vocabulary
