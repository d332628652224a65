"""Whether a Praktijkvoorbeeld worked, and how that is known: result and evidence stand in one place.

Of one that tells of records elsewhere those say it, and not its own fields. The portal knows no such records: who has
them registers them here. Page, lists, filters, files and search all ask this module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, TypeAlias

from django.apps import apps
from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.utils.text import capfirst

from search.results.exports import BETWEEN

from ..choices import Bewijsgraad, GetoondBewijs, Resultaat
from ..visibility import Reader
from .fields import ChoiceFilter, count_rows
from .files import Many

# Rows with `voorbeeld` (the key of the Praktijkvoorbeeld), `verzonnen_voorbeeld`, `resultaat` and `getoond`: what
# `reader` may see of what a Praktijkvoorbeeld tells of; `lasting`: only what stays until somebody takes it off.
Elsewhere: TypeAlias = "Callable[[Reader, bool], QuerySet[Any]]"
_elsewhere: list[Elsewhere] = []


class Uitkomst(NamedTuple):
    """`resultaat` is a Resultaat, `getoond` a GetoondBewijs."""

    resultaat: str
    getoond: str

    @property
    def label(self) -> str:
        """The result as a reader reads it, with a capital."""
        return capfirst(str(Resultaat(self.resultaat).label))


def register(rows: Elsewhere) -> None:
    """Let these records say it for the Praktijkvoorbeelden that tell of them. Called when the apps are ready."""
    _elsewhere[:] = [rows]


def told_elsewhere(reader: Reader, *, lasting: bool = False) -> QuerySet[Any] | None:
    """The rows of who registered; None when nobody did."""
    return _elsewhere[0](reader, lasting) if _elsewhere else None


def uitkomsten(pages: Iterable[Any], reader: Reader, *, lasting: bool = False) -> dict[int, tuple[Uitkomst, ...]]:
    """What came of each Praktijkvoorbeeld among these pages, each outcome once; one query, none without any."""
    own = {page.pk: page for page in pages if isinstance(page, _model())}
    found = _named(list(own), reader, lasting) if own else {}
    return {pk: found.get(pk) or (Uitkomst(page.resultaat, page.getoond_bewijs),) for pk, page in own.items()}


def _model() -> Any:
    """Its declaration names the filter below, so the model is asked for, and not imported."""
    return apps.get_model("portal", "Praktijkvoorbeeld")


def _named(keys: Sequence[int], reader: Reader, lasting: bool = False) -> dict[int, tuple[Uitkomst, ...]]:
    rows = told_elsewhere(reader, lasting=lasting)
    if rows is None:
        return {}
    found: dict[int, set[Uitkomst]] = {}
    for key, *said in rows.filter(voorbeeld__in=keys).order_by().values_list("voorbeeld", "resultaat", "getoond"):
        found.setdefault(key, set()).add(Uitkomst(*said))
    order = list(Resultaat.values)
    return {key: tuple(sorted(said, key=lambda one: (order.index(one.resultaat), one))) for key, said in found.items()}


def words_of(part: str, choices: Any) -> Many:
    """A column of a file: the words for this part of what came of each Praktijkvoorbeeld."""
    labels: Mapping[str, str] = {str(value): str(label) for value, label in choices}

    def told(reader: Reader, keys: Sequence[int]) -> dict[int, str]:
        pages = _model().objects.filter(pk__in=keys).only("resultaat", "bewijsgraad")
        return {
            key: BETWEEN.join(dict.fromkeys(labels[getattr(one, part)] for one in said))
            for key, said in uitkomsten(pages, reader).items()
        }

    return told


OWN: Mapping[str, Any] = {
    "resultaat": F("resultaat"),
    "getoond": Case(
        When(bewijsgraad=Bewijsgraad.ONBEPROEFD, then=F("bewijsgraad")),
        default=Value(GetoondBewijs.DOOR_INDIENER.value),
        output_field=CharField(),
    ),
}


@dataclass(frozen=True, slots=True)
class UitkomstFilter(ChoiceFilter):
    """Praktijkvoorbeelden of which any outcome is one of these; `lookup` is the part of an Uitkomst."""

    reader: Reader = field(default_factory=Reader)

    def for_reader(self, reader: Reader) -> UitkomstFilter:
        """The same field, asking only what this reader may see."""
        return replace(self, reader=reader)

    def apply(self, queryset: QuerySet[Any], values: tuple[str, ...]) -> QuerySet[Any]:
        own = queryset.model._default_manager.annotate(eigen=OWN[self.lookup]).filter(eigen__in=values)
        rows = told_elsewhere(self.reader)
        if rows is None:
            return queryset.filter(pk__in=own.order_by().values("pk"))
        named = rows.filter(**{f"{self.lookup}__in": values}).order_by().values("voorbeeld")
        untied = ~Q(pk__in=rows.order_by().values("voorbeeld"))
        return queryset.filter(Q(pk__in=named) | Q(pk__in=own.order_by().values("pk")) & untied)

    def counted_parts(self, queryset: QuerySet[Any]) -> list[QuerySet[Any, Any]]:
        rows = told_elsewhere(self.reader)
        if rows is None:
            return [count_rows(queryset, OWN[self.lookup], name=self.name)]
        here = rows.filter(voorbeeld__in=queryset.order_by().values("pk"))
        own = queryset.exclude(pk__in=rows.order_by().values("voorbeeld"))
        return [
            count_rows(here, self.lookup, name=self.name, of="voorbeeld", invented="verzonnen_voorbeeld"),
            count_rows(own, OWN[self.lookup], name=self.name),
        ]
