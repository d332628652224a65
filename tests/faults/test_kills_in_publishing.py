"""kill -9 while an editor publishes, at a known step: all of the publication is there, or nothing of it.

On the database of this run: a file of SQLite, or a database of its own in PostgreSQL.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from tests import prepared
from tests.faults.publishing import NOTE
from tests.faults.victims import Portal

# The mark keeps this file in the run on PostgreSQL; the portals have databases of their own.
pytestmark = [pytest.mark.django_db, pytest.mark.timeout(2400)]
SEED = 20261128
FEW, MANY = 8, 200
times = pytest.mark.parametrize("times", [FEW, pytest.param(MANY, marks=pytest.mark.long)])


@pytest.fixture
def database() -> Iterator[dict[str, str]]:
    """The environment of a portal with a migrated database for itself alone."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield {}
        return
    name, template = f"kills_{uuid4().hex[:12]}", prepared.in_postgres(url)
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*map(sql.Identifier, (name, template))))
        yield {"DATABASE_URL": urlsplit(url)._replace(path=f"/{name}").geturl()}
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def portal(tmp_path: Path, database: dict[str, str]) -> Iterator[Portal]:
    made = Portal(tmp_path, first="begin", **database)
    yield made
    made.close()


def points(dice: random.Random, steps: list[str], times: int) -> list[int]:
    """Somewhat more than half of them after the commit; the two sides of each commit always."""
    first = steps.index("commit") + 1
    kept = [number for number, name in enumerate(steps, 1) if name in ("commit", "committed")]
    early, late = [at for at in kept if at <= first], [at for at in kept if at > first]
    early += [dice.randint(1, first) for _ in range(times)]
    late += [dice.randint(first + 1, len(steps)) for _ in range(times)]
    few = times * 2 // 5
    chosen = early[:few] + late[: times - few]
    dice.shuffle(chosen)
    return chosen


def assert_whole(found: dict[str, object], before: str, after: str) -> bool:
    """Whether the publication happened; everything that belongs to it agrees, in the database and in the index."""
    # The draft, the publication and the row that readers see are one click, and so one thing.
    assert found["title"] == found["live"] == found["latest"]
    assert found["title"] in (before, after)
    happened = found["title"] == after
    assert found["logged"] == 1
    assert found["told in all"] == found["logged in all"]
    version = str(found["title"]).removeprefix("Uitgave v").removesuffix("q")
    assert version == "0" or found["told"] == [NOTE.format(version)]
    assert not found["waits"]
    assert not any(found["tree"])  # type: ignore[arg-type]
    # What differs from the database waits for the worker, and only that.
    index: dict[str, object] = found["index"]  # type: ignore[assignment]
    assert (index["missing"], index["stale"], index["orphan"]) == ([], [], [])
    return happened


def assert_files_are_whole(portal: Portal) -> None:
    for path in [*portal.folder.glob("*.sqlite3"), *portal.index.glob("index-*.sqlite3")]:
        with sqlite3.connect(path) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.close()


@times
def test_a_publication_is_killed(portal: Portal, times: int) -> None:
    # The first one opens what later ones find open; the second is the measure.
    portal.run("publish", "1", "0")
    steps = json.loads(portal.run("publish", "2", "0").splitlines()[-1])
    assert {"statement", "commit", "committed", "index"} <= set(steps)
    title, happened, killed = "Uitgave v2q", 0, 0
    for version, point in enumerate(points(random.Random(SEED), steps, times), 3):
        portal.start("publish", str(version), str(point))
        code = portal.end()
        assert code in (0, -signal.SIGKILL), portal.output.read_text(encoding="utf-8")
        killed += code == -signal.SIGKILL
        found = json.loads(portal.run("look").splitlines()[-1])
        if assert_whole(found, title, f"Uitgave v{version}q"):
            title, happened = found["title"], happened + (code == -signal.SIGKILL)
        if version % 10 == 0:
            assert_files_are_whole(portal)
    print(f"seed {SEED}: {killed} kills in {len(steps)} steps, {happened} after the commit")  # noqa: T201
    # A step fewer than was measured, and a process ends before it would be killed.
    assert killed >= times * 0.95
    assert happened >= killed / 2
    assert_files_are_whole(portal)
    portal.run("worker", "--once")
    status = json.loads(portal.run("search_index", "status", "--json"))["embedded"]
    assert (status["waiting"], status["parked"]) == (0, 0)
