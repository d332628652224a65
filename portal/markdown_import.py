"""Makes and updates pages from Markdown files: the same file gives the same page, one transaction a file."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.text import slugify
from wagtail.models import get_page_models

from . import import_names
from .import_guards import held_back, last_import, note_import, too_long
from .markdown_files import BadFile, MarkdownFile, as_date, blocks, left_out, read
from .models import Begrip, Gemeente, Home, Organisatie, Overzicht, Pagina, Standaardpagina

# Where "date" goes, by what a type has; a type with neither was read and found right on that date.
DATE_FIELDS = ("datum", "versiedatum", "getoetst_op")
SIMPLE = (models.CharField, models.TextField, models.DateField, models.URLField, models.BooleanField)
NOT_FROM_A_FILE = {"title", "slug", "samenvatting", "inhoud", "wat_veranderde", "url_path", "path", "draft_title"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: nieuw, bijgewerkt, gepubliceerd or ongewijzigd.

    `warnings` are (line in the file, what needs somebody's eyes).
    """

    state: str
    title: str
    warnings: list[tuple[int, str]] = field(default_factory=list)


class Importer:
    """Imports files of one folder. `parent` takes them all; without it each type goes to the section that lists it."""

    def __init__(
        self, root: Path, *, parent: Pagina | None = None, publish: bool = False, dry_run: bool = False
    ) -> None:
        self.root, self.parent, self.publish, self.dry_run = root, parent, publish, dry_run
        self.types = {str(model._meta.model_name): model for model in get_page_models() if _may_come_from_a_file(model)}
        self.seen: dict[uuid.UUID, Path] = {}

    def run(self, path: Path) -> Outcome:
        """Import one file, wholly or not at all. Raises BadFile."""
        file = read(path, self.root)
        with transaction.atomic():
            try:
                outcome = self._save(file, hashlib.sha256(path.read_bytes()).hexdigest())
            except ValidationError as error:
                raise _as_bad_file(error, file) from error
            if self.dry_run:
                transaction.set_rollback(True)
        return outcome

    def _save(self, file: MarkdownFile, digest: str) -> Outcome:
        model = self.types.get(file.values["type"].strip().lower())
        if model is None:
            known = ", ".join(sorted(self.types))
            raise BadFile(file.line_of("type"), f"Onbekend type “{file.values['type']}”. Kies uit: {known}.")
        parent = self._parent_of(model, file)
        identity = uuid.uuid5(parent.translation_key, file.key)
        if identity in self.seen:
            raise BadFile(file.line_of("key"), f"Deze sleutel heeft {self.seen[identity].name} ook.")
        self.seen[identity] = file.path
        slug = str(file.values.get("slug") or "").strip() or slugify(file.key.replace("/", "-"))
        if not slug or slug != slugify(slug):
            raise BadFile(file.line_of("slug"), f"“{slug or file.key}” is geen geldig deel van een adres.")
        found = Pagina.objects.filter(translation_key=identity).first()
        if found is not None:
            return self._update(found.specific, model, file, digest)
        if parent.get_children().filter(slug=slug).exists():
            raise BadFile(
                file.line_of("slug"), f"Onder “{parent.title}” staat al een andere pagina met adres “{slug}”."
            )
        page = model(slug=slug, translation_key=identity, live=False)
        self._fill(page, file)
        parent.add_child(instance=page)
        self._record(page, digest)
        return Outcome("gepubliceerd" if self.publish else "nieuw", page.title, left_out(file))

    def _update(self, page: Pagina, model: type[Pagina], file: MarkdownFile, digest: str) -> Outcome:
        if type(page) is not model:
            raise BadFile(file.line_of("type"), f"De pagina van dit bestand bestaat al, als {page.soort_naam}.")
        last = last_import(page)
        if last is not None and last.data.get("sha256") == digest:
            # The import is still what stands there, and was never on the site: only then publishing is ours to do.
            if self.publish and page.first_published_at is None and last.revision_id == page.latest_revision_id:
                page.latest_revision.publish()
                return Outcome("gepubliceerd", page.title)
            return Outcome("ongewijzigd", page.title)
        warnings = left_out(file)
        if last is None or last.revision_id != page.latest_revision_id:
            warnings.append((1, "Op de site is deze pagina daarna bewerkt; die tekst staat nu in de geschiedenis."))
        draft: Pagina = page.get_latest_revision_as_object()
        self._fill(draft, file)
        held = held_back(page)
        warnings += [(1, held)] if held and self.publish else []
        publish = self.publish and not held
        self._record(draft, digest, held)
        return Outcome("gepubliceerd" if publish else "bijgewerkt", draft.title, warnings)

    def _record(self, page: Pagina, digest: str, held: str = "") -> None:
        revision = note_import(page, held=held, sha256=digest)
        if self.publish and not held:
            revision.publish()

    def _parent_of(self, model: type[Pagina], file: MarkdownFile) -> Pagina:
        parent: Any = self.parent
        if parent is None:
            parent = Overzicht.objects.filter(toont=model._meta.model_name).order_by("depth", "path").first()
            parent = parent or Home.objects.first()
        if parent is None:
            raise BadFile(1, "Er is nog geen site: voer eerst “manage.py init_portal” uit.")
        # Fresh from the database: the tree counts its children itself.
        parent = Pagina.objects.get(pk=parent.pk).specific
        if not model.can_create_at(parent):
            raise BadFile(file.line_of("type"), f"Een {model._meta.verbose_name} past niet onder “{parent.title}”.")
        return parent

    def _fill(self, page: Pagina, file: MarkdownFile) -> None:
        """Put what the file says on the page. Raises BadFile or ValidationError."""
        page.title = page.draft_title = file.values["title"].strip()
        if "samenvatting" in file.values:
            page.samenvatting = str(file.values["samenvatting"] or "").strip()
        if "date" in file.values:
            name = next(name for name in DATE_FIELDS if hasattr(page, name))
            setattr(page, name, as_date(file.values["date"], file.line_of("date"), "date"))
        for name, value in file.other.items():
            self._set_other(page, name, value, file.line_of(name))
        block = page._meta.get_field("inhoud").stream_block  # type: ignore[union-attr]
        page.inhoud = block.to_python(blocks(file))
        if "begrippen" in file.values:
            words = enumerate(file.values["begrippen"])
            page.begrippen = [find_begrip(word, file.line_of("begrippen", n)) for n, word in words]
        if "organisation" in file.values:
            words = enumerate(file.values["organisation"])
            page.organisaties = [find_organisatie(word, file.line_of("organisation", n)) for n, word in words]
        if "tags" in file.values and set(file.values["tags"]) != {tag.name for tag in page.tags.all()}:
            page.tags.set(file.values["tags"])
        page.full_clean(exclude=None if page.pk else ["path", "depth", "url_path"])
        _check_lengths(page, file)

    def _set_other(self, page: Pagina, name: str, value: Any, line: int) -> None:
        """A field of the page's own type, by its name."""
        own = {f.name: f for f in type(page)._meta.get_fields() if f.concrete and getattr(f, "editable", False)}
        known: Any = own.get(name)
        if known is None or name in NOT_FROM_A_FILE or known.model._meta.app_label == "wagtailcore":
            raise BadFile(line, f"Een pagina van het type {page._meta.verbose_name} heeft geen veld “{name}”.")
        if isinstance(known, models.ForeignKey) and known.related_model is Organisatie:
            value = find_organisatie(str(value), line)
        elif isinstance(known, models.ForeignKey) and known.related_model is Gemeente:
            value = find_gemeente(str(value), line)
        elif isinstance(known, models.DateField):
            value = as_date(value, line, name)
        elif not isinstance(known, SIMPLE):
            raise BadFile(line, f"“{name}” is niet uit een bestand te vullen.")
        elif not isinstance(known, models.BooleanField):
            value = "" if value is None else str(value).strip()
        setattr(page, name, value)


def _may_come_from_a_file(model: Any) -> bool:
    """Content and plain pages; not the front page or a section, of which a site has one."""
    return issubclass(model, Pagina) and model.is_creatable and (model.announces_itself or model is Standaardpagina)


def _check_lengths(page: Pagina, file: MarkdownFile) -> None:
    for name, reason in too_long(page).items():
        raise BadFile(file.line_of(name), f"{name}: {reason}")


def find_begrip(word: str, line: int) -> Begrip:
    """A Begrip by slug, term, abbreviation or alternative term. Raises BadFile when none or several fit."""
    return cast(Begrip, _found(import_names.begrip_named, word, line))


def find_organisatie(word: str, line: int) -> Organisatie:
    return cast(Organisatie, _found(import_names.organisatie_named, word, line))


def find_gemeente(word: str, line: int) -> Gemeente:
    return cast(Gemeente, _found(import_names.gemeente_named, word, line))


def _found(named: Callable[[str], Any], word: str, line: int) -> Any:
    try:
        return named(word)
    except import_names.NotFound as error:
        raise BadFile(line, str(error)) from error


def _as_bad_file(error: ValidationError, file: MarkdownFile) -> BadFile:
    if not hasattr(error, "error_dict"):
        return BadFile(1, " ".join(error.messages))
    name, reasons = next(iter(error.message_dict.items()))
    inner = "date" if name in DATE_FIELDS and name not in file.lines else name
    return BadFile(file.line_of(inner), f"{name}: {' '.join(reasons)}")
