"""How fast search is: indexing, questions with highlights, one change until it is seen; for one or both engines.

    python -m benchmarks.search --documents 10000 [--corpus FILE.jsonl.gz] [--elasticsearch URL]

The corpus has one JSON object a line with id, soort, titel and tekst; without one, documents are made of words of the
lexicon. Known-item questions: a few words of a title, which must bring that document back. Prints figures only.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean, median, quantiles
from typing import Any

from search.compounds import lexicon
from search.elastic import query as build
from search.elastic.client import Cluster
from search.elastic.engine import ElasticEngine
from search.embedded.engine import EmbeddedEngine
from search.highlight import Highlighter, readable_text
from search.language import Language
from search.plan import make_plan
from search.protocol import Put, SearchEngine
from search.thesaurus import Thesaurus
from search.types import EVERYONE, SearchDocument, SearchQuery

QUESTIONS = 300
LETTERS = 7_000
BATCH = 200
FACETS = ("soort", "groep")


def made(count: int, rows: Sequence[dict[str, Any]]) -> Iterator[SearchDocument]:
    """Documents of the corpus; where it is smaller than `count`, later parts of its texts with their own titles."""
    for number in range(count):
        row, part = rows[number % len(rows)], number // len(rows)
        text = row["tekst"][part * LETTERS : (part + 1) * LETTERS] or row["tekst"][:LETTERS]
        yield SearchDocument(
            source="bench",
            object_id=f"{row['id']}-{part}",
            kind=row["soort"],
            title=row["titel"][:200] if not part else f"{text[:120]} {part}",
            url="/",
            changed=datetime(2026, 1, 1, tzinfo=UTC),
            body=text,
            facets={"groep": (str(number % 12),)},
        )


def invented(count: int) -> list[dict[str, Any]]:
    """A corpus of the lexicon's words, rare ones rarely."""
    words = sorted(lexicon())
    dice = random.Random(1)
    weights = [1 / (place + 1) for place in range(len(words))]
    dice.shuffle(words)
    return [
        {
            "id": str(number),
            "soort": "tekst",
            "titel": " ".join(dice.choices(words, k=6)),
            "tekst": " ".join(dice.choices(words, weights, k=700)),
        }
        for number in range(min(count, 4_000))
    ]


def questions(documents: Sequence[SearchDocument], language: Language) -> list[tuple[str, str]]:
    """(key, some words of its title), of documents with a title of several words."""
    dice = random.Random(4)
    found = []
    for document in dice.sample(list(documents), min(len(documents), QUESTIONS * 2)):
        words = list(dict.fromkeys(w.surface for w in language.words(document.title) if w.stem and w.surface.isalpha()))
        if len(words) >= 3:
            found.append((document.key, " ".join(dice.sample(words, min(4, len(words))))))
    return found[:QUESTIONS]


def spread(times: Sequence[float]) -> str:
    """Median and 95th percentile in milliseconds."""
    return f"p50 {median(times):6.1f}  p95 {quantiles(times, n=20)[-1]:6.1f} ms"


def timed(action: Callable[[], Any]) -> tuple[float, Any]:
    """(milliseconds, result)."""
    began = time.perf_counter()
    result = action()
    return (time.perf_counter() - began) * 1000, result


def measure(engine: SearchEngine, documents: Sequence[SearchDocument], asked: Sequence[tuple[str, str]]) -> None:
    """Print the figures of one engine."""
    language = Language()
    batches = ([Put(one, 1) for one in documents[at : at + BATCH]] for at in range(0, len(documents), BATCH))
    took, _ = timed(lambda: engine.rebuild(batches))
    say(engine, f"indexing           {len(documents) / took * 1000:6.0f} documents/s")
    for label in ("first time", "again"):
        answering, marking, ranks = [], [], []
        for key, text in asked:
            took, answer = timed(lambda text=text: engine.search(SearchQuery(text)))  # type: ignore[misc]
            answering.append(took)
            plan = make_plan(text, language, Thesaurus())

            def mark(plan: Any = plan, answer: Any = answer) -> None:
                highlighter = Highlighter(plan, language)
                for hit in answer.hits:
                    highlighter.title(hit.document.title)
                    highlighter.fragments(readable_text(hit.document, closed=False))

            marking.append(timed(mark)[0])
            keys = [hit.document.key for hit in answer.hits]
            ranks.append(1 / (keys.index(key) + 1) if key in keys else 0.0)
        both = [one + other for one, other in zip(answering, marking, strict=True)]
        say(engine, f"search, {label:<11}{spread(answering)}   with marks {spread(both)}   MRR@10 {fmean(ranks):.3f}")
    took, _ = timed(lambda: engine.deliver([Put(documents[0], 2)]))
    first, _ = timed(lambda: engine.search(SearchQuery(asked[0][1])))
    say(engine, f"one change         {took:6.1f} ms, and the next search {first:6.1f} ms")


def raw(engine: ElasticEngine, asked: Sequence[tuple[str, str]]) -> None:
    """The same bodies straight to the server: what the engine adds is the difference."""
    language = Language()
    times = []
    for _, text in asked:
        plan, _ = engine._known(make_plan(text, language, Thesaurus()), EVERYONE, datetime.now(UTC))
        body = build.search_body(SearchQuery(text), plan, FACETS, datetime.now(UTC), build.half(plan))
        times.append(timed(lambda body=body: engine._ask(body))[0])  # type: ignore[misc]
    say(engine, f"raw _search        {spread(times)}")


def say(engine: SearchEngine, text: str) -> None:
    """One line of figures."""
    sys.stdout.write(f"{engine.name:<9} {text}\n")


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=2_000)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--elasticsearch", default="")
    chosen = parser.parse_args()
    if chosen.corpus:
        with gzip.open(chosen.corpus, "rt", encoding="utf-8") as file:
            rows = [json.loads(line) for line in file]
    else:
        rows = invented(chosen.documents)
    language = Language()
    documents = list(made(chosen.documents, rows))
    asked = questions(documents[: len(rows)], language)
    with tempfile.TemporaryDirectory() as folder:
        embedded = EmbeddedEngine(Path(folder), language, Thesaurus)
        measure(embedded, documents, asked)
        size = sum(path.stat().st_size for path in Path(folder).iterdir())
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        say(embedded, f"index              {size / 1e6:6.1f} MB, this process at most {memory:.0f} MB")
    if chosen.elasticsearch:
        cluster = Cluster((chosen.elasticsearch,), "bench", search_timeout=30, write_timeout=120)
        elastic = ElasticEngine(cluster, language, Thesaurus, lambda: FACETS)
        measure(elastic, documents, asked)
        raw(elastic, asked)


if __name__ == "__main__":
    main()
