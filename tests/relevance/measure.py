"""How well questions are answered: success@3, reciprocal rank, nDCG@10 and zero results, per class."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path
from statistics import fmean

QUESTIONS = Path(__file__).with_name("vragen.tsv")
BEST, GOOD = 3, 2
DEPTH = 10


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the titles that answer it, each with its grade; none when nothing may be found."""

    kind: str
    text: str
    grades: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of some questions. `zero`: the share without any result, right for the class `niets` only."""

    questions: int
    success: float
    reciprocal_rank: float
    ndcg: float
    zero: float
    unjudged: float


def read() -> list[Question]:
    """The questions, in the order of the file."""
    with QUESTIONS.open(encoding="utf-8") as file:
        rows = [row for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if not row[0].startswith("#")]
    found = []
    for kind, text, titles in rows:
        named = [] if titles == "-" else [title.strip() for title in titles.split(" ; ")]
        found.append(Question(kind, text, {title: GOOD if place else BEST for place, title in enumerate(named)}))
    return found


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades[:DEPTH]))


def score(questions: Sequence[Question], answers: Mapping[str, Sequence[str]]) -> Score:
    """The figures for these answers (question -> titles, best first)."""
    success, ranks, gains, zero, unjudged = [], [], [], [], []
    for question in questions:
        titles = list(answers[question.text])[:DEPTH]
        zero.append(not titles)
        if not question.grades:
            success.append(not titles)
            continue
        success.append(any(title in question.grades for title in titles[:3]))
        places = [place for place, title in enumerate(titles, 1) if title in question.grades]
        ranks.append(1 / places[0] if places else 0.0)
        # A title that two documents share is judged once: the second adds nothing.
        grades = [
            question.grades.get(title, 0) if title not in titles[:place] else 0 for place, title in enumerate(titles)
        ]
        gains.append(_gain(grades) / _gain(sorted(question.grades.values(), reverse=True)))
        unjudged.append(fmean(title not in question.grades for title in titles) if titles else 0.0)
    return Score(
        len(questions),
        fmean(success),
        fmean(ranks or [1.0]),
        fmean(gains or [1.0]),
        fmean(zero),
        fmean(unjudged or [0.0]),
    )


def by_class(questions: Sequence[Question], ask: Callable[[str], Sequence[str]]) -> dict[str, Score]:
    """Class -> figures, and all of them together under "alles"."""
    answers = {question.text: list(ask(question.text)) for question in questions}
    grouped: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        grouped[question.kind].append(question)
    return {**{kind: score(asked, answers) for kind, asked in grouped.items()}, "alles": score(questions, answers)}


def table(scores: Mapping[str, Score]) -> str:
    """The figures as lines of text."""
    lines = [f"{'klasse':<14}{'n':>4}{'success@3':>11}{'MRR@10':>8}{'nDCG@10':>9}{'leeg':>7}{'onbeoord.':>11}"]
    for kind, one in scores.items():
        lines.append(
            f"{kind:<14}{one.questions:>4}{one.success:>11.2f}{one.reciprocal_rank:>8.3f}{one.ndcg:>9.3f}"
            f"{one.zero:>7.2f}{one.unjudged:>11.2f}"
        )
    return "\n".join(lines)
