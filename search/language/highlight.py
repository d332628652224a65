"""Marks the words of a question in a text, compounds and other wordings included; the same for both engines."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeAlias

from search.language.dutch import Token, Word, is_stop_token, is_word_at, tokens
from search.language.thesaurus import Phrase
from search.language.written import Forms
from search.plan import Plan
from search.types import Attachment, AttachmentMatch, Marked, SearchDocument, Span

# More of a text is not read: a page of ten hits would take too long.
LONGEST_TEXT = 50_000
FRAGMENT = 180
FRAGMENTS = 2
MOST_MATCHES = 400

# (start, end, the word of the question that is answered)
_Match: TypeAlias = tuple[int, int, str]


class Highlighter:
    """Knows what to mark for one question."""

    def __init__(self, plan: Plan, forms: Forms) -> None:
        self._forms = forms
        self._words = {word.stem for word in plan.words} | {join.stem for join in plan.joins}
        self._compounds = [frozenset(word.parts) for word in plan.words if word.parts]
        self._parts = frozenset().union(*self._compounds)
        phrases = [phrase for expansion in plan.expansions for phrase in expansion.phrases]
        # A text is compared without its stop words.
        phrases += [tuple(token for token in phrase if not is_stop_token(token)) for phrase in plan.required]
        self._words |= {phrase[0] for phrase in phrases if len(phrase) == 1}
        self._phrases: dict[str, list[Phrase]] = {}
        for phrase in phrases:
            if len(phrase) > 1:
                self._phrases.setdefault(phrase[0], []).append(phrase)
        # These say something only as the beginning of their phrase.
        self._starts = set(self._phrases) - self._words - self._parts
        self._named: dict[str, tuple[tuple[str, str], ...]] = {}
        # The pieces of text that may hold a match, of the first `_seen` that are known.
        self._seen = len(forms)
        self._wanted = forms.with_stem({*self._words, *self._parts, *self._phrases}) | forms.with_part(self._words)
        for parts in self._compounds:
            self._wanted |= forms.with_parts(parts)

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
        names = {name for _, _, name in matches}
        left = set(names)
        chosen: list[tuple[int, int]] = []
        while len(chosen) < most and left and (best := _best_window(matches, left, len(names), chosen)):
            start, end = _around(text, *best)
            chosen.append((start, end))
            left -= {name for _, _, name in matches[bisect_left(matches, (start,)) : bisect_left(matches, (end,))]}
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
                names = {name for _, _, name in self._matches(page[:LONGEST_TEXT])}
                if names and (best is None or len(names) > best[0]):
                    fragment = self.fragments(page, most=1)[0]
                    name = attachment.names[number - 1] if number <= len(attachment.names) else ""
                    best = len(names), AttachmentMatch(attachment.title, attachment.url, number, fragment, name)
        return best[1] if best else None

    def _matches(self, text: str) -> list[_Match]:
        """At most `MOST_MATCHES`, in the order of the text."""
        if not (self._words or self._phrases):
            return []
        # Few words of a text differ and fewer match: find out which, then find only those.
        found = self._forms.read(text)
        self._want_what_is_new()
        named = {written: name for piece in found & self._wanted for written, name in self._names(piece)}
        if self._phrases and any(name in self._phrases for name in named.values()):
            return self._with_phrases(text, named)
        places = [(start, written) for written in named for start in islice(_places(text, written), MOST_MATCHES)]
        places.sort()
        return [(start, start + len(written), named[written]) for start, written in places[:MOST_MATCHES]]

    def _want_what_is_new(self) -> None:
        if self._seen < len(self._forms):
            learned = self._forms.after(self._seen)
            self._seen += len(learned)
            self._wanted.update(piece for piece in learned if self._names(piece))

    def _names(self, piece: str) -> tuple[tuple[str, str], ...]:
        """(written word, the word of the question that it answers) of the words of a piece that answer any."""
        known = self._named.get(piece)
        if known is None:
            named = ((written, self._name(word)) for written, word in self._forms.words(piece))
            known = self._named[piece] = tuple((written, name) for written, name in named if name)
        return known

    def _name(self, word: Word) -> str:
        """The word of the question that a word answers; the first of a phrase answers for the phrase."""
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

    def _with_phrases(self, text: str, named: Mapping[str, str]) -> list[_Match]:
        found: list[_Match] = []
        places = [(start, written) for written in named for start in _places(text, written)]
        places.sort()
        last = 0
        for start, written in places:
            end = start + len(written)
            # Here a part of a hyphenated word is no word.
            if start < last or not is_word_at(text, start, end):
                continue
            stem = self._forms.word(written).stem
            if phrase_end := self._phrase_end(text, stem, end):
                found.append((start, phrase_end, stem))
                last = phrase_end
            elif (name := named[written]) not in self._starts:
                found.append((start, end, name))
            if len(found) >= MOST_MATCHES:
                break
        return found

    def _phrase_end(self, text: str, stem: str, end: int) -> int:
        """Where the phrase ends that begins with this stem, of which the word ends at `end`; 0 when none does."""
        phrases = self._phrases.get(stem, ())
        if not phrases:
            return 0
        longest = max(map(len, phrases)) - 1
        following: list[tuple[Token, str]] = []
        for token in tokens(text, end):
            if next_stem := self._forms.word(token.text).stem:
                following.append((token, next_stem))
                if len(following) == longest:
                    break
        stems = (stem, *(found for _, found in following))
        for phrase in phrases:
            if stems[: len(phrase)] == phrase:
                return following[len(phrase) - 2][0].end
        return 0


def _best_window(
    matches: Sequence[_Match], left: set[str], names: int, chosen: list[tuple[int, int]]
) -> tuple[int, int] | None:
    """(start, end) of the matches close together that have most of the words that are `left`, then most words.

    `names`: how many different words the matches have in all.
    """
    best: tuple[int, int] | None = None
    most = (0, 0)
    first = fresh = 0
    within: dict[str, int] = {}
    for last, (_, end, name) in enumerate(matches):
        within[name] = within.get(name, 0) + 1
        fresh += within[name] == 1 and name in left
        while end - matches[first][0] > FRAGMENT * 2 // 3 and first < last:
            gone = matches[first][2]
            within[gone] -= 1
            if not within[gone]:
                del within[gone]
                fresh -= gone in left
            first += 1
        start = matches[first][0]
        if not fresh or (fresh, len(within)) <= most:
            continue
        if any(start < other_end and end > other_start for other_start, other_end in chosen):
            continue
        best, most = (start, end), (fresh, len(within))
        if fresh == len(left) and len(within) == names:
            break
    return best


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


def _marked(text: str, start: int, end: int, matches: Sequence[_Match]) -> Marked:
    spans: list[Span] = []
    place = start
    if start > 0:
        spans.append(Span("… "))
    for number in range(bisect_left(matches, (start,)), len(matches)):
        match_start, match_end, _ = matches[number]
        if match_start >= end:
            break
        if match_start < place or match_end > end:
            continue
        if match_start > place:
            spans.append(Span(text[place:match_start]))
        spans.append(Span(text[match_start:match_end], marked=True))
        place = match_end
    if place < end:
        spans.append(Span(text[place:end]))
    if end < len(text):
        spans.append(Span(" …"))
    return tuple(spans)


def readable_text(document: SearchDocument, closed: bool) -> str:
    """The running text of a document that may be shown to this audience."""
    return f"{document.body}\n{document.body_closed}" if closed and document.body_closed else document.body
