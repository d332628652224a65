"""Knelpunten × oplossingen, with what happened in each cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.http import QueryDict

from portal.choices import Resultaat
from portal.visibility import Reader

from ..choices import Registersoort
from ..filters import filter_set
from ..models import Knelpunt, Oplossing, Toepassing
from .register import records_of
from .rows import Ref, ref, slim

ROWS = 50
COLUMNS = 25


@dataclass(frozen=True, slots=True)
class Teken:
    """One result in a cell, and how often. `is_voorbeeld`: at least one of these is made up."""

    kind: str
    label: str
    aantal: int
    is_voorbeeld: bool


@dataclass(frozen=True, slots=True)
class Cel:
    oplossing: Ref
    tekens: tuple[Teken, ...]


@dataclass(frozen=True, slots=True)
class Rij:
    knelpunt: Ref
    cellen: tuple[Cel, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """`verborgen` is how many oplossingen were applied but have no column: then the reader must refine."""

    oplossingen: tuple[Ref, ...]
    rijen: tuple[Rij, ...]
    verborgen: int

    @property
    def lijst(self) -> list[tuple[Ref, Ref, Teken]]:
        """The same as a plain list."""
        return [
            (rij.knelpunt, cel.oplossing, teken) for rij in self.rijen for cel in rij.cellen for teken in cel.tekens
        ]


def matrix_list(reader: Reader, params: QueryDict) -> dict[str, Any]:
    """A page of the matrix with its filters; two queries more than a list."""
    listing = (
        filter_set(Registersoort.KNELPUNT, reader)
        .bind(params)
        .listing(records_of(Registersoort.KNELPUNT, reader), size=ROWS)
    )
    listing["matrix"] = matrix_of(listing.pop("rows"), reader)
    return listing


def matrix_of(knelpunten: list[Knelpunt], reader: Reader) -> Matrix:
    counted = (
        Toepassing.objects.visible_to(reader)
        .filter(knelpunt__in=[k.pk for k in knelpunten])
        .order_by()
        .values_list("knelpunt", "oplossing", "resultaat")
        .annotate(n=Count("pk"), made_up=Count("pk", filter=Q(is_voorbeeld=True) | Q(proeftuin__is_voorbeeld=True)))
    )
    cells: dict[tuple[int, int], dict[str, tuple[int, bool]]] = {}
    used: dict[int, int] = {}
    for knelpunt, oplossing, result, n, made_up in counted:
        cells.setdefault((knelpunt, oplossing), {})[result] = (n, bool(made_up))
        used[oplossing] = used.get(oplossing, 0) + n
    shown = sorted(used, key=lambda pk: (-used[pk], pk))[:COLUMNS]
    pages = {page.pk: page for page in slim(Oplossing.objects.filter(pk__in=shown), oplossing="")}
    columns = [(pk, ref(pages[pk]), pages[pk].is_voorbeeld) for pk in shown]
    return Matrix(
        oplossingen=tuple(column for _, column, _ in columns),
        rijen=tuple(
            Rij(
                ref(knelpunt),
                tuple(
                    Cel(column, _marks(cells.get((knelpunt.pk, pk), {}), made_up or knelpunt.is_voorbeeld))
                    for pk, column, made_up in columns
                ),
            )
            for knelpunt in knelpunten
        ),
        verborgen=len(used) - len(shown),
    )


def _marks(results: dict[str, tuple[int, bool]], made_up: bool) -> tuple[Teken, ...]:
    return tuple(
        Teken(r.value, str(r.label), results[r][0], made_up or results[r][1]) for r in Resultaat if r in results
    )
