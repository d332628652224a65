"""manage.py import_markdown MAP: pages from a folder of Markdown files."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from portal.models import Pagina

from ...following.changes import one_import
from ...importing.markdown_files import BadFile
from ...importing.markdown_import import Importer, files_in

EPILOG = """\
Elk bestand begint met front matter:

  ---
  title: Meldroute voor baliemedewerkers     (verplicht)
  type: hulpmiddel                           (verplicht: handreiking, hulpmiddel, nieuws, standaardpagina, ...)
  samenvatting: In vier stappen van signaal naar melding.
  begrippen: [signalering, baliemedewerker]  (term, afkorting of adres van een begrip)
  tags: [balie]
  date: 2026-11-24                           (datum van het nieuws of van de versie; anders: getoetst op)
  organisation: CoMensha                     (titel, afkorting of adres van een organisatie)
  slug: meldroute-balie                      (deel van het adres; standaard de plaats in de map)
  key: meldroute-balie                       (vaste sleutel; standaard de plaats in de map)
  vorm: checklist                            (en andere velden van het type)
  ---

Daarna volgt de tekst. Een kop (#, ##, ###) wordt een kop op de pagina, de rest wordt tekst. Van HTML blijft alleen
eenvoudige opmaak; woorden tussen < en > blijven staan. Een link naar een ander bestand van de map wordt een link naar
de pagina daarvan. Een afbeelding gaat niet mee; de opdracht noemt haar regel, en die van een link naar niets.

Twee keer hetzelfde bestand geeft dezelfde pagina; een ongewijzigd bestand wijzigt niets, ook niet als een redacteur
de pagina intussen bewerkte. Een bestand met een fout wordt gemeld als bestand:regel: reden; de rest gaat door en de
opdracht eindigt met 1.
"""


class Command(BaseCommand):
    help = "Maakt pagina's van een map met Markdown-bestanden (.md, .markdown), als concept of gepubliceerd."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.epilog, parser.formatter_class = EPILOG, argparse.RawDescriptionHelpFormatter
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("map", type=Path, help="de map met bestanden; mappen daarin gaan mee")
        parser.add_argument("--publish", action="store_true", help="publiceer; zonder dit worden het concepten")
        parser.add_argument("--dry-run", action="store_true", help="laat zien wat er zou gebeuren, en bewaar niets")
        parser.add_argument(
            "--parent", metavar="SLUG", help="zet alles onder deze pagina; anders kiest het type de plek"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        root: Path = options["map"]
        if not root.is_dir():
            raise CommandError(f"{root} is geen map.")
        paths, skipped = files_in(root)
        if not paths:
            raise CommandError(f"In {root} staan geen bestanden die eindigen op .md of .markdown.")
        for path in skipped:
            self.stderr.write(f"{path}: overgeslagen: geen Markdown-bestand")
        importer = Importer(
            root, parent=self.find_parent(options["parent"]), publish=options["publish"], dry_run=options["dry_run"]
        )
        counts: dict[str, int] = {}
        failed = 0
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with one_import(), Progress(*columns, console=console, disable=not console.is_terminal) as progress:
            task = progress.add_task("Importeren", total=len(paths))
            for path in paths:
                try:
                    outcome = importer.run(path)
                except BadFile as error:
                    failed += 1
                    self.stderr.write(f"{path}:{error.line}: {error.reason}")
                else:
                    counts[outcome.state] = counts.get(outcome.state, 0) + 1
                    self.warn(path, outcome.warnings)
                    if options["verbosity"] > 1 or (options["dry_run"] and outcome.state != "ongewijzigd"):
                        self.stdout.write(f"{outcome.state}: {outcome.title} ({path})")
                progress.advance(task)
            for path, lost in importer.linked():
                self.warn(path, lost)
        summary = ", ".join(f"{number} {state}" for state, number in sorted(counts.items())) or "niets"
        self.stdout.write(f"{summary}{' (proef: niets bewaard)' if options['dry_run'] else ''}.")
        if failed:
            raise CommandError(f"{failed} van {len(paths)} bestanden niet geïmporteerd.", returncode=1)

    def warn(self, path: Path, warnings: list[tuple[int, str]]) -> None:
        for line, warning in warnings:
            self.stderr.write(f"{path}:{line}: let op: {warning}")

    def find_parent(self, slug: str | None) -> Pagina | None:
        if not slug:
            return None
        found = list(Pagina.objects.filter(slug=slug.strip("/"))[:2])
        if len(found) != 1:
            raise CommandError(f"{'Meer dan één pagina heeft' if found else 'Geen pagina heeft'} adres “{slug}”.")
        return found[0]
