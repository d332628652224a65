"""Proeftuinen by province: the map and the list beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db.models import Count

from portal.choices import Provincie
from portal.visibility import Reader

from ..choices import ACTIEVE_STADIA, Registersoort
from ..models import Proeftuin
from .rows import Card, register_urls
from .tracker import proeftuin_cards

# The codes of the map package.
CODES = {
    "gr": Provincie.GRONINGEN, "fr": Provincie.FRIESLAND, "dr": Provincie.DRENTHE, "ov": Provincie.OVERIJSSEL,
    "fl": Provincie.FLEVOLAND, "ge": Provincie.GELDERLAND, "ut": Provincie.UTRECHT, "nh": Provincie.NOORD_HOLLAND,
    "zh": Provincie.ZUID_HOLLAND, "ze": Provincie.ZEELAND, "nb": Provincie.NOORD_BRABANT, "li": Provincie.LIMBURG,
}  # fmt: skip
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Vlak:
    """A province on the map. `tint` runs from 0 (none) to 4 (most)."""

    provincie: str
    naam: str
    pad: str
    aantal: int
    actief: int
    tint: int
    url: str
    gekozen: bool


@dataclass(frozen=True, slots=True)
class Kaart:
    viewbox: str
    vlakken: tuple[Vlak, ...]
    gekozen: str
    provincie: str
    proeftuinen: tuple[Card, ...]
    aantal: int
    zonder_provincie: int
    register_url: str


@lru_cache(maxsize=1)
def shapes() -> tuple[str, tuple[tuple[str, str], ...]]:
    """(viewBox, ((province, path), ...)) of the map package: a JavaScript module that holds one JSON value."""
    source = (Path(settings.NODE_MODULES) / "@svg-maps/netherlands/index.js").read_text(encoding="utf-8")
    data = json.loads(source.partition("export default")[2].strip().rstrip(";"))
    return data["viewBox"], tuple((CODES[place["id"]].value, place["path"]) for place in data["locations"])


def kaart(reader: Reader, provincie: str = "") -> Kaart:
    """Six queries. With a province only its Proeftuinen stand beside the map."""
    visible = Proeftuin.objects.visible_to(reader)
    counted = dict(_per_province(visible))
    active = dict(_per_province(visible.in_stadium(*ACTIEVE_STADIA)))
    chosen = provincie if provincie in Provincie.values else ""
    rows = visible.filter(gemeente__provincie=chosen) if chosen else visible
    most = max((n for place, n in counted.items() if place), default=0)
    viewbox, paths = shapes()
    labels = dict(Provincie.choices)
    return Kaart(
        viewbox=viewbox,
        vlakken=tuple(
            sorted(
                (
                    Vlak(
                        provincie=place,
                        naam=str(labels[place]),
                        pad=path,
                        aantal=counted.get(place, 0),
                        actief=active.get(place, 0),
                        tint=-(-4 * counted.get(place, 0) // most) if most else 0,
                        url=f"?provincie={place}",
                        gekozen=place == chosen,
                    )
                    for place, path in paths
                ),
                key=lambda vlak: vlak.naam,
            )
        ),
        gekozen=str(labels[chosen]) if chosen else "",
        provincie=chosen,
        proeftuinen=proeftuin_cards(rows.order_by("title"), SHOWN),
        aantal=counted.get(chosen, 0) if chosen else sum(counted.values()),
        zonder_provincie=counted.get(None, 0),
        register_url=_register(reader, chosen),
    )


def _register(reader: Reader, provincie: str) -> str:
    url = register_urls(reader).get(Registersoort.PROEFTUIN, "")
    return f"{url}?provincie={provincie}" if url and provincie else url


def _per_province(rows: object) -> list[tuple[str | None, int]]:
    found = rows.order_by().values_list("gemeente__provincie").annotate(n=Count("pk"))  # type: ignore[attr-defined]
    return list(found.values_list("gemeente__provincie", "n"))
