"""kill -9 at random points of a rebuild and of the worker: the index goes on answering, and becomes complete."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.embedded.engine import EmbeddedEngine
from search.language.dutch import Language
from search.language.thesaurus import Thesaurus
from search.types import SearchQuery
from tests.faults.victims import CHANGED, DOCUMENTS, Portal
from tests.search import elasticsearch_server

SEED = 20261127
LANGUAGE = Language()
FEW, MANY = 10, 100
times = pytest.mark.parametrize("times", [FEW, pytest.param(MANY, marks=[pytest.mark.long, pytest.mark.timeout(1200)])])


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    made = Portal(tmp_path)
    made.run("search_index", "rebuild")
    yield made
    made.close()


def assert_it_answers(portal: Portal) -> None:
    """Another process finds every document, in a file that is whole."""
    engine = EmbeddedEngine(portal.index, LANGUAGE, Thesaurus, portal.owner)
    assert engine.search(SearchQuery("meldroute")).total == DOCUMENTS
    assert [hit.document.title for hit in engine.search(SearchQuery("n7q")).hits][:1] == ["Begrip n7q"]
    for path in portal.index.glob("index-*.sqlite3"):
        with sqlite3.connect(path) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.close()


def assert_it_is_complete(portal: Portal) -> None:
    """Nothing differs from the database, nothing waits, and nothing is left lying about."""
    found = json.loads(portal.run("search_index", "check", "--json"))["embedded"]
    assert found == {"documents": DOCUMENTS, "missing": [], "stale": [], "orphan": []}
    status = json.loads(portal.run("search_index", "status", "--json"))["embedded"]
    assert (status["waiting"], status["parked"], status["documents"]) == (0, 0, DOCUMENTS)
    files = {path.name for path in portal.index.iterdir() if not path.name.endswith((".lock", "-wal", "-shm"))}
    assert files == {"current", status["generation"]}


def kill_often(portal: Portal, times: int, command: tuple[str, ...], seconds: float) -> None:
    """Change something, kill the command at a random point, look; and then let it do its work once."""
    dice = random.Random(SEED)
    points: list[float] = []
    tries = 0
    while len(points) < times:
        tries += 1
        assert tries <= 3 * times, f"of {tries} kills only {len(points)} came in time"
        portal.run("change", str(tries), str(dice.randrange(DOCUMENTS - CHANGED)))
        point = dice.uniform(0, seconds)
        if portal.killed_after(point, *command):
            points.append(round(point, 3))
        else:
            # The machine has become faster since it was timed.
            seconds *= 0.9
        assert_it_answers(portal)
        # What the next delivery finds to do differs: sometimes one change, sometimes several.
        if dice.random() < 0.5:
            portal.run("worker", "--once")
            assert_it_is_complete(portal)
    print(f"seed {SEED}, killed after {points} of {seconds:.2f} s")  # noqa: T201  to repeat it
    portal.run("worker", "--once")
    assert_it_is_complete(portal)


@times
def test_a_rebuild_is_killed(portal: Portal, times: int) -> None:
    rebuild = ("search_index", "rebuild")
    kill_often(portal, times, rebuild, portal.timed(*rebuild))


@times
def test_the_worker_is_killed(portal: Portal, times: int) -> None:
    portal.run("change", "0", "0")
    worker = ("worker", "--once")
    kill_often(portal, times, worker, portal.timed(*worker))


@pytest.mark.long
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("command", [("search_index", "rebuild"), ("worker", "--once")], ids=["rebuild", "worker"])
def test_elasticsearch_is_left_by_what_filled_it(command: tuple[str, ...], tmp_path: Path) -> None:
    """The same with Elasticsearch: it answers all the while, and is complete after the next delivery."""
    with elasticsearch_server.running() as url, elasticsearch_server.own_prefix(url) as prefix:
        elastic = {"SEARCH_ENGINE": "elastic", "ELASTICSEARCH_URL": url, "ELASTICSEARCH_PREFIX": prefix}
        portal = Portal(tmp_path, **elastic)
        try:
            portal.run("search_index", "rebuild")
            portal.run("change", "0", "0")
            seconds = portal.timed(*command)
            dice = random.Random(SEED)
            points = [round(dice.uniform(0, seconds), 3) for _ in range(FEW)]
            print(f"seed {SEED}, of {seconds:.2f} s, at {points}")  # noqa: T201  to repeat it
            for version, point in enumerate(points, 1):
                portal.run("change", str(version), str(dice.randrange(DOCUMENTS - CHANGED)))
                portal.killed_after(point, *command)
                status = json.loads(portal.run("search_index", "status", "--json"))["elastic"]
                assert (status["available"], status["documents"]) == (True, DOCUMENTS)
                portal.run("worker", "--once")
                statuses = json.loads(portal.run("search_index", "status", "--json")).values()
                assert [status["waiting"] for status in statuses] == [0, 0]
                found = json.loads(portal.run("search_index", "check", "--json"))
                empty = {"documents": DOCUMENTS, "missing": [], "stale": [], "orphan": []}
                assert found == {"elastic": empty, "embedded": empty}
            portal.run("search_index", "rebuild")
            status = json.loads(portal.run("search_index", "status", "--json"))["elastic"]
            assert "building" not in status
        finally:
            portal.close()
