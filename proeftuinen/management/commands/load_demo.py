"""manage.py load_demo: the content of the demo, into a database that is there."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console

from portal.demo.loader import ContentError
from proeftuinen.setup import fill


class Command(BaseCommand):
    help = "Load the demo content. Creates what is missing, overwrites nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        console = Console(file=sys.stderr)
        with console.status("Filling the portal") as status:
            try:
                made = fill(demo=True, progress=lambda title: status.update(f"Publishing {title}"))
            except ContentError as error:
                raise CommandError(f"Nothing was loaded: {error}") from error
        self.stdout.write(
            f"Created {made.pages} pages, {made.begrippen} begrippen, {made.gemeenten} gemeenten"
            f" and {made.toepassingen} toepassingen."
        )
