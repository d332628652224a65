"""Dutch compounds into parts, after Koehn and Knight (2003): the split whose parts are the most productive words."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from math import log

from search.data.lists import listed

LINKS = ("", "s", "e", "en", "n", "er")
SHORTEST_PART = 3
SHORTEST_COMPOUND = 7
LONGEST_COMPOUND = 60
MOST_PARTS = 4

# Split in form, one word in meaning.
WHOLE = listed("ongesplitst.txt")


@lru_cache(maxsize=1)
def lexicon() -> Mapping[str, int]:
    """Word -> family size; see search/data/NOTICE for where it comes from."""
    packed = files("search.data").joinpath("woorden.tsv.gz").read_bytes()
    rows = (line.split("\t") for line in gzip.decompress(packed).decode("ascii").splitlines())
    return {word: int(size) for word, size in rows}


class Splitter:
    """Splits with the lexicon and with words of one's own, which count as well-known parts."""

    OWN_WORD = 40
    WHOLE_WORD = 300

    def __init__(self, own_words: Iterable[str] = ()) -> None:
        own = {word: self.OWN_WORD for word in own_words if len(word) >= SHORTEST_PART + 1 and word.isalpha()}
        whole = dict.fromkeys(WHOLE, self.WHOLE_WORD)
        self._sizes = {**own, **lexicon(), **whole}
        self._known: dict[str, tuple[str, ...]] = {}

    def split(self, word: str) -> tuple[str, ...]:
        """The parts of a folded lower-case word without their linking letters; () when it is no compound."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) > 200_000:
                self._known.clear()
            known = self._known[word] = self._best(word)
        return known

    def _best(self, word: str) -> tuple[str, ...]:
        if not SHORTEST_COMPOUND <= len(word) <= LONGEST_COMPOUND or word in WHOLE or not word.isalpha():
            return ()
        splits: dict[int, list[tuple[float, tuple[str, ...]]]] = {0: [(0.0, ())]}
        for end in range(SHORTEST_PART, len(word) + 1):
            for start in range(end - SHORTEST_PART + 1):
                if start not in splits:
                    continue
                for link in LINKS:
                    part = word[start : end - len(link)]
                    if len(part) < SHORTEST_PART or not word.endswith(link, start, end):
                        continue
                    if link and end == len(word):
                        continue
                    size = self._sizes.get(part)
                    if size is None:
                        continue
                    for total, parts in splits[start]:
                        if len(parts) < MOST_PARTS:
                            splits.setdefault(end, []).append((total + log(size), (*parts, part)))
            if end in splits:
                # The best of each number of parts is enough to find the best mean at the end.
                best: dict[int, tuple[float, tuple[str, ...]]] = {}
                for candidate in splits[end]:
                    count = len(candidate[1])
                    if count not in best or candidate[0] > best[count][0]:
                        best[count] = candidate
                splits[end] = list(best.values())
        ends = [
            (total / len(parts), -len(parts), parts) for total, parts in splits.get(len(word), ()) if len(parts) > 1
        ]
        if not ends:
            return ()
        mean, _, parts = max(ends)
        return parts if mean > log(self._sizes.get(word, 1)) else ()
