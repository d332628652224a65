"""Praktijkvoorbeelden and what they belong to, seen from both sides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q

from portal.models import Pagina, Praktijkvoorbeeld
from portal.visibility import Reader

from ..models import Praktijkkoppeling, Toepassing
from .rows import Card, ToepassingRow, page_card, toepassing_rows

# The fields of a Praktijkkoppeling that hold pages.
PAGES = {"proeftuinen": "proeftuin", "knelpunten": "knelpunt", "oplossingen": "oplossing"}


@dataclass(frozen=True, slots=True)
class Banden:
    """What a Praktijkvoorbeeld belongs to. Of a real one the Toepassingen are real too: they say whether it worked."""

    toepassingen: tuple[ToepassingRow, ...] = ()
    paginas: tuple[Card, ...] = ()


def banden_of(praktijkvoorbeeld: Praktijkvoorbeeld, reader: Reader) -> Banden:
    """Two queries, and one for the content types."""
    if not praktijkvoorbeeld.pk:
        return Banden()
    rows = Toepassing.objects.visible_to(reader if praktijkvoorbeeld.is_voorbeeld else reader.real)
    tried = toepassing_rows(rows.filter(praktijkkoppelingen__praktijkvoorbeeld=praktijkvoorbeeld.pk), reader)
    tied = Q()
    for field, end in PAGES.items():
        through = getattr(Praktijkkoppeling, field).through.objects
        keys = through.filter(praktijkkoppeling__praktijkvoorbeeld=praktijkvoorbeeld.pk).values(f"{end}_id")
        tied |= Q(pk__in=keys)
    pages = Pagina.objects.visible_to(reader).filter(tied).select_related("content_type").defer("inhoud")
    # What a Toepassing names is named there.
    named = {ref.url for row in tried for ref in (row.proeftuin, row.knelpunt, row.oplossing)}
    cards = [_card(page) for page in pages.order_by("title", "pk")]
    return Banden(tried, tuple(card for card in cards if card.url not in named))


def praktijkvoorbeelden_of(record: Any, reader: Reader) -> tuple[Card, ...]:
    """The Praktijkvoorbeelden of a Toepassing, or of a page: its own, and those of its Toepassingen; one query."""
    if not record.pk:
        return ()
    if isinstance(record, Toepassing):
        tied = Praktijkkoppeling.objects.filter(toepassingen=record.pk)
    else:
        end = str(record._meta.model_name)
        field = next(field for field, name in PAGES.items() if name == end)
        tried = Toepassing.objects.visible_to(reader).filter(**{end: record.pk}).order_by()
        own = Praktijkkoppeling.objects.filter(**{field: record.pk}).order_by()
        through = Praktijkkoppeling.toepassingen.through.objects.filter(toepassing_id__in=tried.values("pk"))
        tied = Praktijkkoppeling.objects.filter(
            Q(pk__in=own.values("pk")) | Q(pk__in=through.values("praktijkkoppeling_id"))
        )
    pages = Praktijkvoorbeeld.objects.visible_to(reader).filter(pk__in=tied.order_by().values("praktijkvoorbeeld_id"))
    return tuple(_card(page) for page in pages.defer("inhoud").order_by("is_voorbeeld", "title", "pk"))


def _card(page: Pagina) -> Card:
    return replace(page_card(page, None), soort=page.soort, soort_naam=page.soort_naam)
