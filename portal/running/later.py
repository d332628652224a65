"""What nobody waits for: tasks of the queue "later", kept in the database until the worker has done them.

A task is a function with `@task(backend=LATER)`, called with `.enqueue(...)`; what it is given must fit in JSON. It
must bear being done twice: a worker that is killed halfway leaves it to the next.
"""

from __future__ import annotations

import datetime
import logging
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks.signals import task_finished
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult, DBTaskResultQuerySet

logger = logging.getLogger("portal.worker")
LATER = "later"
# A turn of the worker: search waits for it.
AT_A_TIME = 5
# Half a minute, then twice as long each time: eight tries in an hour.
FIRST_WAIT = datetime.timedelta(seconds=30)
TRIES = 8
# No task takes so long; who has it is dead.
LOST_AFTER = datetime.timedelta(minutes=15)


def do_some() -> None:
    """Do a few of the tasks that wait."""
    waiting = DBTaskResult.objects.filter(backend_name=LATER)
    for lost in waiting.running().filter(started_at__lt=timezone.now() - LOST_AFTER)[:AT_A_TIME]:
        lost.traceback = "The worker was gone."
        _again_or_never(lost)
    worker = Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name=LATER,
        startup_delay=False,
        max_tasks=None,
        worker_id="worker",
        excluded_queue_names=[],
    )
    for _ in range(AT_A_TIME):
        row = _claim(waiting.ready(), worker.worker_id)
        if row is None:
            return
        worker.run_task(row)


def _claim(waiting: DBTaskResultQuerySet, worker_id: str) -> DBTaskResult[..., object] | None:
    """The first that waits, for this worker only."""
    # A question first: to claim it the worker locks an SQLite database.
    if not waiting.exists():
        return None
    with transaction.atomic():
        row = waiting.get_locked()
        if row is not None:
            row.claim(worker_id)
    return row


@receiver(task_finished, dispatch_uid="portal_later")
def _done(task_result: Any, **_: Any) -> None:
    """Forget what is done, with all it was told. What failed is tried again, later each time, and given up at last."""
    if task_result.backend != LATER:
        return
    row: DBTaskResult[..., object] = task_result.db_result
    if row.status == TaskResultStatus.SUCCESSFUL:
        row.delete()
    else:
        _again_or_never(row)


def _again_or_never(row: DBTaskResult[..., object]) -> None:
    tries = len(row.worker_ids)
    if tries >= TRIES:
        logger.error("The task %s is given up after %d tries: %s", row.task_name, tries, row.traceback)
        row.status, row.finished_at = TaskResultStatus.FAILED, timezone.now()
        row.save(update_fields=["status", "finished_at"])
        return
    wait = FIRST_WAIT * 2 ** (tries - 1)
    reason = row.traceback.strip().splitlines()[-1]
    logger.warning("The task %s failed; it is tried again in %d s: %s", row.task_name, wait.total_seconds(), reason)
    row.status, row.run_after, row.finished_at = TaskResultStatus.READY, timezone.now() + wait, None
    row.save(update_fields=["status", "run_after", "finished_at"])
