"""manage.py generate_tracker: a large invented tracker to measure with."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from proeftuinen.models import Register

from ...running.generator import Generator, Sizes

KINDS = ("proeftuinen", "knelpunten", "oplossingen", "toepassingen", "aanbevelingen")


class Command(BaseCommand):
    help = (
        "Add invented proeftuinen, knelpunten, oplossingen, toepassingen and aanbevelingen, the same for the same seed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        sizes = Sizes()
        for name in KINDS:
            parser.add_argument(f"--{name}", type=int, default=getattr(sizes, name))
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        if Register.objects.count() < 3:
            raise CommandError("The registers are missing: run `manage.py init_portal` or `manage.py load_demo` first.")
        sizes = Sizes(
            proeftuinen=options["proeftuinen"],
            knelpunten=options["knelpunten"],
            oplossingen=options["oplossingen"],
            toepassingen=options["toepassingen"],
            aanbevelingen=options["aanbevelingen"],
        )
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(file=sys.stderr)) as bar:
            tasks = {name: bar.add_task(name, total=getattr(sizes, name)) for name in KINDS}
            Generator(sizes, options["seed"], lambda name, n: bar.update(tasks[name], advance=n)).run()
        self.stdout.write("Done. Search knows it after `manage.py search_index rebuild`.")
