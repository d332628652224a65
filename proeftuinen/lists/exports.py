"""The lists of the tracker that can be had as a file, each with its columns."""

from __future__ import annotations

from portal.addresses import address
from portal.choices import AanbevelingStatus, Bewijsgraad, GetoondBewijs, Politieregio, Provincie, Resultaat
from portal.lists.columns import (  # fmt: skip
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
from portal.lists.files import Export, Kolom
from portal.models import Aanbeveling, Organisatie

from ..choices import Inspanning, KnelpuntStatus, Niveau, Stadium
from ..models import Knelpunt, Proeftuin, Toepassing
from ..models.toepassing import address_of
from . import rows as export_rows

GRADES = words(Bewijsgraad.choices)
REGIONS, PROVINCES = words(Politieregio.choices), words(Provincie.choices)
HEAD, TAIL = (SOORT, ID, SLEUTEL, TITEL), (ORGANISATIES, VOORBEELD, GEPUBLICEERD, GEWIJZIGD, ADRES)
UUID = Kolom("id", "id", "uuid", leest="id", uitleg=ID.uitleg)
SINCE = "Van wanneer deze stap is. Een nieuwe stap heeft een datum nodig."


def _places(many: export_rows.Places) -> tuple[Kolom, ...]:
    return tuple(
        Kolom(name, label, many=many, part=name, uitleg="Van de proeftuinen waar dit voorkomt.")
        for name, label in (("gemeente", "Gemeente"), ("politieregio", "Politieregio"), ("provincie", "Provincie"))
    )


EXPORTS = {
    "proeftuinen": Export(
        "Proeftuinen",
        (
            *HEAD,
            Kolom("gemeente", "Gemeente", "x_gemeente", leest="gemeente"),
            Kolom("provincie", "Provincie", "x_provincie", PROVINCES, uitleg="Die van de gemeente."),
            Kolom("politieregio", "Politieregio", "x_politieregio", REGIONS, leest="politieregio"),
            Kolom("stadium", "Stadium", "x_stadium", words(Stadium.choices), leest="stadium"),
            *dated("sinds", "Stadium sinds", "x_sinds", leest="datum", uitleg=SINCE),
            Kolom("reden", "Reden", "x_reden", leest="reden", uitleg="Waarom deze stap is gezet."),
            *dated("begin", "Begin", "startdatum", leest="begin"),
            *dated("einde", "Einde", "einddatum", leest="einde"),
            Kolom("knelpunten", "Knelpunten", "x_knelpunten", uitleg="Hoeveel knelpunten hier voorkomen."),
            Kolom("toepassingen", "Toepassingen", "x_toepassingen", uitleg="Hoeveel toepassingen hier zijn."),
            SAMENVATTING,
            Kolom("doel", "Doel", "doel", leest="doel"),
            *AXES,
            *TAIL,
        ),
        export_rows.proeftuinen_rows,
        te_importeren=True,
    ),
    "knelpunten": Export(
        "Knelpunten",
        (
            *HEAD,
            Kolom("status", "Status", "x_status", words(KnelpuntStatus.choices), leest="status"),
            Kolom("niveau", "Niveau", "x_niveau", words(Niveau.choices), leest="niveau"),
            Kolom("aan_zet", "Aan zet", "x_eigenaar", leest="eigenaar", uitleg="De organisatie die nu iets moet doen."),
            *dated("sinds", "Status sinds", "x_sinds", leest="datum", uitleg=SINCE),
            Kolom("reden", "Reden", "x_reden", leest="reden", uitleg="Waarom deze stap is gezet."),
            Kolom("proeftuinen", "Proeftuinen", "x_proeftuinen", uitleg="In hoeveel proeftuinen dit voorkomt."),
            Kolom("toepassingen", "Toepassingen", "x_toepassingen", uitleg="Hoeveel toepassingen er zijn."),
            SAMENVATTING,
            Kolom("wie_gehinderd", "Wie heeft er last van", "wie_gehinderd", leest="wie_gehinderd"),
            *AXES,
            *_places(export_rows.places_of_knelpunten),
            *TAIL,
        ),
        export_rows.knelpunten_rows,
        te_importeren=True,
    ),
    "oplossingen": Export(
        "Oplossingen",
        (
            *HEAD,
            Kolom("inspanning", "Inspanning", "inspanning", words(Inspanning.choices), leest="inspanning"),
            Kolom("oordeel", "Oordeel", many=export_rows.verdicts, uitleg="Volgt uit de toepassingen."),
            Kolom("toepassingen", "Toepassingen", "x_toepassingen", uitleg="Hoe vaak dit is toegepast."),
            Kolom("werkte", "Werkte", "x_werkte", uitleg="Hoe vaak het werkte."),
            Kolom("werkte_deels", "Werkte deels", "x_werkte_deels", uitleg="Hoe vaak het deels werkte."),
            Kolom("werkte_niet", "Werkte niet", "x_werkte_niet", uitleg="Hoe vaak het niet werkte."),
            Kolom("nog_onbekend", "Nog onbekend", "x_nog_onbekend", uitleg="Hoe vaak dat nog niet bekend is."),
            Kolom("bewijs", "Bewijs", many=export_rows.evidence, uitleg="Hoe sterk het bewijs nu is."),
            *dated("nieuwste_beoordeling", "Nieuwste beoordeling", "x_beoordeeld", uitleg="Van wanneer die is."),
            Kolom("ongewenst", "Ongewenste neveneffecten", "x_ongewenst", uitleg="Hoeveel er gezien zijn."),
            Kolom("gewenst", "Gewenste neveneffecten", "x_gewenst", uitleg="Hoeveel er gezien zijn."),
            SAMENVATTING,
            Kolom("rechtsgrond", "Wettelijke grondslag", "rechtsgrond", leest="rechtsgrond"),
            Kolom("voorwaarden", "Voorwaarden", "voorwaarden", leest="voorwaarden"),
            *AXES,
            *_places(export_rows.places_of_oplossingen),
            *TAIL,
        ),
        export_rows.oplossingen_rows,
        te_importeren=True,
    ),
    "toepassingen": Export(
        "Toepassingen",
        (
            SOORT,
            UUID,
            Kolom("knelpunt", "Knelpunt", "x_knelpunt", leest="knelpunt"),
            Kolom("oplossing", "Oplossing", "x_oplossing", leest="oplossing"),
            Kolom("proeftuin", "Proeftuin", "x_proeftuin", leest="proeftuin"),
            Kolom("knelpunt_id", "id van het knelpunt", "x_knelpunt_id", leest="knelpunt_id"),
            Kolom("oplossing_id", "id van de oplossing", "x_oplossing_id", leest="oplossing_id"),
            Kolom("proeftuin_id", "id van de proeftuin", "x_proeftuin_id", leest="proeftuin_id"),
            Kolom("gemeente", "Gemeente", "x_gemeente", uitleg="Die van de proeftuin."),
            Kolom("politieregio", "Politieregio", "x_politieregio", REGIONS, uitleg="Die van de proeftuin."),
            Kolom("resultaat", "Resultaat", "resultaat", words(Resultaat.choices), leest="resultaat"),
            Kolom("bewijs", "Bewijs", "getoond", words(GetoondBewijs.choices), uitleg="Zoals het op de site staat."),
            Kolom("bewijsgraad", "Opgegeven bewijsgraad", "bewijsgraad", GRADES, leest="bewijsgraad"),
            Kolom("beoordeeld_door", "Beoordeeld door", "x_beoordeeld_door", uitleg="Welke organisatie."),
            *dated("beoordeeld_op", "Beoordeeld op", "beoordeeld_op", uitleg="Wanneer dat was."),
            Kolom("methode", "Methode", "methode", uitleg="Hoe het is beoordeeld."),
            *dated("datum", "Datum", "datum", leest="datum", uitleg="Van wanneer dit resultaat is."),
            Kolom("toelichting", "Toelichting", "toelichting", leest="toelichting"),
            Kolom("bron", "Bron", "bron", leest="bron"),
            Kolom("bron_adres", "Adres van de bron", "bron_url", leest="bron_adres"),
            Kolom("neveneffecten", "Neveneffecten", "x_neveneffecten", uitleg="Wat er nog meer gebeurde."),
            Kolom("voorbeeld", VOORBEELD.label, "verzonnen", leest="voorbeeld", uitleg=VOORBEELD.uitleg),
            Kolom("gepubliceerd", GEPUBLICEERD.label, "first_published_at", uitleg=GEPUBLICEERD.uitleg),
            Kolom("gewijzigd", GEWIJZIGD.label, many=export_rows.last_told(Toepassing), uitleg=GEWIJZIGD.uitleg),
            Kolom("adres", "Adres", "uuid", adres=address_of, uitleg="De pagina van deze toepassing."),
        ),
        export_rows.toepassingen_rows,
        te_importeren=True,
    ),
    "aanbevelingen": Export(
        "Aanbevelingen",
        (
            SOORT,
            UUID,
            Kolom("rapport", "Rapport", "rapport__title", leest="rapport"),
            Kolom("rapport_id", "id van het rapport", "rapport__translation_key", leest="rapport_id"),
            Kolom("nummer", "Nummer", "nummer", leest="nummer", uitleg="Het nummer in het rapport."),
            Kolom("tekst", "Aanbeveling", "tekst", leest="tekst"),
            Kolom("gegeven_door", "Gegeven door", "x_gegeven_door", leest="gegeven_door", uitleg="Een organisatie."),
            Kolom(
                *("gericht_aan", "Gericht aan"),
                many=titles(Organisatie, "ontvangen_aanbevelingen"),
                leest="gericht_aan",
                uitleg="Organisaties, met ; ertussen.",
            ),
            Kolom("opvolging", "Opvolging", "x_status", words(AanbevelingStatus.choices), leest="opvolging"),
            *dated("sinds", "Opvolging sinds", "x_datum", leest="datum", uitleg=SINCE),
            Kolom("toelichting", "Toelichting", "x_toelichting", leest="toelichting", uitleg="Van deze stap."),
            Kolom("reactie", "Reactie", "reactie", leest="reactie"),
            *dated("reactie_datum", "Datum van de reactie", "reactie_datum", leest="reactie_datum"),
            Kolom("knelpunten", "Knelpunten", many=titles(Knelpunt, "aanbevelingen")),
            Kolom("knelpunten_id", "id's van de knelpunten", many=titles(Knelpunt, "aanbevelingen", "translation_key")),
            Kolom("proeftuinen", "Proeftuinen", many=titles(Proeftuin, "aanbevelingen")),
            Kolom(
                "proeftuinen_id", "id's van de proeftuinen", many=titles(Proeftuin, "aanbevelingen", "translation_key")
            ),
            Kolom("voorbeeld", VOORBEELD.label, "rapport__is_voorbeeld", uitleg=VOORBEELD.uitleg),
            Kolom("gewijzigd", GEWIJZIGD.label, many=export_rows.last_told(Aanbeveling), uitleg=GEWIJZIGD.uitleg),
            Kolom("adres", "Adres", "x_adres", adres=address, uitleg="Het rapport."),
        ),
        export_rows.aanbevelingen_rows,
        te_importeren=True,
    ),
}
