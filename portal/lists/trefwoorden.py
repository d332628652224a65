"""Free tags: what carries one, and which there are for a reader. A tag that only hidden pages carry is none."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from taggit.models import Tag

from ..models import Pagina, PaginaTag
from ..querysets import PaginaQuerySet
from ..visibility import Reader


def tag_for(slug: str, reader: Reader) -> Tag | None:
    """The tag of this address when a page that `reader` may see carries it."""
    return visible_tags(reader).filter(slug=slug[:100].replace("\x00", "")).first()


def pages_with(tag: Tag, reader: Reader) -> PaginaQuerySet:
    """What carries it, the newest first."""
    tied = PaginaTag.objects.filter(tag=tag.pk).values("content_object")
    pages: PaginaQuerySet = Pagina.objects.visible_to(reader).filter(pk__in=tied)
    return pages.select_related("content_type").defer("inhoud").order_by("-first_published_at", "pk")


def visible_tags(reader: Reader) -> Any:
    """The tags that a page carries which `reader` may see."""
    seen = PaginaTag.objects.filter(
        tag=OuterRef("pk"), content_object__in=Pagina.objects.visible_to(reader).values("pk")
    )
    return Tag.objects.filter(Exists(seen)).exclude(slug="").order_by("pk")


def address_of(slug: str) -> str:
    """Where the page of a tag stands."""
    return reverse("trefwoord", args=[slug]) if slug else ""
