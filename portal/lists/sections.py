"""The list of a section: its filters and sorts, and the pages on screen for one URL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import QueryDict

from ..models import Overzicht
from ..pages.items import items_of
from ..querysets import PaginaQuerySet
from ..soorten import by_name
from ..visibility import Reader
from ..visit import Visit
from .exports import overzicht_links
from .filters import FilterSet, SinceFilter, TextFilter

if TYPE_CHECKING:
    from django.db.models import QuerySet


def filter_set(toont: str, reader: Reader) -> FilterSet:
    """The filters and sorts of the section that lists this type, as its declaration names them, for this reader."""
    _, soort = by_name()[toont]
    own = [field.for_reader(reader) for field in soort.filters]
    return FilterSet(
        [*own, TextFilter("q", "woorden in deze lijst"), SinceFilter("sinds", "gewijzigd sinds")], soort.sorts
    )


def _pages_of(overzicht: Overzicht, reader: Reader) -> PaginaQuerySet:
    model: Any
    model, soort = by_name()[overzicht.toont]
    pages = model.objects.descendant_of(overzicht).visible_to(reader)
    return pages.select_related(*soort.relations, "content_type").defer("inhoud")


def overzicht_queryset(overzicht: Overzicht, reader: Reader, params: QueryDict) -> QuerySet[Any]:
    """The pages on screen for this URL: what the feed and export of the list hold too."""
    return filter_set(overzicht.toont, reader).bind(params).apply(_pages_of(overzicht, reader))


def overzicht_list(overzicht: Overzicht, visit: Visit) -> dict[str, Any]:
    """The whole list of a section for one URL."""
    bound = filter_set(overzicht.toont, visit.reader).bind(visit.query)
    listing = bound.listing(_pages_of(overzicht, visit.reader))
    listing["items"] = items_of(listing.pop("rows"), visit.reader)
    listing["exports"] = overzicht_links(overzicht, listing["filter_query"])
    listing["leeg_tekst"] = "Geen resultaten met deze filters."
    return listing
