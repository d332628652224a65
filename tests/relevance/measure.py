"""How well questions are answered, and whether a difference between two runs can be chance."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2
from statistics import fmean
from typing import TypeAlias

from tests.relevance.judged import NOTHING, Topic, kinds

DEPTH = 10
GOOD = 2
FIRST = 3
ROUNDS = 10_000
ALL = "alles"

# Question -> documents, best first.
Run: TypeAlias = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of some questions.

    `success`: the share with a document of grade 2 or 3 among the first three; for questions without an answer, the
    share for which nothing is found. `ndcg` and `unjudged` are of the questions with an answer, 1 and 0 without any.
    """

    questions: int
    success: float
    ndcg: float
    zero: float
    unjudged: float


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades[:DEPTH]))


def ndcg(topic: Topic, found: Sequence[str]) -> float:
    """nDCG@10 with gains 2^grade - 1; what was not judged gains nothing."""
    best = _gain(sorted(topic.grades.values(), reverse=True))
    return _gain([topic.grades.get(one, 0) for one in found]) / best if best else 0.0


def succeeded(topic: Topic, found: Sequence[str]) -> bool:
    """A good answer among the first three, or nothing where there is no answer."""
    if topic.kind == NOTHING:
        return not found
    return any(topic.grades.get(one, 0) >= GOOD for one in found[:FIRST])


def figures(asked: Sequence[Topic], run: Run) -> Figures:
    """The figures of these questions."""
    answerable = [topic for topic in asked if topic.kind != NOTHING]
    shown = [(topic, run[topic.qid][:DEPTH]) for topic in answerable if run[topic.qid]]
    return Figures(
        questions=len(asked),
        success=fmean(succeeded(topic, run[topic.qid]) for topic in asked),
        ndcg=fmean([ndcg(topic, run[topic.qid]) for topic in answerable] or [1.0]),
        zero=fmean(not run[topic.qid] for topic in asked),
        unjudged=fmean([fmean(one not in topic.grades for one in found) for topic, found in shown] or [0.0]),
    )


def by_kind(asked: Sequence[Topic], run: Run) -> dict[str, Figures]:
    """Class -> figures, and all of them together under "alles"."""
    found = {kind: figures([topic for topic in asked if topic.kind == kind], run) for kind in kinds(asked)}
    return {**found, ALL: figures(asked, run)}


def overlap(one: Sequence[str], other: Sequence[str]) -> float:
    """The share of the first ten that both have; 1 when both are empty."""
    first, second = set(one[:DEPTH]), set(other[:DEPTH])
    return len(first & second) / max(len(first), len(second)) if first or second else 1.0


def chance(differences: Sequence[float], seed: int = 1) -> float:
    """How often chance alone makes a mean difference at least this large: a paired randomisation test, two-sided.

    Each round gives every question's difference a sign by the toss of a coin.
    """
    moved = [one for one in differences if one]
    target = abs(sum(moved)) - 1e-12
    dice = random.Random(seed)
    reached = 0
    for _ in range(ROUNDS):
        coins = dice.getrandbits(len(moved) + 1)
        total = sum(one if coins >> place & 1 else -one for place, one in enumerate(moved))
        reached += abs(total) >= target
    return (reached + 1) / (ROUNDS + 1)
