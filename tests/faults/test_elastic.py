"""Faults between us and a cluster that works: lost answers, another portal's indices, an index that is not there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from elasticsearch import ConnectionTimeout
from pytest_django import Settings

from search import engines, service, signals
from search.elastic.client import Breaker, answering
from search.elastic.engine import ElasticEngine
from search.indexing import outbox
from search.protocol import EngineUnavailable
from search.types import SearchQuery
from tests.faults.documents import COMMON, elastic, puts
from tests.search import elasticsearch_server
from tests.search.conftest import Create


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with elasticsearch_server.running() as given:
        yield given


@pytest.fixture
def engine(url: str) -> Iterator[ElasticEngine]:
    with elasticsearch_server.own_prefix(url) as prefix:
        made = elastic(url, prefix=prefix, search_timeout=20)
        made.rebuild([puts(range(5), version=1)])
        yield made


def names(engine: ElasticEngine) -> set[str]:
    """The indices whose name begins with this engine's prefix."""
    return set(engine._client.indices.get(index=f"{engine._indices.prefix}-*").body)


def test_a_swap_whose_answer_is_lost_has_happened(engine: ElasticEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    swap = engine._writer.indices.update_aliases

    def lose_the_answer(actions: list[dict[str, Any]]) -> None:
        swap(actions=actions)
        if len(actions) > 1:
            raise ConnectionTimeout("no answer in time")

    monkeypatch.setattr(engine._writer.indices, "update_aliases", lose_the_answer)
    assert engine.rebuild([puts(range(7), version=2)]) == 7
    assert engine.search(SearchQuery(COMMON)).total == 7
    assert len(names(engine)) == 1


def test_an_index_whose_making_was_not_answered_is_used(engine: ElasticEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    make = engine._writer.indices.create

    def make_twice(**given: Any) -> None:
        make(**given)
        make(**given)

    monkeypatch.setattr(engine._writer.indices, "create", make_twice)
    assert engine.rebuild([puts(range(7), version=2)]) == 7
    assert engine.search(SearchQuery(COMMON)).total == 7


def test_a_swap_that_did_not_happen_leaves_the_old(engine: ElasticEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    swap = engine._writer.indices.update_aliases

    def refuse(actions: list[dict[str, Any]]) -> None:
        if len(actions) > 1:
            raise ConnectionTimeout("no answer in time")
        swap(actions=actions)

    with monkeypatch.context() as patch:
        patch.setattr(engine._writer.indices, "update_aliases", refuse)
        with pytest.raises(EngineUnavailable):
            engine.rebuild([puts(range(7), version=2)])
    assert engine.search(SearchQuery(COMMON)).total == 5
    assert engine.rebuild([puts(range(7), version=2)]) == 7
    assert len(names(engine)) == 1


def test_a_portal_whose_prefix_begins_with_ours_keeps_its_index(engine: ElasticEngine, url: str) -> None:
    other = elastic(url, prefix=f"{engine._indices.prefix}-acceptatie", search_timeout=20)
    other.rebuild([puts(range(3), version=1)])
    engine.rebuild([puts(range(4), version=2)])
    assert other.search(SearchQuery(COMMON)).total == 3
    assert engine.search(SearchQuery(COMMON)).total == 4


def test_an_old_unfinished_rebuild_is_tidied_a_young_one_is_not(
    engine: ElasticEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = engine._indices.create()
    engine._writer.indices.put_alias(index=made, name=engine._indices.building)
    engine.tidy()
    assert made in names(engine)
    monkeypatch.setattr("search.elastic.indices.LONGEST_REBUILD_NS", -1)
    engine.tidy()
    assert made not in names(engine)
    assert engine.search(SearchQuery(COMMON)).total == 5


@pytest.mark.django_db
def test_an_index_that_is_not_there_is_built_before_anything_is_delivered(
    settings: Settings, own_search: Path, create: Create, url: str
) -> None:
    """The cluster was replaced: an index of only what changed since would answer wrongly."""
    with signals.switched_off():
        Group.objects.create(name="Meldroute oud")
    service.rebuild()
    with elasticsearch_server.own_prefix(url) as prefix:
        given = {"HOSTS": [url], "PREFIX": prefix, "SEARCH_TIMEOUT": 20}
        settings.SEARCH = {**settings.SEARCH, "ENGINE": "elastic", "ELASTIC": given}
        create("Meldroute nieuw")
        assert service.work() == 0
        answer = service.search(SearchQuery("meldroute"))
        assert (answer.total, answer.engine) == (2, "embedded")
        assert not engines.primary().status().available
        assert service.renew() == {"elastic": 2}
        assert outbox.waiting("elastic")[:2] == (0, 0)
        answer = service.search(SearchQuery("meldroute"))
        assert (answer.total, answer.engine) == (2, "elastic")


def test_a_question_that_cannot_be_answered_does_not_close_the_server_for_others(engine: ElasticEngine) -> None:
    breaker = Breaker(most=1)
    with pytest.raises(EngineUnavailable, match="400"), answering(breaker):
        engine._client.search(index=engine._indices.current, body={"query": {"bestaat-niet": {}}})
    assert not breaker.is_open
    with pytest.raises(EngineUnavailable), answering(breaker):
        elastic("http://127.0.0.1:9", prefix="nergens")._client.info()
    assert breaker.is_open
