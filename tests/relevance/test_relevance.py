"""The judged questions on the demo's content: a floor per class, and both engines alike."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from statistics import fmean

import pytest
from django.core.management import call_command

from search import conf, delivery, engines, service, signals
from search.elastic.client import Cluster
from search.elastic.engine import ElasticEngine
from search.embedded.engine import EmbeddedEngine
from search.protocol import SearchEngine
from search.types import SearchQuery
from tests.relevance.measure import by_class, read, table
from tests.search import elasticsearch_server

# success@3 and nDCG@10 that a change may not fall below.
FLOORS = {
    "titel": (0.93, 0.90),
    "alledaags": (0.86, 0.70),
    "samenstelling": (0.93, 0.85),
    "verbuiging": (0.93, 0.93),
    "afkorting": (0.93, 0.85),
    "oude-naam": (0.90, 0.93),
    "tikfout": (0.90, 0.90),
    "plaats": (0.90, 0.83),
    "vraagzin": (0.90, 0.78),
    "niets": (1.00, 1.00),
    "alles": (0.95, 0.88),
}


def asker(engine: SearchEngine) -> Callable[[str], list[str]]:
    """Titles for a question; where nothing is found, those behind "Bedoelde u"."""

    def ask(text: str) -> list[str]:
        answer = engine.search(SearchQuery(text))
        if not answer.hits and answer.corrections:
            answer = engine.search(SearchQuery(service._corrected(text, answer.corrections)))
        return [hit.document.title for hit in answer.hits]

    return ask


@pytest.mark.long
@pytest.mark.django_db
def test_both_engines_answer_well_and_alike(tmp_path: Path) -> None:
    with signals.switched_off():
        call_command("load_demo", verbosity=0)
    engines.forget_vocabulary()
    questions = read()
    embedded = EmbeddedEngine(tmp_path, engines.language(), engines.thesaurus)
    with elasticsearch_server.running() as url, elasticsearch_server.own_prefix(url) as prefix:
        cluster = Cluster((url,), prefix, search_timeout=20)
        elastic = ElasticEngine(
            cluster, engines.language(), engines.thesaurus, lambda: [facet.name for facet in conf.facets()]
        )
        assert embedded.rebuild(delivery.everything(1)) == elastic.rebuild(delivery.everything(1)) > 100
        scores = {engine.name: by_class(questions, asker(engine)) for engine in (embedded, elastic)}
        for name, found in scores.items():
            print(f"\n{name}\n{table(found)}")  # noqa: T201  the figures are the point
        for name, found in scores.items():
            for kind, (success, ndcg) in FLOORS.items():
                assert found[kind].success >= success, (name, kind)
                assert found[kind].ndcg >= ndcg, (name, kind)
        assert abs(scores["embedded"]["alles"].ndcg - scores["elastic"]["alles"].ndcg) < 0.02
        overlaps = []
        for question in questions:
            one, other = set(asker(embedded)(question.text)), set(asker(elastic)(question.text))
            if one or other:
                overlaps.append(len(one & other) / max(len(one), len(other)))
            counted = {engine.search(SearchQuery(question.text)).total for engine in (embedded, elastic)}
            assert len(counted) == 1, f"both engines say the same number for {question.text!r}"
        assert fmean(overlaps) >= 0.9
