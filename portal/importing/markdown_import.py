"""Makes and updates pages from Markdown files: the same file gives the same page, one transaction a file."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from wagtail.models import get_page_models

from ..models import Home, Overzicht, Pagina, Standaardpagina
from .guards import held_back, last_import, note_import
from .markdown_body import blocks, left_out
from .markdown_files import BadFile, MarkdownFile, as_text, read
from .markdown_links import SUFFIXES, Links
from .markdown_values import check_lengths, find_begrip, find_organisatie, set_date, set_other

# Where "date" goes, by what a type has; a type with neither was read and found right on that date.
DATE_FIELDS = ("datum", "versiedatum", "getoetst_op")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: nieuw, bijgewerkt, gepubliceerd or ongewijzigd.

    `warnings` are (line in the file, what needs somebody's eyes).
    """

    state: str
    title: str
    warnings: list[tuple[int, str]] = field(default_factory=list)


def files_in(root: Path) -> tuple[list[Path], list[Path]]:
    """The Markdown files below a folder, and what else lies there and is skipped; hidden files are no part of it."""
    there = [path for path in sorted(root.rglob("*")) if path.is_symlink() or path.is_file()]
    there = [path for path in there if not any(part.startswith(".") for part in path.relative_to(root).parts)]
    wanted = [path for path in there if path.suffix.lower() in SUFFIXES and not path.is_symlink()]
    return wanted, sorted(set(there) - set(wanted))


class Importer:
    """Imports files of one folder. `parent` takes them all; without it each type goes to the section that lists it.

    Links between the files become links between their pages. A page that is not there yet is waited for: `run` each
    file, then ask `linked`.
    """

    def __init__(
        self, root: Path, *, parent: Pagina | None = None, publish: bool = False, dry_run: bool = False
    ) -> None:
        self.root, self.parent, self.publish, self.dry_run = root, parent, publish, dry_run
        self.types = {str(model._meta.model_name): model for model in get_page_models() if _may_come_from_a_file(model)}
        self.seen: dict[uuid.UUID, Path] = {}
        self.files = {path.relative_to(root).as_posix(): path for path in files_in(root)[0]}
        self.identities: dict[str, uuid.UUID | None] = {}
        self.waiting: list[Path] = []

    def run(self, path: Path) -> Outcome:
        """Import one file, wholly or not at all. Raises BadFile."""
        file = read(path, self.root)
        links = self._links_of(file)
        with transaction.atomic():
            try:
                outcome = self._save(file, hashlib.sha256(path.read_bytes()).hexdigest(), links)
            except ValidationError as error:
                raise _as_bad_file(error, file) from error
            if self.dry_run:
                transaction.set_rollback(True)
        if links.waits:
            self.waiting.append(path)
        return outcome

    def linked(self) -> Iterator[tuple[Path, list[tuple[int, str]]]]:
        """Once all files ran: link the pages that waited for another; gives each file with its links to nothing."""
        for path in self.waiting:
            file = read(path, self.root)
            links = self._links_of(file, last=True)
            said = left_out(file, self._links_of(file))
            lost = [warning for warning in left_out(file, links) if warning not in said]
            if not self.dry_run:
                with transaction.atomic():
                    self._link(file, links)
            yield path, lost

    def _link(self, file: MarkdownFile, links: Links) -> None:
        page = Pagina.objects.get(translation_key=self._identity_of(file)).specific
        last = last_import(page)
        filled = blocks(file, links)
        if last is None or last.revision_id != page.latest_revision_id or last.data.get("links", []) == links.keys():
            return
        draft: Pagina = page.get_latest_revision_as_object()
        draft.inhoud = draft._meta.get_field("inhoud").stream_block.to_python(filled)
        held = "ja" if last.data.get("held") else ""
        self._record(draft, last.data["sha256"], links, publish=self.publish and page.live and not held, held=held)

    def _links_of(self, file: MarkdownFile, *, last: bool = False) -> Links:
        """Where the links of this file may lead; the `last` time nothing is to be waited for."""
        folder = file.path.relative_to(self.root).parent.as_posix()

        @cache
        def find(path: str) -> tuple[uuid.UUID, int] | None:
            identities = self._identities_of(path)
            if self.dry_run and (ran := next((known for known in identities if known in self.seen), None)):
                return ran, 0
            return Pagina.objects.filter(translation_key__in=identities).values_list("translation_key", "pk").first()

        return Links(folder, find, lambda path: not last and self._file_at(path) is not None)

    def _file_at(self, path: str) -> Path | None:
        return next(
            (self.files[name] for name in (path, *(path + end for end in SUFFIXES)) if name in self.files), None
        )

    def _identities_of(self, path: str) -> list[uuid.UUID]:
        """Which pages may be that of the file at this place: one when it is there, else one for each section."""
        file = self._file_at(path)
        if file is None:
            key = path.removesuffix(Path(path).suffix) if Path(path).suffix.lower() in SUFFIXES else path
            return [uuid.uuid5(section, key) for section in self.sections]
        if path not in self.identities:
            try:
                self.identities[path] = self._identity_of(read(file, self.root))
            except BadFile:
                self.identities[path] = None
        return [known] if (known := self.identities[path]) else []

    @cached_property
    def sections(self) -> list[uuid.UUID]:
        """The pages below which an earlier run may have put a file."""
        found = [self.parent] if self.parent else [*Overzicht.objects.all(), *Home.objects.all()]
        return [page.translation_key for page in found]

    def _identity_of(self, file: MarkdownFile) -> uuid.UUID:
        return uuid.uuid5(self._parent_of(self._type_of(file), file).translation_key, file.key)

    def _type_of(self, file: MarkdownFile) -> type[Pagina]:
        model = self.types.get(file.values["type"].strip().lower())
        if model is None:
            known = ", ".join(sorted(self.types))
            raise BadFile(file.line_of("type"), f"Onbekend type “{file.values['type']}”. Kies uit: {known}.")
        return model

    def _save(self, file: MarkdownFile, digest: str, links: Links) -> Outcome:
        model = self._type_of(file)
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
            return self._update(found.specific, model, file, digest, links)
        if parent.get_children().filter(slug=slug).exists():
            raise BadFile(
                file.line_of("slug"), f"Onder “{parent.title}” staat al een andere pagina met adres “{slug}”."
            )
        page = model(slug=slug, translation_key=identity, live=False)
        self._fill(page, file, links)
        parent.add_child(instance=page)
        self._record(page, digest, links, publish=self.publish)
        return Outcome("gepubliceerd" if self.publish else "nieuw", page.title, left_out(file, links))

    def _update(self, page: Pagina, model: type[Pagina], file: MarkdownFile, digest: str, links: Links) -> Outcome:
        if type(page) is not model:
            raise BadFile(file.line_of("type"), f"De pagina van dit bestand bestaat al, als {page._meta.verbose_name}.")
        last = last_import(page)
        blocks(file, links)
        # A page that a link waited for may have come since; that alone is no reason to write over an editor's work.
        is_ours = last is not None and last.revision_id == page.latest_revision_id
        same_links = last is None or last.data.get("links", []) == links.keys() or not is_ours
        if last is not None and last.data.get("sha256") == digest and same_links:
            # The import is still what stands there, and was never on the site: only then publishing is ours to do.
            if self.publish and page.first_published_at is None and is_ours:
                page.latest_revision.publish()
                return Outcome("gepubliceerd", page.title)
            return Outcome("ongewijzigd", page.title)
        warnings = left_out(file, links)
        if not is_ours:
            warnings.append((1, "Op de site is deze pagina daarna bewerkt; die tekst staat nu in de geschiedenis."))
        draft: Pagina = page.get_latest_revision_as_object()
        self._fill(draft, file, links)
        held = held_back(page)
        warnings += [(1, held)] if held and self.publish else []
        publish = self.publish and not held
        self._record(draft, digest, links, publish=publish, held=held)
        return Outcome("gepubliceerd" if publish else "bijgewerkt", draft.title, warnings)

    def _record(self, page: Pagina, digest: str, links: Links, *, publish: bool, held: str = "") -> None:
        revision = note_import(page, held=held, sha256=digest, links=links.keys())
        if publish:
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

    def _fill(self, page: Pagina, file: MarkdownFile, links: Links) -> None:
        """Put what the file says on the page. Raises BadFile or ValidationError."""
        page.title = page.draft_title = file.values["title"].strip()
        if "samenvatting" in file.values:
            page.samenvatting = as_text(file.values["samenvatting"], file.line_of("samenvatting"), "samenvatting")
        if "date" in file.values:
            name = next(name for name in DATE_FIELDS if hasattr(page, name))
            set_date(page, name, file.values["date"], file.line_of("date"), "date")
        for name, value in file.other.items():
            set_other(page, name, value, file.line_of(name))
        block = page._meta.get_field("inhoud").stream_block
        page.inhoud = block.to_python(blocks(file, links))
        if "begrippen" in file.values:
            words = enumerate(file.values["begrippen"])
            page.begrippen = [find_begrip(word, file.line_of("begrippen", n)) for n, word in words]
        if "organisation" in file.values:
            words = enumerate(file.values["organisation"])
            page.organisaties = [find_organisatie(word, file.line_of("organisation", n)) for n, word in words]
        if "tags" in file.values and set(file.values["tags"]) != {tag.name for tag in page.tags.all()}:
            page.tags.set(file.values["tags"])
        page.full_clean(exclude=None if page.pk else ["path", "depth", "url_path"])
        check_lengths(page, file)


def _may_come_from_a_file(model: Any) -> bool:
    """Content and plain pages; not the front page or a section, of which a site has one."""
    return issubclass(model, Pagina) and model.is_creatable and (model.announces_itself or model is Standaardpagina)


def _as_bad_file(error: ValidationError, file: MarkdownFile) -> BadFile:
    if not hasattr(error, "error_dict"):
        return BadFile(1, " ".join(error.messages))
    name, reasons = next(iter(error.message_dict.items()))
    inner = "date" if name in DATE_FIELDS and name not in file.lines else name
    return BadFile(file.line_of(inner), f"{name}: {' '.join(reasons)}")
