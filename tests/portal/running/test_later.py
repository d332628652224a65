"""What the worker does later: done once, tried again when it fails, never lost and at last given up."""

import datetime
import importlib
import itertools
from typing import Any

import pytest
from django.apps import apps
from django.core.mail import send_mail
from django.test import override_settings
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from portal.management.commands.worker import prune
from portal.running import later

pytestmark = pytest.mark.django_db
done: list[str] = []


@task(backend=later.LATER)
def note(word: str) -> None:
    done.append(word)


@task(backend=later.LATER)
def fail(word: str) -> None:
    raise ValueError(f"stuk: {word}")


@pytest.fixture(autouse=True)
def _nothing_done() -> None:
    done.clear()


def hurry(**fields: Any) -> DBTaskResult:
    """The one task that waits, as if its time had come."""
    DBTaskResult.objects.update(run_after=timezone.now() - datetime.timedelta(seconds=1), **fields)
    return DBTaskResult.objects.get()


def test_a_task_waits_for_the_worker_and_is_forgotten_when_done() -> None:
    note.enqueue("kaas")
    assert not done
    later.do_some()
    later.do_some()
    assert (done, DBTaskResult.objects.count()) == (["kaas"], 0)


def test_a_turn_is_a_few_tasks() -> None:
    for number in range(later.AT_A_TIME + 1):
        note.enqueue(str(number))
    later.do_some()
    assert len(done) == later.AT_A_TIME
    later.do_some()
    assert len(done) == later.AT_A_TIME + 1


def test_what_fails_waits_longer_each_time_and_is_given_up(caplog: pytest.LogCaptureFixture) -> None:
    fail.enqueue("kaas")
    waits = []
    for _ in range(later.TRIES - 1):
        later.do_some()
        row = DBTaskResult.objects.get()
        assert row.status == TaskResultStatus.READY
        waits.append((row.run_after - timezone.now()).total_seconds())
        caplog.clear()
        later.do_some()
        assert not caplog.records, "it is not its time yet"
        hurry()
    assert all(after > 1.9 * before for before, after in itertools.pairwise(waits))
    later.do_some()
    assert hurry().status == TaskResultStatus.FAILED
    assert [record.levelname for record in caplog.records if record.name == "portal.worker"] == ["ERROR"]
    assert "stuk: kaas" in caplog.text
    caplog.clear()
    later.do_some()
    assert not caplog.records


def test_the_task_of_a_dead_worker_is_done_by_the_next() -> None:
    note.enqueue("kaas")
    claimed = {"status": TaskResultStatus.RUNNING, "worker_ids": ["dood"]}
    hurry(started_at=timezone.now(), **claimed)
    later.do_some()
    assert not done, "it may still be at work"
    hurry(started_at=timezone.now() - later.LOST_AFTER, **claimed)
    later.do_some()
    hurry()
    later.do_some()
    assert done == ["kaas"]


def test_a_task_that_kills_each_worker_is_given_up() -> None:
    note.enqueue("kaas")
    dead = ["dood"] * later.TRIES
    hurry(started_at=timezone.now() - later.LOST_AFTER, status=TaskResultStatus.RUNNING, worker_ids=dead)
    later.do_some()
    assert (hurry().status, done) == (TaskResultStatus.FAILED, [])


def test_what_was_given_up_is_pruned_in_the_end() -> None:
    fail.enqueue("kaas")
    hurry(status=TaskResultStatus.FAILED, finished_at=timezone.now() - datetime.timedelta(days=30))
    prune()
    assert not DBTaskResult.objects.exists()


def test_a_mail_of_before_the_rooms_is_still_sent(mailoutbox: list[Any]) -> None:
    """Its function moved to another module while it waited in the queue."""
    send_mail("Onderwerp", "Tekst", None, ["a@voorbeeld.example"])
    with override_settings(EMAIL_BACKEND="portal.running.mail.QueuedEmailBackend"):
        send_mail("Later", "Tekst", None, ["b@voorbeeld.example"])
    assert DBTaskResult.objects.update(task_path="portal.mail.send_later") == 1
    importlib.import_module("portal.migrations.0015_moved_tasks").follow(apps, None)
    with override_settings(LATER_EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        later.do_some()
    assert [message.subject for message in mailoutbox] == ["Onderwerp", "Later"]
