"""The filters of the register of Aanbevelingen: follow-up, by whom, to whom, which Rapport, and whether it is tied."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When

from portal.choices import AanbevelingStatus
from portal.datum import day_of, not_over_q
from portal.lists.fields import count_rows
from portal.lists.filters import ChoiceFilter, FilterSet, SinceFilter, Sort, TextFilter
from portal.visibility import Reader

from ..models import Knelpunt, Proeftuin
from .fields import FixedFilter, PaginaFilter
from .filters import CURRENT

STAND = Sort("stand", "Laatste stand eerst", (F("huidig__datum").desc(nulls_last=True), "rapport", "nummer"))
RAPPORT = Sort("rapport", "Rapport en nummer", ("rapport__title", "rapport", "nummer"))
TIED = (("ja", "aan een knelpunt of proeftuin"), ("nee", "nog nergens aan gekoppeld"))


@dataclass(frozen=True, slots=True)
class KoppelingFilter(FixedFilter):
    """Whether a Knelpunt or Proeftuin that the reader may see is about it; an invented one ties nothing real."""

    choices: tuple[tuple[str, str], ...] = TIED

    def apply(self, queryset: QuerySet[Any], values: tuple[str, ...]) -> QuerySet[Any]:
        return queryset if len(set(values)) > 1 else queryset.filter(self._tied() if "ja" in values else ~self._tied())

    def counted(self, queryset: QuerySet[Any]) -> QuerySet[Any, Any] | None:
        tied = Case(When(self._tied(), then=Value("ja")), default=Value("nee"), output_field=CharField())
        return count_rows(queryset, tied, name=self.name)

    def _tied(self) -> Q:
        models: Iterable[Any] = (Knelpunt, Proeftuin)
        counting = Q(is_voorbeeld=False) | Q(is_voorbeeld=OuterRef("rapport__is_voorbeeld"))
        about = [
            Q(Exists(model.objects.visible_to(self.reader).filter(counting, aanbevelingen=OuterRef("pk"))))
            for model in models
        ]
        return about[0] | about[1]


class StandSinceFilter(SinceFilter):
    """Of which the current step can be of that day or later; one of which the date is unknown is not."""

    def apply(self, queryset: QuerySet[Any], values: tuple[str, ...]) -> QuerySet[Any]:
        first = day_of(values[0])
        return queryset.filter(not_over_q("huidig__datum", first)) if first else queryset


def aanbeveling_filter_set(reader: Reader) -> FilterSet:
    """Needs rows with `huidig`, see `querysets.aanbevelingen`."""
    status = tuple(AanbevelingStatus.choices)
    return FilterSet(
        [
            ChoiceFilter("status", "opvolging", lookup="stappen__status", choices=status, condition=CURRENT),
            PaginaFilter("gericht_aan", "gericht aan", via="gericht_aan", reader=reader),
            PaginaFilter("gegeven_door", "gegeven door", via="gegeven_door", reader=reader),
            PaginaFilter("rapport", "rapport", via="rapport", reader=reader),
            KoppelingFilter("koppeling", "gekoppeld", reader=reader),
            TextFilter("q", "woorden in deze lijst", fields=("tekst", "reactie")),
            StandSinceFilter("sinds", "nieuwe stand sinds"),
        ],
        (STAND, RAPPORT),
    )
