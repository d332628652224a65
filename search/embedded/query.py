"""Choose, then rank: sets of rows find the best covered documents, FTS5's bm25 ranks only those."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from search.embedded.bits import at_least, levels, members
from search.embedded.schema import EXACT, EXACT_CLOSED
from search.embedded.snapshot import Snapshot, quoted
from search.language.thesaurus import Phrase
from search.plan import FEW, Plan
from search.scoring import (
    BODY_PARTS,
    COMMON_SHARE,
    COVERED,
    COVERED_BY_OTHER_WORDING,
    COVERED_IN_TITLE,
    COVERED_IN_TITLE_BY_OTHER_WORDING,
    OTHER_WORDING,
    TIE,
    TITLE,
    decay,
)

ENOUGH = 100
MOST_CANDIDATES = 600
SMALL_INDEX = 50


@dataclass(frozen=True, slots=True)
class _Cover:
    """Where a word of the question stands, as written or by its parts, and where another wording of it stands."""

    direct: int
    anywhere: int
    title: int
    other: int
    other_title: int


class Question:
    """One plan against one state of the file, for one audience's tables."""

    def __init__(self, connection: sqlite3.Connection, snapshot: Snapshot, plan: Plan, visible: int, closed: bool):
        self._connection = connection
        self._snapshot = snapshot
        self._visible = visible
        self._closed = ("closed",) if closed else ()
        self._columns = "title open closed" if closed else "title open"
        self._joins = [join for join in plan.joins if self._is_word(join.surface)]
        # With the joins that are words of this audience's documents, and no others.
        self.plan = self._plan = replace(plan, joins=tuple(self._joins))
        self._covers = [self._cover(index) for index in range(len(plan.words))]

    def _is_word(self, surface: str) -> bool:
        if not self._snapshot.may_exist(self._connection, surface):
            return False
        return bool(self._snapshot.word(self._connection, surface, self._columns) & self._visible)

    def _has(self, tables: Iterable[str], phrase: Phrase) -> int:
        mask = 0
        for table in tables:
            mask |= self._snapshot.phrase(self._connection, table, phrase)
        return mask

    def _together(self, phrase: Phrase) -> int:
        """The rows in which these words follow each other, or that have this one word."""
        if len(phrase) == 1:
            return self._has(("title", "body", *self._closed), phrase)
        return self._has((EXACT, EXACT_CLOSED) if self._closed else (EXACT,), phrase)

    def _part(self, tables: Iterable[str], part: str) -> int:
        """A part of a compound counts as a word of its own or as a part of another compound."""
        return self._has((name for table in tables for name in (table, f"{table}_parts")), (part,))

    def _cover(self, index: int) -> _Cover:
        word = self._plan.words[index]
        direct = self._has(("title", "body", *self._closed), (word.stem,))
        anywhere, title = direct, self._has(("title",), (word.stem,))
        # A loose word is also found inside compounds.
        anywhere |= self._has(("title_parts", "body_parts"), (word.stem,))
        title |= self._has(("title_parts",), (word.stem,))
        if word.parts:
            every, every_title = -1, -1
            for part in word.parts:
                every &= self._part(("title", "body"), part) | self._has(self._closed, (part,))
                every_title &= self._part(("title",), part)
            anywhere |= every
            title |= every_title
        for join in self._joins:
            if index in join.covers:
                anywhere |= self._has(("title", "body", *self._closed), (join.stem,))
                title |= self._has(("title",), (join.stem,))
        other = other_title = 0
        for expansion in self._plan.expansions:
            if index in expansion.covers:
                for phrase in expansion.phrases:
                    other |= self._has(("title", "body", *self._closed), phrase)
                    other_title |= self._has(("title",), phrase)
        return _Cover(direct, anywhere, title, other & ~anywhere, other_title & ~title)

    def matches(self, within: int) -> tuple[int, int]:
        """The rows that answer the question: enough of the words, every required and no excluded phrase.

        `Plan.needed` says how many are enough, judged by the rows in `within`. Returns (all, those within).
        """
        if self._plan.strange:
            return 0, 0
        mask = self._visible
        for phrase in self._plan.required:
            mask &= self._together(phrase)
        for phrase in self._plan.excluded:
            mask &= ~self._together(phrase)
        if self._plan.words:
            found = [cover.anywhere | cover.other for cover in self._covers]
            for needed in self._plan.needed:
                answered = at_least(found, needed) & mask
                if (answered & within).bit_count() >= FEW:
                    break
            mask = answered
        return mask, mask & within

    def unknown_words(self) -> list[str]:
        """The words of the question that this audience's documents do not hold in any way."""
        return [
            word.surface
            for word, cover in zip(self._plan.words, self._covers, strict=True)
            if not (cover.anywhere | cover.other) & self._visible
        ]

    def ranked(self, matches: int, today: date, needed: int) -> list[tuple[int, float]]:
        """At least the best `needed` rows of `matches`, if there are as many, with their score, best first.

        Only the best covered have a score of their own; after them come the others as they are covered.
        """
        groups = levels(self._clauses(), matches)
        points = self._choose(groups)
        ranked = []
        for number, found in self._scores(sorted(points)).items():
            score = points[number] + found
            if self._snapshot.ages >> number & 1 and (day := self._snapshot.published.get(number)):
                score *= decay((today - date.fromisoformat(day)).days)
            ranked.append((number, score))
        ranked.sort(key=lambda pair: (-pair[1], -pair[0]))
        for worth, group in groups:
            if len(ranked) >= needed:
                break
            ranked.extend((number, float(worth)) for number in reversed(members(group)) if number not in points)
        return ranked

    def _clauses(self) -> Iterable[tuple[int, int]]:
        for cover in self._covers:
            yield cover.anywhere, COVERED
            yield cover.title, COVERED_IN_TITLE
            if cover.other:
                yield cover.other, COVERED_BY_OTHER_WORDING
            if cover.other_title:
                yield cover.other_title, COVERED_IN_TITLE_BY_OTHER_WORDING

    def _choose(self, groups: list[tuple[int, int]]) -> dict[int, int]:
        """The best covered rows until there are enough, and the points of each."""
        points: dict[int, int] = {}
        direct = [cover.direct for cover in self._covers if cover.direct]
        rarest = min(direct, key=int.bit_count) if direct else 0
        for worth, group in groups:
            room = MOST_CANDIDATES - len(points)
            if group.bit_count() > room and group & rarest:
                group &= rarest
            # The highest numbers were added last.
            points.update(dict.fromkeys(members(group)[-room:], worth))
            if len(points) >= ENOUGH:
                break
        return points

    def _scores(self, candidates: list[int]) -> dict[int, float]:
        """bm25 of the candidates over all tables, as one number a row."""
        words: list[Phrase] = [(word.stem,) for word in self._plan.words]
        words += [(join.stem,) for join in self._joins]
        parts: list[Phrase] = [(part,) for word in self._plan.words for part in word.parts]
        rare = [word for word in words if not self._is_common(word)] or words
        # Parts are common words: they speak in the fields of the parts, and in the body only where they are rare.
        rare_parts = [part for part in parts if not self._is_common(part)]
        title = self._bm25("title", words + parts, candidates)
        body = self._bm25("body", rare + rare_parts, candidates)
        for name in self._closed:
            for number, score in self._bm25(name, rare + rare_parts, candidates).items():
                body[number] = max(body.get(number, 0.0), score)
        title_parts = self._bm25("title_parts", words + parts, candidates)
        body_parts = self._bm25("body_parts", rare + rare_parts, candidates)
        others = [phrase for expansion in self._plan.expansions for phrase in expansion.phrases]
        title_others = self._bm25("title", others, candidates)
        body_others = self._bm25("body", others, candidates)
        return {
            number: _dis_max(TITLE * title.get(number, 0.0), body.get(number, 0.0))
            + BODY_PARTS * _dis_max(TITLE * title_parts.get(number, 0.0), body_parts.get(number, 0.0))
            + OTHER_WORDING * _dis_max(TITLE * title_others.get(number, 0.0), body_others.get(number, 0.0))
            for number in candidates
        }

    def _is_common(self, phrase: Phrase) -> bool:
        size = self._snapshot.size
        return size > SMALL_INDEX and self._has(("body",), phrase).bit_count() > COMMON_SHARE * size

    def _bm25(self, table: str, phrases: list[Phrase], rows: Sequence[int]) -> dict[int, float]:
        phrases = list(dict.fromkeys(phrases))
        if all(len(phrase) == 1 for phrase in phrases):
            words = [phrase[0] for phrase in phrases]
            return self._snapshot.frequencies.scores(self._connection, table, words, rows)
        match = " OR ".join(quoted(phrase) for phrase in phrases)
        found = self._connection.execute(
            f"SELECT rowid, -bm25({table}) FROM {table} WHERE {table} MATCH ?"
            " AND +rowid IN (SELECT value FROM json_each(?))",
            (match, json.dumps(rows)),
        )
        return dict(found)


def _dis_max(one: float, other: float) -> float:
    return one + TIE * other if one > other else other + TIE * one
