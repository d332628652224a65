"""What the template of a page shows: decided values, each asked once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Coalesce, Concat, NullIf
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from ..choices import Schema
from ..following.feeds import feed_links_for
from ..following.recent import changes_about
from ..markdown.page_ids import name_headings
from ..markdown.rendered import html_of_all
from ..models import Bijlage, Pagina, PaginaTag
from ..visibility import Reader, anonymous, blocks_for, document_q, is_closed_to, may_see, page_q
from ..visit import Visit
from .items import Badge, badges_of, items_of
from .rich_links import resolve_links
from .structured_data import jsonld_for
from .successors import successors


def page_context(page: Pagina, visit: Visit) -> dict[str, Any]:
    """The context that every page type shares; see templates/base.html and templates/components."""
    reader = visit.reader
    crumbs = crumbs_of(page, visit)
    restricted = reader.is_logged_in and is_closed_to(anonymous(), page)
    # A feed never holds what is closed, so offering this page's own would promise something that stays empty.
    feed_links = feed_links_for(None if restricted else page, visit)
    context: dict[str, Any] = {
        "reader": reader,
        "body": blocks_for(reader, page.inhoud),
        "crumbs": crumbs,
        "badges": [*_badges(page), *([Badge("ketenpartner", "Alleen voor ketenpartners")] if restricted else [])],
        "toets_verlopen": bool(page.toetsen_voor and page.toetsen_voor < timezone.localdate()),
        "contact_email": page.contact_email,
        "sectie": {"title": crumbs[-1][0], "url": crumbs[-1][1]} if len(crumbs) > 1 else None,
        "feed_links": feed_links,
        "feed": feed_of(feed_links),
        "jsonld": jsonld_for(page, crumbs, visit),
    }
    # All Markdown of the page at once: its blocks find it remembered.
    html_of_all([block.value for block in context["body"] if block.block_type == "markdown"])
    resolve_links(page, context["body"], reader)
    context["ids"] = name_headings(context["body"])
    context["toc"] = toc_of(context["body"])
    if page.announces_itself:
        relations = relations_of(page, visit)
        context.update(
            begrippen=relations.begrippen,
            organisaties=relations.organisaties,
            trefwoorden=relations.trefwoorden,
            bijlagen=relations.bijlagen,
            wetsartikelen=relations.wetsartikelen,
            related=related_to(page, reader),
            wijzigingen=changes_about(page, reader),
        )
    return context


def _badges(page: Pagina) -> list[Badge]:
    """Those of a row in a list, but whether it worked: that stands on its page, with what it rests on."""
    return list(badges_of(page))


def feed_of(feed_links: list[tuple[str, str, str]]) -> dict[str, str] | None:
    """The feed to name on the page itself: the first that auto-discovery offers."""
    return {"title": feed_links[0][0], "url": feed_links[0][1]} if feed_links else None


def crumbs_of(page: Pagina, visit: Visit) -> list[tuple[str, str]]:
    """(title, url) from Home to the parent. The router found the ancestors already; a preview asks."""
    if page.depth is None or page.depth <= 2:
        return []
    ancestors: Any = visit.ancestors
    if not ancestors or not page.path.startswith(ancestors[-1].path):
        ancestors = Page.objects.ancestor_of(page).filter(depth__gte=2).order_by("depth")
        ancestors = ancestors.annotate(is_voorbeeld=F("pagina__is_voorbeeld"))
    return [
        ("Home" if ancestor.depth == 2 else ancestor.title, ancestor.get_url() or "/")
        for ancestor in ancestors
        if may_see(visit.reader, ancestor)
    ]


def toc_of(body: list[Any]) -> list[dict[str, Any]]:
    """Table of contents: the chapters and sections of a body, of which the headings have their names."""
    return [
        {
            "anchor": block.value.anker,
            "text": block.value["text"],
            "level": int(block.value["level"][1:]),
        }
        for block in body
        if block.block_type == "heading"
    ]


@dataclass(frozen=True, slots=True)
class Relations:
    """What a page is tied to, ready to show."""

    begrippen: list[dict[str, Any]]
    organisaties: list[dict[str, str]]
    trefwoorden: list[dict[str, str]]
    bijlagen: list[dict[str, str]]
    wetsartikelen: list[dict[str, str]]


def relations_of(page: Pagina, visit: Visit) -> Relations:
    """Begrippen, Organisaties, law, tags and attachments of a page, in one query.

    A preview is not in the database: it is read from the page itself.
    """
    rows = (_rows_in_memory if visit.is_preview else _rows_stored)(page, visit.reader)
    groups: dict[str, list[dict[str, str]]] = {}
    found = Relations([], [], [], [], [])
    for kind, order, first, second, third in sorted(rows):
        if kind == "begrip":
            groups.setdefault(third, []).append({"tekst": first, "url": reverse("begrip", args=[second])})
        elif kind == "organisatie":
            url = Page(pk=order, url_path=second).get_url() or ""
            found.organisaties.append({"tekst": first, "url": url})
        elif kind == "wetsartikel":
            found.wetsartikelen.append({"tekst": first, "url": reverse("wetsartikel", args=[second, third])})
        elif kind == "tag":
            url = reverse("trefwoord", args=[second]) if second else ""
            found.trefwoorden.append({"tekst": first, "url": url})
        else:
            name, _, size = third.rpartition("|")
            extension = PurePath(name).suffix[1:].upper()
            url = reverse("bestand", args=[UUID(second)])
            found.bijlagen.append({"titel": first, "url": url, "soort": extension, "grootte": _size(int(size or 0))})
    found.begrippen.extend(
        {"label": str(schema.label), "waarden": groups[schema.value]} for schema in Schema if schema.value in groups
    )
    return found


Row = tuple[str, int, str, str, str]


def _rows_stored(page: Pagina, reader: Reader) -> list[Row]:
    begrippen = page.begrippen.through.objects.filter(pagina_id=page.pk)
    organisaties = page.organisaties.through.objects.filter(page_q(reader, "organisatie__"), pagina_id=page.pk)
    wetsartikelen = page.wetsartikelen.through.objects.filter(pagina_id=page.pk)
    tags = PaginaTag.objects.filter(content_object_id=page.pk)
    bijlagen = Bijlage.objects.filter(document_q(reader, "document__"), pagina_id=page.pk)
    text = CharField()
    file = Concat("document__file", Value("|"), Cast(Coalesce("document__file_size", 0), text), output_field=text)
    title = Coalesce(NullIf("titel", Value("")), "document__title")
    uuid = Cast("document__uuid", text)
    return [
        (kind, order or 0, first, second, third)
        for kind, order, first, second, third in begrippen.values_list(
            Value("begrip"), "begrip__volgorde", "begrip__term", "begrip__slug", "begrip__schema"
        ).union(
            organisaties.values_list(
                Value("organisatie"), "organisatie_id", "organisatie__title", "organisatie__url_path", Value("")
            ),
            wetsartikelen.values_list(
                Value("wetsartikel"), Value(0), "wetsartikel__naam", "wetsartikel__nummer", "wetsartikel__slug"
            ),
            tags.values_list(Value("tag"), Value(0), "tag__name", "tag__slug", Value("")),
            bijlagen.order_by().values_list(Value("bijlage"), "sort_order", title, uuid, file),
            all=True,
        )
    ]


def _rows_in_memory(page: Pagina, reader: Reader) -> list[Row]:
    return [
        *(("begrip", b.volgorde, b.term, b.slug, b.schema) for b in page.begrippen.all()),
        *(
            ("organisatie", org.pk, org.title, org.url_path, "")
            for org in page.organisaties.all()
            if may_see(reader, org)
        ),
        *(("wetsartikel", 0, row.naam, row.nummer, row.slug) for row in page.wetsartikelen.all()),
        *(("tag", 0, tag.name, tag.slug or "", "") for tag in page.tags.all()),
        *(
            (
                "bijlage",
                row.sort_order or 0,
                row.titel or row.document.title,
                str(row.document.uuid),
                f"{row.document.file.name}|{row.document.file_size or 0}",
            )
            for row in page.bijlagen.all()
        ),
    ]


def _size(size: int | None) -> str:
    if not size:
        return ""
    return f"{size / 1_000_000:.1f} MB".replace(".", ",") if size > 1_000_000 else f"{max(1, round(size / 1000))} kB"


def related_to(page: Pagina, reader: Reader) -> list[Any]:
    """The pages that an editor chose, in that order, without those that the reader may not see."""
    rows = page.gerelateerd.all()
    if page.pk and hasattr(rows, "select_related"):
        rows = rows.select_related("doel__pagina__content_type")
    chosen = [row.doel for row in rows]
    hidden = [doel for doel in chosen if not may_see(reader, doel)]
    instead = successors(hidden, reader)
    shown = [instead.get(doel.pk, doel) for doel in chosen if doel not in hidden or doel.pk in instead]
    # Two that were chosen may have become one, and that one may be this page.
    shown = [doel for doel in dict.fromkeys(shown) if doel.pk != page.pk and hasattr(doel, "pagina")]
    return items_of((doel.pagina for doel in shown), reader)
