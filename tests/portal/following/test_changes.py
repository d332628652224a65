"""What is told when something is published, and what is not."""

from typing import Any

import pytest
from wagtail.models import Page

from portal import signals
from portal.models import Handreiking, Pagina, Wijziging
from tests.factories.paginas import HandreikingFactory, StandaardpaginaFactory, section

pytestmark = pytest.mark.django_db


def publish(page: Any, note: str = "") -> None:
    page.wat_veranderde = note
    page.save_revision().publish()


def told() -> list[tuple[str, str]]:
    return list(Wijziging.objects.order_by("pk").values_list("soort", "tekst"))


def test_the_first_publication_is_new_a_later_one_only_with_a_note() -> None:
    page = HandreikingFactory(live=False, first_published_at=None, samenvatting="Kort.")
    publish(page)
    publish(page)
    publish(page, "Hoofdstuk 2 is nieuw.")
    assert told() == [("nieuw", "Kort."), ("herzien", "Hoofdstuk 2 is nieuw.")]


def test_the_note_is_gone_after_publishing() -> None:
    page = HandreikingFactory(live=False, first_published_at=None)
    publish(page, "Eerste versie.")
    assert Pagina.objects.get(pk=page.pk).wat_veranderde == ""


def test_publishing_the_same_revision_again_tells_nothing_new() -> None:
    page = HandreikingFactory(live=False, first_published_at=None)
    page.wat_veranderde = "Een keer."
    revision = page.save_revision()
    revision.publish()
    revision.publish()
    assert told() == [("nieuw", "Een keer.")]


def test_a_page_about_the_site_itself_is_no_news_unless_the_editor_says_so() -> None:
    page = StandaardpaginaFactory(live=False, first_published_at=None)
    publish(page)
    assert told() == []
    publish(page, "Nieuw telefoonnummer.")
    assert told() == [("herzien", "Nieuw telefoonnummer.")]


def test_a_copy_is_a_record_of_its_own_and_a_move_is_the_same() -> None:
    page = HandreikingFactory(live=False, first_published_at=None)
    publish(page)
    copy = page.copy(update_attrs={"slug": "kopie", "title": "Kopie"}, keep_live=False)
    publish(copy)
    other = StandaardpaginaFactory()
    page.move(other, pos="last-child")
    assert Wijziging.objects.filter(onderwerp=page.translation_key).count() == 1
    assert Wijziging.objects.filter(onderwerp=copy.translation_key).count() == 1
    assert page.translation_key != copy.translation_key


def test_a_bulk_load_can_keep_silent() -> None:
    page = HandreikingFactory(live=False, first_published_at=None)
    with signals.paused():
        publish(page, "Stil.")
    assert told() == []


def test_a_type_lives_in_the_section_that_lists_it() -> None:
    assert Handreiking.can_create_at(Page.objects.get(pk=section("handreiking").pk).specific)
    assert not Handreiking.can_create_at(Page.objects.get(pk=section("hulpmiddel").pk).specific)
