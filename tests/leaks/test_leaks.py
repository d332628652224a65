"""Nothing hidden reaches an anonymous reader by any address, in any form."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from html import escape
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from portal.bulk_load import indexes_wait, renew_statistics
from portal.models import AfbeeldingRendition
from search import service
from tests.factories.records import GebruikerFactory, close

from . import world as site
from .surfaces import SURFACES, patterns
from .world import PUBLIC, STATES, World, token

pytestmark = pytest.mark.django_db
FINDABLE = (
    "trefwoorden/<str:slug>/",
    "zoeken/",
    "sitemap.xml",
    "feeds/alles.<feedformat:fmt>",
    "^((?:[\\w\\-]+/)*)$",
    "wijzigingen/",
)


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The site, made once for this file: it takes long, and every test takes back what it changed."""
    with django_db_blocker.unblock(), transaction.atomic():
        cache.clear()
        with indexes_wait():
            made = site.build()
        renew_statistics()
        service.rebuild()
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def world(built: World, db: None) -> World:
    cache.clear()
    return built


def read(response: Any) -> str:
    """All that was sent, headers and the parts of a spreadsheet included."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body[:2] == b"PK":
        archive = zipfile.ZipFile(io.BytesIO(body))
        body = b" ".join(archive.read(name) for name in archive.namelist())
    headers = " ".join(f"{name}: {value}" for name, value in response.items())
    return f"{headers}\n{body.decode('utf-8', 'replace')}"


def without_own_address(text: str, address: str) -> str:
    """A page repeats the address that was asked, which is no news to who asked."""
    path, _, query = address.partition("?")
    for known in (address, path, path.rstrip("/").rsplit("/", 1)[-1], query):
        for written in (escape(known), known):
            if written:
                text = text.replace(written, "")
    return text


def leaks(client: Client, address: str) -> Iterator[str]:
    response = client.get(address)
    text = without_own_address(unquote(read(response)), address)
    for state in STATES:
        if token(state) in text:
            at = text.index(token(state))
            yield f"{state} at {address} ({response.status_code}): …{text[max(0, at - 90) : at + 60]!r}"
    if response.status_code >= 500:
        yield f"{response.status_code} at {address}"


def test_every_url_pattern_is_in_the_table() -> None:
    assert set(patterns()) == set(SURFACES)


def test_nothing_hidden_is_found_anywhere(world: World, client: Client) -> None:
    addresses = dict.fromkeys(address for surface in SURFACES.values() for address in surface(world))
    assert len(addresses) > 250
    found = [leak for address in addresses for leak in leaks(client, address)]
    assert not found, "\n".join([f"{len(found)} leaks", *found[:25]])


def test_the_admin_is_closed(world: World, client: Client) -> None:
    places = ["/admin/", "/admin/pages/", *(f"/admin/pages/{page.pk}/edit/" for page in world.pages)]
    places += [f"/admin/pages/{page.pk}/view_draft/" for page in world.pages]
    for place in places:
        response = client.get(place)
        assert response.status_code == 302
        assert response["Location"].startswith(("/account/login/", "/admin/login/"))


def test_what_is_public_is_found(world: World, client: Client) -> None:
    """Otherwise an empty site would pass."""
    for pattern in FINDABLE:
        public = PUBLIC if pattern != "sitemap.xml" else "/handreikingen/"
        assert any(public in read(client.get(address)) for address in SURFACES[pattern](world)), pattern


def test_a_ketenpartner_finds_what_is_theirs(world: World, client: Client) -> None:
    """Otherwise the tokens would be nowhere."""
    client.force_login(GebruikerFactory(groups=["Ketenpartners"]))
    found: set[str] = set()
    for pattern in ("^((?:[\\w\\-]+/)*)$", "documenten/<uuid:uuid>/"):
        for address in SURFACES[pattern](world):
            text = without_own_address(unquote(read(client.get(address))), address)
            found |= {state for state in STATES if token(state) in text}
    assert {"besloten", "onderbesloten", "blok", "document", "beeld"} <= found
    assert not found & {
        "concept",
        "gedepubliceerd",
        "gepland",
        "verlopen",
        "conceptoverlive",
        "aanbeveling",
        "verzonnen",
    }


def test_an_index_that_is_behind_shows_nothing_that_was_closed(world: World, client: Client) -> None:
    from portal.models import Handreiking

    page = Handreiking.objects.get(title__startswith="Open")
    assert page.title in read(client.get(f"/zoeken/?q={PUBLIC}")).replace("<mark>", "").replace("</mark>", "")
    close(page)
    text = read(client.get(f"/zoeken/?q={PUBLIC}")).replace("<mark>", "").replace("</mark>", "")
    assert page.title not in text


def test_a_rendition_of_a_closed_image_is_not_served(world: World, client: Client) -> None:
    world.images[0].get_rendition("width-40")
    for rendition in AfbeeldingRendition.objects.all():
        assert client.get(f"/media/{rendition.file.name}").status_code in (403, 404)
    for document in world.documents:
        assert client.get(f"/media/{document.file.name}").status_code in (403, 404)
