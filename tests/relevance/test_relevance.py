"""The judged questions on the demo's content: a floor per class, and both engines alike."""

from __future__ import annotations

from statistics import fmean
from typing import NamedTuple

import pytest

from tests.relevance import collection, judged
from tests.relevance.__main__ import report
from tests.relevance.measure import ALL, Run, by_kind, ndcg, overlap
from tests.search import elasticsearch_server

# success@3 and nDCG@10 that a change may not fall below, on either engine.
FLOORS = {
    "titel": (0.95, 0.90),
    "alledaags": (0.92, 0.73),
    "samenstelling": (0.95, 0.84),
    "verbuiging": (0.86, 0.80),
    "afkorting": (0.95, 0.94),
    "oude-naam": (0.84, 0.79),
    "tikfout": (0.94, 0.90),
    "plaats": (0.90, 0.83),
    "vraagzin": (0.91, 0.74),
    "niets": (1.00, 1.00),
    ALL: (0.95, 0.85),
}


class Measured(NamedTuple):
    """What both engines answer, and how many results each says there are."""

    topics: list[judged.Topic]
    runs: dict[str, Run]
    totals: dict[str, list[int]]
    documents: set[str]


@pytest.fixture
def measured(db: None) -> Measured:
    """The demo in both engines. One test asks for it: loading and indexing are most of the time."""
    topics = judged.topics()
    documents = collection.load_demo()
    with elasticsearch_server.running() as url, collection.both_engines(documents, url) as both:
        answers = {engine.name: collection.run_and_totals(engine, topics) for engine in both}
    return Measured(
        topics,
        {name: run for name, (run, _) in answers.items()},
        {name: totals for name, (_, totals) in answers.items()},
        {judged.docid(one) for one in documents},
    )


@pytest.mark.long
def test_both_engines_answer_well_and_alike(measured: Measured) -> None:
    topics, runs = measured.topics, measured.runs
    print(report(runs, topics, most_worst=0))  # noqa: T201  the figures are the point
    for name, run in runs.items():
        found = by_kind(topics, run)
        for kind, (success, gained) in FLOORS.items():
            assert found[kind].success >= success, (name, kind)
            assert found[kind].ndcg >= gained, (name, kind)
        assert found[ALL].unjudged < 0.05, f"many results of {name} have no grade: judge them with tests.relevance.pool"
    one, other = runs["embedded"], runs["elastic"]
    answerable = [topic for topic in topics if topic.kind != judged.NOTHING]
    differences = [ndcg(topic, one[topic.qid]) - ndcg(topic, other[topic.qid]) for topic in answerable]
    assert abs(fmean(differences)) < 0.02
    assert fmean(overlap(one[topic.qid], other[topic.qid]) for topic in topics) >= 0.9
    assert measured.totals["embedded"] == measured.totals["elastic"], "both engines say the same numbers"
    gone = {document for topic in topics for document, grade in topic.grades.items() if grade} - measured.documents
    assert not gone, "judged documents are no longer there: judge again"
