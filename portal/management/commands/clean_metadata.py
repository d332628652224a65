"""manage.py clean_metadata: take out of the stored files what new files lose when they come in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.db.models import Q
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from portal.models import Afbeelding, Bestand

from ...files.document_makers import SUFFIXES, Kept, makers_of, remove_makers
from ...files.pictures import without_metadata


class Command(BaseCommand):
    help = (
        "Removes place, camera and names from images that came in before the portal did so itself, and names the "
        "documents that name their makers. Can be stopped and run again: what is done is not done again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--documents", action="store_true", help="remove the makers from documents too")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        dry, failed = options["dry_run"], 0
        waiting = Afbeelding.objects.filter(metadata_verwijderd=False)
        count = 0
        for image in self.progress("Images", waiting.order_by("pk").values_list("pk", flat=True)):
            try:
                count += 1 if dry else clean_image(image)
            except (OSError, ValidationError) as error:
                failed += 1
                reason = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
                self.stderr.write(f"image {image}: {reason}")
        self.stdout.write(f"Images {'to clean' if dry else 'cleaned'}: {count}.")
        failed += self.documents(remove=options["documents"] and not dry)
        if failed:
            raise CommandError(f"{failed} files were not cleaned.", returncode=1)

    def documents(self, *, remove: bool) -> int:
        """Name, or clean, each document with makers; returns how many were not read or cleaned."""
        kinds = Q()
        for suffix in SUFFIXES:
            kinds |= Q(file__iendswith=suffix)
        naming = removed = failed = 0
        for key in self.progress(
            "Documents", Bestand.objects.filter(kinds).order_by("pk").values_list("pk", flat=True)
        ):
            document = Bestand.objects.get(pk=key)
            makers = makers_of(document)
            if makers is None:
                failed += 1
                self.stderr.write(f"document {key} ({document.filename}): could not be read")
            elif makers:
                naming += 1
                named = "; ".join(f"{what}: {who}" for what, who in makers)
                self.stdout.write(f"document {key} ({document.filename}): {named}")
                try:
                    if remove:
                        remove_makers(document)
                        removed += 1
                except (Kept, OSError) as error:
                    failed += 1
                    self.stderr.write(f"document {key} ({document.filename}): {error}")
        self.stdout.write(f"Documents that name makers: {naming}, cleaned: {removed}.")
        return failed

    def progress(self, what: str, keys: Any) -> Iterable[int]:
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
            yield from bar.track(list(keys), description=what)


def clean_image(key: int) -> bool:
    """Write one image anew; its renditions go, and the worker makes them of what is left. False when it was done."""
    with transaction.atomic():
        image = Afbeelding.objects.select_for_update().filter(pk=key, metadata_verwijderd=False).first()
        if image is None:
            return False
        storage, old, size = image.file.storage, image.file.name, (image.width, image.height)
        with image.open_file() as file:
            clean = without_metadata(file)
        image.file.save(image.filename, clean, save=False)
        try:
            if (image.width, image.height) != size:
                # Of the image as it lay, not as it stands.
                image.set_focal_point(None)
            image.save()
            image.renditions.all().delete()
        except BaseException:
            storage.delete(image.file.name)
            raise
        transaction.on_commit(lambda: storage.delete(old))
    return True
