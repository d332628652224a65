"""The sitemap, robots.txt, security.txt and the structured data of pages."""

from __future__ import annotations

import datetime
import json
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from portal.models import Portaalinstellingen
from portal.running import sitemaps
from tests.factories.paginas import (
    HandreikingFactory,
    NieuwsFactory,
    OrganisatieFactory,
    PraktijkvoorbeeldFactory,
    home,
    section,
)
from tests.factories.records import BegripFactory, GebruikerFactory, close

pytestmark = pytest.mark.django_db
NAMESPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture(autouse=True)
def site(db: None) -> None:
    home()


def locations(client: Client, address: str = "/sitemap.xml", element: str = "url") -> dict[str, str]:
    """location -> lastmod."""
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/xml")
    root = ElementTree.fromstring(response.content)
    return {
        str(row.findtext("s:loc", namespaces=NAMESPACE)): row.findtext("s:lastmod", "", NAMESPACE)
        for row in root.findall(f"s:{element}", NAMESPACE)
    }


def test_it_lists_what_everybody_may_see(client: Client) -> None:
    moment = datetime.datetime(2026, 5, 4, 12, tzinfo=datetime.UTC)
    page, closed = HandreikingFactory(last_published_at=moment), HandreikingFactory()
    draft = HandreikingFactory(live=False)
    expired = HandreikingFactory(expire_at=timezone.now() - datetime.timedelta(minutes=1))
    begrip, merged = BegripFactory(), BegripFactory(samengevoegd_met=BegripFactory())
    close(closed)
    client.force_login(GebruikerFactory(groups=["Ketenpartners"]))
    found = locations(client)
    assert found[f"http://testserver{page.get_url()}"].startswith("2026-05-04")
    assert {"http://testserver/", f"http://testserver{begrip.get_absolute_url()}", "http://testserver/feeds/"} <= set(
        found
    )
    for hidden in (closed.get_url(), draft.get_url(), expired.get_url(), merged.get_absolute_url()):
        assert f"http://testserver{hidden}" not in found
    for address in found:
        assert Client().get(address.removeprefix("http://testserver")).status_code == 200, address


def test_more_than_fits_is_split_into_parts(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "LIMIT", 4)
    HandreikingFactory.create_batch(5)
    BegripFactory.create_batch(3)
    parts = list(locations(client, element="sitemap"))
    assert parts == [f"http://testserver/sitemap.xml?p={part}" for part in (1, 2, 3, 4)]
    found = [place for part in parts for place in locations(client, part.removeprefix("http://testserver"))]
    assert len(found) == len(set(found)) == 13
    for wrong in ("0", "5", "-1", "x", "1" * 30, "²", ""):
        assert client.get("/sitemap.xml", {"p": wrong}).status_code == 404


def test_robots_name_the_sitemap(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in text
    assert "Disallow: /admin/" in text


def test_security_txt_follows_rfc_9116(client: Client) -> None:
    from wagtail.models import Site

    settings = Portaalinstellingen.for_site(Site.objects.get())
    settings.beveiliging_email = "veilig@voorbeeld.test"
    settings.save()
    response = client.get("/.well-known/security.txt?x=1")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert fields["Contact"] == "mailto:veilig@voorbeeld.test"
    assert fields["Canonical"] == "http://testserver/.well-known/security.txt"
    assert fields["Preferred-Languages"] == "nl, en"
    expires = datetime.datetime.fromisoformat(fields["Expires"])
    assert datetime.timedelta(days=100) < expires - timezone.now() < datetime.timedelta(days=365)


def structured(client: Client, page: Any) -> dict[str, dict[str, Any]]:
    """@type -> object, of a page."""
    html = client.get(page.get_url()).content.decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    return {entry["@type"]: entry for entry in json.loads(found[1])}


def test_a_page_says_where_it_is(client: Client) -> None:
    page = HandreikingFactory(title="Signalen </script><b>")
    crumbs = structured(client, page)["BreadcrumbList"]["itemListElement"]
    assert [(crumb["position"], crumb["name"]) for crumb in crumbs] == [
        (1, "Home"),
        (2, section("handreiking").title),
        (3, page.title),
    ]
    assert all(crumb["item"].startswith("http://testserver/") for crumb in crumbs)


@pytest.mark.parametrize(
    ("factory", "kind"),
    [(HandreikingFactory, "Article"), (PraktijkvoorbeeldFactory, "Article"), (NieuwsFactory, "NewsArticle")],
)
def test_an_article_says_what_it_is(client: Client, factory: Any, kind: str) -> None:
    page = factory(is_voorbeeld=True)
    article = structured(client, page)[kind]
    assert article["headline"] == page.title
    assert article["url"] == f"http://testserver{page.get_url()}"
    assert datetime.datetime.fromisoformat(article["datePublished"]) == page.first_published_at
    assert datetime.datetime.fromisoformat(article["dateModified"]) == page.gewijzigd_op
    assert article["publisher"]["@type"] == "Organization"
    assert article["creativeWorkStatus"].startswith("Voorbeeld")


def test_a_closed_uitgever_is_not_named(client: Client) -> None:
    uitgever = OrganisatieFactory(title="Besloten club")
    page = HandreikingFactory(uitgever=uitgever)
    assert structured(client, page)["Article"]["author"]["name"] == "Besloten club"
    close(uitgever)
    assert structured(client, page)["Article"]["author"]["name"] == "Taskforce Aanpak Mensenhandel"


def test_an_organisation_is_one_unless_it_is_made_up(client: Client) -> None:
    real = structured(client, OrganisatieFactory(title="Echt", website="https://voorbeeld.test"))
    assert real["Organization"]["url"] == "https://voorbeeld.test"
    assert "Organization" not in structured(client, OrganisatieFactory(is_voorbeeld=True))


def test_home_offers_its_search_box(client: Client) -> None:
    found = structured(client, home())["WebSite"]
    assert found["potentialAction"]["target"]["urlTemplate"] == "http://testserver/zoeken/?q={search_term_string}"
