"""Rows of a list, and what stands under a Begrip, an article of the law or an Organisatie."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.text import capfirst

from ..choices import Resultaat
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
        return any(badge.kind == "voorbeeld" for badge in self.badges)


def item_of(page: Pagina, reader: Reader) -> Item:
    """The row of one page. Place and maker are shown when the query loaded them: a row never asks the database."""
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
        badges=tuple(badges_of(page)),
        pk=page.pk,
    )


def badges_of(page: Pagina) -> Iterable[Badge]:
    """The states to read at a glance."""
    if page.is_voorbeeld:
        yield Badge("voorbeeld", "Voorbeeld")
    if isinstance(page, Hulpmiddel):
        yield Badge("instrument", capfirst(page.get_vorm_display()))
    if resultaat := getattr(page, "resultaat", ""):
        yield Badge(resultaat, capfirst(Resultaat(resultaat).label))
    if getattr(page, "vervangen_door_id", None):
        yield Badge("vervangen", "Vervangen")
    elif page.toetsen_voor and page.toetsen_voor < timezone.localdate():
        yield Badge("verouderd", "Niet meer getoetst")


def items_of(pages: Iterable[Pagina], reader: Reader) -> list[Item]:
    return [item_of(page, reader) for page in pages]


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
    """What rests on an article of the law, grouped by type."""
    pages = Pagina.objects.visible_to(reader).for_wetsartikel(artikel).select_related("content_type").defer("inhoud")
    return _grouped(pages.order_by("-first_published_at")[:PER_BEGRIP], reader)


def pages_naming(organisatie: Organisatie, reader: Reader) -> list[Groep]:
    """What names an Organisatie, grouped by type."""
    pages = Pagina.objects.visible_to(reader).for_organisatie(organisatie).select_related("content_type")
    return _grouped(pages.defer("inhoud").order_by("-first_published_at")[:PER_BEGRIP], reader)


def _grouped(pages: Iterable[Pagina], reader: Reader) -> list[Groep]:
    groups: dict[str, list[Item]] = {}
    titles: dict[str, str] = {}
    for page in pages:
        model = page.content_type.model_class()
        titles[page.soort] = str(model._meta.verbose_name_plural if model else page.soort)
        groups.setdefault(page.soort, []).append(item_of(page, reader))
    return [Groep(capfirst(titles[soort]), soort, tuple(items), len(items)) for soort, items in sorted(groups.items())]
