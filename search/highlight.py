"""Marks the words of a question in a text, compounds and other wordings included; the same for both engines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from search.language import Language, Token, Word, tokens, written_words
from search.plan import Plan
from search.thesaurus import Phrase
from search.types import Attachment, AttachmentMatch, Marked, SearchDocument, Span

# More of a text is not read: a page of ten hits would take too long.
LONGEST_TEXT = 50_000
FRAGMENT = 180
FRAGMENTS = 2
MOST_MATCHES = 400


@dataclass(frozen=True, slots=True)
class _Match:
    start: int
    end: int
    name: str


class Highlighter:
    """Knows what to mark for one question."""

    def __init__(self, plan: Plan, language: Language) -> None:
        self._language = language
        self._words = {word.stem for word in plan.words} | {join.stem for join in plan.joins}
        self._compounds = [frozenset(word.parts) for word in plan.words if word.parts]
        self._parts = frozenset().union(*self._compounds)
        phrases = [phrase for expansion in plan.expansions for phrase in expansion.phrases] + list(plan.required)
        self._words |= {phrase[0] for phrase in phrases if len(phrase) == 1}
        self._names: dict[str, str] = {}
        self._phrases: dict[str, list[Phrase]] = {}
        for phrase in phrases:
            if len(phrase) > 1:
                self._phrases.setdefault(phrase[0], []).append(phrase)
        # These say something only as the beginning of their phrase.
        self._starts = set(self._phrases) - self._words - self._parts

    def title(self, text: str) -> Marked:
        """A whole clean text with its matches marked."""
        return _marked(text, 0, len(text), self._matches(text))

    def summary(self, text: str) -> Marked:
        """The same as a title."""
        return self.title(text)

    def fragments(self, text: str, most: int = FRAGMENTS) -> tuple[Marked, ...]:
        """The pieces of a clean text that hold the most different words of the question, in the order of the text."""
        text = text[:LONGEST_TEXT]
        matches = self._matches(text)
        chosen: list[tuple[int, int]] = []
        seen: set[str] = set()
        for _ in range(most):
            best = self._best_window(matches, seen, chosen)
            if best is None:
                break
            start, end = _around(text, best[0], best[1])
            chosen.append((start, end))
            seen |= {match.name for match in matches if start <= match.start < end}
        return tuple(_marked(text, start, end, matches) for start, end in sorted(chosen))

    def attachment(self, attachments: Iterable[Attachment]) -> AttachmentMatch | None:
        """The page of the attachments that holds the most different words of the question."""
        best: tuple[int, AttachmentMatch] | None = None
        budget = LONGEST_TEXT * 4
        for attachment in attachments:
            for number, page in enumerate(attachment.pages, 1):
                budget -= len(page)
                if budget < 0:
                    break
                names = {match.name for match in self._matches(page[:LONGEST_TEXT])}
                if names and (best is None or len(names) > best[0]):
                    fragment = self.fragments(page, most=1)[0]
                    best = len(names), AttachmentMatch(attachment.title, attachment.url, number, fragment)
        return best[1] if best else None

    def _matches(self, text: str) -> list[_Match]:
        if not (self._words or self._phrases):
            return []
        # Few words of a text differ and fewer match: look each of them up once, then find only those.
        named = {written: name for written in written_words(text) if (name := self._name(written))}
        if self._phrases and any(name in self._phrases for name in named.values()):
            return self._matches_with_phrases(text)
        if not named:
            return []
        places = [(start, written) for written in named for start in islice(_places(text, written), MOST_MATCHES)]
        places.sort()
        return [_Match(start, start + len(written), named[written]) for start, written in places[:MOST_MATCHES]]

    def _matches_with_phrases(self, text: str) -> list[_Match]:
        found: list[_Match] = []
        words = [(token, self._language.word(token.text)) for token in tokens(text)]
        words = [(token, word) for token, word in words if word.stem]
        skip = 0
        for index, (token, word) in enumerate(words):
            if index < skip:
                continue
            length = self._phrase_length(words, index)
            if length:
                last = words[index + length - 1][0]
                found.append(_Match(token.start, last.end, word.stem))
                skip = index + length
            elif (name := self._name(token.text)) and name not in self._starts:
                found.append(_Match(token.start, token.end, name))
            if len(found) >= MOST_MATCHES:
                break
        return found

    def _name(self, written: str) -> str:
        """The word of the question that a written word answers; the first of a phrase answers for the phrase."""
        known = self._names.get(written)
        if known is None:
            known = self._names[written] = self._find_name(self._language.word(written))
        return known

    def _find_name(self, word: Word) -> str:
        if word.stem in self._words:
            return word.stem
        if not word.parts and word.stem in self._parts:
            return word.stem
        for part in word.parts:
            if part in self._words:
                return part
        # Another compound answers for all the parts, not for one of them: "mensensmokkel" is no "mensenhandel".
        if any(parts <= set(word.parts) for parts in self._compounds):
            return word.stem
        return word.stem if word.stem in self._phrases else ""

    def _phrase_length(self, words: list[tuple[Token, Word]], index: int) -> int:
        for phrase in self._phrases.get(words[index][1].stem, ()):
            stems = tuple(word.stem for _, word in words[index : index + len(phrase)])
            if stems == phrase:
                return len(phrase)
        return 0

    @staticmethod
    def _best_window(matches: list[_Match], seen: set[str], chosen: list[tuple[int, int]]) -> tuple[int, int] | None:
        best: tuple[tuple[int, int, int], int, int] | None = None
        first = 0
        for last, match in enumerate(matches):
            while match.end - matches[first].start > FRAGMENT * 2 // 3 and first < last:
                first += 1
            start, end = matches[first].start, match.end
            if any(start < other_end and end > other_start for other_start, other_end in chosen):
                continue
            names = {found.name for found in matches[first : last + 1]}
            worth = (len(names - seen), len(names), -start)
            if (worth[0] or not chosen) and (best is None or worth > best[0]):
                best = worth, start, end
        return (best[1], best[2]) if best else None


def _places(text: str, word: str) -> Iterator[int]:
    """Where a word begins in a text, as a word and not within another."""
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if not (start and text[start - 1].isalnum()) and not text[end : end + 1].isalnum():
            yield start
        start = text.find(word, end)


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """A window of about a fragment's length around a match, cut at the beginning of a sentence or at words."""
    room = max(0, FRAGMENT - (end - start))
    left = max(0, start - room // 2)
    right = min(len(text), end + room - (start - left))
    if left:
        sentence = max(text.rfind(mark, left, start) for mark in (". ", "! ", "? "))
        space = text.find(" ", left, start)
        left = sentence + 2 if sentence >= 0 else space + 1 if space >= 0 else left
    if right < len(text):
        space = text.rfind(" ", end, right)
        right = space if space >= 0 else right
    return left, right


def _marked(text: str, start: int, end: int, matches: list[_Match]) -> Marked:
    spans: list[Span] = []
    place = start
    if start > 0:
        spans.append(Span("… "))
    for match in matches:
        if match.start < place or match.end > end:
            continue
        if match.start > place:
            spans.append(Span(text[place : match.start]))
        spans.append(Span(text[match.start : match.end], marked=True))
        place = match.end
    if place < end:
        spans.append(Span(text[place:end]))
    if end < len(text):
        spans.append(Span(" …"))
    return tuple(spans)


def readable_text(document: SearchDocument, closed: bool) -> str:
    """The running text of a document that may be shown to this audience."""
    return f"{document.body}\n{document.body_closed}" if closed and document.body_closed else document.body
