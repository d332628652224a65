"""The page of a free tag, and where it is linked."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from taggit.models import Tag

from portal.models import PaginaTag
from tests.factories.paginas import HandreikingFactory, NieuwsFactory, home
from tests.factories.records import WijzigingFactory, close

pytestmark = pytest.mark.django_db


def tag(page: Any, name: str) -> str:
    found = Tag.objects.get_or_create(name=name)[0]
    PaginaTag.objects.create(tag=found, content_object_id=page.pk)
    return str(found.slug)


@pytest.mark.parametrize("name", ["meldroute", "zorgcoördinator in Limburg", "A & B / C"])
def test_a_tag_is_a_link_to_its_list_with_a_feed(client: Client, name: str) -> None:
    home()
    page = HandreikingFactory(title="Wie belt wie")
    other = NieuwsFactory(title="Nieuwe route", is_voorbeeld=True)
    tag(other, name)
    WijzigingFactory(pagina=page, tekst="Er is een nummer bij.")
    address = f"/trefwoorden/{tag(page, name)}/"
    assert f'href="{client.get(address).wsgi_request.get_full_path()}"' in client.get(page.url).content.decode()
    html = client.get(address).content.decode()
    assert "Wie belt wie" in html
    assert "Nieuwe route" in html
    assert '1 resultaat<span class="en-voorbeelden" data-voorbeeld>, en 1 voorbeeld' in html
    feed = client.get(address.replace("/trefwoorden/", "/feeds/trefwoord/").rstrip("/") + ".rss")
    assert "Er is een nummer bij." in feed.content.decode()
    assert client.get(address).wsgi_request.get_full_path() in client.get("/sitemap.xml").content.decode()


def test_a_tag_of_hidden_pages_only_has_no_page(client: Client) -> None:
    home()
    page = HandreikingFactory()
    slug = tag(page, "besloten woord")
    assert client.get(f"/trefwoorden/{slug}/").status_code == 200
    close(page)
    for address in (f"/trefwoorden/{slug}/", f"/feeds/trefwoord/{slug}.rss", "/trefwoorden/bestaat-niet/"):
        assert client.get(address).status_code == 404
    assert slug not in client.get("/sitemap.xml").content.decode()
