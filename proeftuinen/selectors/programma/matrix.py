"""Knelpunten × oplossingen, with what happened in each cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min
from django.http import QueryDict

from portal.choices import Resultaat
from portal.lists.aantallen import NIETS, Aantal, counted
from portal.visibility import Reader

from ...choices import Registersoort
from ...lists.filters import filter_set
from ...models import Knelpunt, Oplossing, Toepassing
from ...models.toepassing import address_of
from ..register import records_of
from ..rows import Ref, ref, slim

ROWS = 50
COLUMNS = 25


@dataclass(frozen=True, slots=True)
class Teken:
    """One result in a cell, and how often. `is_voorbeeld`: these are made up, and stand apart from what is real.

    `url` leads to the Toepassing, or to where they stand together.
    """

    kind: str
    label: str
    aantal: int
    is_voorbeeld: bool
    url: str


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
    """The columns that are really applied most come first.

    `verborgen` is how many oplossingen were applied but have no column: then the reader must refine.
    """

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
    """A page of the matrix with its filters; three queries more than a list."""
    listing = (
        filter_set(Registersoort.KNELPUNT, reader)
        .bind(params)
        .listing(records_of(Registersoort.KNELPUNT, reader), size=ROWS)
    )
    listing["matrix"] = matrix_of(listing.pop("rows"), reader)
    return listing


def matrix_of(knelpunten: list[Knelpunt], reader: Reader) -> Matrix:
    """The tried combinations of these Knelpunten, each with its results, in a fixed number of queries."""
    tried = Toepassing.objects.visible_to(reader).filter(knelpunt__in=[k.pk for k in knelpunten]).marked()
    names = ("knelpunt", "oplossing", "resultaat", "verzonnen")
    rows = list(tried.order_by().values_list(*names).annotate(n=Count("pk"), een=Min("pk")))
    alone = _addresses(rows)
    cells: dict[tuple[int, int], dict[str, Aantal]] = {}
    used: dict[int, Aantal] = {}
    for (knelpunt, oplossing, result), amount in counted(row[:-1] for row in rows).items():
        cells.setdefault((knelpunt, oplossing), {})[result] = amount
        used[oplossing] = used.get(oplossing, NIETS) + amount
    shown = sorted(used, key=lambda pk: (-used[pk].echt, -used[pk].voorbeelden, pk))[:COLUMNS]
    pages = {page.pk: page for page in slim(Oplossing.objects.filter(pk__in=shown), oplossing="")}
    columns = [(pk, ref(pages[pk])) for pk in shown]
    return Matrix(
        oplossingen=tuple(column for _, column in columns),
        rijen=tuple(
            Rij(
                ref(knelpunt),
                tuple(
                    Cel(column, _marks(cells.get((knelpunt.pk, pk), {}), alone, (knelpunt.pk, pk), knelpunt.url or ""))
                    for pk, column in columns
                ),
            )
            for knelpunt in knelpunten
        ),
        verborgen=len(used) - len(shown),
    )


def _addresses(rows: Sequence[tuple[Any, ...]]) -> dict[tuple[Any, ...], str]:
    """(knelpunt, oplossing, result, invented) -> the address of the only Toepassing there; one query."""
    single = {key: tuple(names) for *names, n, key in rows if n == 1}
    found = Toepassing.objects.filter(pk__in=single).order_by().values_list("pk", "uuid")
    return {single[pk]: address_of(uuid) for pk, uuid in found}


def _marks(
    results: dict[str, Aantal], alone: dict[tuple[Any, ...], str], cell: tuple[int, int], together: str
) -> tuple[Teken, ...]:
    """What is real first, then the examples."""
    marks = [
        Teken(r.value, str(r.label), n, made_up, alone.get((*cell, r.value, made_up), f"{together}#geprobeerd"))
        for made_up in (False, True)
        for r in Resultaat
        if r in results and (n := results[r].voorbeelden if made_up else results[r].echt)
    ]
    return tuple(marks)
