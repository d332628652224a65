"""The fields of the tracker's filters; the machinery is portal's.

A filter that looks at another record (a result, a place) counts only what the reader may see: a set is made per reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, QuerySet, When

from portal.choices import Politieregio, Provincie, Resultaat, Schema
from portal.filters import BegripFilter, ChoiceFilter, FilterField, FilterSet, SinceFilter, Sort, TextFilter
from portal.visibility import Reader, page_q

from .choices import Inspanning, KnelpuntStatus, Niveau, Registersoort, Stadium
from .models import Toepassing, Waarneming

CURRENT = Q(stappen__is_huidig=True)
CHANGED = Sort("gewijzigd", "Laatst gewijzigd", ("-last_published_at", "pk"))
NEWEST = Sort("nieuwste", "Nieuwste eerst", ("-first_published_at", "pk"))
TITLE = Sort("titel", "Titel (A tot Z)", ("title", "pk"))


@dataclass(frozen=True, slots=True)
class FixedFilter(FilterField):
    """A filter with fixed choices that a subclass looks up in its own way."""

    choices: tuple[tuple[str, str], ...] = ()
    reader: Reader = field(default_factory=Reader)

    def clean(self, values: Sequence[str]) -> tuple[tuple[str, ...], str]:
        known = {value for value, _ in self.choices}
        good = tuple(v for v in values if v in known)
        return good, "" if len(good) == len(values) else f"Onbekende keuze bij {self.label} is weggelaten."

    def value_label(self, value: str) -> str:
        return str(dict(self.choices).get(value, value))

    def shown(self, counts: dict[str, int]) -> list[tuple[str, str, int]]:
        return [(value, str(label), counts.get(value, 0)) for value, label in self.choices]


@dataclass(frozen=True, slots=True)
class RegioFilter(FixedFilter):
    """The region of a Proeftuin: its own field `own`, else that of its Gemeente."""

    own: str = ""
    gemeente: str = ""

    def apply(self, queryset: QuerySet[Any], values: tuple[str, ...]) -> QuerySet[Any]:
        return queryset.filter(region_q(self, "", values))

    def options(self, queryset: QuerySet[Any]) -> list[tuple[str, str, int]]:
        rows = queryset.order_by().annotate(regio=region_of(self, "")).values_list("regio")
        return self.shown({str(value): n for value, n in rows.annotate(n=Count("pk", distinct=True))})


@dataclass(frozen=True, slots=True)
class PlekFilter(RegioFilter):
    """The region of the Proeftuinen in which a Knelpunt occurs. A subquery: one that occurs twice is listed once."""

    def apply(self, queryset: QuerySet[Any], values: tuple[str, ...]) -> QuerySet[Any]:
        seen = Waarneming.objects.filter(page_q(self.reader, "proeftuin__"), region_q(self, "proeftuin__", values))
        return queryset.filter(pk__in=seen.order_by().values("knelpunt"))

    def options(self, queryset: QuerySet[Any]) -> list[tuple[str, str, int]]:
        seen = Waarneming.objects.filter(
            page_q(self.reader, "proeftuin__"), knelpunt__in=queryset.order_by().values("pk")
        )
        rows = seen.order_by().annotate(regio=region_of(self, "proeftuin__")).values_list("regio")
        return self.shown({str(value): n for value, n in rows.annotate(n=Count("knelpunt", distinct=True))})


@dataclass(frozen=True, slots=True)
class ResultaatFilter(FixedFilter):
    """Records with a Toepassing that has one of these results. `key` is the record's key on Toepassing."""

    choices: tuple[tuple[str, str], ...] = tuple(Resultaat.choices)
    key: str = ""

    def apply(self, queryset: QuerySet[Any], values: tuple[str, ...]) -> QuerySet[Any]:
        rows = Toepassing.objects.visible_to(self.reader).filter(resultaat__in=values)
        return queryset.filter(pk__in=rows.order_by().values(self.key))

    def options(self, queryset: QuerySet[Any]) -> list[tuple[str, str, int]]:
        rows = Toepassing.objects.visible_to(self.reader).filter(
            **{f"{self.key}__in": queryset.order_by().values("pk")}
        )
        found = rows.order_by().values_list("resultaat").annotate(n=Count(self.key, distinct=True))
        return self.shown({str(value): n for value, n in found})


def region_of(regio: RegioFilter, via: str) -> Any:
    """The expression for the region of a Proeftuin, `via` leading to it."""
    region: Any = F(f"{via}{regio.gemeente}")
    if not regio.own:
        return region
    own = f"{via}{regio.own}"
    return Case(When(~Q(**{own: ""}), then=F(own)), default=region, output_field=CharField())


def region_q(regio: RegioFilter, via: str, values: tuple[str, ...]) -> Q:
    condition = Q(**{f"{via}{regio.gemeente}__in": values})
    if not regio.own:
        return condition
    own = f"{via}{regio.own}"
    return Q(**{f"{own}__in": values}) | (Q(**{own: ""}) & condition)


def begrip_filters(*schemas: Schema) -> list[BegripFilter]:
    return [BegripFilter(schema.value, str(schema.label)) for schema in schemas]


AXES = (Schema.VORM, Schema.SECTOR, Schema.FASE, Schema.BARRIERESTAP)


def _regions(kind: type[RegioFilter], reader: Reader) -> list[RegioFilter]:
    return [
        kind(
            "politieregio",
            "politieregio",
            choices=tuple(Politieregio.choices),
            reader=reader,
            own="politieregio",
            gemeente="gemeente__politieregio",
        ),
        kind(
            "provincie",
            "provincie",
            choices=tuple(Provincie.choices),
            reader=reader,
            gemeente="gemeente__provincie",
        ),
    ]


def _step(name: str, choices: Any) -> ChoiceFilter:
    return ChoiceFilter(name, name, lookup=f"stappen__{name}", choices=tuple(choices), condition=CURRENT)


def filter_set(toont: str, reader: Reader) -> FilterSet:
    """The filters of the register that lists `toont`, for this reader."""
    own: list[FilterField]
    if toont == Registersoort.PROEFTUIN:
        own = [
            _step("stadium", Stadium.choices),
            *begrip_filters(*AXES, Schema.INSTRUMENT),
            *_regions(RegioFilter, reader),
            ResultaatFilter("resultaat", "werkte er iets?", reader=reader, key="proeftuin"),
        ]
    elif toont == Registersoort.KNELPUNT:
        own = [
            _step("status", KnelpuntStatus.choices),
            _step("niveau", Niveau.choices),
            *begrip_filters(Schema.KNELPUNTTYPE, *AXES, Schema.ROL),
            *_regions(PlekFilter, reader)[:1],
            ResultaatFilter("resultaat", "wat is geprobeerd?", reader=reader, key="knelpunt"),
        ]
    else:
        own = [
            ResultaatFilter("resultaat", "werkte het ergens?", reader=reader, key="oplossing"),
            *begrip_filters(Schema.KNELPUNTTYPE, *AXES, Schema.INSTRUMENT, Schema.ROL),
            ChoiceFilter("inspanning", "inspanning", choices=tuple(Inspanning.choices)),
        ]
    words, since = TextFilter("q", "woorden in deze lijst"), SinceFilter("sinds", "gewijzigd sinds")
    return FilterSet([*own, words, since], (CHANGED, NEWEST, TITLE))
