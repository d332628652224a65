"""Loads content from data files: creates what is missing, overwrites nothing."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth.models import Group
from django.db import models as fields
from django.utils import timezone
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, PageViewRestriction, get_page_models

from .. import models
from ..choices import WijzigingSoort
from ..following.changes import tell
from ..markdown.markup import markdown_to_html
from ..visibility import KETENPARTNERS, REDACTEUREN
from . import blocks, pdf

Record = dict[str, Any]
Finish = Callable[[Any, Record], None]
FOLDER = Path(__file__).parent
# Keys that are not fields of the model, or are handled apart.
# The one in C is safe too, and eight times as fast; not every build of the package has it.
SAFE_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
SPECIAL = {
    "key", "type", "parent", "inhoud", "begrippen", "tags", "organisaties", "datum", "gewijzigd", "bijlagen",
    "gerelateerd", "alleen_voor", "soort", "wetsartikelen",
}  # fmt: skip


class ContentError(ValueError):
    """A record that cannot be loaded; the message names its key and what is wrong."""


def read(path: Path) -> list[Record]:
    """The records of a file."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=SAFE_LOADER) or []  # noqa: S506  a safe loader


def moment(value: datetime.date | datetime.datetime | None) -> datetime.datetime:
    """Nine in the morning of that day, here; now when there is no day."""
    if value is None:
        return timezone.now()
    if isinstance(value, datetime.datetime):
        return value
    return timezone.make_aware(datetime.datetime.combine(value, datetime.time(9)))


class Loader:
    """Creates pages from records. Relations wait for the second pass, so records may refer forward."""

    def __init__(self, root: Page, progress: Callable[[str], None] = lambda title: None) -> None:
        self.root = root
        self.progress = progress
        self.types = {model.__name__: model for model in get_page_models()}
        self.pages: dict[str, Any] = {page.slug: page for page in Page.objects.filter(depth__gt=1)}
        self.begrippen = {begrip.slug: begrip for begrip in models.Begrip.objects.all()}
        self.wetsartikelen = {f"{row.nummer}/{row.slug}": row for row in models.Wetsartikel.objects.all()}
        self.gemeenten = {gemeente.slug: gemeente for gemeente in models.Gemeente.objects.all()}
        self.new: list[tuple[Any, Record]] = []
        self.finishers: dict[str, Finish] = {
            "Home": self._highlight,
            "Rapport": self._add_aanbevelingen,
            "Links": self._fill_links,
        }

    def add(self, records: Iterable[Record]) -> None:
        """First pass: the page with its own plain fields, as a draft in its place."""
        for record in records:
            key = record["key"]
            if key in self.pages:
                continue
            model = self.types.get(record["type"])
            if model is None:
                raise ContentError(f"{key}: there is no page type {record['type']}")
            page = model(slug=key, title=record["title"], live=False, locale_id=self.root.locale_id)
            self._set_plain(page, record)
            parent = self.pages.get(record["parent"]) if record.get("parent") else self.root
            if parent is None:
                raise ContentError(f"{key}: there is no parent {record['parent']}")
            parent = Page.objects.get(pk=parent.pk)
            parent.add_child(instance=page)
            self.pages[key] = page
            self.new.append((page, record))

    def finish(self) -> int:
        """Second pass: relations and body, then publish each new page with its history; returns how many."""
        for page, record in self.new:
            self.progress(page.title)
            self._set_relations(page, record)
            if finisher := self.finishers.get(record["type"]):
                finisher(page, record)
            self._publish(page, record)
        count = len(self.new)
        self.new = []
        return count

    def _set_plain(self, page: Any, record: Record) -> None:
        names = {f.name: f for f in page._meta.get_fields() if isinstance(f, fields.Field)}
        if "soort" in record and "toont" in names:
            page.toont = record["soort"]
        for name, value in record.items():
            field = names.get(name)
            if field is None or name in SPECIAL - ({"datum"} if "datum" in names else set()) or value is None:
                continue
            if field.is_relation and name != "gemeente":
                continue
            if name == "gemeente":
                page.gemeente = self._look_up(self.gemeenten, value, record, "gemeente")
            elif isinstance(field, StreamField):
                continue
            elif isinstance(field, RichTextField):
                setattr(page, name, str(markdown_to_html(value)))
            else:
                setattr(page, name, value.strip() if isinstance(value, str) else value)

    def _set_relations(self, page: Any, record: Record) -> None:
        for name in ("uitgever", "vervangen_door"):
            if record.get(name):
                setattr(page, name, self.page(record[name], record))
        page.begrippen = [self._look_up(self.begrippen, s, record, "begrip") for s in record.get("begrippen", [])]
        page.organisaties = [self.page(key, record) for key in record.get("organisaties", [])]
        law = record.get("wetsartikelen", [])
        page.wetsartikelen = [self._look_up(self.wetsartikelen, key, record, "wetsartikel") for key in law]
        if record.get("tags"):
            page.tags.add(*record["tags"])
        if record["type"] != "Links":
            page.inhoud = json.dumps(blocks.raw_body(record.get("inhoud", []), lambda key: self.page(key, record).pk))
        for order, entry in enumerate(record.get("bijlagen", [])):
            document = pdf.document_for(entry, closed=self._is_closed(record))
            page.bijlagen.add(models.Bijlage(document=document, titel=entry["titel"], sort_order=order))
        for order, key in enumerate(record.get("gerelateerd", [])):
            target = Page.objects.get(pk=self.page(key, record).pk)
            page.gerelateerd.add(models.Gerelateerd(doel=target, sort_order=order))

    def _is_closed(self, record: Record) -> bool:
        """Whether this record, or one above it, is for ketenpartners only."""
        if record.get("alleen_voor"):
            return True
        above = next((parent for _, parent in self.new if parent["key"] == record.get("parent")), None)
        return above is not None and self._is_closed(above)

    def _publish(self, page: Any, record: Record) -> None:
        first = moment(record.get("datum"))
        history = [(moment(h["datum"]), h) for h in record.get("gewijzigd", [])]
        page.first_published_at = first
        page.live = False
        # Children came after this object was made: with its old count saved, the next child collides with the first.
        page.numchild = Page.objects.values_list("numchild", flat=True).get(pk=page.pk)
        page.save_revision(changed=False).publish()
        last = max([first, *(when for when, _ in history)])
        models.Pagina.objects.filter(pk=page.pk).update(
            first_published_at=first, last_published_at=last, gewijzigd_op=first
        )
        if page.announces_itself:
            self._tell(page, WijzigingSoort.NIEUW, page.samenvatting, first)
        for when, entry in history:
            if entry.get("soort") != WijzigingSoort.NIEUW:
                self._tell(page, entry.get("soort", WijzigingSoort.HERZIEN), entry["tekst"], when)
        if record.get("alleen_voor") == "ketenpartners":
            restriction = PageViewRestriction(page=Page.objects.get(pk=page.pk), restriction_type="groups")
            restriction.save()
            restriction.groups.set(Group.objects.filter(name__in=(KETENPARTNERS, REDACTEUREN)))

    def _tell(self, page: Any, soort: str, text: str, when: datetime.datetime) -> None:
        tell(soort=soort, titel=page.title, tekst=text, moment=when, pagina_id=page.pk, onderwerp=page.translation_key)

    def _add_aanbevelingen(self, page: models.Rapport, record: Record) -> None:
        for entry in record.get("aanbevelingen", []):
            given_by = entry.get("gegeven_door") or record.get("uitgever")
            row = models.Aanbeveling(
                rapport=page,
                nummer=entry["nummer"],
                tekst=entry["tekst"],
                gegeven_door=self.page(given_by, record) if given_by else None,
                reactie=entry.get("reactie") or "",
                reactie_datum=entry.get("reactie_datum"),
            )
            row.gericht_aan = [self.page(key, record) for key in entry.get("gericht_aan", [])]
            row.save()
            row.save_revision(changed=False).publish()
            steps = entry.get("stappen", [])
            for number, step in enumerate(steps):
                models.AanbevelingStap.objects.create(
                    aanbeveling=row,
                    status=step["status"],
                    datum=step["datum"],
                    toelichting=step.get("toelichting") or "",
                    is_huidig=number == len(steps) - 1,
                )

    def _highlight(self, page: models.Home, record: Record) -> None:
        for order, key in enumerate(record.get("uitgelicht", [])):
            if key in self.pages:
                target = Page.objects.get(pk=self.pages[key].pk)
                page.uitgelicht.add(models.Uitgelicht(doel=target, sort_order=order))

    def _fill_links(self, page: models.Links, record: Record) -> None:
        page.groepen = json.dumps(
            blocks.raw_link_groups(record.get("inhoud", []), lambda key: self.page(key, record).pk)
        )

    def page(self, key: str, record: Record) -> Any:
        return self._look_up(self.pages, key, record, "page")

    @staticmethod
    def _look_up(known: dict[str, Any], key: str, record: Record, what: str) -> Any:
        if key not in known:
            raise ContentError(f"{record.get('key', '?')}: there is no {what} {key}")
        return known[key]


def load_vocabulary(records: Iterable[Record]) -> int:
    """Create the Begrippen that are missing; returns how many."""
    known = {begrip.slug: begrip for begrip in models.Begrip.objects.all()}
    law = {f"{row.nummer}/{row.slug}": row for row in models.Wetsartikel.objects.all()}
    made = 0
    for order, record in enumerate(records):
        if record["slug"] in known:
            continue
        names = ("schema", "term", "afkorting", "definitie", "bron", "bron_url")
        begrip = models.Begrip(
            slug=record["slug"], volgorde=order, **{name: record[name] for name in names if record.get(name)}
        )
        begrip.alternatieven = [models.AlternatieveTerm(**alt) for alt in record.get("alternatieven", [])]
        if record.get("breder"):
            begrip.breder = known[record["breder"]]
        begrip.wetsartikelen = [law[key] for key in record.get("wetsartikelen", [])]
        begrip.save()
        known[begrip.slug] = begrip
        made += 1
    return made


def load_wetsartikelen(records: Iterable[Record]) -> int:
    """Create the Wetsartikelen that are missing; returns how many."""
    known = set(models.Wetsartikel.objects.values_list("nummer", "slug"))
    made = 0
    for record in records:
        row = models.Wetsartikel(**record)
        row.derive()
        if (row.nummer, row.slug) not in known:
            row.full_clean()
            row.save()
            made += 1
    return made


def load_gemeenten(records: Iterable[Record]) -> int:
    """Create the Gemeenten that are missing; returns how many."""
    known = set(models.Gemeente.objects.values_list("slug", flat=True))
    rows = [models.Gemeente(**record) for record in records if record["slug"] not in known]
    models.Gemeente.objects.bulk_create(rows)
    return len(rows)


def load_settings(record: Record, site: Any, pages: dict[str, Any]) -> None:
    """Menu, footer and contact, when the site has none yet."""
    if models.Portaalinstellingen.objects.filter(site=site).exists():
        return
    names = ("ondertitel", "redactie_email", "beveiliging_email", "over_ons")
    settings = models.Portaalinstellingen(site=site, **{name: record.get(name) or "" for name in names})
    settings.toon_voorbeelden = record["toon_voorbeelden"]
    settings.signaal_tekst = str(markdown_to_html(record.get("signaal_tekst") or ""))
    for relation, model in (("menu", models.Hoofdmenu), ("voetlinks", models.Voetlink)):
        getattr(settings, relation).set(
            [
                model(pagina=Page.objects.get(pk=pages[e["pagina"]].pk), label=e.get("label") or "", sort_order=n)
                for n, e in enumerate(record.get(relation, []))
                if e["pagina"] in pages
            ]
        )
    settings.save()
