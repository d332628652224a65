"""How often words stand in the rows of one state of the file, and BM25 as FTS5 reckons it.

FTS5's own `bm25()` counts anew for every question in how many rows each word stands: half of its time. What it needs
is remembered here, so that words which are asked again cost no reading at all.
"""

from __future__ import annotations

import sqlite3
import threading
from array import array
from collections.abc import Iterable, Sequence
from math import log
from typing import TypeAlias

from search.embedded.schema import places

K1, B = 1.2, 0.75
LEAST_WEIGHT = 1e-6
# Of all counts together.
MOST_BYTES = 32_000_000
ENTRY_BYTES = 100

_Rows: TypeAlias = "dict[int, int] | array[int]"


class Frequencies:
    """Of one state of the file: a change to it makes them wrong. Shared by threads, which may do the same twice."""

    def __init__(self) -> None:
        # (table, word) -> (in how many rows, row -> how often), the word that was asked last at the end.
        self._counts: dict[tuple[str, str], tuple[int, _Rows]] = {}
        self._bytes = 0
        self._lock = threading.Lock()
        # Table -> row -> its length in the measure of BM25.
        self._norms: dict[str, dict[int, float]] = {}
        self._last: dict[str, int] = {}

    def scores(
        self, connection: sqlite3.Connection, table: str, words: Iterable[str], rows: Sequence[int]
    ) -> dict[int, float]:
        """Row -> its BM25 for these words, of those rows that have any of them."""
        norms = self._norms_of(connection, table)
        found: dict[int, float] = {}
        for word in words:
            number, counts = self._counts_of(connection, table, word, self._last[table])
            weight = log((len(norms) - number + 0.5) / (number + 0.5))
            weight = weight if weight > 0.0 else LEAST_WEIGHT
            if isinstance(counts, dict):
                here = [(row, counts[row]) for row in rows if row in counts]
            else:
                end = len(counts)
                here = [(row, count) for row in rows if row < end and (count := counts[row])]
            for row, count in here:
                found[row] = found.get(row, 0.0) + weight * ((count * (K1 + 1.0)) / (count + norms[row]))
        return found

    def _counts_of(self, connection: sqlite3.Connection, table: str, word: str, last: int) -> tuple[int, _Rows]:
        with self._lock:
            known = self._counts.pop((table, word), None)
            if known is not None:
                self._counts[table, word] = known
                return known
        sql = f"SELECT doc, count(*) FROM {places(table)} WHERE term = ? GROUP BY doc"
        read = dict(connection.execute(sql, (word,)))
        known = len(read), _packed(read, last)
        with self._lock:
            if (table, word) not in self._counts:
                self._counts[table, word] = known
                self._bytes += _size(known[1])
            while self._bytes > MOST_BYTES:
                self._bytes -= _size(self._counts.pop(next(iter(self._counts)))[1])
        return known

    def _norms_of(self, connection: sqlite3.Connection, table: str) -> dict[int, float]:
        known = self._norms.get(table)
        if known is None:
            # FTS5 keeps the length of every row here, one number as there is one column.
            lengths = {
                row: _number(packed) for row, packed in connection.execute(f"SELECT id, sz FROM {table}_docsize")
            }
            average = sum(lengths.values()) / len(lengths) if lengths else 1.0
            known = {row: K1 * (1.0 - B + B * length / average) for row, length in lengths.items()}
            self._last[table], self._norms[table] = max(known, default=0), known
        return known


def _packed(counts: dict[int, int], last: int) -> _Rows:
    """The same in as little room as can be: most words stand in few rows, and some in very many."""
    most = max(counts.values(), default=0)
    if len(counts) * ENTRY_BYTES < last or most >= 2**16:
        return counts
    packed = array("B" if most < 2**8 else "H", bytes((last + 1) * (1 if most < 2**8 else 2)))
    for row, count in counts.items():
        packed[row] = count
    return packed


def _size(counts: _Rows) -> int:
    return len(counts) * (ENTRY_BYTES if isinstance(counts, dict) else counts.itemsize) + ENTRY_BYTES


def _number(packed: bytes) -> int:
    """SQLite's variable-length integer: seven bits a byte, the highest first."""
    number = 0
    for byte in packed:
        number = number << 7 | byte & 127
    return number
