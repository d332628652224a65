"""The embedded engine's own BM25 is that of FTS5, to the last bit."""

from __future__ import annotations

import random
import sqlite3
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from search.embedded import frequencies, schema
from search.embedded.frequencies import Frequencies
from search.protocol import Owner

ROWS = 400
# The first stands in nearly every row, the last in very few.
WORDS = [f"woord{number}" for number in range(60)]


@pytest.fixture
def file(tmp_path: Path) -> sqlite3.Connection:
    dice = random.Random(5)
    path = tmp_path / "index.sqlite3"
    schema.create(path, Owner())
    connection = schema.connect(path, 1)
    weights = [1 / (place + 1) ** 1.5 for place in range(len(WORDS))]
    for row in range(1, ROWS):
        length = dice.choice((1, 5, 40, 700))
        text = " ".join(dice.choices(WORDS, weights, k=length))
        # Rows that are not there, and one with a word that it repeats endlessly.
        if row % 7:
            text = " ".join(["veel"] * 300) if row == 20 else text
            connection.execute("INSERT INTO body(rowid, t) VALUES (?, ?)", (row, text))
    connection.execute("DELETE FROM body WHERE rowid IN (30, 31)")
    return connection


@pytest.mark.parametrize("most_bytes", [frequencies.MOST_BYTES, 2_000])
def test_scores_are_those_of_fts5(file: sqlite3.Connection, most_bytes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frequencies, "MOST_BYTES", most_bytes)
    dice, counted = random.Random(6), Frequencies()
    for _ in range(80):
        words = dice.sample([*WORDS, "veel", "nergens"], dice.randint(1, 5))
        rows = sorted(dice.sample(range(1, ROWS + 50), 200))
        expected = dict(
            file.execute(
                f"SELECT rowid, -bm25(body) FROM body WHERE body MATCH ? AND rowid IN ({','.join(map(str, rows))})",
                (" OR ".join(f'"{word}"' for word in words),),
            )
        )
        assert counted.scores(file, "body", words, rows) == expected
    assert counted._bytes <= most_bytes
    assert counted._bytes == sum(frequencies._size(counts) for _, counts in counted._counts.values())


@pytest.fixture
def quick_switches() -> Iterator[None]:
    """Threads take turns as often as they can."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("quick_switches")
def test_threads_share_it(file: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frequencies, "MOST_BYTES", 2_000)
    counted, rows = Frequencies(), list(range(1, ROWS))
    expected = {word: Frequencies().scores(file, "body", [word], rows) for word in WORDS}

    def ask(seed: int) -> bool:
        connection, dice = schema.connect(tmp_path / "index.sqlite3", 1), random.Random(seed)
        words = dice.choices(WORDS, k=60)
        same = all(counted.scores(connection, "body", [word], rows) == expected[word] for word in words)
        connection.close()
        return same

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(8)))
    assert counted._bytes == sum(frequencies._size(counts) for _, counts in counted._counts.values())


def test_an_empty_table_scores_nothing(file: sqlite3.Connection) -> None:
    assert Frequencies().scores(file, "closed", ["woord1"], [1, 2]) == {}
