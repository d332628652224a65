"""What is closed or behind a log-in is kept by nobody; a public page is kept as before."""

from __future__ import annotations

import pytest
from django.test import Client

from portal.visibility import KETENPARTNERS, REDACTEUREN
from tests.factories.paginas import HandreikingFactory, StandaardpaginaFactory, home
from tests.factories.records import AfbeeldingFactory, BestandFactory, GebruikerFactory, close, closed_collection

pytestmark = pytest.mark.django_db
PRIVATE = "private, no-store"
PUBLIC = ("/", "/zoeken/?q=a", "/feeds/alles.rss", "/sitemap.xml", "/wijzigingen/", "/programma/", "/robots.txt")


def kept(client: Client, path: str) -> tuple[int, str | None]:
    """(status, who may keep the answer)"""
    answer = client.get(path)
    return answer.status_code, answer.headers.get("Cache-Control")


@pytest.fixture
def closed() -> list[str]:
    """The addresses of what only ketenpartners may see."""
    home()
    section = StandaardpaginaFactory()
    child = HandreikingFactory(parent=section)
    close(section)
    document = BestandFactory(collection=closed_collection())
    paths = [section.get_url(), child.get_url(), document.url, f"/documenten/{document.uuid}/"]
    assert None not in paths
    return paths


def test_a_refusal_is_kept_by_nobody(client: Client, closed: list[str]) -> None:
    assert {kept(client, path) for path in closed} == {(403, PRIVATE)}


@pytest.mark.parametrize("group", [KETENPARTNERS, REDACTEUREN])
def test_nor_is_anything_that_somebody_sees_who_logged_in(client: Client, closed: list[str], group: str) -> None:
    client.force_login(GebruikerFactory(groups=[group]))
    rendition = AfbeeldingFactory().get_rendition("width-10")
    paths = [*PUBLIC, *closed, f"/media/{rendition.file.name}", "/account/2fa/", "/bestaat-niet/"]
    assert {kept(client, path)[1] for path in paths} == {PRIVATE}


def test_nor_is_the_admin(client: Client) -> None:
    client.force_login(GebruikerFactory(is_superuser=True))
    paths = ("/admin/", "/admin/pages/", "/admin/images/", "/admin/jsi18n/", "/admin/sprite/", "/admin/bestaat-niet/")
    assert {kept(client, path)[1] for path in paths} == {PRIVATE}
    assert kept(Client(), "/admin/") == (302, PRIVATE)


def test_a_public_page_is_kept_as_before(client: Client, closed: list[str]) -> None:
    for path in PUBLIC:
        status, how = kept(client, path)
        assert status == 200
        assert "no-store" not in (how or ""), path


def test_a_cookie_of_nobody_changes_nothing(client: Client, closed: list[str]) -> None:
    client.cookies["sessionid"] = "a" * 32
    assert "no-store" not in (kept(client, "/")[1] or "")
