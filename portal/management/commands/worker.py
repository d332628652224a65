"""The second process of a portal: everything that nobody waits for."""

import logging
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from search.indexing import tasks

from ...files import documents
from ...files.renditions import make_missing
from ...markdown import rendered
from ...running import later, recurring
from ...running.scheduled import publish_due

logger = logging.getLogger("portal.worker")
BATCHES = 10
# What is published must be found within a second.
POLL_SECONDS = 0.25


@dataclass
class Job:
    """Work that comes back every so many seconds. `again_after` is the moment (monotonic) of its next turn."""

    name: str
    every: float
    work: Callable[[], Any]
    again_after: float = 0.0

    def run_when_due(self) -> None:
        """Run it when it is its turn. A failure is logged and does not keep the other jobs from theirs."""
        if time.monotonic() < self.again_after:
            return
        try:
            self.work()
        except Exception:
            logger.exception("The job %r failed; it is tried again in %d s", self.name, max(self.every, 5))
            self.again_after = time.monotonic() + max(self.every, 5)
        else:
            self.again_after = time.monotonic() + self.every


def deliver() -> None:
    """Bring what waits to the search indexes, in a few batches, so that the other jobs get their turn too."""
    for _ in range(BATCHES):
        if not tasks.deliver_waiting():
            return


def prune() -> None:
    """Remove what nobody needs any more: delivered outbox rows, old sessions, finished tasks."""
    tasks.prune()
    call_command("clearsessions")
    # As words of the command line: given as a keyword the name is not looked up.
    call_command("prune_db_task_results", f"--backend={later.LATER}", verbosity=0)


def jobs() -> list[Job]:
    """Everything the worker does, in the order of a round."""
    return [
        Job("scheduled publication", 60, publish_due),
        Job("search outbox", POLL_SECONDS, deliver),
        Job("tasks", POLL_SECONDS, later.do_some),
        Job("Markdown", 24 * 3600, rendered.keep_all),
        Job("texts of documents", 30, documents.keep_all),
        Job("renditions", 5, make_missing),
        Job("pruning", 24 * 3600, prune),
        *(Job(name, every, work) for name, every, work in recurring.registered()),
    ]


class Command(BaseCommand):
    requires_system_checks: list[str] = []
    help = "Deliver changes to search, do queued tasks, publish what is scheduled and prune, until it is stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do one round of everything and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        logger.setLevel(logging.INFO)
        work = jobs()
        stop = threading.Event()
        if not options["once"]:
            self.listen(stop)
            logger.info("The worker has started: %s", ", ".join(job.name for job in work))
        while not stop.is_set():
            for job in work:
                if not stop.is_set():
                    close_old_connections()
                    job.run_when_due()
            if options["once"]:
                return
            stop.wait(POLL_SECONDS)
        logger.info("The worker has stopped")

    def listen(self, stop: threading.Event) -> None:
        """Finish the job at hand on SIGTERM or Ctrl-C, then stop."""

        def note(number: int, frame: FrameType | None) -> None:
            stop.set()

        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, note)
