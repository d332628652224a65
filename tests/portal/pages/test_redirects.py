"""An old address answers as the page where it leads: it never names the new address of what a reader may not see."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from portal.visibility import KETENPARTNERS
from tests.factories.paginas import HandreikingFactory, StandaardpaginaFactory, home
from tests.factories.records import GebruikerFactory, close

pytestmark = pytest.mark.django_db
SECRET = "geheime-woorden"


@pytest.fixture
def renamed(django_capture_on_commit_callbacks: Any) -> Page:
    """A public page that got another slug, with the redirect that Wagtail made for it."""
    home()
    page = HandreikingFactory(title="Gewoon", slug="oud", parent=StandaardpaginaFactory(title="Deel", slug="deel"))
    page.slug = SECRET
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert Redirect.objects.get().automatically_created
    return Page.objects.get(pk=page.pk).specific


def restrict(page: Page) -> None:
    close(page)


def restrict_above(page: Page) -> None:
    close(page.get_parent())


def expire(page: Page) -> None:
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - datetime.timedelta(minutes=1))


def unpublish(page: Page) -> None:
    page.unpublish()


def ask(client: Client, method: str, path: str, **headers: str) -> tuple[int, str]:
    response = client.generic(method, path, headers=headers)
    return response.status_code, f"{response.headers} {response.content.decode()}"


@pytest.mark.parametrize("path", ["/deel/oud/", "/deel/oud", "/deel/oud/?a=b"])
def test_an_open_page_is_found_at_its_new_address(client: Client, renamed: Page, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.headers["Location"]) == (301, f"/deel/{SECRET}/")
    assert response.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST"])
@pytest.mark.parametrize("hide", [restrict, restrict_above, expire, unpublish])
def test_a_hidden_page_answers_as_itself(
    client: Client, renamed: Page, hide: Callable[[Page], None], method: str
) -> None:
    hide(renamed)
    status, said = ask(client, method, "/deel/oud/")
    expected, _ = ask(client, method, f"/deel/{SECRET}/")
    assert (status, SECRET in said) == (expected, False)
    assert expected in {403, 404, 405}


@pytest.mark.parametrize("hide", [restrict, restrict_above, expire, unpublish])
@pytest.mark.parametrize(
    "link", ["/deel/geheime-woorden/", "/deel/geheime-woorden/onder/", "http://testserver/deel/geheime-woorden/?a=b"]
)
def test_so_does_an_address_that_an_editor_typed(
    client: Client, renamed: Page, hide: Callable[[Page], None], link: str
) -> None:
    Redirect.add_redirect("/getypt", link)
    hide(renamed)
    status, said = ask(client, "GET", "/getypt/")
    assert (status, SECRET in said) == (ask(client, "GET", f"/deel/{SECRET}/")[0], False)


def test_who_may_see_the_page_is_led_to_it(client: Client, renamed: Page) -> None:
    close(renamed)
    client.force_login(GebruikerFactory(groups=[KETENPARTNERS]))
    response = client.get("/deel/oud/")
    assert (response.status_code, response.headers["Location"]) == (301, f"/deel/{SECRET}/")
    assert response.headers["Cache-Control"] == "private, no-store"


def test_what_made_way_leads_on_to_what_took_its_place(client: Client, renamed: Page) -> None:
    """A merge takes a page off the site and leads its address to another; its older addresses follow."""
    other = HandreikingFactory(title="Opvolger", slug="opvolger", parent=renamed.get_parent())
    renamed.unpublish()
    Redirect.add_redirect(f"/deel/{SECRET}", other)
    response = client.get("/deel/oud/")
    assert (response.status_code, response.headers["Location"]) == (301, "/deel/opvolger/")
    close(other)
    status, said = ask(client, "GET", "/deel/oud/")
    assert (status, SECRET in said, "opvolger" in said) == (403, False, False)


def test_a_circle_ends(client: Client, renamed: Page) -> None:
    renamed.unpublish()
    Redirect.add_redirect(f"/deel/{SECRET}", "/deel/oud/")
    Redirect.add_redirect("/elders", renamed)
    assert client.get("/elders/").status_code == 404 or client.get("/elders/").headers["Location"] == "/deel/oud/"


def test_other_sites_and_other_addresses_are_left_to_the_editor(client: Client, renamed: Page) -> None:
    Redirect.add_redirect("/weg", "https://elders.example/deel/geheime-woorden/")
    Redirect.add_redirect("/begrip", "/begrippen/drang/", is_permanent=False)
    close(renamed)
    assert client.get("/weg/").headers["Location"] == "https://elders.example/deel/geheime-woorden/"
    assert client.get("/begrip/").status_code == 302
