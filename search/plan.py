"""A typed question into a plan that every engine follows. Pure: text and thesaurus in, value out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations

from search.language.compounds import LINKS
from search.language.dutch import STOP_WORDS, Language, Word, clean, fold, stem, stop_token
from search.language.thesaurus import Phrase, Thesaurus

LONGEST_QUESTION = 400
MOST_WORDS = 12
MOST_JOINED = 5
MOST_PHRASES = 4
LONGEST_JOIN = 40
# With fewer answers than this, a document need not have so many of the question's words.
FEW = 10

_PIECES = re.compile(r'(?P<not>(?<!\S)-)?(?:"(?P<phrase>[^"]+)"|(?P<word>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class Expansion:
    """Other wordings for the words with these positions; any of the phrases will do."""

    covers: frozenset[int]
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Join:
    """Two words of the question written as one; it counts when it is a word of this audience's vocabulary."""

    covers: frozenset[int]
    surface: str

    @property
    def stem(self) -> str:
        """As the index knows it; made when it is asked for: nearly all joins are no words."""
        return stem(self.surface)


@dataclass(frozen=True, slots=True)
class Plan:
    """What to look for. `required` and `excluded` phrases decide about a match, the rest about its rank.

    A phrase of more than one word has its stop words, as `search.language.dutch.stop_token`. `strange`: something was
    asked, and nothing of it is a word that could be in an index: signs, or another script.
    """

    words: tuple[Word, ...] = ()
    expansions: tuple[Expansion, ...] = ()
    joins: tuple[Join, ...] = ()
    required: tuple[Phrase, ...] = ()
    excluded: tuple[Phrase, ...] = ()
    shortened: bool = False
    strange: bool = False

    @property
    def needed(self) -> tuple[int, ...]:
        """How many of the words an answer must have: half; where that leaves few answers half of those, at last one."""
        steps = [(len(self.words) + 1) // 2]
        while steps[-1] > 1:
            steps.append(steps[-1] // 2)
        return tuple(steps)


def _recognise(text: str, language: Language, thesaurus: Thesaurus) -> list[Word]:
    """The words of a piece of the question, abbreviations in small letters recognised."""
    found = []
    for word in language.words(text):
        if word.stem and word.surface in thesaurus.acronyms:
            word = Word(word.surface, word.surface)
        found.append(word)
    return found


def make_plan(text: str, language: Language, thesaurus: Thesaurus) -> Plan:
    """The plan for a question as it was typed. Any text is allowed; what is too long is cut and said so."""
    whole = clean(text[: LONGEST_QUESTION * 4])
    cut = whole[:LONGEST_QUESTION]
    shortened = len(whole) > LONGEST_QUESTION or len(text) > LONGEST_QUESTION * 4
    words: list[Word] = []
    stopped: list[Word] = []
    required: list[Phrase] = []
    excluded: list[Phrase] = []
    for piece in _PIECES.finditer(cut):
        found = _recognise(piece["phrase"] or piece["word"], language, thesaurus)
        phrase = _as_phrase(found)
        if piece["not"]:
            if phrase:
                excluded.append(phrase)
            continue
        if piece["phrase"] and phrase:
            required.append(phrase)
        words.extend(word for word in found if word.stem)
        stopped.extend(word for word in found if not word.stem and word.surface)
    if not words and not required and stopped:
        # "om" alone can only mean the abbreviation, and "wie doet wat" only a title.
        known = thesaurus.acronyms
        words = [Word(w.surface, w.surface if w.surface in known else stop_token(w.surface)) for w in stopped]
    unique = list({word.stem: word for word in words}.values())
    kept = tuple(unique[:MOST_WORDS])
    return Plan(
        words=kept,
        expansions=_expansions(words[: MOST_WORDS * 2], kept, thesaurus),
        joins=_joins(kept),
        required=tuple(dict.fromkeys(required))[:MOST_PHRASES],
        excluded=tuple(dict.fromkeys(excluded))[: MOST_PHRASES * 2],
        shortened=shortened or len(unique) > MOST_WORDS,
        strange=bool(cut) and not (kept or required or excluded),
    )


def _as_phrase(found: list[Word]) -> Phrase:
    """The words as they follow each other in the index; () for one stop word, which says nothing."""
    words = [word for word in found if word.surface]
    if len(words) < 2:
        return tuple(word.stem for word in words if word.stem)
    return tuple(word.stem or stop_token(word.surface) for word in words)


def _expansions(words: list[Word], kept: tuple[Word, ...], thesaurus: Thesaurus) -> tuple[Expansion, ...]:
    """The other wordings of what stands in the question, the longest wording first."""
    places = {word.stem: index for index, word in enumerate(kept)}
    stems = [word.stem for word in words]
    found: dict[Expansion, None] = {}
    start = 0
    while start < len(stems):
        length = thesaurus.longest(stems, start)
        if length:
            wording = tuple(stems[start : start + length])
            covers = frozenset(places[stem] for stem in wording if stem in places)
            if covers:
                found[Expansion(covers, thesaurus.others[wording])] = None
        start += max(1, length)
    return tuple(found)


def _joins(words: tuple[Word, ...]) -> tuple[Join, ...]:
    """Every pair of loose words as a compound, in either order."""
    found: dict[str, Join] = {}
    for (one, first), (other, second) in combinations(enumerate(words[:MOST_JOINED]), 2):
        for head, tail in ((first.surface, second.surface), (second.surface, first.surface)):
            if len(head) + len(tail) > LONGEST_JOIN:
                continue
            for link in LINKS:
                surface = fold(head + link + tail)
                if surface not in STOP_WORDS:
                    found.setdefault(surface, Join(frozenset({one, other}), surface))
    return tuple(found.values())
