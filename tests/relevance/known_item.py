"""Known items: some words of a title must bring that document back, among many that are like it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from search.language.dutch import Language
from search.protocol import SearchEngine
from search.types import SearchDocument, SearchQuery
from tests.relevance.judged import EVERYBODY
from tests.relevance.measure import DEPTH

QUESTIONS = 300
MOST_WORDS = 4
FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True)
class KnownItem:
    """`alone`: no other title has all the words. Where one has, nobody can know which of them was meant."""

    key: str
    text: str
    alone: bool


def _stems(language: Language, text: str) -> set[str]:
    found = set()
    for word in language.words(text):
        if word.stem:
            found |= {word.stem, *word.parts}
    return found


def questions(documents: Sequence[SearchDocument], language: Language, most: int = QUESTIONS) -> list[KnownItem]:
    """At most four words of a title, of a sample of these documents; always the same for the same documents."""
    dice = random.Random(4)
    titles = [_stems(language, document.title) for document in documents]
    found = []
    for document in dice.sample(list(documents), min(len(documents), most * 2)):
        words = [word for word in language.words(document.title) if word.stem and word.surface.isalpha()]
        surfaces = list(dict.fromkeys(word.surface for word in words))
        if len(surfaces) < FEWEST_WORDS:
            continue
        text = " ".join(dice.sample(surfaces, min(MOST_WORDS, len(surfaces))))
        asked = {word.stem for word in language.words(text)}
        found.append(KnownItem(document.key, text, sum(asked <= title for title in titles) <= 1))
    return found[:most]


def reciprocal_ranks(engine: SearchEngine, asked: Sequence[KnownItem]) -> list[float]:
    """1 for the first place, 1/2 for the second, 0 past the tenth."""
    found = []
    for item in asked:
        keys = [hit.document.key for hit in engine.search(SearchQuery(item.text, audience=EVERYBODY, size=DEPTH)).hits]
        found.append(1 / (keys.index(item.key) + 1) if item.key in keys else 0.0)
    return found


def table(engine: SearchEngine, asked: Sequence[KnownItem]) -> str:
    """The mean reciprocal rank of all questions, and of those that only one title answers."""
    ranks = reciprocal_ranks(engine, asked)
    alone = [rank for rank, item in zip(ranks, asked, strict=True) if item.alone]
    return (
        f"{engine.name:<15}{len(ranks):>4} known items, MRR@10 {fmean(ranks):.3f};"
        f" {len(alone)} that one title answers, MRR@10 {fmean(alone or [0.0]):.3f}"
    )
