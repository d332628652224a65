"""The generic filter of every list: parse the URL, apply, count, describe itself, and back to a URL.

A list declares its fields and orders; page, feed, export and count then ask the same bound filter.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils.dateparse import parse_date

from .labels import begrip_labels
from .models import Pagina

MAX_VALUES = 40
MAX_LENGTH = 120
PAGE_SIZE = 20
PAGE_PARAM = "pagina"
SORT_PARAM = "sorteer"


@dataclass(frozen=True, slots=True)
class Sort:
    """An order of the list; the first one declared is the default and stays out of the URL."""

    value: str
    label: str
    order_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FilterField:
    """One filter. `name` is the URL key. A subclass applies and counts."""

    name: str
    label: str
    type: str = "checkbox"

    def clean(self, values: Sequence[str]) -> tuple[tuple[str, ...], str]:
        """(usable values, message in Dutch about what was not usable)."""
        return tuple(values), ""

    def apply(self, queryset: QuerySet[Any], values: tuple[str, ...]) -> QuerySet[Any]:
        raise TypeError(f"{type(self).__name__} does not say how it filters")

    def options(self, queryset: QuerySet[Any]) -> list[tuple[str, str, int]]:
        """(value, label, count) over `queryset`, in the order to show."""
        return []

    def value_label(self, value: str) -> str:
        return value


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

    def options(self, queryset: QuerySet[Any]) -> list[tuple[str, str, int]]:
        key = self.lookup or self.name
        rows = queryset.filter(self.condition).order_by().values_list(key).annotate(n=Count("pk", distinct=True))
        counts = {str(value): n for value, n in rows}
        return [(str(v), str(label), counts.get(str(v), 0)) for v, label in self.choices]

    def value_label(self, value: str) -> str:
        return str(dict(self.choices).get(value, value))


@dataclass(frozen=True, slots=True)
class BegripFilter(FilterField):
    """The Begrippen of one schema; the schema is the name of the filter."""

    def apply(self, queryset: QuerySet[Any], values: tuple[str, ...]) -> QuerySet[Any]:
        links = Pagina.begrippen.through.objects.filter(begrip__schema=self.name, begrip__slug__in=values)
        return queryset.filter(pk__in=links.values("pagina_id"))


@dataclass(frozen=True, slots=True)
class TextFilter(FilterField):
    """Words in title or samenvatting; every word must be there."""

    type: str = "text"

    def apply(self, queryset: QuerySet[Any], values: tuple[str, ...]) -> QuerySet[Any]:
        for word in " ".join(values).split()[:10]:
            queryset = queryset.filter(Q(title__icontains=word) | Q(samenvatting__icontains=word))
        return queryset


@dataclass(frozen=True, slots=True)
class SinceFilter(FilterField):
    """Changed on or after a date (yyyy-mm-dd)."""

    type: str = "date"
    lookup: str = "last_published_at__date__gte"

    def clean(self, values: Sequence[str]) -> tuple[tuple[str, ...], str]:
        for value in values[:1]:
            if _date(value) is None:
                return (), f"Bij {self.label} staat geen datum. Schrijf die als 2026-11-24."
            return (value,), ""
        return (), ""

    def apply(self, queryset: QuerySet[Any], values: tuple[str, ...]) -> QuerySet[Any]:
        return queryset.filter(**{self.lookup: _date(values[0])})


def _date(value: str) -> datetime.date | None:
    try:
        return parse_date(value)
    except ValueError:
        return None


def _usable(value: str) -> str:
    """What a database and a URL can take: no NUL, no lone surrogates, not too long."""
    return value[:MAX_LENGTH].replace("\x00", "").encode("utf-8", "ignore").decode().strip()


class FilterSet:
    """The filters and orders of one list."""

    def __init__(self, fields: Sequence[FilterField], sorts: Sequence[Sort]) -> None:
        self.fields = tuple(fields)
        self.sorts = tuple(sorts)

    def bind(self, params: QueryDict) -> BoundFilter:
        """Read the URL; what cannot be used becomes a message, never an error."""
        values: dict[str, tuple[str, ...]] = {}
        messages: list[str] = []
        for item in self.fields:
            given = (_usable(value) for value in params.getlist(item.name)[:MAX_VALUES])
            good, message = item.clean(tuple(dict.fromkeys(value for value in given if value)))
            if good:
                values[item.name] = good
            if message:
                messages.append(message)
        wanted = params.get(SORT_PARAM, "")
        sort = next((s for s in self.sorts if s.value == wanted), self.sorts[0])
        return BoundFilter(self, values, sort, tuple(messages), params.get(PAGE_PARAM, "1")[:12])


@dataclass(frozen=True, slots=True)
class BoundFilter:
    """A filter set with the values of one URL."""

    filter_set: FilterSet
    values: Mapping[str, tuple[str, ...]]
    sort: Sort
    messages: tuple[str, ...]
    page_number: str

    def apply(self, queryset: QuerySet[Any], *, but: str = "") -> QuerySet[Any]:
        """Filter and order; `but` leaves one filter out, for its own counts."""
        for item in self.filter_set.fields:
            if item.name != but and item.name in self.values:
                queryset = item.apply(queryset, self.values[item.name])
        return queryset.order_by(*self.sort.order_by)

    def url(self, values: Mapping[str, tuple[str, ...]] | None = None, extra: Mapping[str, str] | None = None) -> str:
        """The query string ("?..." or "?" alone) for these values, the order kept."""
        extra = extra or {}
        pairs = [(k, v) for k, vs in (self.values if values is None else values).items() for v in vs]
        if self.sort is not self.filter_set.sorts[0] and SORT_PARAM not in extra:
            pairs.append((SORT_PARAM, self.sort.value))
        pairs += [(k, v) for k, v in extra.items() if v]
        return "?" + urlencode(pairs)

    def without(self, name: str, value: str) -> str:
        values = {k: tuple(v for v in vs if (k, v) != (name, value)) for k, vs in self.values.items()}
        return self.url({k: vs for k, vs in values.items() if vs})

    def describe(self, queryset: QuerySet[Any]) -> list[dict[str, Any]]:
        """The filter form: each option with its count, counted without the filter's own choice."""
        begrippen = self._begrip_options(queryset)
        shown = []
        for item in self.filter_set.fields:
            chosen = self.values.get(item.name, ())
            options = (
                begrippen[item.name]
                if isinstance(item, BegripFilter)
                else item.options(self.apply(queryset, but=item.name))
            )
            rows = [
                {"value": v, "label": label, "count": n, "selected": v in chosen}
                for v, label, n in options
                if n or v in chosen
            ]
            if rows or item.type in ("text", "date"):
                shown.append(
                    {
                        "name": item.name,
                        "label": item.label,
                        "type": item.type,
                        "options": rows,
                        "value": " ".join(chosen) if item.type in ("text", "date") else "",
                        "open": bool(chosen),
                    }
                )
        return shown

    def _begrip_options(self, queryset: QuerySet[Any]) -> dict[str, list[tuple[str, str, int]]]:
        """Options of every BegripFilter: one query for all without a choice, one per choice."""
        names = [item.name for item in self.filter_set.fields if isinstance(item, BegripFilter)]
        if not names:
            return {}
        counts: dict[tuple[str, str], int] = {}
        idle = [name for name in names if name not in self.values]
        for schemas, base in [
            (idle, self.apply(queryset)),
            *(([n], self.apply(queryset, but=n)) for n in names if n not in idle),
        ]:
            if schemas:
                links = Pagina.begrippen.through.objects.filter(
                    begrip__schema__in=schemas, pagina_id__in=base.order_by().values("pk")
                )
                rows = links.values_list("begrip__schema", "begrip__slug").annotate(n=Count("pagina_id"))
                counts.update({(schema, slug): n for schema, slug, n in rows})
        options: dict[str, list[tuple[str, str, int]]] = {
            name: [(slug, term, counts.get((name, slug), 0)) for slug, term in begrip_labels()[name].items()]
            for name in names
        }
        return options

    def listing(self, queryset: QuerySet[Any], *, size: int = PAGE_SIZE) -> dict[str, Any]:
        """Everything that templates/components/lijst.html shows, but the rows as `rows` (model instances)."""
        filters = self.describe(queryset)
        page = Paginator(self.apply(queryset), size).get_page(self.page_number)
        labels = {
            (f["name"], o["value"]): f"{f['label']}: {o['label']}".capitalize() for f in filters for o in f["options"]
        }
        names = {item.name: item for item in self.filter_set.fields}
        chips = [
            {
                "label": labels.get((name, value), f"{names[name].label}: {value}".capitalize()),
                "remove_url": self.without(name, value),
            }
            for name, values in self.values.items()
            for value in values
        ]
        return {
            "rows": list(page.object_list),
            "filters": filters,
            "filter_aantal": len(chips),
            "verborgen": [] if self.sort is self.filter_set.sorts[0] else [(SORT_PARAM, self.sort.value)],
            "filter_meldingen": list(self.messages),
            "chips": chips,
            "reset_url": "?",
            "sorts": [
                {
                    "label": s.label,
                    "url": self.url(extra={SORT_PARAM: "" if s is self.filter_set.sorts[0] else s.value}),
                    "selected": s is self.sort,
                }
                for s in self.filter_set.sorts
            ],
            "paging": paging(page, lambda n: self.url(extra={PAGE_PARAM: "" if n == 1 else str(n)})),
            "filter_query": self.url()[1:],
        }


def paging(page: Any, url: Any) -> dict[str, Any]:
    """The numbers to show around the current page; a gap has no url."""
    last = page.paginator.num_pages
    wanted = sorted({1, last, *range(max(1, page.number - 2), min(last, page.number + 2) + 1)})
    pages: list[dict[str, Any]] = []
    for before, number in zip([0, *wanted], wanted, strict=False):
        if number - before > 1:
            pages.append({"number": "…", "url": ""})
        pages.append({"number": number, "url": url(number)})
    return {
        "current": page.number,
        "pages": pages,
        "prev_url": url(page.number - 1) if page.has_previous() else "",
        "next_url": url(page.number + 1) if page.has_next() else "",
        "total": page.paginator.count,
        "last": last,
    }
