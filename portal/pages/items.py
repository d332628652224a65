"""Rows of a list, and what stands under a Begrip, an article of the law or an Organisatie."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.text import capfirst

from ..lists.uitkomsten import Uitkomst, uitkomsten
from ..models import Begrip, Hulpmiddel, Organisatie, Pagina, Wetsartikel
from ..visibility import Reader, may_see

PER_BEGRIP = 60


@dataclass(frozen=True, slots=True)
class Badge:
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Item:
    """A row of a list."""

    url: str
    title: str
    soort: str
    soort_naam: str
    samenvatting: str = ""
    datum: datetime.date | None = None
    datum_wat: str = ""
    plaats: str = ""
    organisatie: str = ""
    badges: tuple[Badge, ...] = field(default=())
    pk: int = 0

    @property
    def is_voorbeeld(self) -> bool:
        """Whether the row bears the label of what is invented."""
        return any(badge.kind == "voorbeeld" for badge in self.badges)


def item_of(page: Pagina, reader: Reader, said: Sequence[Uitkomst] = ()) -> Item:
    """The row of one page. What its query did not load is not shown: a row never asks. `said`: if and how it worked."""
    loaded = page._state.fields_cache
    gemeente, uitgever = loaded.get("gemeente"), loaded.get("uitgever")
    if uitgever and not may_see(reader, uitgever):
        uitgever = None
    own, moment = getattr(page, "datum", None), page.gewijzigd_op
    return Item(
        url=page.get_url() or "",
        title=page.title,
        soort=page.soort,
        soort_naam=page.soort_naam,
        samenvatting=page.samenvatting,
        datum=own or (timezone.localdate(moment) if moment else None),
        datum_wat="van" if own else "gewijzigd",
        plaats=str(gemeente or ""),
        organisatie=uitgever.title if uitgever else "",
        badges=tuple(badges_of(page, said)),
        pk=page.pk,
    )


def badges_of(page: Pagina, said: Sequence[Uitkomst] = ()) -> Iterable[Badge]:
    """The states to read at a glance."""
    if page.is_voorbeeld:
        yield Badge("voorbeeld", "Voorbeeld")
    if isinstance(page, Hulpmiddel):
        yield Badge("instrument", capfirst(page.get_vorm_display()))
    yield from dict.fromkeys(Badge(one.resultaat, one.label) for one in said)
    if getattr(page, "vervangen_door_id", None):
        yield Badge("vervangen", "Vervangen")
    elif page.toetsen_voor and page.toetsen_voor < timezone.localdate():
        yield Badge("verouderd", "Niet meer getoetst")


def items_of(pages: Iterable[Pagina], reader: Reader) -> list[Item]:
    """The rows of these pages; one query when there are Praktijkvoorbeelden among them."""
    shown = list(pages)
    said = uitkomsten(shown, reader)
    return [item_of(page, reader, said.get(page.pk, ())) for page in shown]


@dataclass(frozen=True, slots=True)
class Groep:
    """Pages of one type."""

    titel: str
    soort: str
    items: tuple[Item, ...]
    aantal: int = 0
    meer_url: str = ""


def pages_about(begrip: Begrip, reader: Reader) -> list[Groep]:
    """What stands under a Begrip, grouped by type, the newest PER_BEGRIP in all."""
    pages = Pagina.objects.visible_to(reader).for_begrip(begrip).select_related("content_type").defer("inhoud")
    return _grouped(pages.order_by("-first_published_at")[:PER_BEGRIP], reader)


def pages_resting_on(artikel: Wetsartikel, reader: Reader) -> list[Groep]:
    """What rests on an article of the law, grouped by type; the terms (an instrument, a power) are the last."""
    pages = Pagina.objects.visible_to(reader).for_wetsartikel(artikel).select_related("content_type").defer("inhoud")
    terms = tuple(
        Item(row.get_absolute_url(), capfirst(str(row)), "begrip", row.get_schema_display(), row.definitie)
        for row in Begrip.objects.active().filter(wetsartikelen=artikel).order_by("term")[:PER_BEGRIP]
    )
    own = [Groep("Begrippen en instrumenten", "begrip", terms, len(terms))] if terms else []
    return [*_grouped(pages.order_by("-first_published_at")[:PER_BEGRIP], reader), *own]


def pages_naming(organisatie: Organisatie, reader: Reader) -> list[Groep]:
    """What names an Organisatie, grouped by type."""
    pages = Pagina.objects.visible_to(reader).for_organisatie(organisatie).select_related("content_type")
    return _grouped(pages.defer("inhoud").order_by("-first_published_at")[:PER_BEGRIP], reader)


def _grouped(pages: Iterable[Pagina], reader: Reader) -> list[Groep]:
    groups: dict[tuple[str, str], list[Item]] = {}
    for page in pages:
        groups.setdefault((page.soort, capfirst(page.soort_namen)), []).append(item_of(page, reader))
    return [Groep(title, soort, tuple(items), len(items)) for (soort, title), items in sorted(groups.items())]
