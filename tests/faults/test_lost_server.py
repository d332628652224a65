"""An index on a server that is deleted, closed, without shards or another's: likewise told, and built anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from search import engines, service, signals
from search.elastic import condition
from search.elastic.mapping import index_body
from search.indexing import outbox
from search.models import Counter
from search.protocol import AHEAD, NO_INDEX
from search.types import SearchQuery
from tests.faults.documents import command
from tests.search import elasticsearch_server

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_search")]


@pytest.fixture
def elastic(settings: Settings) -> Iterator[Any]:
    """The engine on a server, with one document in its index, and the embedded index behind it."""
    with elasticsearch_server.running() as url, elasticsearch_server.own_prefix(url) as prefix:
        given = {"HOSTS": [url], "PREFIX": prefix, "SEARCH_TIMEOUT": 20, "WRITE_TIMEOUT": 20}
        settings.SEARCH = {**settings.SEARCH, "ENGINE": "elastic", "ELASTIC": given}
        with signals.switched_off():
            Group.objects.create(name="Meldroute jeugd")
        service.rebuild()
        yield engines.primary()


def deleted(engine: Any) -> None:
    engine._client.indices.delete(index=engine._indices.behind(engine._indices.current))


def closed(engine: Any) -> None:
    engine._client.indices.close(index=engine._indices.current)


def without_its_alias(engine: Any) -> None:
    alias = engine._indices.current
    engine._client.indices.delete_alias(index=engine._indices.behind(alias), name=alias)


def on_no_node(engine: Any) -> None:
    """Its only shard is nowhere, as after the loss of a disk."""
    alias = engine._indices.current
    index, body = engine._indices.behind(alias), index_body(0)
    body["settings"]["index.routing.allocation.require._name"] = "nergens"
    engine._client.indices.delete(index=index)
    engine._client.indices.create(index=index, aliases={alias: {}}, wait_for_active_shards="0", **body)


def of_another_database(engine: Any) -> None:
    """The same server and prefix, and a database that was put back from a copy of another portal."""
    Counter.objects.update(identity="een-ander")


def of_a_newer_database(engine: Any) -> None:
    outbox.enqueue({("groep", str(Group.objects.get().pk))}, engines.indexes())
    assert service.work() == 2
    Counter.objects.update(value=0)


@pytest.mark.parametrize(
    ("lose", "why"),
    [
        (deleted, NO_INDEX),
        (closed, condition.CLOSED),
        (without_its_alias, NO_INDEX),
        (on_no_node, condition.LOST),
        (of_another_database, NO_INDEX),
        (of_a_newer_database, AHEAD),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_an_index_on_a_server_likewise(
    elastic: Any,
    lose: Callable[[Any], None],
    why: str,
    client: Client,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(condition, "LOST_AFTER", 0.0)
    assert service.search(SearchQuery("meldroute")).engine == "elastic"
    lose(elastic)
    assert (elastic.status().available, command("status")[0], command("check")[0]) == (False, 1, 1)
    health = client.get(reverse("health"))
    assert b"the index elastic does not answer" in health.content
    if lose not in (of_another_database, of_a_newer_database):
        # What the server lost, the other index has.
        answer = service.search(SearchQuery("meldroute"))
        assert (answer.engine, answer.total, answer.notice) == ("embedded", 1, service.FALLBACK)
        assert health.status_code == 200
    for _ in range(2):
        service.renew()
    assert "The index elastic is built anew" in caplog.text
    assert why.partition(":")[0] in caplog.text
    answer = service.search(SearchQuery("meldroute"))
    assert (answer.engine, answer.total, answer.notice) == ("elastic", 1, "")
    assert [command(action)[0] for action in ("status", "check")] == [0, 0]


def test_shards_that_are_away_for_a_moment_are_waited_for(elastic: Any) -> None:
    """A node that starts, say: the other index answers, and nothing is built."""
    on_no_node(elastic)
    assert service.renew() == {}
    assert service.search(SearchQuery("meldroute")).engine == "embedded"


def test_two_databases_with_one_prefix_keep_their_own_index(elastic: Any) -> None:
    """A copy of the settings, as for a second environment, must not take the first one's index away."""
    ours = Counter.objects.get().identity
    Counter.objects.update(identity="acceptatie")
    Group.objects.update(name="Meldroute acceptatie")
    service.rebuild()
    Counter.objects.update(identity=ours)
    assert elastic.trouble() == ""
    assert len(elastic.fingerprints("", 10)) == 1
