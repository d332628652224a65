"""One description of Dutch for everything that is indexed, asked and marked: fold, tokens, stop words, stems, parts.

Both engines store what this module makes of a text, so they cannot differ in it.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple
from unicodedata import combining, normalize

import snowballstemmer

from search.data.lists import listed
from search.language.compounds import Splitter, lexicon

# Raise this when the same text would give other tokens than before: indexes are then built anew.
VERSION = 6

LONGEST_TOKEN = 60

STOP_WORDS = listed("stopwoorden.txt")

# Stems that the stemmer gets wrong for words that matter: both forms of a word must meet.
OVERRIDES = {
    "kinderen": "kind",
    "politiek": "politiek",
    # Porter's Dutch keeps the ending of a short noun: who asks for "meldingen" must find how to "melden".
    "deling": "del",
    "melding": "meld",
    "meldingen": "meld",
    "sluiting": "sluit",
    "sluitingen": "sluit",
    "werving": "werf",
    "woning": "won",
    "woningen": "won",
    # And it knows no participles.
    "aangemeld": "aanmeld",
    "gemeld": "meld",
    "gemelde": "meld",
    "uitgebuit": "uitbuit",
    "uitgebuite": "uitbuit",
}
# Porter's Dutch leaves the plural s after a vowel; these words end in it by themselves.
_SINGULAR_S = ("proces", "congres", "adres", "succes", "exces", "moeras", "kompas", "atlas", "ananas", "canvas")
_PLURAL_S = ("es", "as", "os")
# Written without its apostrophe, a plural is told from "kennis" and "campus" by the word without s: it is known.
_PLURAL_VOWELS = "aiouy"
# What an apostrophe joins to a word: foto's, zzp'er, sms'en, cao'tje.
_ENDING = re.compile(r"(?P<word>.*[^\W_])['’](?P<ending>s|ers?|en|t?jes?)", re.IGNORECASE)

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*(?:[-‐‑][^\W_]+(?:['’][^\W_]+)*)*")
# What keeps two pieces of a word together.
_JOINING = frozenset("'’-‐‑")
_SEPARATORS = re.compile(r"[-‐‑]")
_NO_LETTERS = re.compile(r"[^a-z0-9]+")
# Controls that are no white space, surrogates, marks of direction and width, private use.
_UNSTORABLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\uffff"
    "\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff]"
)


def stop_token(surface: str) -> str:
    """How a stop word stands in the index, in titles only: apart from the abbreviation that is written the same."""
    return f"0{surface}"


def is_stop_token(token: str) -> bool:
    """Whether `stop_token` made this: no number that begins with 0."""
    return token[:1] == "0" and token[1:] in STOP_WORDS


def clean(text: str) -> str:
    """Text that every database and engine takes: composed letters, no controls, no lone surrogates, single spaces."""
    if not text.isascii():
        text = normalize("NFC", text)
    return " ".join(_UNSTORABLE.sub("", text).split())


def fold(word: str) -> str:
    """Small plain letters and digits: "Coördinatiecentrum" -> "coordinatiecentrum", "kadaver's" -> "kadavers"."""
    if not word.isascii():
        word = "".join(letter for letter in normalize("NFKD", word) if not combining(letter))
    return _NO_LETTERS.sub("", word.lower())


class Token(NamedTuple):
    """A word as it stands in the text, with its place."""

    start: int
    end: int
    text: str


def tokens(text: str, start: int = 0) -> Iterator[Token]:
    """The words of a text, from a place between words; a hyphen keeps words together."""
    for match in _TOKEN.finditer(text, start):
        yield Token(match.start(), match.end(), match.group())


def written_words(text: str) -> set[str]:
    """The different words of a text as they are written."""
    return set(_TOKEN.findall(text))


def is_word_at(text: str, start: int, end: int) -> bool:
    """Whether these letters, between signs, are a word of their own and no piece of one with a hyphen."""
    joined_before = start > 1 and text[start - 1] in _JOINING and text[start - 2].isalnum()
    return not (joined_before or (text[end : end + 1] in _JOINING and text[end + 1 : end + 2].isalnum()))


@dataclass(frozen=True, slots=True)
class Word:
    """What the index knows of one word. `stem` is "" for a stop word; `parts` are the stems of a compound's parts."""

    surface: str
    stem: str
    parts: tuple[str, ...] = ()


_NOTHING = Word("", "")
# A stemmer keeps the word that it is busy with: two threads at once mix their words, and a wrong stem would be kept.
_stemmer = snowballstemmer.stemmer("dutch_porter")
_one_at_a_time = threading.Lock()
_stems: dict[str, str] = {}


def stem(word: str) -> str:
    """The Porter stem of a folded word."""
    known = _stems.get(word)
    if known is None:
        if len(_stems) > 200_000:
            _stems.clear()
        base = _singular(word)
        made = OVERRIDES.get(base) or _one_spelling(_NO_LETTERS.sub("", _stemmed(base))) or base
        known = _stems[word] = made
    return known


def _singular(word: str) -> str:
    """Without the plural s after a vowel, which the stemmer leaves."""
    if len(word) > 5 and word.endswith(_PLURAL_S):
        return word if word.endswith(_SINGULAR_S) else word[:-1]
    if len(word) > 4 and word[-1] == "s" and word[-2] in _PLURAL_VOWELS:
        known = lexicon()
        return word[:-1] if word[:-1] in known and word not in known else word
    return word


def _stemmed(word: str) -> str:
    with _one_at_a_time:
        made: str = _stemmer.stemWord(word)
    return made.lower()


def _one_spelling(stem: str) -> str:
    """bedrijv -> bedrijf, huiz -> huis, process -> proces: how a stem is written depends on the ending it lost."""
    if len(stem) > 3:
        if stem[-1] == stem[-2] and stem[-1] not in "aeiou":
            return stem[:-1]
        if stem[-1] in "vz":
            return stem[:-1] + {"v": "f", "z": "s"}[stem[-1]]
    return stem


class Language:
    """Dutch with the compounds of the lexicon and the given words. Safe to share between threads."""

    def __init__(self, own_words: Iterable[str] = ()) -> None:
        self._splitter = Splitter(own_words)
        self._words: dict[str, Word] = {}

    def word(self, text: str) -> Word:
        """One token. A word in capitals is taken for an abbreviation: no stop word, no stem, no parts."""
        known = self._words.get(text)
        if known is None:
            if len(self._words) > 200_000:
                self._words.clear()
            known = self._words[text] = self._analyse(text)
        return known

    def words(self, text: str) -> Iterator[Word]:
        """All words of a text in order, stop words included (with an empty stem)."""
        for match in _TOKEN.finditer(text):
            yield self.word(match.group())

    def _analyse(self, text: str) -> Word:
        surface = fold(text)[:LONGEST_TOKEN]
        if not surface:
            return _NOTHING
        if 2 <= len(text) <= 6 and text.isupper() and text.isalpha():
            return Word(surface, surface)
        if joined := self._joined(text, surface):
            return joined
        pieces = [piece for piece in map(fold, _SEPARATORS.split(text)) if piece]
        if len(pieces) > 1:
            parts = [part for piece in pieces for part in (self._splitter.split(piece) or (piece,))]
            named = tuple(dict.fromkeys(stem(part) for part in parts if part not in STOP_WORDS and len(part) > 1))
            return Word(surface, stem(surface), named)
        if surface in STOP_WORDS:
            return Word(surface, "")
        return Word(surface, stem(surface), tuple(stem(part) for part in self._splitter.split(surface)))

    def _joined(self, text: str, surface: str) -> Word | None:
        """A word that ends in an apostrophe and what that joins to it; None for another word.

        A plural is the word itself; what else is made of it has it as a part, so that each finds the other.
        """
        found = _ENDING.fullmatch(text)
        word = self.word(found["word"]) if found else _NOTHING
        if not found or not word.stem:
            return None
        if found["ending"].lower() == "s":
            return Word(surface, word.stem, word.parts)
        return Word(surface, stem(surface), word.parts or (word.stem,))
