"""Closing a page or a collection in the words of an editor, without locking the redactie out."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from portal import visibility
from portal.setup import make_groups
from tests.factories.paginas import StandaardpaginaFactory, home
from tests.factories.records import GebruikerFactory

pytestmark = pytest.mark.django_db
PARTNERS, EDITORS = "Ketenpartners", "Redacteuren"


@pytest.fixture
def editor(client: Client) -> Client:
    make_groups(home())
    # Who edits collections, beside pages, is a superuser here.
    client.force_login(GebruikerFactory(is_superuser=True))
    return client


def dialogs() -> list[tuple[str, Any]]:
    page = StandaardpaginaFactory()
    collection = Collection.get_first_root_node().add_child(name="Stukken")
    return [
        (reverse("wagtailadmin_pages:set_privacy", args=[page.pk]), page),
        (reverse("wagtailadmin_collections:set_privacy", args=[collection.pk]), collection),
    ]


def groups_of(thing: Any) -> set[str] | None:
    restriction = (
        PageViewRestriction.objects.filter(page_id=thing.pk).first()
        if isinstance(thing, Page)
        else CollectionViewRestriction.objects.filter(collection=thing).first()
    )
    if restriction is None:
        return None
    assert restriction.restriction_type == "groups"
    return set(restriction.groups.values_list("name", flat=True))


@pytest.mark.parametrize(
    ("choice", "means"),
    [("ketenpartners", {PARTNERS, EDITORS}), ("redactie", {EDITORS}), ("none", None)],
)
def test_a_choice_is_stored_and_shown_again(editor: Client, choice: str, means: set[str] | None) -> None:
    for url, thing in dialogs():
        assert "set_privacy_done" in editor.post(url, {"restriction_type": choice}).content.decode()
        assert groups_of(thing) == means
        shown = editor.get(url).json()["html"]
        assert f'value="{choice}"' in shown
        (checked,) = [tag for tag in shown.split("<input") if "checked" in tag]
        assert f'value="{choice}"' in checked


def test_a_choice_is_taken_back(editor: Client) -> None:
    for url, thing in dialogs():
        editor.post(url, {"restriction_type": "ketenpartners"})
        editor.post(url, {"restriction_type": "redactie"})
        assert groups_of(thing) == {EDITORS}
        editor.post(url, {"restriction_type": "none"})
        assert groups_of(thing) is None


def test_chosen_groups_come_beside_the_redactie(editor: Client) -> None:
    group = Group.objects.create(name="Werkgroep Haven")
    for url, thing in dialogs():
        editor.post(url, {"restriction_type": "groups", "groups": [group.pk]})
        assert groups_of(thing) == {"Werkgroep Haven", EDITORS}
        html = editor.get(url).json()["html"]
        assert "Welke groepen" in html
        assert ">\n Redacteuren" not in html
        assert "Beheerders" not in html


def test_no_group_gets_a_sentence(editor: Client) -> None:
    for url, thing in dialogs():
        assert "Kies ten minste één groep." in editor.post(url, {"restriction_type": "groups"}).json()["html"]
        assert groups_of(thing) is None


def test_every_account_is_offered_only_where_it_was_chosen(editor: Client) -> None:
    url, page = dialogs()[0]
    assert "iedereen met een account" not in editor.get(url).json()["html"]
    assert "set_privacy_done" not in editor.post(url, {"restriction_type": "login"}).content.decode()
    PageViewRestriction.objects.create(page_id=page.pk, restriction_type="login")
    assert "iedereen met een account" in editor.get(url).json()["html"]
    assert "set_privacy_done" in editor.post(url, {"restriction_type": "login"}).content.decode()


def test_a_password_is_never_offered(editor: Client) -> None:
    for url, thing in dialogs():
        assert "password" not in editor.get(url).json()["html"]
        editor.post(url, {"restriction_type": "password", "password": "geheim"})
        assert groups_of(thing) is None


@pytest.mark.parametrize("door", ["add", "set", "clear", "remove", "from the group"])
def test_no_door_locks_the_redactie_out(client: Client, door: str) -> None:
    make_groups(home())
    page = StandaardpaginaFactory()
    partners, editors = Group.objects.get(name=PARTNERS), Group.objects.get(name=EDITORS)
    restriction = PageViewRestriction.objects.create(page_id=page.pk, restriction_type="groups")
    if door == "add":
        restriction.groups.add(partners)
    elif door == "set":
        restriction.groups.set([partners])
    elif door == "clear":
        restriction.groups.clear()
    elif door == "remove":
        restriction.groups.remove(editors)
    else:
        editors.pageviewrestriction_set.clear()
    redacteur = GebruikerFactory(groups=[EDITORS])
    assert not visibility.is_closed_to(visibility.reader_for(redacteur), page)
    client.force_login(redacteur)
    assert client.get(page.url).status_code == 200
    assert Client().get(page.url).status_code == 403
