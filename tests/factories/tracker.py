"""The records of the tracker; pages go in the register of their type."""

from __future__ import annotations

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from proeftuinen import models
from proeftuinen.choices import Bewijskracht, KnelpuntStatus, Niveau, Stadium

from .paginas import InHomeFactory, OrganisatieFactory, PaginaFactory, PraktijkvoorbeeldFactory
from .records import GebruikerFactory


class RegisterFactory(InHomeFactory):
    class Meta:
        model = models.Register

    toont = "proeftuin"


class ProeftuinFactory(PaginaFactory):
    class Meta:
        model = models.Proeftuin

    title = factory.Sequence(lambda n: f"Proeftuin {n}")
    startdatum = datetime.date(2026, 1, 1)


class KnelpuntFactory(PaginaFactory):
    class Meta:
        model = models.Knelpunt

    title = factory.Sequence(lambda n: f"Knelpunt {n}")


class OplossingFactory(PaginaFactory):
    class Meta:
        model = models.Oplossing

    title = factory.Sequence(lambda n: f"Oplossing {n}")


class ProeftuinStapFactory(DjangoModelFactory):
    class Meta:
        model = models.ProeftuinStap

    proeftuin = factory.SubFactory(ProeftuinFactory)
    stadium = Stadium.LOOPT
    datum = datetime.date(2026, 2, 1)
    reden = "De partners zijn begonnen."
    is_huidig = True


class KnelpuntStapFactory(DjangoModelFactory):
    class Meta:
        model = models.KnelpuntStap

    knelpunt = factory.SubFactory(KnelpuntFactory)
    status = KnelpuntStatus.GESIGNALEERD
    niveau = Niveau.LOKAAL
    datum = datetime.date(2026, 2, 1)
    is_huidig = True


class WaarnemingFactory(DjangoModelFactory):
    class Meta:
        model = models.Waarneming

    knelpunt = factory.SubFactory(KnelpuntFactory)
    proeftuin = factory.SubFactory(ProeftuinFactory)
    eerst_gezien = datetime.date(2026, 2, 1)
    laatst_gezien = datetime.date(2026, 5, 1)


class ToepassingFactory(DjangoModelFactory):
    class Meta:
        model = models.Toepassing

    knelpunt = factory.SubFactory(KnelpuntFactory)
    oplossing = factory.SubFactory(OplossingFactory)
    proeftuin = factory.SubFactory(ProeftuinFactory)
    resultaat = "werkte"
    toelichting = "Dit gebeurde er."
    datum = datetime.date(2026, 5, 1)


class ProeftuinPartnerFactory(DjangoModelFactory):
    class Meta:
        model = models.ProeftuinPartner

    proeftuin = factory.SubFactory(ProeftuinFactory)
    organisatie = factory.SubFactory(OrganisatieFactory)


class MijlpaalFactory(DjangoModelFactory):
    class Meta:
        model = models.Mijlpaal

    proeftuin = factory.SubFactory(ProeftuinFactory)
    naam = "Eerste controle"


class VoortgangsberichtFactory(DjangoModelFactory):
    class Meta:
        model = models.Voortgangsbericht

    proeftuin = factory.SubFactory(ProeftuinFactory)
    datum = datetime.date(2026, 4, 1)
    titel = "Wat er gebeurde"


class OverdrachtsvoorwaardeFactory(DjangoModelFactory):
    class Meta:
        model = models.Overdrachtsvoorwaarde

    proeftuin = factory.SubFactory(ProeftuinFactory)
    tekst = "Er is een zorgcoördinator."


class NeveneffectFactory(DjangoModelFactory):
    class Meta:
        model = models.Neveneffect

    toepassing = factory.SubFactory(ToepassingFactory)
    wat = "Boekingen gingen naar vakantiewoningen."


class BewijsstandFactory(DjangoModelFactory):
    class Meta:
        model = models.Bewijsstand

    oplossing = factory.SubFactory(OplossingFactory)
    kracht = Bewijskracht.ZWAK
    sinds = factory.LazyFunction(timezone.now)


class PraktijkkoppelingFactory(DjangoModelFactory):
    class Meta:
        model = models.Praktijkkoppeling

    praktijkvoorbeeld = factory.SubFactory(PraktijkvoorbeeldFactory)


class ImportbestandFactory(DjangoModelFactory):
    class Meta:
        model = models.Importbestand

    gebruiker = factory.SubFactory(GebruikerFactory)
    naam = "toepassingen.csv"
    inhoud = b"soort;titel"
