"""Terms rest on the law too, and so does what only a draft cites; readers meet both under words that they know."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.editing.start_panel import terms_to_check
from portal.finding.sources import BegripSource
from portal.models import Begrip, Gebruiker, Wetsartikel
from portal.wetten.artikelen import review_all
from tests.factories.paginas import HandreikingFactory, StandaardpaginaFactory, section
from tests.factories.records import BegripFactory

from .resting import PLACE, resting

pytestmark = pytest.mark.django_db


def term(artikel: Wetsartikel, **values: Any) -> Begrip:
    """An instrument that rests on it."""
    made = BegripFactory(
        **{"schema": "instrument", "term": "wet Bibob", "definitie": "Toetst een vergunning.", **values}
    )
    made.wetsartikelen.set([artikel])
    made.save()
    return made


def test_an_instrument_and_its_law_name_each_other(client: Client, artikel: Wetsartikel) -> None:
    made = term(artikel)
    term(artikel, term="oud begrip", gearchiveerd=True)
    assert f'<a href="{PLACE}">Artikel 273f Sr</a>' in client.get(made.get_absolute_url()).content.decode()
    html = client.get(PLACE).content.decode()
    assert "Begrippen en instrumenten" in html
    assert f'<a href="{made.get_absolute_url()}">Wet Bibob</a>' in html
    assert "ud begrip" not in html


def test_search_finds_an_instrument_by_its_law(artikel: Wetsartikel) -> None:
    made = term(artikel)
    assert BegripSource().affected(artikel, None) == {("begrip", str(made.uuid))}
    assert "artikel 273f Sr" in next(iter(BegripSource().documents([str(made.uuid)]))).context


def test_an_instrument_is_put_under_review_and_says_when_that_is_late(
    client: Client, artikel: Wetsartikel, editor: Gebruiker
) -> None:
    made, today = term(artikel), timezone.localdate()
    client.force_login(editor)
    assert (
        "Wet Bibob".lower() in client.get(reverse(viewset_url("toetsen"), args=[artikel.pk])).content.decode().lower()
    )
    assert review_all(artikel, door=editor) == 1
    assert review_all(artikel, door=editor) == 0
    made.refresh_from_db()
    assert made.toetsen_voor == today
    assert list(terms_to_check(editor, today)) == [made]
    assert "wet Bibob" in client.get(reverse("wagtailadmin_home")).content.decode()
    Begrip.objects.filter(pk=made.pk).update(toetsen_voor=today - datetime.timedelta(days=1))
    assert "opnieuw getoetst moeten worden" in client.get(made.get_absolute_url()).content.decode()


def test_who_may_not_change_terms_puts_none_under_review(artikel: Wetsartikel) -> None:
    term(artikel)
    stranger = Gebruiker.objects.create_user("lezer", "lezer@voorbeeld.test", "x")
    assert review_all(artikel, door=stranger) == 0


def test_a_law_that_only_a_draft_cites_is_looked_at_too(artikel: Wetsartikel, editor: Gebruiker) -> None:
    later, today = timezone.localdate() + datetime.timedelta(days=90), timezone.localdate()
    page = HandreikingFactory(toetsen_voor=later)
    page.save_revision().publish()
    page.refresh_from_db()
    page.wetsartikelen = [artikel]
    page.save_revision()
    assert review_all(artikel, door=editor) == 1
    assert review_all(artikel, door=editor) == 0
    page = type(page).objects.get(pk=page.pk)
    draft = page.get_latest_revision_as_object()
    assert (page.toetsen_voor, page.has_unpublished_changes) == (later, True)
    assert (draft.toetsen_voor, list(draft.wetsartikelen.all())) == (today, [artikel])


def test_pages_stand_under_words_that_a_reader_knows(client: Client, artikel: Wetsartikel) -> None:
    resting(StandaardpaginaFactory(title="Wat is een signaal"), artikel)
    resting(section("handreiking"), artikel)
    html = client.get(PLACE).content.decode()
    assert "Standaardpagina" not in html
    assert "Overzicht" not in html
    assert 'id="groep-standaardpagina">Uitleg</h2>' in html
    assert 'id="groep-overzicht">Lijsten</h2>' in html


def test_the_page_of_feeds_names_those_of_laws_and_tags(client: Client, artikel: Wetsartikel) -> None:
    page = HandreikingFactory()
    page.tags.add("meldpunt")
    page.save()
    html = client.get("/feeds/").content.decode()
    assert "/feeds/wet/BWBR0001854/273f.rss" in html
    assert "/feeds/trefwoord/meldpunt.rss" in html


def viewset_url(name: str) -> str:
    return str(Wetsartikel.snippet_viewset.get_url_name(name))  # type: ignore[attr-defined]
