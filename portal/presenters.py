"""What the template of a page shows: decided values, each asked once."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Page

from .choices import Schema
from .feeds import feed_links_for
from .models import Pagina
from .selectors import badges_of, changes_about, items_of
from .structured_data import jsonld_for
from .visibility import Reader, blocks_for, document_q, may_see, page_q, reader_of


def page_context(page: Pagina, request: HttpRequest) -> dict[str, Any]:
    """The context that every page type shares; see templates/base.html and templates/components."""
    reader = reader_of(request)
    crumbs = crumbs_of(page, reader, request)
    feed_links = feed_links_for(page, request)
    context: dict[str, Any] = {
        "reader": reader,
        "body": blocks_for(reader, page.inhoud),
        "crumbs": crumbs,
        "badges": list(badges_of(page)),
        "toets_verlopen": bool(page.toetsen_voor and page.toetsen_voor < timezone.localdate()),
        "contact_email": page.contact_email,
        "sectie": {"title": crumbs[-1][0], "url": crumbs[-1][1]} if len(crumbs) > 1 else None,
        "feed_links": feed_links,
        "feed": feed_of(feed_links),
        "jsonld": jsonld_for(page, crumbs, request),
    }
    context["toc"] = toc_of(context["body"])
    if page.announces_itself:
        context.update(
            begrippen=begrippen_of(page),
            organisaties=organisaties_of(page, reader, request),
            trefwoorden=[tag.name for tag in page.tags.all()],
            bijlagen=bijlagen_of(page, reader),
            related=related_to(page, reader, request),
            wijzigingen=changes_about(page, reader, request),
        )
    return context


def feed_of(feed_links: list[tuple[str, str, str]]) -> dict[str, str] | None:
    """The feed to name on the page itself: the first that auto-discovery offers."""
    return {"title": feed_links[0][0], "url": feed_links[0][1]} if feed_links else None


def crumbs_of(page: Pagina, reader: Reader, request: HttpRequest) -> list[tuple[str, str]]:
    """(title, url) from Home to the parent. The router found the ancestors already; a preview asks."""
    if page.depth is None or page.depth <= 2:
        return []
    ancestors = getattr(request, "_portal_ancestors", None)
    if ancestors is None or not ancestors or not page.path.startswith(ancestors[-1].path):
        ancestors = Page.objects.ancestor_of(page).filter(depth__gte=2).order_by("depth")
    return [
        ("Home" if ancestor.depth == 2 else ancestor.title, ancestor.get_url(request) or "/")
        for ancestor in ancestors
        if may_see(reader, ancestor)
    ]


def toc_of(body: list[Any]) -> list[dict[str, Any]]:
    """Table of contents: the chapters and sections of a body."""
    return [
        {
            "anchor": slugify(block.value["text"]) or "kop",
            "text": block.value["text"],
            "level": int(block.value["level"][1:]),
        }
        for block in body
        if block.block_type == "heading"
    ]


def begrippen_of(page: Pagina) -> list[dict[str, Any]]:
    """The Begrippen of a page, per schema, each with the address of its own page."""
    groups: dict[str, list[dict[str, str]]] = {}
    for begrip in page.begrippen.all():
        groups.setdefault(begrip.schema, []).append({"tekst": begrip.term, "url": begrip.get_absolute_url()})
    return [
        {"label": str(schema.label), "waarden": groups[schema.value]} for schema in Schema if schema.value in groups
    ]


def organisaties_of(page: Pagina, reader: Reader, request: HttpRequest) -> list[dict[str, str]]:
    return [
        {"tekst": org.title, "url": org.get_url(request) or ""}
        for org in page.organisaties.all()
        if may_see(reader, org)
    ]


def bijlagen_of(page: Pagina, reader: Reader) -> list[dict[str, str]]:
    """Attachments that the reader may have."""
    rows = page.bijlagen.all()
    if page.pk and hasattr(rows, "select_related"):
        rows = rows.select_related("document").filter(document_q(reader, "document__"))
    return [
        {
            "titel": row.titel or row.document.title,
            "url": row.document.url,
            "soort": row.document.file_extension.upper(),
            "grootte": _size(row.document.file_size),
        }
        for row in rows
    ]


def _size(size: int | None) -> str:
    if not size:
        return ""
    return f"{size / 1_000_000:.1f} MB".replace(".", ",") if size > 1_000_000 else f"{max(1, round(size / 1000))} kB"


def related_to(page: Pagina, reader: Reader, request: HttpRequest) -> list[Any]:
    """The pages that an editor chose, in that order, without those that the reader may not see."""
    rows = page.gerelateerd.all()
    if page.pk and hasattr(rows, "select_related"):
        rows = rows.filter(page_q(reader, "doel__")).select_related("doel__pagina__content_type")
    return items_of(
        (row.doel.pagina for row in rows if hasattr(row.doel, "pagina") and may_see(reader, row.doel)), request
    )
