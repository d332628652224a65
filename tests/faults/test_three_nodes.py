"""A cluster of three nodes loses one, while it is written to and asked: nothing is lost, nothing is answered wrong."""

from __future__ import annotations

import fcntl
import random
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from search.elastic.engine import ElasticEngine
from search.protocol import Delivery, EngineUnavailable
from search.types import SearchQuery
from tests.faults.documents import COMMON, elastic, numbered, puts, version_found
from tests.search import elasticsearch_server
from tools import elasticsearch as server
from tools.elasticsearch_node import Node

pytestmark = [pytest.mark.long, pytest.mark.timeout(1800)]
COUNT = 200
PREFIX = "drie"
# A lost node may cost a question the time until the others agree, not more.
MOST_UNANSWERED = 5


@pytest.fixture(scope="module")
def nodes() -> Iterator[list[Node]]:
    elasticsearch_server.require_fetched()
    # One cluster at a time, also when several processes run the tests: six nodes would only be slow.
    with (Path(tempfile.gettempdir()) / "kennisportaal-three-nodes.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with server.cluster(3) as started:
            yield started


@pytest.fixture
def engine(nodes: list[Node]) -> Iterator[ElasticEngine]:
    made = elastic(*(node.url for node in nodes), prefix=PREFIX, replicas=1)
    made.rebuild([puts(range(at, at + 50), version=1) for at in range(0, COUNT, 50)])
    wait_for_green(nodes)
    yield made
    made._client.close()


def wait_for_green(nodes: list[Node]) -> None:
    """Every node is there and every copy is on one."""
    for node in nodes:
        if not node.is_alive():
            node.start()
    for node in nodes:
        node.wait(len(nodes))
    with Elasticsearch(nodes[0].url, request_timeout=60) as client:
        client.cluster.health(wait_for_status="green", wait_for_no_relocating_shards=True, timeout="60s")


def holding_the_original(nodes: list[Node]) -> Node:
    """The node with the shard that is written to first: the one whose loss hurts most."""
    with Elasticsearch(nodes[0].url) as client:
        rows = client.cat.shards(index=f"{PREFIX}-current", format="json", h="prirep,node").body
    name = next(row["node"] for row in rows if row["prirep"] == "p")
    return next(node for node in nodes if node.name == name)


def master(nodes: list[Node]) -> Node:
    """The node that decides for the cluster."""
    with Elasticsearch(nodes[0].url) as client:
        name = client.cat.master(format="json").body[0]["node"]
    return next(node for node in nodes if node.name == name)


class Asker(threading.Thread):
    """Asks for known answers until it is stopped, and keeps what was wrong and what was not answered."""

    def __init__(self, engine: ElasticEngine) -> None:
        super().__init__(daemon=True)
        self.engine, self.stopped = engine, threading.Event()
        self.asked, self.wrong, self.unanswered = 0, [], []

    def run(self) -> None:
        dice = random.Random(1)
        while not self.stopped.is_set():
            number = dice.randrange(COUNT)
            try:
                one, everything = version_found(self.engine, number), self.engine.search(SearchQuery(COMMON)).total
            except EngineUnavailable as error:
                self.unanswered.append(str(error))
                time.sleep(0.2)
                continue
            self.asked += 1
            if one < 1 or everything != COUNT:
                self.wrong.append((number, one, everything))

    def end(self) -> None:
        """Stop, and judge the answers."""
        self.stopped.set()
        self.join(60)
        print(f"{self.asked} answers, not answered: {self.unanswered}")  # noqa: T201  shown when it fails
        assert self.asked > 5
        assert self.wrong == []
        assert len(self.unanswered) <= MOST_UNANSWERED


def deliver(engine: ElasticEngine, batch: list[Delivery]) -> int:
    """Deliver as the outbox does: again and again until all has arrived. Returns the number of failed attempts."""
    failures, waiting = 0, {item.document.key: item for item in batch}
    until = time.monotonic() + 120
    while waiting:
        assert time.monotonic() < until, "the cluster does not come back"
        try:
            report = engine.deliver(list(waiting.values()))
        except EngineUnavailable:
            failures += 1
            time.sleep(0.5)
            continue
        assert not report.refused
        waiting = {key: item for key, item in waiting.items() if key not in report.done}
        failures += bool(waiting)
    return failures


def stored(nodes: list[Node]) -> dict[str, int]:
    """Document -> version, as a node says that was not killed or has come back."""
    with Elasticsearch(nodes[0].url, request_timeout=30) as client:
        client.indices.refresh(index=f"{PREFIX}-current")
        answer = client.search(index=f"{PREFIX}-current", size=1000, version=True, source=False)
    assert answer["_shards"]["failed"] == 0
    return {hit["_id"]: hit["_version"] for hit in answer["hits"]["hits"]}


@pytest.mark.parametrize("lost", [holding_the_original, master])
def test_a_node_is_lost_during_deliveries_and_questions(engine: ElasticEngine, nodes: list[Node], lost) -> None:  # type: ignore[no-untyped-def]
    asker, expected = Asker(engine), {f"pagina:{number}": 1 for number in range(COUNT)}
    victim = lost(nodes)
    asker.start()
    dice = random.Random(2)
    for version in range(2, 42):
        if version == 15:
            victim.kill()
        first = dice.randrange(COUNT - 20)
        batch = puts(range(first, first + 20), version)
        deliver(engine, batch)  # type: ignore[arg-type]
        expected |= {item.document.key: version for item in batch}
    asker.end()
    for number in range(0, COUNT, 7):
        assert version_found(engine, number) == expected[f"pagina:{number}"]
    wait_for_green(nodes)
    assert stored(nodes) == expected


def test_a_node_is_lost_during_a_rebuild(engine: ElasticEngine, nodes: list[Node]) -> None:
    asker = Asker(engine)
    victim = master(nodes)

    def batches() -> Iterator[list[Delivery]]:
        for at in range(0, COUNT, 10):
            if at == COUNT // 2:
                victim.kill()
            yield list(puts(range(at, at + 10), version=5))

    asker.start()
    assert engine.rebuild(batches()) == COUNT
    asker.end()
    assert stored([node for node in nodes if node is not victim]) == {f"pagina:{n}": 5 for n in range(COUNT)}
    wait_for_green(nodes)
    assert stored(nodes) == {f"pagina:{number}": 5 for number in range(COUNT)}
    assert [hit.document for hit in engine.search(SearchQuery("n7q")).hits][:1] == [numbered(7, 5)]


def test_with_two_nodes_lost_nothing_is_said_wrong(nodes: list[Node]) -> None:
    """One of three may not decide alone: it answers from what it has, or not at all, and comes back complete."""
    made = elastic(*(node.url for node in nodes), prefix=PREFIX, replicas=2)
    made.rebuild([puts(range(COUNT), version=1)])
    wait_for_green(nodes)
    for node in nodes[1:]:
        node.kill()
    time.sleep(2)
    with suppress(EngineUnavailable):
        assert made.search(SearchQuery(COMMON)).total == COUNT
    with suppress(EngineUnavailable):
        assert not made.deliver(puts(range(5), version=2)).done
    wait_for_green(nodes)
    deliver(made, list(puts(range(5), version=3)))
    assert stored(nodes) == {f"pagina:{number}": 3 if number < 5 else 1 for number in range(COUNT)}
    made._client.close()
