"""What is no page: vocabulary, places, people, changes, recommendations and files."""

from __future__ import annotations

import datetime
from io import BytesIO
from typing import Any

import factory
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory
from PIL import Image
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from portal import models
from portal.choices import AanbevelingStatus, Schema, WijzigingSoort
from portal.following.changes import tell
from portal.visibility import KETENPARTNERS

from .paginas import HandreikingFactory, RapportFactory

PASSWORD = "een-lang-wachtwoord-voor-tests"


class BegripFactory(DjangoModelFactory):
    class Meta:
        model = models.Begrip

    schema = Schema.VORM
    term = factory.Sequence(lambda n: f"begrip {n}")
    slug = factory.Sequence(lambda n: f"begrip-{n}")
    definitie = factory.LazyAttribute(lambda begrip: f"Wat {begrip.term} betekent.")


class AlternatieveTermFactory(DjangoModelFactory):
    class Meta:
        model = models.AlternatieveTerm

    begrip = factory.SubFactory(BegripFactory)
    term = factory.Sequence(lambda n: f"ander woord {n}")


class WetsartikelFactory(DjangoModelFactory):
    class Meta:
        model = models.Wetsartikel

    regeling = "Wetboek van Strafrecht"
    citeertitel = "Sr"
    nummer = "BWBR0001854"
    artikel = "273f"


class GemeenteFactory(DjangoModelFactory):
    class Meta:
        model = models.Gemeente

    naam = factory.Sequence(lambda n: f"Gemeente {n}")
    slug = factory.Sequence(lambda n: f"gemeente-{n}")
    provincie = "noord-holland"
    politieregio = "noord-holland"
    is_voorbeeld = True


class GebruikerFactory(DjangoModelFactory):
    """`groups=["Ketenpartners"]` puts the user in groups, by name."""

    class Meta:
        model = models.Gebruiker
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"gebruiker{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@voorbeeld.test")

    @classmethod
    def _create(cls, model_class: type[Any], *args: Any, **kwargs: Any) -> Any:
        names = kwargs.pop("groups", ())
        user = model_class.objects.create_user(password=PASSWORD, **kwargs)
        user.groups.set(Group.objects.get_or_create(name=name)[0] for name in names)
        return user


class UitnodigingFactory(DjangoModelFactory):
    class Meta:
        model = models.Uitnodiging

    email = factory.Sequence(lambda n: f"genodigde{n}@example.org")
    groep = factory.LazyFunction(lambda: Group.objects.get_or_create(name=KETENPARTNERS)[0])
    sleutel = factory.Sequence(lambda n: f"{n:064x}")
    verloopt_op = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=14))
    uitgenodigd_door = factory.SubFactory(GebruikerFactory)
    aangenomen_door = factory.SubFactory(GebruikerFactory)


class WijzigingFactory(DjangoModelFactory):
    """`ook_op=[pages]`: the other pages that it is about."""

    class Meta:
        model = models.Wijziging
        skip_postgeneration_save = True

    pagina = factory.SubFactory(HandreikingFactory)
    soort = WijzigingSoort.HERZIEN
    titel = factory.LazyAttribute(lambda change: change.pagina.title)
    tekst = "Er is een hoofdstuk bij."
    onderwerp = factory.LazyAttribute(lambda change: change.pagina.translation_key)
    moment = factory.Sequence(
        lambda n: datetime.datetime(2026, 6, 1, 12, tzinfo=datetime.UTC) + datetime.timedelta(minutes=n)
    )

    @classmethod
    def _create(cls, model_class: type[Any], *args: Any, **kwargs: Any) -> Any:
        others = kwargs.pop("ook_op", ())
        pagina = models.Pagina.objects.get(pk=kwargs["pagina"].pk)
        return tell(ook_op=[page.pk for page in others], **kwargs | {"pagina": pagina})


class AanbevelingFactory(DjangoModelFactory):
    class Meta:
        model = models.Aanbeveling

    rapport = factory.SubFactory(RapportFactory)
    nummer = factory.Sequence(lambda n: n + 1)
    tekst = factory.Sequence(lambda n: f"Doe dit {n} keer beter.")


class AanbevelingStapFactory(DjangoModelFactory):
    class Meta:
        model = models.AanbevelingStap

    aanbeveling = factory.SubFactory(AanbevelingFactory)
    status = AanbevelingStatus.OPEN
    datum = datetime.date(2026, 4, 1)
    is_huidig = True


class BestandFactory(DjangoModelFactory):
    """`content=` is the text of the file; `collection=` says who may have it."""

    class Meta:
        model = models.Bestand

    title = factory.Sequence(lambda n: f"Document {n}")

    @classmethod
    def _create(cls, model_class: type[Any], *args: Any, **kwargs: Any) -> Any:
        content = kwargs.pop("content", "De tekst van het document.")
        name = kwargs.pop("filename", "document.txt")
        document = model_class(file=ContentFile(content.encode(), name=name), file_size=len(content), **kwargs)
        document._set_document_file_metadata()
        document.save()
        return document


class AfbeeldingFactory(DjangoModelFactory):
    class Meta:
        model = models.Afbeelding

    title = factory.Sequence(lambda n: f"Afbeelding {n}")

    @classmethod
    def _create(cls, model_class: type[Any], *args: Any, **kwargs: Any) -> Any:
        name = kwargs.pop("filename", "afbeelding.png")
        file = BytesIO()
        Image.new("RGB", (64, 48), "teal").save(file, "PNG")
        return model_class.objects.create(file=ContentFile(file.getvalue(), name=name), width=64, height=48, **kwargs)


class BijlageFactory(DjangoModelFactory):
    class Meta:
        model = models.Bijlage

    pagina = factory.SubFactory(HandreikingFactory)
    document = factory.SubFactory(BestandFactory)


class GerelateerdFactory(DjangoModelFactory):
    class Meta:
        model = models.Gerelateerd

    pagina = factory.SubFactory(HandreikingFactory)
    doel = factory.SubFactory(HandreikingFactory)


def close(page: Page, group: str = KETENPARTNERS) -> None:
    """Keep a page, and what is below it, for one group."""
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.add(Group.objects.get_or_create(name=group)[0])


def closed_collection(name: str = "Alleen voor ketenpartners") -> Collection:
    """A collection of files that only ketenpartners may have."""
    collection: Collection = Collection.get_first_root_node().add_child(name=name)
    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.GROUPS
    )
    restriction.groups.add(Group.objects.get_or_create(name=KETENPARTNERS)[0])
    return collection
