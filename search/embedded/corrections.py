"""Did-you-mean: the nearest word that the audience's own documents hold."""

from __future__ import annotations

import sqlite3
from collections import defaultdict

from rapidfuzz.distance import OSA

from search.embedded.snapshot import Snapshot
from search.language.spelling import SHORTEST, correctable, reach_of

MOST_WORDS = 3
MOST_CHECKED = 12


class Corrections:
    """Keeps the words of the last state of the file by length and by their ends, which makes few candidates."""

    def __init__(self) -> None:
        self._change: tuple[int, int] | None = None
        self._by_end: dict[tuple[int, str], list[str]] = {}
        self._counts: dict[str, int] = {}

    def _learn(self, connection: sqlite3.Connection, snapshot: Snapshot) -> None:
        if self._change == (id(snapshot), snapshot.change):
            return
        counts = snapshot.vocabulary(connection)
        by_end: dict[tuple[int, str], list[str]] = defaultdict(list)
        for word in counts:
            if len(word) >= SHORTEST - 1 and word.isalpha():
                by_end[len(word), "<" + word[:2]].append(word)
                by_end[len(word), word[-3:]].append(word)
        self._by_end, self._counts, self._change = by_end, counts, (id(snapshot), snapshot.change)

    def correct(
        self, connection: sqlite3.Connection, snapshot: Snapshot, unknown: list[str], visible: int, closed: bool
    ) -> dict[str, str]:
        """Unknown word -> the word that was probably meant; words without a near one are left out."""
        wanted = [word for word in unknown if correctable(word)]
        if not wanted or not visible:
            return {}
        self._learn(connection, snapshot)
        columns = "title open closed" if closed else "title open"
        found = {}
        for word in wanted[:MOST_WORDS]:
            for candidate in self._nearest(word):
                # A word that only others may read must not show itself by being suggested.
                if snapshot.word(connection, candidate, columns) & visible:
                    found[word] = candidate
                    break
        return found

    def _nearest(self, word: str) -> list[str]:
        reach = reach_of(word)
        near: dict[str, int] = {}
        for length in range(len(word) - reach, len(word) + reach + 1):
            for end in ("<" + word[:2], word[-3:]):
                for candidate in self._by_end.get((length, end), ()):
                    if candidate not in near:
                        distance = OSA.distance(word, candidate, score_cutoff=reach)
                        if distance <= reach:
                            near[candidate] = distance
        return sorted(near, key=lambda other: (near[other], -self._counts.get(other, 0), other))[:MOST_CHECKED]
