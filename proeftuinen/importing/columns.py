"""The columns of the import, and the headings under which they may stand: those of the exports too."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from portal.choices import Schema

from ..lists.exports import EXPORTS

AXES = tuple(Schema.values)
KEY = ("id", "sleutel")
# All begrippen of a record in one cell, for who has no columns for the axes.
ALL_TERMS = "begrippen"
PAGE = (*KEY, "titel", "samenvatting", ALL_TERMS, *AXES, "voorbeeld")
STEP = ("datum", "reden")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "proeftuinen": (*PAGE, "gemeente", "politieregio", "begin", "einde", "doel", "stadium", *STEP),
    "knelpunten": (*PAGE, "wie_gehinderd", "status", "niveau", "eigenaar", *STEP),
    "oplossingen": (*PAGE, "inspanning", "rechtsgrond", "voorwaarden"),
    "toepassingen": (
        *("id", "knelpunt", "oplossing", "proeftuin", "resultaat", "bewijsgraad"),
        *("toelichting", "bron", "bron_adres", "datum", "voorbeeld"),
    ),
    "aanbevelingen": (
        *("id", "rapport", "nummer", "tekst", "gegeven_door", "gericht_aan"),
        *("opvolging", "datum", "toelichting", "reactie", "reactie_datum"),
    ),
}
TIES = ("knelpunt", "oplossing", "proeftuin")
# A CSV file holds one table, so it says in each row of which kind it is.
KIND = "soort"
# Of what is no page: the columns that tell which record it is when its id is not known, or by what it ties.
ENDS: Mapping[str, tuple[str, ...]] = {"toepassingen": TIES, "aanbevelingen": ("rapport",)}


@lru_cache(maxsize=8)
def headings(kind: str) -> dict[str, str]:
    """Heading in lower case -> column of the import; "" for what an export holds only to be read."""
    known: dict[str, str] = {}
    for column in EXPORTS[kind].kolommen:
        known[column.name.lower()] = known[column.label.lower()] = column.leest
    own = (*COLUMNS[kind], *(f"{end}_id" for end in ENDS.get(kind, ())), KIND)
    return {**known, **{name: name for name in own}}


def missing(kind: str, columns: tuple[str, ...]) -> str:
    """What a table must have to be one of this kind and has not; "" when it is complete."""
    has = set(columns)
    if kind not in ENDS:
        return "" if has & set(KEY) else "sleutel"
    if "id" in has:
        return ""
    return next((tie for tie in ENDS[kind] if not has & {tie, f"{tie}_id"}), "")
