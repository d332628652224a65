"""The check that no type is forgotten, and the check that Django itself makes."""

import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.conf import settings as django_settings
from django.core.checks import run_checks
from django.db import models
from django.test.utils import isolate_apps
from wagtail.models import Page

from portal import checks
from portal.models import Handreiking, Links, Pagina
from portal.soorten import Soort
from search import conf

LEFT_OUT = Soort(left_out="a test")


@pytest.fixture(autouse=True)
def fresh_sources() -> Iterator[None]:
    conf.sources.cache_clear()
    yield
    conf.sources.cache_clear()


def said(monkeypatch: pytest.MonkeyPatch, *types: type[models.Model]) -> list[str]:
    """What the check says of these types."""
    monkeypatch.setattr(checks, "editable_models", lambda: list(types))
    return [f"{message.id} {message.msg}" for message in checks.every_type_says_what_it_is()]


def test_no_check_complains() -> None:
    assert run_checks() == []


def test_every_type_says_what_it_is() -> None:
    assert checks.every_type_says_what_it_is() == []


def test_a_type_without_a_source_is_an_error(settings: pytest.FixtureRequest) -> None:
    settings.SEARCH = {**settings.SEARCH, "SOURCES": ()}  # type: ignore[attr-defined]
    found = {message.obj for message in checks.every_type_says_what_it_is() if message.id == "portal.E002"}
    assert found == {model for model in checks.editable_models() if not vars(model)["declaration"].left_out}
    assert Handreiking in found


def test_a_new_page_type_is_not_declared_by_what_it_inherits_from(monkeypatch: pytest.MonkeyPatch) -> None:
    with isolate_apps("portal", attr_name="apps"):

        class Proefpagina(Pagina):
            class Meta:
                app_label = "portal"

    assert said(monkeypatch, Proefpagina) == ["portal.E001 portal.Proefpagina has no declaration."]


def test_a_new_page_type_that_no_source_makes_documents_of_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    with isolate_apps("portal", attr_name="apps"):

        class Proefpagina(Pagina):
            declaration = Soort()
            kort = models.CharField(max_length=20)
            keuze = models.CharField(max_length=20, choices=[("a", "a")])

            class Meta:
                app_label = "portal"

    assert said(monkeypatch, Proefpagina) == [
        "portal.E002 portal.Proefpagina is not found by search.",
        "portal.E003 portal.Proefpagina: search forgets the text of kort.",
    ]


@pytest.mark.parametrize("name", ["doel", "voor_wie"])
def test_a_forgotten_text_is_an_error(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    own = Handreiking.declaration
    kept = tuple(text for text in own.searched if text != name)
    monkeypatch.setattr(Handreiking, "declaration", replace(own, searched=kept))
    assert said(monkeypatch, Handreiking) == [f"portal.E003 portal.Handreiking: search forgets the text of {name}."]


def test_a_forgotten_stream_of_blocks_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Links, "declaration", Soort())
    assert said(monkeypatch, Links) == ["portal.E003 portal.Links: search forgets the text of groepen."]


def test_forgotten_rows_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pagina, "declaration", replace(Pagina.declaration, placed=("title", "samenvatting", "inhoud")))
    assert said(monkeypatch, Links) == ["portal.E003 portal.Links: search forgets the text of bijlagen.titel."]


def test_a_declaration_that_names_what_is_not_there_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = replace(Links.declaration, searched=("groepen", "niets"), context="portal.pages.contexts.niets")
    monkeypatch.setattr(Links, "declaration", wrong)
    found = said(monkeypatch, Links)
    assert [text.split()[0] for text in found] == ["portal.E004", "portal.E005"]


def test_every_concrete_page_type_of_ours_is_asked() -> None:
    asked = set(checks.editable_models())
    ours = {model for model in Page.__subclasses__() if model._meta.app_label in django_settings.OWN_APPS}
    assert ours <= asked
    assert {Handreiking, Links, Pagina} <= asked


def test_a_template_that_is_not_there_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.every_template_is_there() == []
    monkeypatch.setattr(Links, "template", "portal/niets.html")
    block = Pagina.inhoud.field.stream_block.child_blocks["callout"]
    monkeypatch.setattr(block.meta, "template", "blocks/niets.html")
    assert [message.msg for message in checks.every_template_is_there()] == [
        "portal.Links has no template portal/niets.html.",
        "CalloutBlock has no template blocks/niets.html.",
    ]


def test_a_block_within_a_block_is_asked_too() -> None:
    asked = {type(block).__name__ for block in checks._blocks()}
    assert {"BodyBlock", "KetenpartnersBlock", "StapBlock", "LinkBlock", "TypedTableBlock"} <= asked


def test_a_module_that_nobody_imports_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.every_module_is_imported() == []
    monkeypatch.delitem(sys.modules, "portal.models.paginas.links")
    monkeypatch.delitem(sys.modules, "proeftuinen.models.stap")
    assert sorted(message.msg for message in checks.every_module_is_imported()) == [
        "portal.models.paginas.links is imported by nothing.",
        "proeftuinen.models.stap is imported by nothing.",
    ]
