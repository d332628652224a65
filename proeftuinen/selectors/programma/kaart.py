"""Proeftuinen by province and by police region: the map and the list beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Q
from django.http import QueryDict

from portal.choices import Politieregio, Provincie
from portal.lists.filters import FilterSet
from portal.pages.aantallen import Aantal, counted, total
from portal.visibility import Reader

from ...choices import ACTIEVE_STADIA, Registersoort
from ...lists.fields import NERGENS
from ...lists.filters import NERGENS_NAAM, TITLE, regions_of_proeftuinen
from ...models import Proeftuin
from ..rows import Card, register_urls, with_proeftuin_stap
from ..tracker import proeftuin_cards

# The codes of the map package.
CODES = {
    "gr": Provincie.GRONINGEN, "fr": Provincie.FRIESLAND, "dr": Provincie.DRENTHE, "ov": Provincie.OVERIJSSEL,
    "fl": Provincie.FLEVOLAND, "ge": Provincie.GELDERLAND, "ut": Provincie.UTRECHT, "nh": Provincie.NOORD_HOLLAND,
    "zh": Provincie.ZUID_HOLLAND, "ze": Provincie.ZEELAND, "nb": Provincie.NOORD_BRABANT, "li": Provincie.LIMBURG,
}  # fmt: skip
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Gebied:
    """A province or a police region, or what lies in none; `actief` is how many are going on now."""

    waarde: str
    naam: str
    aantal: Aantal
    actief: Aantal
    url: str
    gekozen: bool


@dataclass(frozen=True, slots=True)
class Vlak:
    """A province on the map. `tint` runs from 0 (none) to 4 (most); what is invented gives no colour."""

    gebied: Gebied
    pad: str
    tint: int


@dataclass(frozen=True, slots=True)
class Kaart:
    """Each Proeftuin is counted once in `provincies` and once in `regios`; `query` is what was chosen."""

    viewbox: str
    vlakken: tuple[Vlak, ...]
    provincies: tuple[Gebied, ...]
    regios: tuple[Gebied, ...]
    gekozen: str
    query: str
    proeftuinen: tuple[Card, ...]
    aantal: Aantal
    register_url: str


@lru_cache(maxsize=1)
def shapes() -> tuple[str, tuple[tuple[str, str], ...]]:
    """(viewBox, ((province, path), ...)) of the map package: a JavaScript module that holds one JSON value."""
    source = (Path(settings.NODE_MODULES) / "@svg-maps/netherlands/index.js").read_text(encoding="utf-8")
    data = json.loads(source.partition("export default")[2].strip().rstrip(";"))
    return data["viewBox"], tuple((CODES[place["id"]].value, place["path"]) for place in data["locations"])


def kaart(reader: Reader, params: QueryDict) -> Kaart:
    """Five queries. With a province or a police region chosen only its Proeftuinen stand beside the map."""
    visible = Proeftuin.objects.visible_to(reader)
    bound = FilterSet(regions_of_proeftuinen(reader), (TITLE,)).bind(params)
    query = bound.url().removeprefix("?")
    all_of, going_on = _per_place(visible)
    provinces = _areas("provincie", Provincie, 0, all_of, going_on, bound.values)
    regions = _areas("politieregio", Politieregio, 1, all_of, going_on, bound.values)
    found = {area.waarde: area for area in provinces}
    most = max((area.aantal.echt for area in provinces if area.waarde != NERGENS), default=0)
    viewbox, paths = shapes()
    rows: Any = bound.apply(visible)
    register = register_urls(reader).get(Registersoort.PROEFTUIN, "")
    return Kaart(
        viewbox=viewbox,
        vlakken=tuple(
            Vlak(found[place], path, tint=-(-4 * found[place].aantal.echt // most) if most else 0)
            for place, path in paths
        ),
        provincies=provinces,
        regios=regions,
        gekozen=", ".join(area.naam for area in (*provinces, *regions) if area.gekozen),
        query=query,
        proeftuinen=proeftuin_cards(rows.order_by("is_voorbeeld", "title", "pk"), SHOWN),
        aantal=rows.amount() if query else total(area.aantal for area in provinces),
        register_url=f"{register}?{query}" if register and query else register,
    )


Counts = dict[tuple[str, str], Aantal]


def _per_place(visible: Any) -> tuple[Counts, Counts]:
    """(province, police region) -> how many there are, and how many are going on; one query."""
    province, region = (item.region("") for item in reversed(regions_of_proeftuinen(Reader())))
    rows = (
        with_proeftuin_stap(visible)
        .order_by()
        .values(plaats=province, regio=region, echtheid=F("is_voorbeeld"))
        .annotate(n=Count("pk"), actief=Count("pk", filter=Q(huidig__stadium__in=ACTIEVE_STADIA)))
    )
    found = list(rows.values_list("plaats", "regio", "echtheid", "n", "actief"))
    return counted(row[:4] for row in found), counted((*row[:3], row[4]) for row in found)


def _areas(
    name: str, choices: Any, part: int, all_of: Counts, going_on: Counts, chosen: Mapping[str, tuple[str, ...]]
) -> tuple[Gebied, ...]:
    """By name; what lies in none comes last, when there is any."""

    def of(counts: Counts, value: str) -> Aantal:
        return total(amount for place, amount in counts.items() if place[part] == value)

    labels = [*sorted(((str(label), value) for value, label in choices.choices)), (NERGENS_NAAM[name], NERGENS)]
    return tuple(
        Gebied(
            waarde=value,
            naam=label,
            aantal=of(all_of, value),
            actief=of(going_on, value),
            url=f"?{name}={value}",
            gekozen=value in chosen.get(name, ()),
        )
        for label, value in labels
        if value != NERGENS or of(all_of, value)
    )
