"""The generic filter of every list: parse the URL, apply, count, describe itself, and back to a URL.

A list declares its fields and orders; page, feed, export and count then ask the same bound filter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.text import capfirst

from ..choices import Schema
from .aantallen import Aantal, counted
from .fields import BegripFilter, ChoiceFilter, FilterField, Row, SinceFilter, TextFilter, count_begrippen

__all__ = [
    "BegripFilter",
    "BoundFilter",
    "ChoiceFilter",
    "FilterField",
    "FilterSet",
    "SinceFilter",
    "Sort",
    "TextFilter",
    "begrip_filters",
    "paging",
]

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
    order_by: tuple[Any, ...]


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
                queryset = item.apply_among(queryset, self.values)
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
        """The address of the same list with this one choice taken back."""
        values = {k: tuple(v for v in vs if (k, v) != (name, value)) for k, vs in self.values.items()}
        return self.url({k: vs for k, vs in values.items() if vs})

    def describe(self, queryset: QuerySet[Any]) -> list[dict[str, Any]]:
        """The filter form: each option with its count, counted without the filter's own choice; one query."""
        counts = self._counts(queryset)
        shown = []
        for item in self.filter_set.fields:
            chosen = self.values.get(item.name, ())
            rows = [
                {"value": v, "label": label, "count": n.echt, "voorbeelden": n.voorbeelden, "selected": v in chosen}
                for v, label, n in item.options(counts.get(item.name, ()))
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

    def _counts(self, queryset: QuerySet[Any]) -> dict[str, list[Row]]:
        """Filter -> its counted values. The schemas without a choice are counted over the same pages, so together."""
        idle = [
            item.name
            for item in self.filter_set.fields
            if isinstance(item, BegripFilter) and item.name not in self.values
        ]
        parts = [count_begrippen(idle, self.apply(queryset))] if idle else []
        for item in self.filter_set.fields:
            if item.name not in idle:
                parts += item.counted_parts(self.apply(queryset, but=item.name))
        found: dict[str, list[Row]] = {}
        if parts:
            for (name, value, label), amount in counted(parts[0].union(*parts[1:], all=True)).items():
                if value is not None:
                    found.setdefault(name, []).append((str(value), label, amount))
        return found

    def amount(self, queryset: QuerySet[Any]) -> Aantal:
        """How many rows the list has; one query."""
        rows: Any = self.apply(queryset)
        found: Aantal = rows.amount()
        return found

    def chips(self, labels: Mapping[tuple[str, str], str]) -> list[dict[str, str]]:
        """The filters in use, each with the address without it; `labels` are the words for (filter, value)."""
        names = {item.name: item for item in self.filter_set.fields}
        return [
            {
                "label": capfirst(f"{names[name].label}: {labels.get((name, value), names[name].value_label(value))}"),
                "remove_url": self.without(name, value),
            }
            for name, values in self.values.items()
            for value in values
        ]

    def listing(self, queryset: QuerySet[Any], *, size: int = PAGE_SIZE) -> dict[str, Any]:
        """Everything that templates/components/lijst.html shows, but the rows as `rows` (model instances)."""
        filters = self.describe(queryset)
        amount, paginator = self.amount(queryset), Paginator(self.apply(queryset), size)
        paginator.count = amount.alles  # counted already
        page = paginator.get_page(self.page_number)
        labels = {(f["name"], o["value"]): o["label"] for f in filters for o in f["options"]}
        chips = self.chips(labels)
        return {
            "rows": list(page.object_list),
            "aantal": amount,
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


def begrip_filters(*schemas: Schema) -> tuple[BegripFilter, ...]:
    """A filter for each of these schemes of the vocabulary."""
    return tuple(BegripFilter(schema.value, str(schema.label)) for schema in schemas)
