"""The columns that lists of pages share: what a page is, where it stands, and by which axes it is found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.text import capfirst

from search.results.exports import BETWEEN

from ..addresses import address
from ..choices import Schema
from ..models import Organisatie, Pagina
from ..visibility import Reader
from .files import Kolom, Many


def words(choices: Any) -> dict[str, str]:
    """The label of each stored value, both as text."""
    return {str(value): str(label) for value, label in choices}


def terms(reader: Reader, keys: Sequence[int]) -> Mapping[int, Any]:
    """Page -> schema -> the terms of its begrippen."""
    rows = Pagina.begrippen.through.objects.filter(pagina_id__in=keys).order_by("begrip__term", "begrip_id")
    found: dict[int, dict[str, list[str]]] = {}
    for key, schema, term in rows.values_list("pagina_id", "begrip__schema", "begrip__term"):
        found.setdefault(key, {}).setdefault(schema, []).append(term)
    return {key: {schema: BETWEEN.join(named) for schema, named in of.items()} for key, of in found.items()}


def titles(model: type[Any], relation: str, named: str = "title") -> Many:
    """What the pages of `model` are called that `relation` ties to a record, as far as the reader may see them."""

    def called(reader: Reader, keys: Sequence[int]) -> dict[int, str]:
        found: dict[int, list[str]] = {}
        rows = model._default_manager.visible_to(reader).filter(**{f"{relation}__in": keys}).order_by("title", "pk")
        for key, name in rows.values_list(f"{relation}__pk", named):
            found.setdefault(key, []).append(str(name))
        return {key: BETWEEN.join(names) for key, names in found.items()}

    return called


ID = Kolom(
    "id", "id", "translation_key", leest="id", uitleg="Het vaste nummer: daaraan herkent de import het. Laat het staan."
)
SOORT = Kolom("soort", "Soort", "x_soort", leest="soort", uitleg="Wat voor record dit is.")
SLEUTEL = Kolom("sleutel", "Sleutel", "slug", leest="sleutel", uitleg="Het laatste deel van het adres. Wijzigt niet.")
TITEL = Kolom("titel", "Titel", "title", leest="titel")
SAMENVATTING = Kolom(
    "samenvatting", "Samenvatting", "samenvatting", leest="samenvatting", uitleg="Ten hoogste 400 tekens."
)
VOORBEELD = Kolom(
    "voorbeeld", "Voorbeeld (verzonnen)", "is_voorbeeld", leest="voorbeeld", uitleg="ja: verzonnen, telt nergens mee."
)
GEPUBLICEERD = Kolom(
    "gepubliceerd", "Gepubliceerd", "first_published_at", uitleg="Wanneer dit voor het eerst op de site stond."
)
GEWIJZIGD = Kolom("gewijzigd", "Gewijzigd", "gewijzigd_op", uitleg="Wanneer de nieuwste wijziging is vastgelegd.")
PRECISION = "Hoe precies de datum ervoor bekend is: dag, maand, jaar, omstreeks of onbekend."


def dated(name: str, label: str, source: str, leest: str = "", uitleg: str = "") -> tuple[Kolom, Kolom]:
    """A date, and how far it is known."""
    precise = Kolom(f"{name}_precisie", f"{label} (precisie)", source, precies=True, uitleg=PRECISION)
    return Kolom(name, label, source, leest=leest, uitleg=uitleg), precise


ADRES = Kolom("adres", "Adres", "url_path", adres=address, uitleg="De pagina op de site.")
AXES = tuple(
    Kolom(
        schema.value,
        capfirst(str(schema.label)),
        many=terms,
        part=schema.value,
        leest=schema.value,
        uitleg="Begrippen van de begrippenlijst, met ; ertussen.",
    )
    for schema in Schema
)
ORGANISATIES = Kolom("organisaties", "Organisaties", many=titles(Organisatie, "genoemd_op"))
