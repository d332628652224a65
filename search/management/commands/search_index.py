"""manage.py search_index rebuild|work|check|status: the indexes from the command line and for monitoring."""

from __future__ import annotations

import json
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from search import conf, delivery, engines, inspection, outbox, service
from search.protocol import Delivery, EngineUnavailable

POLL_SECONDS = 1.0


class Command(BaseCommand):
    """Exit codes: 0 all is well, 1 something is not (differences, parked rows, an index that cannot answer)."""

    help = "Bouwt, controleert en toont de zoekindexen."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One action, and how to say what came of it."""
        parser.add_argument("action", choices=("rebuild", "work", "check", "status"))
        parser.add_argument("--json", action="store_true", help="Schrijf de uitkomst als JSON.")
        parser.add_argument("--repair", action="store_true", help="Bij check: zet wat niet klopt in de wachtrij.")
        parser.add_argument("--once", action="store_true", help="Bij work: stop als er niets meer wacht.")

    def handle(self, *_: Any, action: str, **options: Any) -> None:
        """Run the action."""
        self.as_json: bool = options["json"]
        self.console = Console(stderr=True)
        # Django's commands have a method check of their own.
        getattr(self, "compare" if action == "check" else action)(options)

    def _say(self, data: dict[str, Any], lines: Sequence[str]) -> None:
        self.stdout.write(json.dumps(data, default=str) if self.as_json else "\n".join(lines))

    def _progress(self) -> Progress:
        return Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=self.console,
            disable=self.as_json or not self.console.is_terminal,
        )

    def rebuild(self, _: dict[str, Any]) -> None:
        """A new generation of every kept index."""
        total = sum(inspection.count_ids(source) for source in conf.sources().values())
        made: dict[str, int] = {}
        began = time.monotonic()
        with self._progress() as progress:
            for engine in engines.kept():
                bar = progress.add_task(f"Index {engine.name}", total=total)

                def counted(task: Any = bar) -> Iterator[list[Delivery]]:
                    for batch in delivery.everything(outbox.draw_version()):
                        yield batch
                        progress.advance(task, len(batch))

                try:
                    made[engine.name] = delivery.rebuild(engine, counted())
                except EngineUnavailable as error:
                    raise CommandError(f"De index {engine.name} is niet te bouwen: {error}", returncode=1) from error
        seconds = round(time.monotonic() - began, 1)
        self._say(
            {"rebuilt": made, "seconds": seconds},
            [f"Index {name}: {count} documenten in {seconds} s." for name, count in made.items()],
        )

    def work(self, options: dict[str, Any]) -> None:
        """Deliver what waits: until it is empty, or for ever."""
        arrived = 0
        service.renew()
        while True:
            done = service.work()
            arrived += done
            if options["once"] and not done:
                break
            if not done:
                outbox.prune()
                time.sleep(POLL_SECONDS)
        self._say({"delivered": arrived}, [f"{arrived} wijzigingen afgeleverd."])

    def compare(self, options: dict[str, Any]) -> None:
        """Compare every kept index with the database."""
        report: dict[str, Any] = {}
        wrong = 0
        lines = []
        for engine in engines.kept():
            try:
                found = inspection.compare(engine)
            except EngineUnavailable as error:
                report[engine.name] = {"unavailable": str(error)}
                lines.append(f"Index {engine.name} is niet bereikbaar: {error}")
                wrong += 1
                continue
            report[engine.name] = {"missing": found.missing, "stale": found.stale, "orphan": found.orphan}
            wrong += found.total
            lines.append(
                f"Index {engine.name}: {found.documents} documenten, {len(found.missing)} ontbreken,"
                f" {len(found.stale)} verouderd, {len(found.orphan)} te veel."
            )
            if options["repair"] and found.total:
                outbox.enqueue(found.pairs, (engine.name,))
                lines.append("Wat niet klopt, staat nu in de wachtrij.")
        self._say(report, lines)
        if wrong:
            sys.exit(1)

    def status(self, _: dict[str, Any]) -> None:
        """How every kept index does, and what waits for it."""
        report: dict[str, Any] = {}
        lines = []
        healthy = True
        for found, (waiting, parked, oldest) in service.status():
            report[found.name] = {
                "available": found.available,
                "generation": found.generation,
                "documents": found.documents,
                "waiting": waiting,
                "parked": parked,
                "oldest_waiting": oldest,
                **found.detail,
            }
            healthy = healthy and found.available and not parked
            state = "werkt" if found.available else "werkt niet"
            lines.append(
                f"Index {found.name} {state}: {found.documents} documenten, {waiting} wachten, {parked} opgegeven."
            )
            lines += [f"  {name}: {value}" for name, value in found.detail.items()]
        self._say(report, lines)
        if not healthy:
            sys.exit(1)
