"""The fields that a filter is made of: each cleans its values, applies them, and says how to count its options."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import CharField, Count, F, Q, QuerySet, Value
from django.utils.dateformat import format as format_date

from ..datum import day_of
from ..visibility import Reader
from .aantallen import NIETS, Aantal
from .labels import begrip_labels

# value, label ("" when the field knows it), how many
Row = tuple[str, str, Aantal]
Option = tuple[str, str, Aantal]


def _ties() -> Any:
    """The table that ties pages to Begrippen. The models name their filters, so they are asked for, not imported."""
    return apps.get_model("portal", "Pagina").begrippen.through


@dataclass(frozen=True, slots=True)
class FilterField:
    """One filter. `name` is the URL key. A subclass applies and counts."""

    name: str
    label: str
    type: str = "checkbox"

    def for_reader(self, reader: Reader) -> FilterField:
        """The same filter for who reads, for one that asks what a reader may see."""
        return self

    def clean(self, values: Sequence[str]) -> tuple[tuple[str, ...], str]:
        """(usable values, message in Dutch about what was not usable)."""
        return tuple(values), ""

    def apply(self, queryset: QuerySet[Any], values: tuple[str, ...]) -> QuerySet[Any]:
        """The rows that these values, never empty, leave over. Each kind of field says how."""
        raise TypeError(f"{type(self).__name__} does not say how it filters")

    def apply_among(self, queryset: QuerySet[Any], values: Mapping[str, tuple[str, ...]]) -> QuerySet[Any]:
        """Apply its own values; a field that means something only together with another looks at that one too."""
        return self.apply(queryset, values[self.name])

    def counted(self, queryset: QuerySet[Any]) -> QuerySet[Any, Any] | None:
        """Rows over `queryset`, from `count_rows`; None for a field without options.

        All fields of a list are counted in one question to the database.
        """
        return None

    def counted_parts(self, queryset: QuerySet[Any]) -> list[QuerySet[Any, Any]]:
        """The same in pieces that are added up, for values that stand in more than one place."""
        found = self.counted(queryset)
        return [] if found is None else [found]

    def options(self, rows: Iterable[Row]) -> list[Option]:
        """The counted options in the order to show."""
        return sorted(rows, key=lambda row: row[1].casefold())

    def value_label(self, value: str) -> str:
        """What a reader calls a value that stands in the address."""
        return value


def count_rows(
    rows: QuerySet[Any, Any], value: Any, *, name: Any, label: Any = "", of: str = "pk", invented: str = ""
) -> QuerySet[Any, Any]:
    """How many different `of` have each `value`: rows (name, value, label, invented, n). A string names a field.

    `invented` tells of each whether it is made up; without it the rows themselves do.
    """

    def text(given: Any) -> Any:
        return given if hasattr(given, "resolve_expression") else Value(given, output_field=CharField())

    return (
        (rows if invented else rows.marked())  # type: ignore[attr-defined]  # every list holds a MarkedQuerySet
        .order_by()
        .values(
            naam=text(name),
            waarde=F(value) if isinstance(value, str) else value,
            titel=text(label),
            echtheid=F(invented or "verzonnen"),
        )
        .annotate(n=Count(of, distinct=True))
        .values_list("naam", "waarde", "titel", "echtheid", "n")
    )


@dataclass(frozen=True, slots=True)
class ChoiceFilter(FilterField):
    """A field with fixed choices (or a related one: "gemeente__politieregio")."""

    lookup: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    condition: Q = field(default_factory=Q)

    def clean(self, values: Sequence[str]) -> tuple[tuple[str, ...], str]:
        known = {str(value) for value, _ in self.choices}
        good = tuple(v for v in values if v in known)
        return good, "" if len(good) == len(values) else f"Onbekende keuze bij {self.label} is weggelaten."

    def apply(self, queryset: QuerySet[Any], values: tuple[str, ...]) -> QuerySet[Any]:
        return queryset.filter(self.condition, **{f"{self.lookup or self.name}__in": values})

    def counted(self, queryset: QuerySet[Any]) -> QuerySet[Any, Any] | None:
        return count_rows(queryset.filter(self.condition), self.lookup or self.name, name=self.name)

    def options(self, rows: Iterable[Row]) -> list[Option]:
        counts = {str(value): n for value, _, n in rows}
        return [(str(v), str(label), counts.get(str(v), NIETS)) for v, label in self.choices]

    def value_label(self, value: str) -> str:
        return str(dict(self.choices).get(value, value))


@dataclass(frozen=True, slots=True)
class BegripFilter(FilterField):
    """The Begrippen of one schema; the schema is the name of the filter."""

    def apply(self, queryset: QuerySet[Any], values: tuple[str, ...]) -> QuerySet[Any]:
        links = _ties().objects.filter(begrip__schema=self.name, begrip__slug__in=values)
        return queryset.filter(pk__in=links.values("pagina_id"))

    def counted(self, queryset: QuerySet[Any]) -> QuerySet[Any, Any] | None:
        return count_begrippen([self.name], queryset)

    def options(self, rows: Iterable[Row]) -> list[Option]:
        counts = {str(value): n for value, _, n in rows}
        return [(slug, term, counts.get(slug, NIETS)) for slug, term in begrip_labels()[self.name].items()]


def count_begrippen(schemas: Sequence[str], queryset: QuerySet[Any]) -> QuerySet[Any, Any]:
    """The counts of several schemas over the same pages."""
    links = _ties().objects.filter(begrip__schema__in=schemas, pagina_id__in=queryset.order_by().values("pk"))
    return count_rows(links, "begrip__slug", name=F("begrip__schema"), of="pagina_id", invented="pagina__is_voorbeeld")


@dataclass(frozen=True, slots=True)
class TextFilter(FilterField):
    """Words in the texts of `fields`; every word must be there."""

    type: str = "text"
    fields: tuple[str, ...] = ("title", "samenvatting")

    def apply(self, queryset: QuerySet[Any], values: tuple[str, ...]) -> QuerySet[Any]:
        for word in " ".join(values).split()[:10]:
            condition = Q()
            for name in self.fields:
                condition |= Q(**{f"{name}__icontains": word})
            queryset = queryset.filter(condition)
        return queryset


@dataclass(frozen=True, slots=True)
class SinceFilter(FilterField):
    """Changed on or after a date (yyyy-mm-dd)."""

    type: str = "date"
    lookup: str = "gewijzigd_op__date__gte"

    def clean(self, values: Sequence[str]) -> tuple[tuple[str, ...], str]:
        for value in values[:1]:
            found = day_of(value)
            if found is None:
                return (), f"Bij {self.label} staat geen datum. Schrijf die als 24-11-2026 of 2026-11-24."
            return (found.isoformat(),), ""
        return (), ""

    def apply(self, queryset: QuerySet[Any], values: tuple[str, ...]) -> QuerySet[Any]:
        return queryset.filter(**{self.lookup: day_of(values[0])})

    def value_label(self, value: str) -> str:
        found = day_of(value)
        return format_date(found, "j F Y") if found else value
