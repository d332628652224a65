"""A page of every type of the portal, in the section where it belongs.

`parent=` puts it elsewhere; `published=True` publishes it as an editor would, with its Wijziging; `begrippen=[...]` and
`organisaties=[...]` are set with it. Otherwise a page is live and has no history.
"""

from __future__ import annotations

import datetime
from typing import Any

import factory
from django.apps import apps
from django.utils import timezone
from django.utils.text import capfirst, slugify
from factory.django import DjangoModelFactory
from wagtail.models import Page, Site

from portal import models
from portal.choices import Hulpmiddelvorm, Organisatiesoort
from portal.soorten import listed, page_types

SECTIONS = {
    "handreiking": ("Handreikingen", "handreikingen"),
    "hulpmiddel": ("Toolkit", "toolkit"),
    "praktijkvoorbeeld": ("Praktijkvoorbeelden", "praktijkvoorbeelden"),
    "rapport": ("Rapporten", "rapporten"),
    "organisatie": ("Organisaties", "organisaties"),
    "nieuws": ("Nieuws", "nieuws"),
    "proeftuin": ("Proeftuinen", "proeftuinen"),
    "knelpunt": ("Knelpunten", "knelpunten"),
    "oplossing": ("Oplossingen", "oplossingen"),
}
# A type that is new has a section too.
SECTIONS |= {name: (capfirst(plural), slugify(plural)) for name, plural in listed() if name not in SECTIONS}


def home() -> models.Home:
    """The front page of the site under test, made when it is not there yet."""
    found = models.Home.objects.first()
    if found is None:
        root = Page.objects.get(depth=1)
        found = root.add_child(instance=models.Home(title="Home", slug="portaal", kopregel="Wat zoekt u?"))
        Site.objects.all().delete()
        Site.objects.create(
            hostname="testserver", root_page=found, is_default_site=True, site_name="Kennisportaal Aanpak Mensenhandel"
        )
        Page.objects.filter(depth=2).exclude(pk=found.pk).delete()
    return found


def section(soort: str) -> Page:
    """The Overzicht or Register that lists a type."""
    in_portal = soort in dict(listed())
    model: Any = models.Overzicht if in_portal else apps.get_model("proeftuinen", "Register")
    title, slug = SECTIONS[soort]
    found = model.objects.filter(toont=soort).first()
    return found or home().add_child(instance=model(title=title, slug=slug, toont=soort, samenvatting=f"Alle {slug}."))


class PaginaFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    title = factory.Sequence(lambda n: f"Pagina {n}")
    slug = factory.Sequence(lambda n: f"pagina-{n}")
    samenvatting = factory.LazyAttribute(lambda page: f"Dit gaat over {page.title}.")
    first_published_at = factory.LazyFunction(lambda: timezone.now() - datetime.timedelta(days=30))
    last_published_at = factory.LazyFunction(lambda: timezone.now() - datetime.timedelta(days=2))
    gewijzigd_op = factory.SelfAttribute("first_published_at")

    @classmethod
    def default_parent(cls) -> Page:
        return section(str(cls._meta.get_model_class()._meta.model_name))

    @classmethod
    def _create(cls, model_class: type[Any], *args: Any, **kwargs: Any) -> Any:
        parent = kwargs.pop("parent", None) or cls.default_parent()
        published = kwargs.pop("published", False)
        many = {name: kwargs.pop(name) for name in ("begrippen", "organisaties", "steunt_op") if name in kwargs}
        if published:
            kwargs.update(live=False, first_published_at=None, last_published_at=None, gewijzigd_op=None)
        # Treebeard counts children on the instance, which an earlier child made stale.
        page = Page.objects.get(pk=parent.pk).add_child(instance=model_class(**kwargs))
        for name, values in many.items():
            setattr(page, name, values)
        if many:
            page.save()
        if published:
            page.save_revision().publish()
            page.refresh_from_db()
        return page


class InHomeFactory(PaginaFactory):
    class Meta:
        abstract = True

    @classmethod
    def default_parent(cls) -> Page:
        return home()


class StandaardpaginaFactory(InHomeFactory):
    class Meta:
        model = models.Standaardpagina


class OverzichtFactory(InHomeFactory):
    class Meta:
        model = models.Overzicht

    toont = "handreiking"


class LinksFactory(InHomeFactory):
    class Meta:
        model = models.Links

    title, slug = "Links", "links"


class BegrippenlijstFactory(InHomeFactory):
    class Meta:
        model = models.Begrippenlijst

    title, slug = "Begrippenlijst", "begrippen"


class HandreikingFactory(PaginaFactory):
    class Meta:
        model = models.Handreiking

    title = factory.Sequence(lambda n: f"Handreiking {n}")
    doel = "Na het lezen weet u wat u kunt doen."
    versie = "1.0"


class HulpmiddelFactory(PaginaFactory):
    class Meta:
        model = models.Hulpmiddel

    title = factory.Sequence(lambda n: f"Hulpmiddel {n}")
    vorm = Hulpmiddelvorm.CHECKLIST


class PraktijkvoorbeeldFactory(PaginaFactory):
    class Meta:
        model = models.Praktijkvoorbeeld

    title = factory.Sequence(lambda n: f"Praktijkvoorbeeld {n}")
    resultaat = "werkte"


class RapportFactory(PaginaFactory):
    class Meta:
        model = models.Rapport

    title = factory.Sequence(lambda n: f"Rapport {n}")
    versiedatum = datetime.date(2026, 3, 1)


class NieuwsFactory(PaginaFactory):
    class Meta:
        model = models.Nieuws

    title = factory.Sequence(lambda n: f"Nieuws {n}")


class OrganisatieFactory(PaginaFactory):
    class Meta:
        model = models.Organisatie

    title = factory.Sequence(lambda n: f"Organisatie {n}")
    organisatiesoort = Organisatiesoort.KENNIS


def of_its_own(model: type[Any]) -> type[PaginaFactory]:
    """The factory of a page type that asks for nothing but a title: fields with choices get the first of them."""
    first = {field.name: field.choices[0][0] for field in model._meta.local_fields if field.choices and not field.blank}
    base = PaginaFactory if model._meta.model_name in SECTIONS else InHomeFactory
    return type(f"{model.__name__}Factory", (base,), {"Meta": type("Meta", (), {"model": model}), **first})


# So that a new type takes part in every test that asks for all of them.
for _new in page_types("portal"):
    globals().setdefault(f"{_new.__name__}Factory", of_its_own(_new))
