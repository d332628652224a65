"""manage.py search_index rebuild|work|check|status: the indexes from the command line and for monitoring."""

from __future__ import annotations

import json
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

from django.core.management.base import BaseCommand
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from search import conf, engines, service
from search.indexing import delivery, inspection, outbox, tasks
from search.indexing.standing import LATE
from search.protocol import EngineUnavailable

POLL_SECONDS = 0.25
PRUNE_SECONDS = 3600.0


class Outcome(NamedTuple):
    """What an action found: for --json, for people, and whether all is well."""

    data: dict[str, Any]
    lines: list[str]
    well: bool


class Command(BaseCommand):
    """Exit codes: 0 all is well, 1 something is not: an index that cannot be built, cannot answer or is behind,
    differences, rows that wait or were given up."""

    help = "Build, feed, check and show the search indexes. Exit code 1 when something is not well."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One action, and how to say what came of it."""
        parser.add_argument("action", choices=("rebuild", "work", "check", "status"))
        parser.add_argument("--json", action="store_true", help="write the outcome as JSON, without progress bars")
        parser.add_argument("--repair", action="store_true", help="with check: queue what differs, to be indexed again")
        parser.add_argument("--once", action="store_true", help="with work: stop when no more can be delivered now")

    def handle(self, *_: Any, action: str, **options: Any) -> None:
        """Run the action."""
        self.as_json: bool = options["json"]
        # Django's commands have a method check of their own.
        outcome: Outcome = getattr(self, "compare" if action == "check" else action)(options)
        self.stdout.write(json.dumps(outcome.data) if self.as_json else "\n".join(outcome.lines))
        if not outcome.well:
            sys.exit(1)

    @contextmanager
    def _bars(self) -> Iterator[Callable[[str, int], Callable[[int], None]]]:
        """Makes progress bars on a terminal: (text, total) -> what is called with each number that was done."""
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console, disable=self.as_json or not console.is_terminal) as progress:

            def bar(text: str, total: int) -> Callable[[int], None]:
                task = progress.add_task(text, total=total)
                return lambda count: progress.advance(task, count)

            yield bar

    def _complain(self, name: str, error: EngineUnavailable) -> str:
        self.stderr.write(f"Index {name}: {error}")
        return str(error)

    def rebuild(self, _: dict[str, Any]) -> Outcome:
        """A new generation of every kept index. One that cannot be built does not keep the others from it."""
        total = sum(inspection.count_ids(source) for source in conf.sources().values())
        made: dict[str, int] = {}
        failed: dict[str, str] = {}
        began = time.monotonic()
        with self._bars() as bar:
            for engine in engines.kept():
                try:
                    made[engine.name] = delivery.rebuild(engine, bar(f"Index {engine.name}", total))
                except EngineUnavailable as error:
                    failed[engine.name] = self._complain(engine.name, error)
        seconds = round(time.monotonic() - began, 1)
        lines = [f"Index {name}: {count} documents in {seconds} s." for name, count in made.items()]
        return Outcome({"rebuilt": made, "failed": failed, "seconds": seconds}, lines, not failed)

    def work(self, options: dict[str, Any]) -> Outcome:
        """Deliver what waits: once, or for ever until Ctrl-C."""
        arrived = 0
        renew_after = prune_after = 0.0
        with self._bars() as bar, suppress(KeyboardInterrupt):
            waiting = sum(outbox.waiting(name)[0] for name in engines.indexes())
            advance = bar("Deliveries", waiting) if options["once"] else lambda count: None
            while True:
                if time.monotonic() >= renew_after:
                    service.renew()
                    renew_after = time.monotonic() + tasks.RENEW_SECONDS
                done = service.work()
                arrived += done
                advance(done)
                if not done and options["once"]:
                    break
                if not done and time.monotonic() >= prune_after:
                    outbox.prune()
                    prune_after = time.monotonic() + PRUNE_SECONDS
                if not done:
                    time.sleep(POLL_SECONDS)
        counts = [outbox.waiting(name)[:2] for name in engines.indexes()]
        waiting, parked = (sum(numbers) for numbers in zip(*counts, strict=True))
        line = f"{arrived} delivered, {waiting} waiting, {parked} given up."
        return Outcome({"delivered": arrived, "waiting": waiting, "parked": parked}, [line], not waiting and not parked)

    def compare(self, options: dict[str, Any]) -> Outcome:
        """Compare every kept index with the database."""
        report: dict[str, Any] = {}
        lines = []
        well = True
        total = sum(inspection.count_ids(source) for source in conf.sources().values())
        with self._bars() as bar:
            for engine in engines.kept():
                try:
                    found = inspection.compare(engine, bar(f"Index {engine.name}", total))
                except EngineUnavailable as error:
                    report[engine.name] = {"unavailable": self._complain(engine.name, error)}
                    well = False
                    continue
                differences = {"missing": found.missing, "stale": found.stale, "orphan": found.orphan}
                report[engine.name] = {"documents": found.documents, **differences}
                counts = ", ".join(f"{len(keys)} {name}" for name, keys in differences.items())
                lines.append(f"Index {engine.name}: {found.documents} documents, {counts}.")
                well = well and not found.total
                if options["repair"] and found.total:
                    outbox.enqueue(found.pairs, (engine.name,))
                    lines.append("  What differs is queued to be indexed again.")
                # What is queued waits, and is no difference any more.
                outbox.note_differences(engine.name, 0 if options["repair"] else found.total)
        # One truth: what status complains of is not well here either, and what differs is not well there.
        state = self.status({})
        return Outcome(report, lines if state.well else lines + state.lines, well and state.well)

    def status(self, _: dict[str, Any]) -> Outcome:
        """How every kept index does, and what waits for it."""
        report: dict[str, Any] = {}
        lines = []
        well = True
        for found, (waiting, parked, oldest) in service.status():
            behind = bool(oldest and oldest < timezone.now() - LATE)
            differences = inspection.known_differences(found.name) if found.available else 0
            report[found.name] = {
                "available": found.available,
                "generation": found.generation,
                "documents": found.documents,
                "waiting": waiting,
                "parked": parked,
                "oldest_waiting": oldest.isoformat() if oldest else None,
                "behind": behind,
                "differences": differences,
                **found.detail,
            }
            well = well and found.available and not parked and not behind and not differences
            state = "answers" if found.available else "does not answer"
            lines.append(
                f"Index {found.name} {state}: {found.documents} documents, {waiting} waiting"
                f"{' for too long' if behind else ''}, {parked} given up."
            )
            if differences:
                lines.append(f"  {differences} differ from the database: see search_index check")
            lines += [f"  {name}: {value}" for name, value in found.detail.items()]
        return Outcome(report, lines, well)
