"""The lists of the portal that can be had as a file: each section and the begrippenlijst, with their columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.http import QueryDict
from django.urls import reverse
from django.utils.text import capfirst

from search.results.exports import BETWEEN

from ..choices import (
    Bewijsgraad,
    GetoondBewijs,
    Hulpmiddelvorm,
    Organisatiesoort,
    Politieregio,
    Provincie,
    Rapportsoort,
    Resultaat,
    Schema,
    TermSoort,
)
from ..models import AlternatieveTerm, Begrip, Handreiking, Organisatie
from ..soorten import function
from ..visibility import Reader
from .columns import (
    ADRES,
    AXES,
    GEPUBLICEERD,
    GEWIJZIGD,
    ID,
    ORGANISATIES,
    SAMENVATTING,
    SLEUTEL,
    SOORT,
    TITEL,
    VOORBEELD,
    dated,
    titles,
    words,
)
from .downloads import download_links
from .files import FORMATS, Export, Kolom
from .uitkomsten import words_of

REGIONS, PROVINCES = words(Politieregio.choices), words(Provincie.choices)
SAID = "Is het resultaat elders op de site vastgelegd, dan zoals het daar staat."
GEMEENTE = Kolom("gemeente", "Gemeente", "x_gemeente")


def _uitgever(relation: str) -> Kolom:
    return Kolom("uitgever", "Uitgegeven door", many=titles(Organisatie, relation))


# What the list of a page type has beside the columns of every list.
OWN: dict[str, tuple[Kolom, ...]] = {
    "handreiking": (
        Kolom("doel", "Doel", "doel"),
        Kolom("voor_wie", "Voor wie", "voor_wie"),
        _uitgever("uitgegeven_handreikingen"),
        Kolom("versie", "Versie", "versie"),
        *dated("versiedatum", "Datum van de versie", "versiedatum"),
        Kolom("vervangen_door", "Vervangen door", many=titles(Handreiking, "vervangt")),
    ),
    "hulpmiddel": (
        Kolom("soort_hulpmiddel", "Soort hulpmiddel", "vorm", words(Hulpmiddelvorm.choices)),
        _uitgever("uitgegeven_hulpmiddelen"),
        Kolom("rechtsgrond", "Wettelijke grondslag", "rechtsgrond"),
        Kolom("tijdsduur", "Hoeveel tijd het kost", "tijdsduur"),
    ),
    "praktijkvoorbeeld": (
        Kolom("resultaat", "Resultaat", many=words_of("resultaat", Resultaat.choices), uitleg=SAID),
        Kolom("bewijs", "Bewijs", many=words_of("getoond", GetoondBewijs.choices), uitleg=SAID),
        Kolom("bewijsgraad", "Opgegeven bewijsgraad", "bewijsgraad", words(Bewijsgraad.choices)),
        GEMEENTE,
        Kolom("provincie", "Provincie", "gemeente__provincie", PROVINCES),
        Kolom("politieregio", "Politieregio", "gemeente__politieregio", REGIONS),
        Kolom("periode", "Periode", "periode"),
        Kolom("partners", "Partners", "partners"),
    ),
    "rapport": (
        Kolom("soort_rapport", "Soort rapport", "rapportsoort", words(Rapportsoort.choices)),
        _uitgever("uitgegeven_rapporten"),
        *dated("versiedatum", "Datum van het rapport", "versiedatum"),
    ),
    "organisatie": (
        Kolom("afkorting", "Afkorting", "afkorting"),
        Kolom("soort_organisatie", "Soort organisatie", "organisatiesoort", words(Organisatiesoort.choices)),
        GEMEENTE,
        Kolom("provincie", "Provincie", "provincie", PROVINCES),
        Kolom("politieregio", "Politieregio", "politieregio", REGIONS),
        Kolom("website", "Website", "website"),
    ),
    "nieuws": (Kolom("datum", "Datum", "datum"),),
}


def columns_of(toont: str) -> tuple[Kolom, ...]:
    """The columns of the section that lists pages of this type."""
    own = OWN.get(toont, ())
    tail = (ORGANISATIES, VOORBEELD, GEPUBLICEERD, GEWIJZIGD, ADRES)
    return (SOORT, ID, SLEUTEL, TITEL, SAMENVATTING, *own, *AXES, *tail)


def overzicht_export(overzicht: Any) -> Export:
    """The section as a file."""

    def rows(reader: Reader, params: QueryDict) -> QuerySet[Any, Any]:
        found = function(overzicht.declaration.listing)(overzicht, reader, params).annotate(
            x_soort=_text(overzicht.toont)
        )
        has_place = any(column is GEMEENTE for column in OWN.get(overzicht.toont, ()))
        return found.annotate(x_gemeente=F("gemeente__naam")) if has_place else found

    return Export(overzicht.title, columns_of(overzicht.toont), rows)


def overzicht_links(overzicht: Any, query: str) -> list[dict[str, Any]]:
    """The files of what is on screen of a section."""
    addresses = {fmt: reverse("export_lijst", args=[overzicht.translation_key, fmt]) for fmt in FORMATS}
    return download_links(columns_of(overzicht.toont), addresses, query, overzicht.title)


def _text(value: str) -> Value:
    return Value(value, output_field=CharField())


def _other_terms(reader: Reader, keys: Sequence[int]) -> dict[int, str]:
    """Begrip -> its other terms; those that are only for searching stay out of sight."""
    found: dict[int, list[str]] = {}
    rows = AlternatieveTerm.objects.filter(begrip__in=keys).exclude(soort=TermSoort.ZOEKTERM).order_by("term", "pk")
    for key, term in rows.values_list("begrip_id", "term"):
        found.setdefault(key, []).append(term)
    return {key: BETWEEN.join(terms) for key, terms in found.items()}


def _begrippen(reader: Reader, params: QueryDict) -> QuerySet[Any, Any]:
    return Begrip.objects.active().order_by("schema", "volgorde", "term", "pk")


BEGRIPPEN = Export(
    "Begrippen",
    (
        Kolom("id", "id", "uuid", uitleg="Het vaste nummer van het begrip."),
        SLEUTEL,
        Kolom("schema", "Soort begrip", "schema", words(Schema.choices)),
        Kolom("term", "Term", "term"),
        Kolom("afkorting", "Afkorting", "afkorting"),
        Kolom("andere_termen", "Andere termen", many=_other_terms),
        Kolom("definitie", "Definitie", "definitie"),
        Kolom("breder", "Breder begrip", "breder__term"),
        Kolom("breder_id", "id van het bredere begrip", "breder__uuid"),
        Kolom("bron", "Bron van de definitie", "bron"),
        Kolom("bron_adres", "Adres van de bron", "bron_url"),
        Kolom("gewijzigd", GEWIJZIGD.label, "latest_revision__created_at", uitleg="Wanneer het begrip is bewerkt."),
        Kolom(
            "adres", ADRES.label, "slug", adres=lambda slug: reverse("begrip", args=[slug]), uitleg="De pagina ervan."
        ),
    ),
    _begrippen,
)


def begrippen_links() -> list[dict[str, Any]]:
    addresses = {fmt: reverse("export_begrippen", args=[fmt]) for fmt in FORMATS}
    return download_links(BEGRIPPEN.kolommen, addresses, "", capfirst(BEGRIPPEN.titel))
