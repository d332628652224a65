"""The list of a register: what is on screen for one URL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from portal.lists.filters import BoundFilter
from portal.visibility import Reader

from ..choices import Niveau, Registersoort
from ..lists.filters import filter_set
from ..models import Knelpunt, Oplossing, Proeftuin, Register
from ..navigation import export_links, weergaven
from .oordelen import oplossing_cards
from .rows import (
    Badge,
    Card,
    current,
    page_card,
    place_of,
    slim,
    stadium_badge,
    status_badge,
    visible_ref,
    with_knelpunt_stap,
    with_proeftuin_stap,
)

EMPTY = {
    Registersoort.PROEFTUIN: "Geen proeftuinen met deze filters",
    Registersoort.KNELPUNT: "Geen knelpunten met deze filters",
    Registersoort.OPLOSSING: "Geen oplossingen met deze filters",
}


def register_queryset(register: Register, reader: Reader, params: QueryDict) -> QuerySet[Any]:
    """The records on screen for this URL: what the feed and the export hold too."""
    return bound_filter(register, reader, params).apply(records_of(register.toont, reader))


def bound_filter(register: Register, reader: Reader, params: QueryDict) -> BoundFilter:
    """The filters of a register, with what the address asks."""
    return filter_set(register.toont, reader).bind(params)


def register_list(register: Register, reader: Reader, params: QueryDict) -> dict[str, Any]:
    """Everything that templates/components/lijst.html shows; a fixed number of queries plus one per chosen schema."""
    listing = bound_filter(register, reader, params).listing(records_of(register.toont, reader))
    listing["items"] = cards_of(register.toont, listing.pop("rows"), reader)
    listing["leeg_tekst"] = EMPTY[Registersoort(register.toont)]
    listing["weergaven"] = weergaven()
    listing["exports"] = export_links(str(Registersoort(register.toont).label), listing["filter_query"])
    return listing


def records_of(toont: str, reader: Reader) -> QuerySet[Any]:
    """All records of one kind that this reader may see, without their long texts."""
    if toont == Registersoort.PROEFTUIN:
        return with_proeftuin_stap(slim(Proeftuin.objects.visible_to(reader).select_related("gemeente"), proeftuin=""))
    if toont == Registersoort.KNELPUNT:
        return with_knelpunt_stap(slim(Knelpunt.objects.visible_to(reader), knelpunt=""))
    return slim(Oplossing.objects.visible_to(reader), oplossing="")


def cards_of(toont: str, rows: Sequence[Any], reader: Reader) -> list[Card]:
    """The rows of one page of the list; at most one query."""
    if toont == Registersoort.PROEFTUIN:
        return [page_card(page, stadium_badge(current(page)), place_of(page), datum=_changed(page)) for page in rows]
    if toont == Registersoort.KNELPUNT:
        cards = []
        for page in rows:
            step = current(page)
            owner = visible_ref(step.eigenaar, reader) if step else None
            extra = (Badge("niveau", str(Niveau(step.niveau).label)),) if step else ()
            card = page_card(page, status_badge(step), datum=_changed(page))
            cards.append(_with(card, badges=(*card.badges[:1], *extra, *card.badges[1:]), owner=owner))
        return cards
    return [replace(card, datum=_changed(page)) for card, page in zip(oplossing_cards(rows, reader), rows, strict=True)]


def _changed(page: Any) -> Any:
    return timezone.localtime(page.gewijzigd_op).date() if page.gewijzigd_op else None


def _with(card: Card, *, badges: tuple[Badge, ...], owner: Any) -> Card:
    return replace(card, badges=badges, organisatie=f"Aan zet: {owner.title}" if owner else "")
