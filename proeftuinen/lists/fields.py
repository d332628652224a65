"""The kinds of filter that only the tracker has: by place, result, period, who must act, and white spots.

A filter that looks at another record (a result, a place) counts only what the reader may see.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from portal.choices import GetoondBewijs, Resultaat
from portal.datum import day_of
from portal.lists.aantallen import NIETS
from portal.lists.fields import FilterField, Option, Row, SinceFilter, count_rows
from portal.visibility import Reader, page_q

from ..models import Toepassing, Waarneming


@dataclass(frozen=True, slots=True)
class FixedFilter(FilterField):
    """A filter with fixed choices that a subclass looks up in its own way."""

    choices: tuple[tuple[str, str], ...] = ()
    reader: Reader = field(default_factory=Reader)

    def clean(self, values: Sequence[str]) -> tuple[tuple[str, ...], str]:
        known = {value for value, _ in self.choices}
        good = tuple(v for v in values if v in known)
        return good, "" if len(good) == len(values) else f"Onbekende keuze bij {self.label} is weggelaten."

    def options(self, rows: Iterable[Row]) -> list[Option]:
        counts = {value: n for value, _, n in rows}
        return [(value, str(label), counts.get(value, NIETS)) for value, label in self.choices]

    def value_label(self, value: str) -> str:
        return str(dict(self.choices).get(value, value))


# The choice for what lies in no single region: it is about more of them, or nobody wrote down where it is.
NERGENS = "geen"


@dataclass(frozen=True, slots=True)
class RegioFilter(FixedFilter):
    """The region of a Proeftuin: its own field `own`, else that of its Gemeente, else NERGENS."""

    own: str = ""
    gemeente: str = ""

    def apply(self, queryset: QuerySet[Any], values: tuple[str, ...]) -> QuerySet[Any]:
        return queryset.filter(self.lies_in("", values))

    def counted(self, queryset: QuerySet[Any]) -> QuerySet[Any, Any] | None:
        return count_rows(queryset, self.region(""), name=self.name)

    def region(self, via: str) -> Any:
        """The expression for the region of a Proeftuin, `via` leading to it."""
        region: Any = Coalesce(F(f"{via}{self.gemeente}"), Value(NERGENS), output_field=CharField())
        if not self.own:
            return region
        own = f"{via}{self.own}"
        return Case(When(~Q(**{own: ""}), then=F(own)), default=region, output_field=CharField())

    def lies_in(self, via: str, values: tuple[str, ...]) -> Q:
        """The condition that a row lies in one of these regions; `via` leads to the place ("proeftuin__")."""
        condition = Q(**{f"{via}{self.gemeente}__in": values})
        if NERGENS in values:
            condition |= Q(**{f"{via}gemeente__isnull": True})
        if not self.own:
            return condition
        own = f"{via}{self.own}"
        return Q(**{f"{own}__in": values}) | (Q(**{own: ""}) & condition)


@dataclass(frozen=True, slots=True)
class PlekFilter(RegioFilter):
    """The region of the Proeftuinen that a record is tied to: where a Knelpunt occurs, where an Oplossing was applied.

    A subquery: a record that occurs twice is listed once. `key` is the record's key on the row that ties them.
    """

    key: str = ""

    def _rows(self) -> QuerySet[Any]:
        rows: Any = Toepassing.objects.visible_to(self.reader)
        if self.key == "knelpunt":
            rows = Waarneming.objects.filter(page_q(self.reader, "proeftuin__"))
        counting: QuerySet[Any] = rows.counting_for(self.key)
        return counting

    def apply(self, queryset: QuerySet[Any], values: tuple[str, ...]) -> QuerySet[Any]:
        rows = self._rows().filter(self.lies_in("proeftuin__", values))
        return queryset.filter(pk__in=rows.order_by().values(self.key))

    def counted(self, queryset: QuerySet[Any]) -> QuerySet[Any, Any] | None:
        rows = self._rows().filter(**{f"{self.key}__in": queryset.order_by().values("pk")})
        invented = f"{self.key}__is_voorbeeld"
        return count_rows(rows, self.region("proeftuin__"), name=self.name, of=self.key, invented=invented)


@dataclass(frozen=True, slots=True)
class ResultaatFilter(FixedFilter):
    """Records with a Toepassing that has one of these results. `key` is the record's key on Toepassing."""

    choices: tuple[tuple[str, str], ...] = tuple(Resultaat.choices)
    key: str = ""
    lookup: str = "resultaat"

    def apply(self, queryset: QuerySet[Any], values: tuple[str, ...]) -> QuerySet[Any]:
        rows = self._rows().filter(**{f"{self.lookup}__in": values})
        return queryset.filter(pk__in=rows.order_by().values(self.key))

    def counted(self, queryset: QuerySet[Any]) -> QuerySet[Any, Any] | None:
        rows = self._rows().filter(**{f"{self.key}__in": queryset.order_by().values("pk")})
        return count_rows(rows, self.lookup, name=self.name, of=self.key, invented=f"{self.key}__is_voorbeeld")

    def _rows(self) -> QuerySet[Any]:
        """A real record has no result from what was invented."""
        rows: QuerySet[Any] = Toepassing.objects.visible_to(self.reader).counting_for(self.key)
        return rows


@dataclass(frozen=True, slots=True)
class BewijsFilter(ResultaatFilter):
    """Records with a Toepassing of which the evidence is shown as one of these: see `with_bewijs`."""

    choices: tuple[tuple[str, str], ...] = tuple(GetoondBewijs.choices)
    lookup: str = "getoond"

    def _rows(self) -> QuerySet[Any]:
        rows: Any = ResultaatFilter._rows(self)
        shown: QuerySet[Any] = rows.with_bewijs()
        return shown


@dataclass(frozen=True, slots=True)
class WitFilter(FixedFilter):
    """White spots only: the records without what `covered(reader)` says they should have."""

    covered: Callable[[Reader], Any] = field(default=lambda reader: None)

    def apply(self, queryset: QuerySet[Any], values: tuple[str, ...]) -> QuerySet[Any]:
        return queryset.filter(~self.covered(self.reader))

    def counted(self, queryset: QuerySet[Any]) -> QuerySet[Any, Any] | None:
        spot = Value(self.choices[0][0], output_field=CharField())
        return count_rows(queryset.filter(~self.covered(self.reader)), spot, name=self.name)


@dataclass(frozen=True, slots=True)
class PaginaFilter(FilterField):
    """The pages that `via` leads to (an Organisatie, a Rapport), as far as the reader may see them; by slug."""

    via: str = ""
    condition: Q = field(default_factory=Q)
    reader: Reader = field(default_factory=Reader)

    def apply(self, queryset: QuerySet[Any], values: tuple[str, ...]) -> QuerySet[Any]:
        named = self._visible(queryset.model._default_manager.all()).filter(**{f"{self.via}__slug__in": values})
        return queryset.filter(pk__in=named.order_by().values("pk"))

    def counted(self, queryset: QuerySet[Any]) -> QuerySet[Any, Any] | None:
        return count_rows(self._visible(queryset), f"{self.via}__slug", name=self.name, label=F(f"{self.via}__title"))

    def _visible(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(self.condition, page_q(self.reader, f"{self.via}__"))


Within = Callable[[QuerySet[Any], datetime.date, datetime.date], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class PeriodeFilter(SinceFilter):
    """One end of a period ("van" or "tot"); `within` answers for both ends together."""

    within: Within = field(default=lambda queryset, first, last: queryset)

    def apply_among(self, queryset: QuerySet[Any], values: Mapping[str, tuple[str, ...]]) -> QuerySet[Any]:
        if self.name == "tot" and "van" in values:
            return queryset  # the other end did both
        first, last = (day_of(values[name][0]) if name in values else None for name in ("van", "tot"))
        return self.within(queryset, first or datetime.date.min, last or datetime.date.max)
