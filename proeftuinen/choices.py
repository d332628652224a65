"""The fixed lists of the tracker, with named groups beside them: code asks for a group, never for a string."""

from django.db.models import TextChoices


class Stadium(TextChoices):
    IDEE = "idee", "idee"
    VOORBEREIDING = "voorbereiding", "voorbereiding"
    LOOPT = "loopt", "loopt"
    EVALUATIE = "evaluatie", "evaluatie"
    GEBORGD = "geborgd", "geborgd"
    GESTOPT = "gestopt", "gestopt"
    # Nothing was heard since: silence does not say that it runs.
    ONBEKEND = "onbekend", "onbekend"


ACTIEVE_STADIA = (Stadium.VOORBEREIDING, Stadium.LOOPT, Stadium.EVALUATIE)


class KnelpuntStatus(TextChoices):
    GESIGNALEERD = "gesignaleerd", "gesignaleerd"
    GEDUID = "geduid", "geduid"
    GEADRESSEERD = "geadresseerd", "geadresseerd"
    IN_OPLOSSING = "in_oplossing", "in oplossing"
    OPGELOST = "opgelost", "opgelost"
    GEACCEPTEERD = "geaccepteerd", "geaccepteerd"
    NIET_OPLOSBAAR = "niet_oplosbaar", "niet oplosbaar"


OPEN_STATUSSEN = (
    KnelpuntStatus.GESIGNALEERD,
    KnelpuntStatus.GEDUID,
    KnelpuntStatus.GEADRESSEERD,
    KnelpuntStatus.IN_OPLOSSING,
)
GESLOTEN_STATUSSEN = (KnelpuntStatus.OPGELOST, KnelpuntStatus.GEACCEPTEERD, KnelpuntStatus.NIET_OPLOSBAAR)


class Niveau(TextChoices):
    """Where a Knelpunt lies: who must act."""

    LOKAAL = "lokaal", "lokaal"
    REGIONALE_TAFEL = "regionale_tafel", "regionale tafel"
    LANDELIJK_OVERLEG = "landelijk_overleg", "landelijk overleg"
    TASKFORCE = "taskforce", "Taskforce"
    MINISTERIE = "ministerie", "ministerie"


class Inspanning(TextChoices):
    LAAG = "laag", "laag: binnen het gewone werk"
    MIDDEL = "middel", "middel: tijd van enkele partners"
    HOOG = "hoog", "hoog: geld en een projectleider"


class Uitspraak(TextChoices):
    """What the real Toepassingen of an Oplossing say together; `oordeel` holds the rule."""

    NIET_TOEGEPAST = "niet_toegepast", "nog niet toegepast"
    NOG_ONBEKEND = "nog_onbekend", "nog onbekend"
    WERKTE = "werkte", "werkte"
    WERKTE_MEESTAL = "werkte_meestal", "werkte meestal"
    WERKTE_DEELS = "werkte_deels", "werkte deels"
    WISSELEND = "wisselend", "wisselend"
    WERKTE_MEESTAL_NIET = "werkte_meestal_niet", "werkte meestal niet"
    WERKTE_NIET = "werkte_niet", "werkte niet"


class Bewijskracht(TextChoices):
    """How strong the evidence for an Oplossing is, the weakest first."""

    GEEN = "geen", "geen bewijs"
    ZWAK = "zwak", "zwak bewijs"
    REDELIJK = "redelijk", "redelijk bewijs"
    STERK = "sterk", "sterk bewijs"


class NeveneffectAard(TextChoices):
    ONGEWENST = "ongewenst", "ongewenst"
    GEWENST = "gewenst", "gewenst"


class MijlpaalStatus(TextChoices):
    GEPLAND = "gepland", "gepland"
    GEHAALD = "gehaald", "gehaald"
    VERTRAAGD = "vertraagd", "vertraagd"
    VERVALLEN = "vervallen", "vervallen"


class Registersoort(TextChoices):
    PROEFTUIN = "proeftuin", "proeftuinen"
    KNELPUNT = "knelpunt", "knelpunten"
    OPLOSSING = "oplossing", "oplossingen"
