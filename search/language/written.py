"""The written words that were met, found back by their stems and parts: which words of a text can match at all."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from search.language.dutch import Language, Word, written_words

MOST = 200_000
# No word holds one of these; between what is left, white space does the rest at no cost.
_MARKS = ",.;:()"


def pieces(text: str) -> set[str]:
    """The different pieces of a text between white space and the usual marks; nearly all are one word, none is half."""
    for mark in _MARKS:
        text = text.replace(mark, " ")
    return set(text.split())


class Forms:
    """Every piece of text that was met. It only grows, and may be shared between threads."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._lock = threading.Lock()
        self._words: dict[str, tuple[tuple[str, Word], ...]] = {}
        self._order: list[str] = []
        self._by_stem: dict[str, set[str]] = {}
        self._by_part: dict[str, set[str]] = {}
        self._read: set[int] = set()

    def __len__(self) -> int:
        return len(self._order)

    def word(self, written: str) -> Word:
        """How a word is understood."""
        return self._language.word(written)

    def words(self, piece: str) -> tuple[tuple[str, Word], ...]:
        """The words of a known piece, as they are written and as they are understood."""
        # Another thread may be busy with it: in the order, and not yet known.
        with self._lock:
            return self._words[piece]

    def after(self, place: int) -> list[str]:
        """The pieces that were learned after the first `place`."""
        return self._order[place:]

    def read(self, text: str) -> set[str]:
        """The pieces of a text, which are known from now on."""
        found = pieces(text)
        # A text that was read before has nothing new; its pieces, a thousand say, need not be looked up again.
        mark = hash(text)
        if mark not in self._read:
            self.learn(found)
            if len(self._read) >= MOST:
                self._read = set()
            self._read.add(mark)
        return found

    def learn(self, met: set[str]) -> None:
        """Know these pieces."""
        for piece in met.difference(self._words):
            words = tuple((written, self._language.word(written)) for written in written_words(piece))
            with self._lock:
                if piece in self._words:
                    continue
                for _, word in words:
                    if word.stem:
                        self._by_stem.setdefault(word.stem, set()).add(piece)
                    for part in word.parts:
                        self._by_part.setdefault(part, set()).add(piece)
                # In this order: whoever finds it known also finds it among those that were learned last.
                self._order.append(piece)
                self._words[piece] = words

    def with_stem(self, stems: Iterable[str]) -> set[str]:
        """The pieces that hold a word with one of these stems."""
        return set().union(*(self._by_stem.get(stem, ()) for stem in stems))

    def with_part(self, stems: Iterable[str]) -> set[str]:
        """The pieces that hold a compound with one of these as a part."""
        return set().union(*(self._by_part.get(stem, ()) for stem in stems))

    def with_parts(self, stems: Iterable[str]) -> set[str]:
        """The pieces that hold a compound with all of these as parts, or compounds that have them together."""
        found = [self._by_part.get(stem, set()) for stem in stems]
        return set.intersection(*found) if found else set()
