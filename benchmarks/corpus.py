"""Texts to search: of a corpus, or made of the lexicon's words; more than there are by mixing their sentences."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from search.language.compounds import lexicon
from search.language.dutch import Language

LETTERS = 7_000
LONGEST_TITLE = 200
INVENTED = 4_000


class Text(NamedTuple):
    """A title and what stands under it."""

    titel: str
    tekst: str


def read(path: Path | None) -> list[Text]:
    """The texts of a gzipped file with one JSON object a line (titel, tekst); without one, invented ones."""
    if path is None:
        return list(_invented())
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [Text(row["titel"][:LONGEST_TITLE], row["tekst"][:LETTERS]) for row in rows if row["titel"].strip()]


def _invented() -> Iterator[Text]:
    words = sorted(lexicon())
    dice = random.Random(1)
    weights = [1 / (place + 1) for place in range(len(words))]
    dice.shuffle(words)
    for _ in range(INVENTED):
        sentences = (" ".join(dice.choices(words, weights, k=14)) for _ in range(50))
        yield Text(" ".join(dice.choices(words, k=6)), ". ".join(sentences))


def texts(texts: Sequence[Text], count: int) -> Iterator[Text]:
    """So many texts. Past those of the corpus each is a mixture of sentences, with words of two titles above it."""
    dice = random.Random(2)
    yield from texts[:count]
    for _ in range(count - len(texts)):
        sources = dice.sample(range(len(texts)), 6)
        sentences = [one for source in sources for one in texts[source].tekst.split(". ")]
        dice.shuffle(sentences)
        first, second = (texts[source].titel.split() for source in sources[:2])
        title = " ".join([*first[: len(first) // 2 + 1], *second[len(second) // 2 :]])
        yield Text(title[:LONGEST_TITLE], ". ".join(sentences)[:LETTERS])


def questions(texts: Sequence[Text], count: int) -> list[tuple[str, str]]:
    """(title, a few words of it): a question that must bring that title back."""
    language, dice = Language(), random.Random(4)
    found: list[tuple[str, str]] = []
    for text in dice.sample(list(texts), min(len(texts), count * 3)):
        words = list(dict.fromkeys(w.surface for w in language.words(text.titel) if w.stem and w.surface.isalpha()))
        if len(words) >= 3:
            found.append((text.titel, " ".join(dice.sample(words, min(4, len(words))))))
    return found[:count]
