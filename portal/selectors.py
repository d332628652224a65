"""Questions across models, answered as read models: what a template shows, decided."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from . import onderwerpen
from .bundles import Bundel, bundles
from .choices import (
    GetoondBewijs,
    Hulpmiddelvorm,
    Organisatiesoort,
    Overzichtsoort,
    Politieregio,
    Rapportsoort,
    Resultaat,
    Schema,
    WijzigingSoort,
)
from .filters import BegripFilter, ChoiceFilter, FilterSet, SinceFilter, Sort, TextFilter
from .list_exports import overzicht_links
from .models import Begrip, Organisatie, Overzicht, Pagina, Wetsartikel, Wijziging
from .querysets import PaginaQuerySet, WijzigingQuerySet
from .uitkomsten import Uitkomst, UitkomstFilter, uitkomsten
from .visibility import Reader, anonymous, may_see, reader_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

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


def item_of(page: Pagina, request: HttpRequest | None, said: Sequence[Uitkomst] = ()) -> Item:
    """The row of one page. What its query did not load is not shown: a row never asks. `said`: if and how it worked."""
    loaded = page._state.fields_cache
    gemeente, uitgever = loaded.get("gemeente"), loaded.get("uitgever")
    if uitgever and not may_see(reader_of(request) if request else anonymous(), uitgever):
        uitgever = None
    own, moment = getattr(page, "datum", None), page.gewijzigd_op
    return Item(
        url=page.get_url(request) or "",
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
    if isinstance(page, apps.get_model("portal", "Hulpmiddel")):
        yield Badge("instrument", capfirst(page.get_vorm_display()))
    yield from dict.fromkeys(Badge(one.resultaat, one.label) for one in said)
    if getattr(page, "vervangen_door_id", None):
        yield Badge("vervangen", "Vervangen")
    elif page.toetsen_voor and page.toetsen_voor < timezone.localdate():
        yield Badge("verouderd", "Niet meer getoetst")


def items_of(pages: Iterable[Pagina], request: HttpRequest | None) -> list[Item]:
    """The rows of these pages; one query when there are Praktijkvoorbeelden among them."""
    shown = list(pages)
    said = uitkomsten(shown, reader_of(request) if request else anonymous())
    return [item_of(page, request, said.get(page.pk, ())) for page in shown]


NEWEST = Sort("nieuwste", "Nieuwste eerst", ("-first_published_at", "pk"))
CHANGED = Sort("gewijzigd", "Laatst gewijzigd", ("-gewijzigd_op", "pk"))
TITLE = Sort("titel", "Titel (A tot Z)", ("title", "pk"))


def begrip_filters(*schemas: Schema) -> list[BegripFilter]:
    return [BegripFilter(schema.value, str(schema.label)) for schema in schemas]


def filter_set(toont: str, reader: Reader) -> FilterSet:
    """The filters of the section that lists `toont`, for this reader."""
    outcome = partial(UitkomstFilter, reader=reader)
    own: dict[str, list[Any]] = {
        Overzichtsoort.HANDREIKING: begrip_filters(Schema.FASE, Schema.ROL, Schema.VORM, Schema.INSTRUMENT),
        Overzichtsoort.HULPMIDDEL: [
            ChoiceFilter("soort", "soort hulpmiddel", lookup="vorm", choices=tuple(Hulpmiddelvorm.choices)),
            *begrip_filters(Schema.FASE, Schema.ROL, Schema.VORM, Schema.INSTRUMENT),
        ],
        Overzichtsoort.PRAKTIJKVOORBEELD: [
            outcome("resultaat", "werkte het?", lookup="resultaat", choices=tuple(Resultaat.choices)),
            *begrip_filters(Schema.VORM, Schema.FASE, Schema.SECTOR),
            outcome("bewijsgraad", "bewijs", lookup="getoond", choices=tuple(GetoondBewijs.choices)),
            ChoiceFilter("regio", "politieregio", lookup="gemeente__politieregio", choices=tuple(Politieregio.choices)),
        ],
        Overzichtsoort.RAPPORT: [
            ChoiceFilter("soort", "soort rapport", lookup="rapportsoort", choices=tuple(Rapportsoort.choices)),
            *begrip_filters(Schema.VORM, Schema.FASE),
        ],
        Overzichtsoort.ORGANISATIE: [
            ChoiceFilter("soort", "soort", lookup="organisatiesoort", choices=tuple(Organisatiesoort.choices)),
            ChoiceFilter("regio", "politieregio", lookup="politieregio", choices=tuple(Politieregio.choices)),
            *begrip_filters(Schema.FASE),
        ],
        Overzichtsoort.NIEUWS: begrip_filters(Schema.VORM, Schema.FASE),
    }
    sorts: dict[str, tuple[Sort, ...]] = {
        Overzichtsoort.ORGANISATIE: (TITLE, CHANGED),
        Overzichtsoort.NIEUWS: (NEWEST, TITLE),
    }
    return FilterSet(
        [*own[toont], TextFilter("q", "woorden in deze lijst"), SinceFilter("sinds", "gewijzigd sinds")],
        sorts.get(toont, (NEWEST, CHANGED, TITLE)),
    )


RELATIONS: dict[str, tuple[str, ...]] = {
    Overzichtsoort.HANDREIKING: ("uitgever", "content_type"),
    Overzichtsoort.HULPMIDDEL: ("uitgever", "content_type"),
    Overzichtsoort.PRAKTIJKVOORBEELD: ("gemeente", "content_type"),
    Overzichtsoort.RAPPORT: ("uitgever", "content_type"),
    Overzichtsoort.ORGANISATIE: ("gemeente", "content_type"),
}


def _pages_of(overzicht: Overzicht, reader: Reader) -> PaginaQuerySet:
    model = apps.get_model("portal", overzicht.toont)
    pages = model.objects.descendant_of(overzicht).visible_to(reader)
    return pages.select_related(*RELATIONS.get(overzicht.toont, ("content_type",))).defer("inhoud")


def overzicht_queryset(overzicht: Overzicht, reader: Reader, params: QueryDict) -> QuerySet[Any]:
    """The pages on screen for this URL: what the feed and export of the list hold too."""
    return filter_set(overzicht.toont, reader).bind(params).apply(_pages_of(overzicht, reader))


def overzicht_list(overzicht: Overzicht, reader: Reader, request: HttpRequest) -> dict[str, Any]:
    """The whole list of a section for one URL."""
    bound = filter_set(overzicht.toont, reader).bind(request.GET)
    listing = bound.listing(_pages_of(overzicht, reader))
    listing["items"] = items_of(listing.pop("rows"), request)
    listing["exports"] = overzicht_links(overzicht, listing["filter_query"])
    listing["leeg_tekst"] = "Geen resultaten met deze filters."
    return listing


@dataclass(frozen=True, slots=True)
class Groep:
    """Pages of one type."""

    titel: str
    soort: str
    items: tuple[Item, ...]
    aantal: int = 0
    meer_url: str = ""


def pages_about(begrip: Begrip, reader: Reader, request: HttpRequest) -> list[Groep]:
    """What stands under a Begrip, grouped by type, the newest PER_BEGRIP in all."""
    pages = Pagina.objects.visible_to(reader).for_begrip(begrip).select_related("content_type").defer("inhoud")
    return _grouped(pages.order_by("-first_published_at")[:PER_BEGRIP], request)


def pages_resting_on(artikel: Wetsartikel, reader: Reader, request: HttpRequest) -> list[Groep]:
    """What rests on an article of the law, grouped by type; the terms (an instrument, a power) are the last."""
    pages = Pagina.objects.visible_to(reader).for_wetsartikel(artikel).select_related("content_type").defer("inhoud")
    terms = tuple(
        Item(row.get_absolute_url(), capfirst(str(row)), "begrip", row.get_schema_display(), row.definitie)
        for row in Begrip.objects.active().filter(wetsartikelen=artikel).order_by("term")[:PER_BEGRIP]
    )
    own = [Groep("Begrippen en instrumenten", "begrip", terms, len(terms))] if terms else []
    return [*_grouped(pages.order_by("-first_published_at")[:PER_BEGRIP], request), *own]


def pages_naming(organisatie: Organisatie, reader: Reader, request: HttpRequest) -> list[Groep]:
    """What names an Organisatie, grouped by type."""
    pages = Pagina.objects.visible_to(reader).for_organisatie(organisatie).select_related("content_type")
    return _grouped(pages.defer("inhoud").order_by("-first_published_at")[:PER_BEGRIP], request)


def _grouped(pages: Iterable[Pagina], request: HttpRequest) -> list[Groep]:
    groups: dict[tuple[str, str], list[Item]] = {}
    for page in pages:
        groups.setdefault((page.soort, capfirst(page.soort_namen)), []).append(item_of(page, request))
    return [Groep(title, soort, tuple(items), len(items)) for (soort, title), items in sorted(groups.items())]


@dataclass(frozen=True, slots=True)
class Verandering:
    """A line of changes as it is shown: a Wijziging, or those of one page on one day, or those of one import."""

    moment: datetime.datetime
    soort: str
    soort_naam: str
    titel: str
    teksten: tuple[str, ...]
    url: str
    is_voorbeeld: bool = False


def recent_changes(reader: Reader, request: HttpRequest | None, size: int = 8) -> list[Verandering]:
    """What changed last on the whole portal."""
    among = Wijziging.objects.visible_to(reader)
    return changes_of(with_page(among.heads(per_day=True))[:size].with_labels(reader), among, request)


def with_page(rows: WijzigingQuerySet) -> WijzigingQuerySet:
    """The changes with what is shown of their pages; no query a row."""
    return rows.select_related("pagina__content_type").defer("pagina__inhoud")


def changes_of(heads: Sequence[Wijziging], among: WijzigingQuerySet, request: HttpRequest | None) -> list[Verandering]:
    """The lines of these heads, which come from `with_labels`, taken from `among`."""
    found = bundles(heads, among, per_day=True)
    return [
        import_of(bundel) if bundel.partij else change_of(bundel.rijen, bundel.kop.pagina, request) for bundel in found
    ]


def import_of(bundel: Bundel) -> Verandering:
    """One line for all that an import changed."""
    head = bundel.kop
    return Verandering(
        head.moment,
        WijzigingSoort.NIEUW,
        "import",
        f"Import: {bundel.aantal} wijzigingen tegelijk",
        (),
        f"{reverse('wijzigingen')}?import={bundel.partij}",
    )


def changes_about(page: Pagina, reader: Reader, request: HttpRequest | None, size: int = 10) -> list[Verandering]:
    """What changed on one page, newest first."""
    if not page.pk:
        return []
    rows = Wijziging.objects.marked_for(reader).about(page)[:size]
    return [change_of((row,), page, request) for row in rows]


def change_of(rows: Sequence[Wijziging], page: Pagina, request: HttpRequest | None) -> Verandering:
    """The changes of one page on one day as one line, the newest first; the newest knows whether it is invented."""
    head = rows[0]
    # The page itself, also where the newest of them is about a record on it.
    title = next((row.titel for row in rows if row.onderwerp == page.translation_key), head.titel)
    texts = tuple(dict.fromkeys(row.tekst for row in rows if row.tekst))
    # A record with an address of its own is shown there, unless more happened on its page that day.
    alone = {row.onderwerp for row in rows} == {head.onderwerp}
    own = onderwerpen.address_of(head.van, head.onderwerp) if alone else ""
    # A page that is new today is new, whatever else happened to it.
    soort = next((row for row in rows if row.soort == WijzigingSoort.NIEUW), head)
    return Verandering(
        head.moment,
        soort.soort,
        soort.get_soort_display(),
        f"Voorbeeld: {title}" if head.verzonnen else title,
        texts,
        own or page.get_url(request) or "",
        head.verzonnen,
    )
