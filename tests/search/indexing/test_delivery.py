"""From a save to the index: at once, later, after a failure, and never lost."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from search import engines, service, signals
from search.indexing import delivery, outbox
from search.models import OutboxRow
from search.protocol import DeliveryReport, EngineUnavailable
from search.types import SearchQuery
from tests.search.conftest import Committed, Create
from tests.search.sources import BROKEN, HIDDEN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_search")]


def titles(text: str = "") -> list[str]:
    """What a visitor finds."""
    return [hit.title_text for hit in service.search(SearchQuery(text)).hits]


def test_a_save_is_found_at_once(create: Create, committed: Committed) -> None:
    group = create("Meldroute jeugd")
    assert titles("meldroute") == ["Meldroute jeugd"]
    group.name = "Signaalkaart"
    with committed():
        group.save()
    assert titles("meldroute") == []
    assert titles("signaalkaart") == ["Signaalkaart"]
    with committed():
        group.delete()
    assert titles("signaalkaart") == []
    assert outbox.waiting("embedded")[0] == 0


def test_what_is_rolled_back_was_never_there(committed: Committed) -> None:
    with committed(), transaction.atomic():
        Group.objects.create(name="Meldroute")
        transaction.set_rollback(True)
    assert OutboxRow.objects.count() == 0
    assert titles() == []


def test_one_transaction_is_one_delivery(committed: Committed) -> None:
    with committed():
        group = Group.objects.create(name="Meldroute")
        group.permissions.add(*Permission.objects.all()[:2])
        group.save()
        assert titles() == []
    assert titles() == ["Meldroute"]


def test_many_changes_are_for_the_worker(committed: Committed) -> None:
    with committed():
        for number in range(signals.AT_ONCE + 5):
            Group.objects.create(name=f"Groep {number}")
    assert titles() == []
    assert service.work(10) == 10
    while service.work(10):
        pass
    assert service.search(SearchQuery()).total == signals.AT_ONCE + 5


def test_switched_off_writes_nothing() -> None:
    with signals.switched_off():
        Group.objects.create(name="Meldroute")
    assert OutboxRow.objects.count() == 0
    assert service.rebuild() == {"embedded": 1}
    assert titles() == ["Meldroute"]


def test_a_failing_engine_loses_nothing(monkeypatch: pytest.MonkeyPatch, create: Create) -> None:
    def refuse(*_: object) -> DeliveryReport:
        raise EngineUnavailable("disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(engines.embedded(), "deliver", refuse)
        create("Meldroute")
    waiting, parked, oldest = outbox.waiting("embedded")
    assert (waiting, parked) == (1, 0)
    assert oldest is not None
    assert service.work() == 0, "it waits a moment before the next try"
    OutboxRow.objects.update(not_before=timezone.now() - timedelta(seconds=1))
    assert service.work() == 1
    assert titles() == ["Meldroute"]


def test_a_document_that_cannot_be_read_does_not_hold_up_the_others(committed: Committed) -> None:
    with committed():
        Group.objects.create(name=f"Meldroute {BROKEN}")
        Group.objects.create(name="Signaalkaart")
    assert titles() == ["Signaalkaart"]
    row = OutboxRow.objects.get(delivered__isnull=True)
    assert "ValueError" in row.error
    row.attempts = outbox.MOST_ATTEMPTS - 1
    outbox.postpone([row], "ValueError")
    assert outbox.waiting("embedded")[:2] == (0, 1)


def test_hits_are_checked_against_the_database(create: Create) -> None:
    group = create("Meldroute")
    Group.objects.filter(pk=group.pk).update(name=f"Meldroute {HIDDEN}")
    answer = service.search(SearchQuery("meldroute"))
    assert (answer.hits, answer.total) == ((), 0)


def test_versions_only_rise() -> None:
    drawn = [outbox.draw_version() for _ in range(5)]
    assert drawn == sorted(set(drawn))


def test_delivered_rows_are_pruned_after_a_day(create: Create) -> None:
    create("Meldroute")
    assert outbox.prune() == 0
    OutboxRow.objects.update(delivered=timezone.now() - timedelta(days=2))
    assert outbox.prune() == 1


def test_a_term_that_is_saved_is_used_at_once(create: Create, committed: Committed) -> None:
    create("Centrum Kinderhandel")
    assert titles("XYZQ") == []
    with committed():
        Permission.objects.create(
            name="Centrum Kinderhandel", codename="term_xyzq", content_type=ContentType.objects.first()
        )
    assert titles("XYZQ") == ["Centrum Kinderhandel"]


def test_an_index_that_is_behind_says_so(create: Create) -> None:
    create("Meldroute")
    outbox.enqueue({("groep", "1")}, ("embedded",))
    assert service.search(SearchQuery("meldroute")).notice == ""
    OutboxRow.objects.filter(delivered__isnull=True).update(moment=timezone.now() - timedelta(minutes=6))
    assert service.search(SearchQuery("meldroute")).notice == service.BEHIND


def test_a_missing_folder_is_made_and_a_broken_file_is_a_notice(own_search: Path, create: Create) -> None:
    create("Meldroute")
    for path in own_search.glob("index-*.sqlite3"):
        for name in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
            name.unlink(missing_ok=True)
        path.write_bytes(b"geen database" * 1000)
    engines.embedded.cache_clear()
    answer = service.search(SearchQuery("meldroute"))
    assert answer.notice == service.UNAVAILABLE
    assert service.rebuild() == {"embedded": 1}
    assert titles("meldroute") == ["Meldroute"]


def test_a_search_costs_few_queries(django_assert_max_num_queries: DjangoAssertNumQueries, create: Create) -> None:
    for number in range(15):
        create(f"Meldroute {number}")
    titles("meldroute")
    with django_assert_max_num_queries(4):
        titles("meldroute")


def test_everything_is_read_by_keyset(create: Create) -> None:
    for number in range(25):
        create(f"Groep {number}")
    batches = list(delivery.everything(1, size=10))
    assert [len(batch) for batch in batches] == [10, 10, 5]


def test_a_rebuild_leaves_out_what_cannot_be_read(create: Create, caplog: pytest.LogCaptureFixture) -> None:
    for number in range(12):
        create(f"Groep {number} {BROKEN}" if number in (3, 7) else f"Groep {number}")
    caplog.clear()
    with caplog.at_level("ERROR", "search.indexing.delivery"):
        assert service.rebuild() == {"embedded": 10}
    assert len(caplog.messages) == 2


def test_what_was_rolled_back_does_not_delay_what_comes_after(committed: Committed) -> None:
    with committed(), transaction.atomic():
        for number in range(30):
            Group.objects.create(name=f"Weg {number}")
        transaction.set_rollback(True)
    with committed():
        Group.objects.create(name="Meldroute")
    assert [hit.title_text for hit in service.search(SearchQuery("meldroute")).hits] == ["Meldroute"]


def test_what_was_asked_before_a_version_was_drawn_is_asked_again(own_search: Path) -> None:
    """The thread remembers for half a second, and the transaction of then may have been rolled back."""
    outbox.undelivered("embedded", timedelta(minutes=5), 10)
    version = outbox.draw_version()
    assert outbox.owner("embedded").newest == version
