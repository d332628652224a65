"""Geometry for small charts. Coordinates are text with a point, ready for an SVG attribute in any language."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from portal.lists.aantallen import Aantal, getal


@dataclass(frozen=True, slots=True)
class Dot:
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line in a box of `width` by `height`."""

    width: int
    height: int
    points: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of one horizontal bar of 100 units wide; `kind` names its look.

    `voorbeelden` says what examples there are beside it. They take no room in the bar.
    """

    kind: str
    label: str
    getal: int
    tekst: str
    x: str
    width: str
    procent: int
    voorbeelden: str = ""


def line(values: Sequence[tuple[datetime.date, Decimal]], width: int = 320, height: int = 110) -> Line:
    """A line through dated values, drawn to time; zero is on the axis unless values are below it."""
    margin = 8
    if not values:
        return Line(width, height, "", ())
    first, last = values[0][0], values[-1][0]
    days = max(1, (last - first).days)
    low = min(Decimal(0), *(value for _, value in values))
    high = max(value for _, value in values)
    span = high - low or Decimal(1)
    dots = tuple(
        Dot(
            number(margin + (width - 2 * margin) * (moment - first).days / days),
            number(margin + (height - 2 * margin) * float((high - value) / span)),
        )
        for moment, value in values
    )
    return Line(width, height, " ".join(f"{dot.x},{dot.y}" for dot in dots), dots)


def slices(parts: Sequence[tuple[str, str, int, str]]) -> tuple[Slice, ...]:
    """One bar from (kind, label, number, words for it); parts without anything are left out."""
    total = sum(part[2] for part in parts)
    result: list[Slice] = []
    before = 0
    for kind, label, amount, words in parts:
        if amount:
            result.append(
                Slice(
                    kind=kind,
                    label=label,
                    getal=amount,
                    tekst=words,
                    x=number(100 * before / total),
                    width=number(100 * amount / total),
                    procent=round(100 * amount / total),
                )
            )
        before += amount
    return tuple(result)


def aantal_slices(parts: Sequence[tuple[str, str, Aantal]], words: str = "") -> tuple[Slice, ...]:
    """One bar from (kind, label, how many), of what is real; a part with examples only has a line and no room."""
    drawn = {part.kind: part for part in slices([(k, label, n.echt, getal(n.echt)) for k, label, n in parts])}
    nothing = "0"
    return tuple(
        replace(
            drawn.get(kind, Slice(kind, label, 0, nothing, nothing, nothing, 0)),
            tekst=f"{getal(n.echt)} {words}".strip(),
            voorbeelden=n.en_voorbeelden,
        )
        for kind, label, n in parts
        if n
    )


def number(value: float) -> str:
    """A length in a drawing: at most two decimals, and no zeros at its end."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def decimal_text(value: Decimal) -> str:
    """A measured value as a Dutch reader writes it."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", ",")
