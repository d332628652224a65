"""Index files come and go: processes that are killed, changes by other processes, other versions of the program."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from search.embedded import generations, schema
from search.embedded.engine import EmbeddedEngine
from search.language.dutch import Language
from search.language.thesaurus import Thesaurus
from search.protocol import OUTDATED, Delete, EngineUnavailable, Put
from search.types import EVERYONE, SearchQuery
from tests.search.documents import document, puts

KILLED = 10
LANGUAGE = Language()

REBUILD = """
import sys, time
from pathlib import Path
from search.embedded.engine import EmbeddedEngine
from search.language import Language
from search.protocol import Put
from search.thesaurus import Thesaurus
from tests.search.documents import document
engine = EmbeddedEngine(Path(sys.argv[1]), Language(), Thesaurus)
if sys.argv[2] == "rebuild":
    engine.rebuild([Put(document(str(n), f"Meldroute {n}"), 5) for n in range(s, s + 20)] for s in range(0, 400, 20))
else:
    for n in range(400):
        engine.deliver([Put(document(str(n % 7), f"Meldroute {n}"), 5 + n)])
"""


def engine(folder: Path) -> EmbeddedEngine:
    """An engine of its own, as another process has."""
    return EmbeddedEngine(folder, LANGUAGE, Thesaurus)


def filled(folder: Path) -> EmbeddedEngine:
    """The same, of a new index with the documents."""
    made = engine(folder)
    made.rebuild([puts()])
    return made


def titles(of: EmbeddedEngine, text: str = "") -> list[str]:
    """What is found, in alphabetical order."""
    return sorted(hit.document.title for hit in of.search(SearchQuery(text, size=100)).hits)


@pytest.mark.parametrize("action", ["rebuild", "deliver"])
def test_kill_9_leaves_a_complete_index_that_answers(tmp_path: Path, action: str) -> None:
    mine = filled(tmp_path)
    whole = len(puts())
    for _ in range(KILLED // 2):
        process = subprocess.Popen([sys.executable, "-c", REBUILD, str(tmp_path), action], cwd=Path.cwd())
        time.sleep(random.uniform(0.2, 1.2))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        for path in tmp_path.glob("index-*.sqlite3"):
            assert sqlite3.connect(path).execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert mine.status().documents >= (whole if action == "rebuild" else 1)
        assert titles(mine, "meldroute")
    mine.rebuild([puts(version=9999)])
    assert engine(tmp_path).status().documents == whole
    assert len(list(tmp_path.glob("index-*.sqlite3"))) == 1


def test_a_change_by_another_process_is_seen_at_once(tmp_path: Path) -> None:
    one, other = filled(tmp_path), engine(tmp_path)
    assert titles(other, "alkmaar") == ["Proeftuin Alkmaar"]
    for version in range(2, 30):
        one.deliver([Put(document("3", f"Proeftuin Alkmaar {version}"), version)])
        assert titles(other, "alkmaar") == [f"Proeftuin Alkmaar {version}"]
    one.rebuild([puts(version=100)])
    assert titles(other, "alkmaar") == ["Proeftuin Alkmaar"]


def test_what_is_updated_equals_what_is_read_anew(tmp_path: Path) -> None:
    """Many random changes: the memory that is patched and a fresh one give the same answers."""
    mixed = random.Random(7)
    patched = engine(tmp_path)
    patched.rebuild([])
    words = ["opvang", "meldroute", "arbeidsuitbuiting", "tolk", "vergunning", "bestuur"]
    for version in range(1, 250):
        key = str(mixed.randrange(30))
        if mixed.random() < 0.2:
            engine(tmp_path).deliver([Delete(f"pagina:{key}", version)])
        else:
            title, body = mixed.choice(words), " ".join(mixed.choices(words, k=3))
            facets = {"vorm": tuple(mixed.sample(["a", "b", "c"], k=2))}
            made = document(key, title, body=body, facets=facets, ages=mixed.random() < 0.3)
            engine(tmp_path).deliver([Put(made, version)])
        if version % 5 == 0:
            text = " ".join(mixed.sample(words, k=2))
            query = SearchQuery(text, filters={"vorm": ("a",)} if mixed.random() < 0.5 else {}, size=100)
            assert patched.search(query) == engine(tmp_path).search(query)


def test_readers_and_writers_at_once(tmp_path: Path) -> None:
    """Files are replaced and removed at any moment: between the reading of a name and the opening too."""
    mine = filled(tmp_path)
    errors: list[Exception] = []
    stop = threading.Event()

    def ask() -> None:
        assert mine.search(SearchQuery("prostitutiebeleid")).total >= 1
        mine.suggest("hand", EVERYONE, 5)

    def ask_as_another_process() -> None:
        assert engine(tmp_path).search(SearchQuery("prostitutiebeleid")).total >= 1

    def write() -> None:
        engine(tmp_path).deliver([Put(document("3", "Proeftuin"), time.time_ns())])

    def keep_on(action: Callable[[], None]) -> None:
        while not stop.is_set():
            try:
                action()
            except Exception as error:
                errors.append(error)

    threads = [threading.Thread(target=keep_on, args=[action]) for action in (ask, ask, ask_as_another_process, write)]
    for thread in threads:
        thread.start()
    for version in range(2, 22):
        mine.rebuild([puts(version=version)])
    stop.set()
    for thread in threads:
        thread.join()
    assert errors == []


def test_an_index_of_another_version_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path)
    monkeypatch.setattr(schema, "FINGERPRINT", "99.99")
    newer = engine(tmp_path)
    assert newer.trouble() == OUTDATED
    assert not newer.status().available
    with pytest.raises(EngineUnavailable, match="rebuild"):
        newer.search(SearchQuery())
    with pytest.raises(EngineUnavailable):
        newer.deliver(puts())
    newer.rebuild([puts()])
    assert newer.trouble() == ""
    assert len(titles(newer)) == 8


def test_a_pointer_to_nothing_must_be_rebuilt(tmp_path: Path) -> None:
    filled(tmp_path)
    (tmp_path / generations.CURRENT).write_text("index-weg.sqlite3")
    lost = engine(tmp_path)
    assert lost.trouble() == generations.LOST
    with pytest.raises(EngineUnavailable, match="rebuild"):
        lost.search(SearchQuery())
