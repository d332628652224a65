"""The list of a section: its filters and sorts, and the pages on screen for one URL."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.http import HttpRequest, QueryDict

from ..choices import (
    GetoondBewijs,
    Hulpmiddelvorm,
    Organisatiesoort,
    Overzichtsoort,
    Politieregio,
    Rapportsoort,
    Resultaat,
    Schema,
)
from ..models import Overzicht
from ..pages.items import items_of
from ..querysets import PaginaQuerySet
from ..visibility import Reader
from .exports import overzicht_links
from .filters import BegripFilter, ChoiceFilter, FilterSet, SinceFilter, Sort, TextFilter
from .uitkomsten import UitkomstFilter

if TYPE_CHECKING:
    from django.db.models import QuerySet

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
