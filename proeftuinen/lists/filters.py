"""The filters of the tracker's lists, per reader; the machinery is portal's."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.choices import BEOORDEELD, Politieregio, Provincie, Resultaat, Schema
from portal.datum import begun_q, not_over_q, overlap_q
from portal.lists.filters import BegripFilter, ChoiceFilter, FilterField, FilterSet, SinceFilter, Sort, TextFilter
from portal.visibility import Reader, page_q

from ..choices import Inspanning, KnelpuntStatus, NeveneffectAard, Niveau, Registersoort, Stadium
from ..models import Toepassing, Waarneming
from .fields import (
    NERGENS,
    BewijsFilter,
    PaginaFilter,
    PeriodeFilter,
    PlekFilter,
    RegioFilter,
    ResultaatFilter,
    WitFilter,
    Within,
)

CURRENT = Q(stappen__is_huidig=True)
CHANGED = Sort("gewijzigd", "Laatst gewijzigd", ("-gewijzigd_op", "pk"))
NEWEST = Sort("nieuwste", "Nieuwste eerst", ("-first_published_at", "pk"))
TITLE = Sort("titel", "Titel (A tot Z)", ("title", "pk"))
WORKED = (Resultaat.WERKTE, Resultaat.WERKTE_DEELS)


def begrip_filters(*schemas: Schema) -> list[BegripFilter]:
    return [BegripFilter(schema.value, str(schema.label)) for schema in schemas]


AXES = (Schema.VORM, Schema.SECTOR, Schema.FASE, Schema.BARRIERESTAP)


NERGENS_NAAM = {
    "provincie": "geen of meer dan één provincie",
    "politieregio": "geen of meer dan één politieregio",
}


def _regions(kind: type[RegioFilter], reader: Reader, **own: str) -> list[RegioFilter]:
    return [
        kind(
            "politieregio",
            "politieregio",
            choices=(*Politieregio.choices, (NERGENS, NERGENS_NAAM["politieregio"])),
            reader=reader,
            own="politieregio",
            gemeente="gemeente__politieregio",
            **own,
        ),
        kind(
            "provincie",
            "provincie",
            choices=(*Provincie.choices, (NERGENS, NERGENS_NAAM["provincie"])),
            reader=reader,
            gemeente="gemeente__provincie",
            **own,
        ),
    ]


def regions_of_proeftuinen(reader: Reader) -> list[RegioFilter]:
    """Where a Proeftuin lies: by police region and by province."""
    return _regions(RegioFilter, reader)


def _period(what: str, within: Within) -> list[PeriodeFilter]:
    return [
        PeriodeFilter("van", f"{what} vanaf", within=within),
        PeriodeFilter("tot", f"{what} tot en met", within=within),
    ]


def _step(name: str, choices: Any) -> ChoiceFilter:
    return ChoiceFilter(name, name, lookup=f"stappen__{name}", choices=tuple(choices), condition=CURRENT)


def worked(reader: Reader) -> Exists:
    """Whether something helped against a Knelpunt, at least partly; what was invented helps nothing real."""
    tried = Toepassing.objects.visible_to(reader).counting_for("knelpunt")
    return Exists(tried.filter(knelpunt=OuterRef("pk"), resultaat__in=WORKED))


def proven(reader: Reader) -> Exists:
    """Whether anybody with a name established anywhere what an Oplossing does."""
    tried = Toepassing.objects.visible_to(reader).counting_for("oplossing").filter(oplossing=OuterRef("pk"))
    return Exists(tried.with_bewijs().filter(getoond__in=BEOORDEELD))


def _ran(queryset: QuerySet[Any], first: datetime.date, last: datetime.date) -> QuerySet[Any]:
    """Proeftuinen that ran between these days; one without any date is not known to have run."""
    unknown = {name: Q(**{f"{name}__isnull": True}) | Q(**{name: ""}) for name in ("startdatum", "einddatum")}
    begun = begun_q("startdatum", last) | unknown["startdatum"]
    not_over = not_over_q("einddatum", first) | unknown["einddatum"]
    return queryset.filter(begun & not_over).exclude(unknown["startdatum"] & unknown["einddatum"])


def _seen(reader: Reader) -> Within:
    """Knelpunten that were seen between these days."""

    def within(queryset: QuerySet[Any], first: datetime.date, last: datetime.date) -> QuerySet[Any]:
        places = Waarneming.objects.filter(page_q(reader, "proeftuin__")).counting_for("knelpunt")
        rows = places.filter(begun_q("eerst_gezien", last), not_over_q("laatst_gezien", first))
        return queryset.filter(pk__in=rows.order_by().values("knelpunt"))

    return within


def _applied(reader: Reader) -> Within:
    """Oplossingen that were applied between these days."""

    def within(queryset: QuerySet[Any], first: datetime.date, last: datetime.date) -> QuerySet[Any]:
        tried = Toepassing.objects.visible_to(reader).counting_for("oplossing")
        rows = tried.filter(overlap_q("datum", first, last))
        return queryset.filter(pk__in=rows.order_by().values("oplossing"))

    return within


def _of_proeftuinen(reader: Reader) -> list[FilterField]:
    return [
        _step("stadium", Stadium.choices),
        *begrip_filters(*AXES, Schema.KNELPUNTTYPE, Schema.INSTRUMENT, Schema.ROL),
        *regions_of_proeftuinen(reader),
        ResultaatFilter("resultaat", "werkte er iets?", reader=reader, key="proeftuin"),
        *_period("liep", _ran),
    ]


def _of_knelpunten(reader: Reader) -> list[FilterField]:
    return [
        _step("status", KnelpuntStatus.choices),
        _step("niveau", Niveau.choices),
        PaginaFilter("aan_zet", "nu aan zet", via="stappen__eigenaar", condition=CURRENT, reader=reader),
        *begrip_filters(Schema.KNELPUNTTYPE, *AXES, Schema.ROL, Schema.INSTRUMENT),
        *_regions(PlekFilter, reader, key="knelpunt"),
        ResultaatFilter("resultaat", "wat is geprobeerd?", reader=reader, key="knelpunt"),
        WitFilter("wit", "witte vlek", choices=(("ja", "nog niets werkte"),), reader=reader, covered=worked),
        *_period("gezien", _seen(reader)),
    ]


def _of_oplossingen(reader: Reader) -> list[FilterField]:
    return [
        ResultaatFilter("resultaat", "werkte het ergens?", reader=reader, key="oplossing"),
        BewijsFilter("bewijs", "bewijs", reader=reader, key="oplossing"),
        WitFilter("wit", "witte vlek", choices=(("ja", "nergens beoordeeld"),), reader=reader, covered=proven),
        ResultaatFilter(
            "neveneffect",
            "neveneffect gezien",
            choices=tuple(NeveneffectAard.choices),
            reader=reader,
            key="oplossing",
            lookup="neveneffecten__aard",
        ),
        *begrip_filters(Schema.KNELPUNTTYPE, *AXES, Schema.INSTRUMENT, Schema.ROL),
        ChoiceFilter("inspanning", "inspanning", choices=tuple(Inspanning.choices)),
        *_regions(PlekFilter, reader, key="oplossing"),
        *_period("toegepast", _applied(reader)),
    ]


def filter_set(toont: str, reader: Reader) -> FilterSet:
    """The filters of the register that lists `toont`, for this reader."""
    own = {
        Registersoort.PROEFTUIN: _of_proeftuinen,
        Registersoort.KNELPUNT: _of_knelpunten,
        Registersoort.OPLOSSING: _of_oplossingen,
    }[Registersoort(toont)]
    words, since = TextFilter("q", "woorden in deze lijst"), SinceFilter("sinds", "gewijzigd sinds")
    return FilterSet([*own(reader), words, since], (CHANGED, NEWEST, TITLE))
