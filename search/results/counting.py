"""What is counted of an answer: the documents that count, and none that the reader may not see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from search.protocol import SearchEngine
from search.types import Audience, EngineHit, EngineResults, SearchQuery


def answers(query: SearchQuery, engine: SearchEngine, whom: Audience) -> tuple[EngineResults, EngineResults]:
    """The answer, and that to the same question over the documents that count: for its total and its counts."""
    answer = engine.search(query.but(audience=whom))
    if whom.counting.readers == whom.readers:
        return answer, answer
    return answer, engine.search(query.but(audience=whom.counting, page=1, size=1))


def without(
    answer: EngineResults, hits: Sequence[EngineHit], shown: Sequence[EngineHit], audience: Audience
) -> EngineResults:
    """The answer for this audience with a total and counts that know nothing of the hits that are not shown."""
    kept = {hit.document.key for hit in shown}
    gone = [hit.document for hit in hits if hit.document.key not in kept]
    gone = [document for document in gone if not audience.readers.isdisjoint(document.readers)]
    if not gone:
        return answer
    counts = {name: dict(values) for name, values in answer.counts.items()}
    for document in gone:
        for name, values in document.all_facets.items():
            for value in values:
                if counts.get(name, {}).get(value):
                    counts[name][value] -= 1
    return replace(answer, total=answer.total - len(gone), counts=counts)
