"""The fixed lists of the portal. What may grow in use is a Begrip, not a choice."""

from django.db.models import TextChoices


class Schema(TextChoices):
    """Concept schemes of the vocabulary; each but `algemeen` is a facet."""

    VORM = "vorm", "vorm van uitbuiting"
    SECTOR = "sector", "sector"
    FASE = "fase", "fase van de aanpak"
    BARRIERESTAP = "barrierestap", "barrièrestap"
    INSTRUMENT = "instrument", "instrument"
    ROL = "rol", "rol"
    KNELPUNTTYPE = "knelpunttype", "type knelpunt"
    ALGEMEEN = "algemeen", "algemeen begrip"


class Precisie(TextChoices):
    """How far a date is known."""

    DAG = "dag", "dag"
    MAAND = "maand", "maand"
    JAAR = "jaar", "jaar"
    OMSTREEKS = "omstreeks", "omstreeks"
    ONBEKEND = "onbekend", "onbekend"


class Bevinding(TextChoices):
    """What of a document can be found."""

    ALLES = "alles", "alles is te vinden"
    DEEL = "deel", "een deel is te vinden"
    SCAN = "scan", "een scan: geen tekst"
    LEEG = "leeg", "geen tekst"
    WACHTWOORD = "wachtwoord", "met wachtwoord"
    ONLEESBAAR = "onleesbaar", "niet te lezen"
    TE_GROOT = "te_groot", "te groot om te lezen"
    TE_TRAAG = "te_traag", "lezen duurt te lang"


class TermSoort(TextChoices):
    SYNONIEM = "synoniem", "synoniem"
    AFKORTING = "afkorting", "afkorting"
    VROEGERE_NAAM = "vroegere_naam", "vroegere naam"
    ZOEKTERM = "zoekterm", "zoekterm (niet tonen)"


class Provincie(TextChoices):
    GRONINGEN = "groningen", "Groningen"
    FRIESLAND = "friesland", "Fryslân"
    DRENTHE = "drenthe", "Drenthe"
    OVERIJSSEL = "overijssel", "Overijssel"
    FLEVOLAND = "flevoland", "Flevoland"
    GELDERLAND = "gelderland", "Gelderland"
    UTRECHT = "utrecht", "Utrecht"
    NOORD_HOLLAND = "noord-holland", "Noord-Holland"
    ZUID_HOLLAND = "zuid-holland", "Zuid-Holland"
    ZEELAND = "zeeland", "Zeeland"
    NOORD_BRABANT = "noord-brabant", "Noord-Brabant"
    LIMBURG = "limburg", "Limburg"


class Politieregio(TextChoices):
    NOORD_NEDERLAND = "noord-nederland", "Noord-Nederland"
    OOST_NEDERLAND = "oost-nederland", "Oost-Nederland"
    MIDDEN_NEDERLAND = "midden-nederland", "Midden-Nederland"
    NOORD_HOLLAND = "noord-holland", "Noord-Holland"
    AMSTERDAM = "amsterdam", "Amsterdam"
    DEN_HAAG = "den-haag", "Den Haag"
    ROTTERDAM = "rotterdam", "Rotterdam"
    ZEELAND_WEST_BRABANT = "zeeland-west-brabant", "Zeeland-West-Brabant"
    OOST_BRABANT = "oost-brabant", "Oost-Brabant"
    LIMBURG = "limburg", "Limburg"


class Hulpmiddelvorm(TextChoices):
    MODELDOCUMENT = "modeldocument", "modeldocument"
    CHECKLIST = "checklist", "checklist"
    CONVENANT = "convenant", "convenant"
    JURIDISCH_KADER = "juridisch_kader", "juridisch kader"
    SIGNAALKAART = "signaalkaart", "signaalkaart"
    ELEARNING = "elearning", "e-learning"


class Rapportsoort(TextChoices):
    RAPPORT = "rapport", "rapport"
    MONITOR = "monitor", "monitor"
    TRENDBEELD = "trendbeeld", "trendbeeld"


class Organisatiesoort(TextChoices):
    GEMEENTE = "gemeente", "gemeente"
    OPSPORING = "opsporing", "opsporing en vervolging"
    TOEZICHT = "toezicht", "toezicht"
    MINISTERIE = "ministerie", "ministerie"
    ZORG = "zorg", "zorg en opvang"
    REGIONAAL_NETWERK = "regionaal_netwerk", "regionaal netwerk"
    KENNIS = "kennis", "kennisorganisatie"
    SAMENWERKING = "samenwerking", "samenwerkingsverband"
    OVERIG = "overig", "overig"


class Resultaat(TextChoices):
    """Whether it worked. Not working is a result, and worth publishing."""

    WERKTE = "werkte", "werkte"
    WERKTE_DEELS = "werkte_deels", "werkte deels"
    WERKTE_NIET = "werkte_niet", "werkte niet"
    NOG_ONBEKEND = "nog_onbekend", "nog onbekend"


class Bewijsgraad(TextChoices):
    ONBEPROEFD = "onbeproefd", "onbeproefd"
    LOKAAL_GEEVALUEERD = "lokaal_geevalueerd", "lokaal geëvalueerd"
    ONAFHANKELIJK_GEEVALUEERD = "onafhankelijk_geevalueerd", "onafhankelijk geëvalueerd"


class GetoondBewijs(TextChoices):
    """A Bewijsgraad as a reader meets it, the weakest first: what nobody assessed is only the word of who sent it."""

    ONBEPROEFD = Bewijsgraad.ONBEPROEFD.value, str(Bewijsgraad.ONBEPROEFD.label)
    DOOR_INDIENER = "door_indiener", "door indiener opgegeven"
    LOKAAL_GEEVALUEERD = Bewijsgraad.LOKAAL_GEEVALUEERD.value, str(Bewijsgraad.LOKAAL_GEEVALUEERD.label)
    ONAFHANKELIJK_GEEVALUEERD = (
        Bewijsgraad.ONAFHANKELIJK_GEEVALUEERD.value,
        str(Bewijsgraad.ONAFHANKELIJK_GEEVALUEERD.label),
    )


# What an organisation with a name has established.
BEOORDEELD = (GetoondBewijs.LOKAAL_GEEVALUEERD, GetoondBewijs.ONAFHANKELIJK_GEEVALUEERD)


def shown_bewijs(bewijsgraad: str, *, is_assessed: bool) -> GetoondBewijs:
    """How a Bewijsgraad is shown; `is_assessed`: somebody named established it."""
    if bewijsgraad == Bewijsgraad.ONBEPROEFD or is_assessed:
        return GetoondBewijs(bewijsgraad)
    return GetoondBewijs.DOOR_INDIENER


class AanbevelingStatus(TextChoices):
    OPEN = "open", "open"
    OVERGENOMEN = "overgenomen", "overgenomen"
    DEELS_OVERGENOMEN = "deels_overgenomen", "deels overgenomen"
    NIET_OVERGENOMEN = "niet_overgenomen", "niet overgenomen"
    IN_UITVOERING = "in_uitvoering", "in uitvoering"
    UITGEVOERD = "uitgevoerd", "uitgevoerd"


class WijzigingSoort(TextChoices):
    NIEUW = "nieuw", "nieuw"
    HERZIEN = "herzien", "herzien"
    STATUSWIJZIGING = "statuswijziging", "statuswijziging"


class UitnodigingStaat(TextChoices):
    OPEN = "open", "wacht op antwoord"
    VERLOPEN = "verlopen", "verlopen"
    AANGENOMEN = "aangenomen", "aangenomen"
    INGETROKKEN = "ingetrokken", "ingetrokken"
