"""An index that is gone, empty, another's, too old, too new or damaged: all are told, and the worker repairs it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from search import engines, service, signals
from search.embedded.engine import EmbeddedEngine
from search.embedded.generations import DAMAGED, LOST
from search.indexing import outbox
from search.models import Counter, IndexState
from search.protocol import AHEAD, FOREIGN, NO_INDEX, OLD, Owner, Put
from search.types import SearchQuery
from tests.faults.documents import command
from tests.faults.victims import DOCUMENTS, Portal
from tests.search.conftest import Create
from tests.search.documents import document

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_search")]


def index_file(folder: Path) -> Path:
    (path,) = folder.glob("index-*.sqlite3")
    return path


def remove_the_folder(folder: Path) -> None:
    shutil.rmtree(folder)


def empty_the_folder(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()


def remove_the_file(folder: Path) -> None:
    for path in folder.glob("index-*"):
        path.unlink()


def remove_the_pointer(folder: Path) -> None:
    (folder / "current").unlink()


def garble_the_pointer(folder: Path) -> None:
    (folder / "current").write_bytes(bytes(range(256)))


def empty_the_file(folder: Path) -> None:
    index_file(folder).write_bytes(b"")


def garbage(folder: Path) -> None:
    index_file(folder).write_bytes(b"geen database" * 1000)


def cut_in_half(folder: Path) -> None:
    checkpoint(folder)
    path = index_file(folder)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def garbage_in_the_middle(folder: Path) -> None:
    checkpoint(folder)
    with index_file(folder).open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(size // 3)
        file.write(os.urandom(size // 3))


def checkpoint(folder: Path) -> None:
    """All in the file itself, as after a quiet while."""
    with closing(sqlite3.connect(index_file(folder))) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def of_another(folder: Path) -> None:
    """The folder of another portal, as after a restore of the wrong copy."""
    shutil.rmtree(folder)
    other = EmbeddedEngine(folder, engines.language(), engines.thesaurus, lambda: Owner("een-ander"))
    other.rebuild([[Put(document("1", "Meldroute van een ander", source="groep"), 1)]])


def of_another_under_our_name(folder: Path) -> None:
    ours, pointer = index_file(folder).name, (folder / "current").read_text()
    of_another(folder)
    index_file(folder).rename(folder / ours)
    (folder / "current").write_text(pointer)


def older_copy(folder: Path) -> None:
    """The folder comes back from a copy that was made before the last delivery."""
    kept = folder.with_name("copy")
    checkpoint(folder)
    shutil.copytree(folder, kept)
    outbox.enqueue({("groep", "999")}, ("embedded",))
    assert service.work() == 1
    engines.embedded.cache_clear()
    shutil.rmtree(folder)
    shutil.copytree(kept, folder)


def older_database(folder: Path) -> None:
    """The database comes back from a copy that was made before the last delivery."""
    IndexState.objects.update(version=0)
    Counter.objects.update(value=0)


LOSSES = {
    remove_the_folder: NO_INDEX,
    empty_the_folder: NO_INDEX,
    remove_the_file: LOST,
    remove_the_pointer: NO_INDEX,
    garble_the_pointer: LOST,
    of_another: FOREIGN,
    of_another_under_our_name: FOREIGN,
    older_copy: OLD,
    older_database: AHEAD,
}
DAMAGES = (empty_the_file, garbage, cut_in_half)


def assert_all_say_that_nothing_can_be_found(client: Client, why: str) -> None:
    answer = service.search(SearchQuery("meldroute"))
    assert (answer.notice, answer.total, answer.engine) == (service.UNAVAILABLE, 0, "")
    assert service.suggest("meldr") == ()
    assert service.similar("groep:1") == ()
    health = client.get(reverse("health"))
    assert (health.status_code, b"embedded does not answer" in health.content) == (503, True)
    for action in ("status", "check"):
        code, said = command(action)
        assert (code, why.partition(":")[0] in said) == (1, True), said


def assert_all_is_well(client: Client, title: str) -> None:
    answer = service.search(SearchQuery("meldroute"))
    assert ([hit.title_text for hit in answer.hits], answer.notice) == ([title], "")
    assert (client.get(reverse("health")).status_code, client.get(reverse("health")).content) == (200, b"ok")
    for action in ("status", "check"):
        assert command(action)[0] == 0


@pytest.mark.parametrize(
    ("lose", "why", "reopen"),
    [
        *(pytest.param(lose, why, False, id=f"{lose.__name__}, open") for lose, why in LOSSES.items()),
        *(pytest.param(lose, why, True, id=lose.__name__) for lose, why in LOSSES.items()),
        # What is open is known by heart, and goes on answering well.
        *(pytest.param(lose, DAMAGED, True, id=lose.__name__) for lose in DAMAGES),
    ],
)
def test_it_is_noticed_at_once_and_repaired(
    lose: Callable[[Path], None],
    why: str,
    reopen: bool,
    own_search: Path,
    create: Create,
    client: Client,
    caplog: pytest.LogCaptureFixture,
) -> None:
    create("Meldroute jeugd")
    assert_all_is_well(client, "Meldroute jeugd")
    lose(own_search)
    if reopen:
        engines.embedded.cache_clear()
    assert_all_say_that_nothing_can_be_found(client, why)
    # An editor notices nothing of it, and an index of only that document is not made.
    group = create("Signaalkaart")
    assert outbox.waiting("embedded")[0] == 1
    assert service.search(SearchQuery("signaalkaart")).notice == service.UNAVAILABLE
    assert service.renew() == {"embedded": 2}
    assert "The index embedded is built anew" in caplog.text
    assert why.partition(":")[0] in caplog.text
    assert_all_is_well(client, "Meldroute jeugd")
    assert [hit.object_id for hit in service.search(SearchQuery("signaalkaart")).hits] == [str(group.pk)]
    caplog.clear()
    assert service.renew() == {}
    assert caplog.text == ""


@pytest.mark.parametrize("damage", [*DAMAGES, garbage_in_the_middle], ids=lambda damage: damage.__name__)
def test_damage_that_no_question_meets_is_found_by_the_worker(damage: Callable[[Path], None], own_search: Path) -> None:
    """SQLite notices a damaged page when it reads it; and what is open is known by heart."""
    with signals.switched_off():
        for number in range(100):
            Group.objects.create(name=f"Meldroute {number} " + " ".join(f"woord{number * n}" for n in range(12)))
    service.rebuild()
    assert service.search(SearchQuery("meldroute")).total == 100
    assert service.renew() == {}
    checkpoint(own_search)
    damage(own_search)
    began = time.monotonic()
    while not (made := service.renew()):
        assert time.monotonic() - began < 10
        time.sleep(0.1)
    assert made == {"embedded": 100}
    assert service.search(SearchQuery("meldroute")).total == 100


def test_a_damaged_document_condemns_the_file_for_every_process(own_search: Path, create: Create) -> None:
    create("Meldroute")
    with closing(sqlite3.connect(index_file(own_search))) as connection, connection:
        connection.execute("UPDATE doc SET data = x'00112233'")
    assert service.search(SearchQuery("meldroute")).notice == service.UNAVAILABLE
    engines.embedded.cache_clear()
    assert service.search(SearchQuery("iets anders")).notice == service.UNAVAILABLE
    assert service.renew() == {"embedded": 1}
    assert service.search(SearchQuery("meldroute")).total == 1


def test_an_index_without_its_documents_is_not_well(own_search: Path, create: Create) -> None:
    """A hand that went in; status and check say the same of it."""
    group = create("Meldroute")
    with signals.switched_off():
        Group.objects.create(name="Signaalkaart")
    assert [command(action)[0] for action in ("status", "check")] == [1, 1]
    service.rebuild()
    assert [command(action)[0] for action in ("status", "check")] == [0, 0]
    with signals.switched_off():
        Group.objects.filter(pk=group.pk).update(name="Meldroute jeugd")
    assert command("check")[0] == 1
    assert command("status")[0] == 1, "what a comparison found stays true until the next one"
    service.rebuild()
    assert [command(action)[0] for action in ("status", "check")] == [0, 0]


def test_what_was_given_up_is_well_nowhere(create: Create, client: Client) -> None:
    create("Meldroute")
    rows = outbox.enqueue({("groep", "1")}, ("embedded",))
    outbox.park(outbox.OutboxRow.objects.filter(pk__in=rows), "kapot")
    assert [command(action)[0] for action in ("status", "check")] == [1, 1]
    assert b"given up" in client.get(reverse("health")).content


def test_a_locked_index_does_not_hold_up_an_editor(own_search: Path, create: Create) -> None:
    create("Meldroute")
    with closing(sqlite3.connect(index_file(own_search), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        create("Signaalkaart")
        assert time.monotonic() - began < 1.5
        assert service.search(SearchQuery("meldroute")).total == 1
        assert outbox.waiting("embedded")[0] == 1
        assert service.renew() == {}
    outbox.OutboxRow.objects.update(not_before=None)
    assert service.work() == 1
    assert service.search(SearchQuery("signaalkaart")).total == 1


def test_a_failing_disk_is_told_once(own_search: Path, caplog: pytest.LogCaptureFixture) -> None:
    """And again when the reason is another; the worker's log must stay readable for hours."""
    shutil.rmtree(own_search)
    own_search.write_text("geen map")
    for _ in range(5):
        assert service.renew() == {}
    assert caplog.text.count("cannot be renewed now") == 1
    own_search.unlink()
    assert service.renew() == {"embedded": 0}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("lose", [remove_the_folder, garbage], ids=lambda lose: lose.__name__)
def test_a_running_worker_heals_it_within_ten_seconds(lose: Callable[[Path], None], tmp_path: Path) -> None:
    """Of a portal on its own database file, in a process of its own."""
    portal = Portal(tmp_path)
    portal.run("search_index", "rebuild")
    worker = portal.start("worker")
    try:
        time.sleep(2)
        lose(portal.index)
        began = time.monotonic()
        while True:
            found = list(portal.index.glob("index-*.sqlite3"))
            pointer = portal.index / "current"
            if len(found) == 1 and pointer.exists() and pointer.read_text() == found[0].name:
                with closing(sqlite3.connect(found[0])) as connection:
                    try:
                        (count,) = connection.execute("SELECT count(*) FROM doc").fetchone()
                    except sqlite3.Error:
                        count = 0
                if count == DOCUMENTS and not (portal.index / "building").exists():
                    break
            assert time.monotonic() - began < 10
            time.sleep(0.2)
    finally:
        os.kill(worker, 15)
        portal.end()
        portal.close()
    assert "is built anew" in portal.output.read_text()
