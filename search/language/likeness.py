"""What makes one document like another: the rare words of its title and summary."""

from __future__ import annotations

from collections.abc import Callable

from search.language.dutch import Language, Word, clean
from search.plan import Plan
from search.types import SearchDocument

MOST_WORDS = 8


def likeness_words(document: SearchDocument, language: Language) -> dict[str, Word]:
    """Stem -> word, of the title and the summary."""
    words: dict[str, Word] = {}
    for word in language.words(clean(f"{document.title} {document.summary}")):
        if word.stem and not word.surface.isdigit():
            words.setdefault(word.stem, word)
    return words


def likeness_plan(document: SearchDocument, language: Language, frequency: Callable[[str], int], size: int) -> Plan:
    """A question for documents like this one. `frequency`: in how many of the `size` documents a stem stands."""
    words = likeness_words(document, language)
    counted = {stem: frequency(stem) for stem in words}
    # What only this document has leads nowhere, and what half of all have says nothing.
    useful = [stem for stem, count in counted.items() if 2 <= count <= max(2, size // 2)]
    useful.sort(key=lambda stem: counted[stem])
    return Plan(words=tuple(words[stem] for stem in useful[:MOST_WORDS]))
