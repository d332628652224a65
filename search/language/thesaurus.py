"""The vocabulary in the form in which questions are expanded: every wording of a term leads to its other wordings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from search.language.dutch import Language, fold

Phrase: TypeAlias = tuple[str, ...]
LONGEST_WORDING = 6


class TermLike(Protocol):
    """A term as the composition hands it in."""

    @property
    def label(self) -> str: ...
    @property
    def alternatives(self) -> tuple[str, ...]: ...
    @property
    def acronyms(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """`others`: wording -> the other wordings of the same term. `acronyms`: folded, as they stand in the index."""

    others: dict[Phrase, tuple[Phrase, ...]] = field(default_factory=dict)
    acronyms: frozenset[str] = frozenset()

    def longest(self, stems: Sequence[str], start: int) -> int:
        """How many words from `start` form the longest known wording; 0 when there is none."""
        for length in range(min(LONGEST_WORDING, len(stems) - start), 0, -1):
            if tuple(stems[start : start + length]) in self.others:
                return length
        return 0


def phrase(text: str, language: Language) -> Phrase:
    """The stems of a wording, without its stop words."""
    return tuple(word.stem for word in language.words(text) if word.stem)


def build(terms: Iterable[TermLike], language: Language) -> Thesaurus:
    """A thesaurus from terms; a wording that belongs to two terms leads to the wordings of both."""
    others: dict[Phrase, dict[Phrase, None]] = {}
    acronyms: set[str] = set()
    for term in terms:
        folded = [fold(acronym) for acronym in term.acronyms]
        acronyms.update(acronym for acronym in folded if acronym)
        wordings = [phrase(text, language) for text in (term.label, *term.alternatives)]
        wordings += [(acronym,) for acronym in folded if acronym]
        wordings = [wording for wording in dict.fromkeys(wordings) if 0 < len(wording) <= LONGEST_WORDING]
        for wording in wordings:
            others.setdefault(wording, {}).update((other, None) for other in wordings if other != wording)
    return Thesaurus({wording: tuple(found) for wording, found in others.items() if found}, frozenset(acronyms))
