"""Every model of ours has a factory, and each makes a valid record."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from factory.django import DjangoModelFactory

from portal.models import Pagina, Wijziging

from . import paginas, records, tracker

pytestmark = pytest.mark.django_db
FACTORIES = {
    found._meta.model: found
    for module in (paginas, records, tracker)
    for found in vars(module).values()
    if isinstance(found, type) and issubclass(found, DjangoModelFactory) and not found._meta.abstract
}
# Made with their owner, by a setting of the site or by Wagtail itself.
WITHOUT = {"Pagina", "PaginaTag", "Home", "Uitgelicht", "Portaalinstellingen", "Hoofdmenu", "Voetlink"}
WITHOUT |= {"AfbeeldingRendition", "GerenderdeTekst", "Bestandstekst"}
MODELS = [
    model
    for label in ("portal", "proeftuinen")
    for model in apps.get_app_config(label).get_models()
    if model.__name__ not in WITHOUT
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_there_is_a_factory_and_it_makes_a_valid_record(model: type[Any]) -> None:
    made = FACTORIES[model]()
    made = model.objects.get(pk=made.pk)
    made.full_clean()


def test_a_published_page_has_its_wijziging() -> None:
    page = paginas.HandreikingFactory(published=True)
    assert page.live
    assert Wijziging.objects.get().pagina_id == page.pk


def test_many_relations_are_kept() -> None:
    begrip, organisatie = records.BegripFactory(), paginas.OrganisatieFactory()
    page = tracker.ProeftuinFactory(begrippen=[begrip], organisaties=[organisatie])
    found = Pagina.objects.get(pk=page.pk)
    assert list(found.begrippen.all()) == [begrip]
    assert list(found.organisaties.all()) == [organisatie]
    assert found.soort == "proeftuin"
