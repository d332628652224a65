"""manage.py init_portal: a real, empty portal, without demo content."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console

from portal.demo.loader import ContentError
from proeftuinen.setup import fill


class Command(BaseCommand):
    help = "Make a real, empty portal: groups, vocabulary, sections and menu. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        console = Console(file=sys.stderr)
        with console.status("Filling the portal") as status:
            try:
                made = fill(demo=False, progress=lambda title: status.update(f"Publishing {title}"))
            except ContentError as error:
                raise CommandError(f"Nothing was loaded: {error}") from error
        self.stdout.write(
            f"Created {made.pages} pages, {made.begrippen} begrippen, {made.gemeenten} gemeenten"
            f" and {made.toepassingen} toepassingen."
        )
