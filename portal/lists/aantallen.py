"""How many there are: what is real counts, what is invented is only mentioned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format


@dataclass(frozen=True, slots=True)
class Aantal:
    """How many are real, and how many examples there are beside them.

    Everything that counts gives this. Only `echt` is a figure: what is drawn, ranked or summed rests on it.
    """

    echt: int = 0
    voorbeelden: int = 0

    def __add__(self, other: Aantal) -> Aantal:
        return Aantal(self.echt + other.echt, self.voorbeelden + other.voorbeelden)

    def __bool__(self) -> bool:
        return self.alles > 0

    def __str__(self) -> str:
        return f"{getal(self.echt)}, {self.en_voorbeelden}" if self.voorbeelden else getal(self.echt)

    @property
    def alles(self) -> int:
        """How many rows a list of them has."""
        return self.echt + self.voorbeelden

    @property
    def en_voorbeelden(self) -> str:
        """What to say of the examples: "en 22 voorbeelden"; nothing when there are none."""
        if not self.voorbeelden:
            return ""
        return f"en {getal(self.voorbeelden)} {'voorbeeld' if self.voorbeelden == 1 else 'voorbeelden'}"


NIETS = Aantal()


def total(amounts: Iterable[Aantal]) -> Aantal:
    """The amounts added up, real and invented apart; nothing of none."""
    return sum(amounts, NIETS)


def counted(rows: Iterable[tuple[Any, ...]]) -> dict[Any, Aantal]:
    """From rows (key, ..., invented, n) of a query: the key, one value or a tuple of several, -> how many."""
    found: dict[Any, Aantal] = {}
    for *key, invented, n in rows:
        name = key[0] if len(key) == 1 else tuple(key)
        found[name] = found.get(name, NIETS) + (Aantal(0, n) if invented else Aantal(n))
    return found


def amount(flags: Iterable[bool]) -> Aantal:
    """How many, each flag telling whether one is invented."""
    invented = list(flags)
    return Aantal(invented.count(False), invented.count(True))


def getal(value: int) -> str:
    """A whole number as a Dutch reader writes it: 12.345."""
    return number_format(value, decimal_pos=0, force_grouping=True)
