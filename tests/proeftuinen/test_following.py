"""Every list and view of the tracker can be followed and found: feed, auto-discovery and sitemap."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

import feedparser
import pytest
from django.core.cache import cache
from django.test import Client
from django.utils.html import escape

from portal.models import Wijziging
from tests.portal.feed_rules import problems

from .builders import Tracker

FORMATS = ("rss", "atom", "json")
VIEWS = {
    "programma": "", "matrix": "matrix/", "witte_vlekken": "witte-vlekken/", "vergelijken": "vergelijken/",
    "kaart": "kaart/", "aanbevelingen": "aanbevelingen/",
}  # fmt: skip


@pytest.fixture(scope="module")
def filled(base: Tracker) -> Tracker:
    vorm = base.begrip("arbeidsuitbuiting", "vorm")
    base.alkmaar = base.proeftuin("Alkmaar", gemeente=base.gemeente())  # type: ignore[attr-defined]
    base.waterdorp = base.proeftuin("Waterdorp", is_voorbeeld=True)  # type: ignore[attr-defined]
    base.bed = base.knelpunt("Geen bed", begrippen=[vorm])  # type: ignore[attr-defined]
    base.noodbed = base.oplossing("Noodbed")  # type: ignore[attr-defined]
    for page in (base.alkmaar, base.waterdorp, base.bed, base.noodbed):  # type: ignore[attr-defined]
        Wijziging.objects.create(soort="nieuw", titel=page.title, pagina=page, onderwerp=page.translation_key)
    return base


@pytest.fixture
def full(filled: Tracker, db: None) -> Any:
    return deepcopy(filled)


def titles(client: Client, address: str) -> set[str]:
    """The records that a feed tells about, as a feed reader sees them."""
    found = feedparser.parse(client.get(address).content)
    assert not found.bozo, address
    return {re.sub(r"Voorbeeld: | \(nieuw\)", "", entry.title) for entry in found.entries}


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("programma.rss", {"Alkmaar", "Waterdorp", "Geen bed", "Noodbed"}),
        ("matrix.rss", {"Geen bed"}),
        ("matrix.rss?vorm=arbeidsuitbuiting", {"Geen bed"}),
        ("matrix.rss?vorm=onzin", set()),
        ("witte_vlekken.atom", {"Geen bed", "Noodbed"}),
        ("witte_vlekken.atom?vorm=arbeidsuitbuiting", {"Geen bed"}),
        ("kaart.rss", {"Alkmaar", "Waterdorp"}),
        ("kaart.rss?provincie=noord-holland", {"Alkmaar"}),
        ("vergelijken.atom", {"Alkmaar", "Waterdorp"}),
        ("aanbevelingen.rss", set()),
    ],
)
def test_a_feed_follows_what_is_on_screen(full: Any, client: Client, address: str, told: set[str]) -> None:
    assert titles(client, f"/programma/feeds/{address}") == told


def test_the_feed_of_a_comparison_follows_those_compared(full: Any, client: Client) -> None:
    assert titles(client, f"/programma/feeds/vergelijken.rss?proeftuin={full.waterdorp.slug}") == {"Waterdorp"}


@pytest.mark.parametrize("name", VIEWS)
def test_each_view_offers_its_feed_with_its_filters(full: Any, client: Client, name: str) -> None:
    query = f"?proeftuin={full.alkmaar.slug}&proeftuin={full.waterdorp.slug}&vorm=arbeidsuitbuiting"
    html = client.get(f"/programma/{VIEWS[name]}{query}").content.decode()
    for fmt in FORMATS:
        address = f"/programma/feeds/{name}.{fmt}{query}"
        assert re.search(rf'<link rel="alternate"[^>]+href="{re.escape(escape(address))}"', html), address
        response = client.get(address)
        assert problems(fmt, response.content, response["Content-Type"], f"http://testserver{address}") == []
    assert f'<a class="feed-link" href="{escape(f"/programma/feeds/{name}.rss{query}")}"' in html


@pytest.mark.parametrize("soort", ["proeftuin", "knelpunt", "oplossing"])
def test_each_register_and_record_offers_its_feed(full: Any, client: Client, soort: str) -> None:
    register = full.registers[soort]
    html = client.get(f"{register.url}?vorm=arbeidsuitbuiting").content.decode()
    address = f"/feeds/lijst/{register.translation_key}.rss?vorm=arbeidsuitbuiting"
    assert html.count(address) >= 2  # auto-discovery, and a link to click
    page = {"proeftuin": full.alkmaar, "knelpunt": full.bed, "oplossing": full.noodbed}[soort]
    assert titles(client, f"/feeds/pagina/{page.translation_key}.rss") == {page.title}


def test_what_is_closed_is_in_no_feed_whoever_asks(full: Any, client: Client) -> None:
    full.close(full.waterdorp)
    cache.clear()
    client.force_login(full.ketenpartner())
    for name in VIEWS:
        for query in ("", f"?proeftuin={full.waterdorp.slug}"):
            assert "Waterdorp" not in client.get(f"/programma/feeds/{name}.json{query}").content.decode().replace(
                full.waterdorp.slug, ""
            )


def test_an_unknown_feed_is_404(full: Any, client: Client) -> None:
    assert client.get("/programma/feeds/gebruikers.rss").status_code == 404
    assert client.get("/programma/feeds/matrix.csv").status_code == 404


def test_the_sitemap_names_the_views_that_a_visitor_can_see(full: Any, client: Client) -> None:
    def views() -> set[str]:
        found = re.findall(
            r"<loc>http://testserver(/programma/[^<]*)</loc>", client.get("/sitemap.xml").content.decode()
        )
        return set(found)

    shown = {f"/programma/{place}" for name, place in VIEWS.items() if name != "aanbevelingen"}
    # What the evidence means is explained beside them, and to everybody.
    explained = "/programma/bewijs/"
    assert views() == shown | {explained}
    for address in shown:
        assert client.get(address).status_code == 200
    for register in full.registers.values():
        full.close(register)
    cache.clear()
    assert views() <= {explained}
