"""How well both engines answer the judged questions, class by class, and whether they differ.

    python -m tests.relevance [--elasticsearch URL] [--distractors FILE.jsonl.gz] [--most 4000] [--worst 20]

Without a URL it starts Elasticsearch itself (about 15 s). The database and the indexes are temporary. With distractors
(a file with one JSON object a line: id, soort, titel, tekst) the questions are asked among those too, and for some
words of their titles they must be found themselves.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean

from search.types import SearchDocument
from tests.relevance import temporary
from tests.relevance.judged import NOTHING, Topic, topics
from tests.relevance.measure import ALL, Figures, Run, by_kind, chance, figures, ndcg, overlap


def table(scores: Mapping[str, Figures]) -> str:
    """The figures as lines of text."""
    lines = [f"{'class':<15}{'n':>4}{'nDCG@10':>10}{'success@3':>11}{'zero':>7}{'unjudged@10':>13}"]
    for kind, one in scores.items():
        gained = "" if kind == NOTHING else f"{one.ndcg:.3f}"
        lines.append(
            f"{kind:<15}{one.questions:>4}{gained:>10}{one.success:>11.3f}{one.zero:>7.2f}{one.unjudged:>13.3f}"
        )
    return "\n".join(lines)


def comparison(asked: Sequence[Topic], one: Run, other: Run) -> str:
    """What two runs differ in."""
    lines = [f"{'class':<15}{'nDCG diff':>10}{'p':>8}{'overlap@10':>12}"]
    for kind in [*dict.fromkeys(topic.kind for topic in asked), ALL]:
        group = [topic for topic in asked if kind in (topic.kind, ALL)]
        differences = [
            ndcg(topic, other[topic.qid]) - ndcg(topic, one[topic.qid]) for topic in group if topic.kind != NOTHING
        ]
        shared = fmean(overlap(one[topic.qid], other[topic.qid]) for topic in group)
        moved = f"{fmean(differences):>+10.4f}{chance(differences):>8.3f}" if differences else " " * 18
        lines.append(f"{kind:<15}{moved}{shared:>12.3f}")
    return "\n".join(lines)


def halves(asked: Sequence[Topic], run: Run) -> str:
    """The questions that may be looked at while the ranking changes, and those that may not."""
    lines = []
    for name, held_out in (("open half", False), ("held-out half", True)):
        group = [topic for topic in asked if topic.held_out == held_out]
        found = figures(group, run)
        lines.append(f"{name:<15}{found.questions:>4}{found.ndcg:>10.3f}{found.success:>11.3f}")
    return "\n".join(lines)


def worst(asked: Sequence[Topic], run: Run, most: int) -> str:
    """The questions of the open half that are answered worst."""
    scored = [(ndcg(topic, run[topic.qid]), topic) for topic in asked if topic.kind != NOTHING and not topic.held_out]
    scored.sort(key=lambda pair: pair[0])
    return "\n".join(f"{gained:.3f} {topic.qid} {topic.kind:<14} {topic.text}" for gained, topic in scored[:most])


def report(runs: Mapping[str, Run], asked: Sequence[Topic], most_worst: int) -> str:
    """Everything that is printed about these runs."""
    pieces = []
    for name, run in runs.items():
        pieces += [f"\n{name}", table(by_kind(asked, run)), halves(asked, run)]
        if most_worst:
            pieces += ["answered worst (open half):", worst(asked, run, most_worst)]
    (first, one), (second, other) = runs.items()
    return "\n".join([*pieces, f"\n{second} against {first}", comparison(asked, one, other)])


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--elasticsearch", default="", metavar="URL")
    parser.add_argument("--distractors", type=Path, metavar="FILE")
    parser.add_argument("--most", type=int, default=4_000, help="so many distractors at most")
    parser.add_argument("--worst", type=int, default=0, help="name the questions answered worst")
    chosen = parser.parse_args()
    with temporary.database(), temporary.elasticsearch(chosen.elasticsearch) as url:
        from tests.relevance import collection, known_item

        documents = collection.load_demo()
        others: list[SearchDocument] = []
        if chosen.distractors and chosen.distractors.exists():
            others = collection.distractors(chosen.distractors, chosen.most)
        elif chosen.distractors:
            sys.stderr.write(f"No distractors: {chosen.distractors} is not there.\n")
        asked = topics()
        items = known_item.questions(others, collection.engines.language())
        with collection.both_engines([*documents, *others], url) as both:
            runs = {engine.name: collection.run_of(engine, asked) for engine in both}
            known = "".join(f"\n{known_item.table(engine, items)}" for engine in both if items)
    about = f"{len(documents)} documents and {len(others)} distractors, {len(asked)} questions"
    sys.stdout.write(f"{about}\n{report(runs, asked, chosen.worst)}\n{known}\n")


if __name__ == "__main__":
    main()
