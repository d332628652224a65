"""Faults in the moment that hurts most: a commit during a rebuild, a broken file, a document that cannot be indexed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from search import engines, service, signals
from search.indexing import delivery, inspection, outbox
from search.models import OutboxRow
from search.protocol import Put
from search.types import SearchQuery
from tests.search.conftest import Create
from tests.search.documents import document
from tests.search.sources import BROKEN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_search")]


def titles(text: str = "") -> list[str]:
    """What a visitor finds."""
    return [hit.title_text for hit in service.search(SearchQuery(text)).hits]


def break_files(folder: Path) -> None:
    """What a bad disk leaves of the index."""
    for path in folder.glob("index-*.sqlite3"):
        for beside in (path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
            beside.unlink(missing_ok=True)
        path.write_bytes(b"geen database" * 1000)
    engines.embedded.cache_clear()


def test_a_transaction_that_began_before_a_rebuild_and_commits_during_it_is_delivered(create: Create) -> None:
    group = create("Meldroute")

    def commit_late(_: int) -> None:
        """The document was read already; the row says when its transaction began."""
        Group.objects.filter(pk=group.pk).update(name="Signaalkaart")
        rows = outbox.enqueue({("groep", str(group.pk))}, ("embedded",))
        OutboxRow.objects.filter(pk__in=rows).update(moment=timezone.now() - timedelta(minutes=1))

    assert delivery.rebuild(engines.embedded(), commit_late) == 1
    assert outbox.waiting("embedded")[0] == 1
    assert service.work() == 1
    assert titles("signaalkaart") == ["Signaalkaart"]


def test_what_waited_before_a_rebuild_has_arrived_with_it(create: Create) -> None:
    group = create("Meldroute")
    outbox.enqueue({("groep", str(group.pk))}, ("embedded",))
    outbox.park(OutboxRow.objects.filter(delivered__isnull=True), "kapot")
    service.rebuild()
    assert outbox.waiting("embedded")[:2] == (0, 0)


def test_what_a_rebuild_cannot_read_is_tried_again(create: Create) -> None:
    create("Signaalkaart")
    with signals.switched_off():
        broken = Group.objects.create(name=f"Meldroute {BROKEN}")
    assert service.rebuild() == {"embedded": 1}
    assert outbox.waiting("embedded")[:2] == (1, 0)
    with signals.switched_off():
        Group.objects.filter(pk=broken.pk).update(name="Meldroute")
    assert service.work() == 1
    assert titles("meldroute") == ["Meldroute"]


def test_an_editor_notices_nothing_of_a_broken_index(own_search: Path, create: Create) -> None:
    create("Meldroute")
    break_files(own_search)
    create("Signaalkaart")
    assert outbox.waiting("embedded")[:2] == (1, 0)
    assert service.search(SearchQuery("signaalkaart")).notice == service.UNAVAILABLE
    assert service.rebuild() == {"embedded": 2}
    assert titles("signaalkaart") == ["Signaalkaart"]


def test_a_vanished_file_is_no_empty_index(own_search: Path, create: Create) -> None:
    """No answer is better than "nothing was found"; the worker builds it again."""
    create("Meldroute")
    for path in own_search.glob("index-*"):
        path.unlink()
    assert service.search(SearchQuery("meldroute")).notice == service.UNAVAILABLE
    create("Signaalkaart")
    assert service.renew() == {"embedded": 2}
    assert titles("meldroute") == ["Meldroute"]


def test_a_document_that_the_engine_stumbles_over_does_not_hold_up_the_others() -> None:
    """A source that hands over what is no moment, say."""
    version = outbox.draw_version()
    batch = [
        Put(document(str(number), "Meldroute", **{"changed": None} if number == 3 else {}), version)
        for number in range(7)
    ]
    report = delivery._delivered(engines.embedded(), batch)
    assert set(report.failed) == {"pagina:3"}
    assert len(report.done) == 6


def test_the_worker_tidies_what_a_killed_rebuild_left(own_search: Path, create: Create) -> None:
    create("Meldroute")
    generations = engines.embedded()._generations
    left = generations._new()
    generations._write("building", left)
    with generations._alone():
        service.renew()
        assert left.exists(), "a rebuild is going on"
    service.renew()
    assert not left.exists()
    assert generations.building() is None
    assert titles() == ["Meldroute"]


def test_a_check_does_not_count_what_is_on_its_way(create: Create) -> None:
    create("Meldroute")
    with signals.switched_off():
        waiting, forgotten = (Group.objects.create(name=name) for name in ("Onderweg", "Vergeten"))
    outbox.enqueue({("groep", str(waiting.pk))}, ("embedded",))
    found = inspection.compare(engines.embedded())
    assert (found.missing, found.stale, found.orphan) == ([f"groep:{forgotten.pk}"], [], [])
