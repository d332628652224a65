"""manage.py import_tracker: proeftuinen, knelpunten, oplossingen, toepassingen and aanbevelingen from a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from proeftuinen.importing import sheets
from proeftuinen.importing.run import run
from proeftuinen.importing.template import template


class Command(BaseCommand):
    help = "Import the tracker from an .xlsx or .csv file. Without --apply it only says what would happen."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the file, or where to write the empty one with --template")
        parser.add_argument(
            "--apply", action="store_true", help="keep the changes: all of them, or none when a row is wrong"
        )
        parser.add_argument("--drafts", action="store_true", help="keep the result as drafts, publish nothing")
        parser.add_argument("--note", default="", help="what readers are told of each record that changes")
        parser.add_argument("--template", action="store_true", help="write an empty file to start from")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if options["template"]:
            path.write_bytes(template())
            self.stdout.write(f"Written: {path}")
            return
        try:
            with path.open("rb") as file:
                rows = sheets.read(file, path.name)
        except FileNotFoundError as error:
            raise CommandError(f"There is no file {path}.") from error
        except sheets.UnreadableFile as error:
            raise CommandError(str(error)) from error
        report = run(rows, apply=options["apply"], publish=not options["drafts"], note=options["note"])
        for row in report.rows if options["verbosity"] > 1 else report.told:
            self.stdout.write(f"{row.place}: {row.outcome} {row.key} {'; '.join(row.messages)}".rstrip())
        if report.unread:
            self.stdout.write(f"Alleen om te lezen, niet geïmporteerd: {', '.join(report.unread)}.")
        self.stdout.write(report.summary)
        if report.wrong:
            raise CommandError(f"{report.wrong} rij(en) met een fout: er is niets geïmporteerd.")
        if not options["apply"]:
            self.stdout.write("Dit was een proef. Met --apply wordt het echt gedaan.")
