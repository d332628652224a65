"""Feeds: who follows gets every public change once, in three formats, valid, and nothing else."""

from __future__ import annotations

import datetime
import json
from typing import Any

import feedparser
import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date, parse_http_date

from portal.following.formats import EMPTY, FORMATS
from portal.models import Wijziging
from search import service
from tests.factories.paginas import HandreikingFactory, OrganisatieFactory, home, section
from tests.factories.records import BegripFactory, GebruikerFactory, WijzigingFactory, close
from tests.factories.tracker import KnelpuntFactory, OplossingFactory, ProeftuinFactory
from tests.portal.feed_rules import problems

pytestmark = pytest.mark.django_db
HOST = "http://testserver"
HOSTILE = 'A & B <script>alert("x")</script> ]]> \x00\x0b\x1f ￿ é 😀'


@pytest.fixture(autouse=True)
def site(db: None) -> None:
    cache.clear()
    home()


def titles(client: Client, name: str, *args: Any, query: str = "") -> list[str]:
    response = client.get(reverse(name, args=[*args, "json"]) + query)
    assert response.status_code == 200
    return [item["title"] for item in json.loads(response.content)["items"]]


def example() -> Any:
    """A feed with everything that makes feeds hard."""
    begrip = BegripFactory(term="criminele & uitbuiting")
    page = HandreikingFactory(title=HOSTILE.replace("\x00", ""), begrippen=[begrip], is_voorbeeld=True)
    WijzigingFactory(pagina=page, titel=HOSTILE.replace("\x00", ""), tekst=HOSTILE.replace("\x00", ""))
    WijzigingFactory(pagina=page, tekst="", soort="statuswijziging")
    WijzigingFactory(pagina=ProeftuinFactory(samenvatting=""), soort="nieuw", tekst="")
    return page


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("filled", [True, False], ids=["filled", "empty"])
def test_every_feed_follows_the_rules(client: Client, fmt: str, filled: bool) -> None:
    page = example() if filled else HandreikingFactory()
    begrip = BegripFactory(slug="vorm-een")
    page.begrippen.add(begrip)
    page.save()
    service.rebuild()
    addresses = [
        reverse("feed_all", args=[fmt]),
        reverse("feed_soort", args=["handreiking", fmt]),
        reverse("feed_begrip", args=[begrip.slug, fmt]),
        reverse("feed_pagina", args=[page.translation_key, fmt]),
        reverse("feed_lijst", args=[section("handreiking").translation_key, fmt]) + "?vorm=vorm-een",
        reverse("feed_zoeken", args=[fmt]) + "?q=handreiking%20%26%20meer",
    ]
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        assert problems(fmt, response.content, response["Content-Type"], HOST + address) == []


@pytest.mark.parametrize("fmt", ["rss", "atom"])
def test_an_independent_parser_reads_the_same(client: Client, fmt: str) -> None:
    page = example()
    feed = feedparser.parse(client.get(f"/feeds/alles.{fmt}").content)
    assert not feed.bozo
    assert feed.version == {"rss": "rss20", "atom": "atom10"}[fmt]
    assert feed.feed.language == "nl"
    changes = Wijziging.objects.order_by("-moment")
    assert [entry.id for entry in feed.entries] == [change.uuid.urn for change in changes]
    first = feed.entries[2]
    assert first.title.startswith("Voorbeeld: A & B")
    assert first.link == HOST + page.get_url()
    assert {tag.term for tag in first.tags} == {"Voorbeeld", "herzien", "handreiking", "criminele & uitbuiting"}
    assert "<script>" not in first.summary
    assert datetime.datetime(*first.published_parsed[:6], tzinfo=datetime.UTC) == changes[2].moment.replace(
        microsecond=0
    )


def test_the_three_formats_hold_the_same_items(client: Client) -> None:
    example()
    found = json.loads(client.get("/feeds/alles.json").content)["items"]
    for fmt in ("rss", "atom"):
        entries = feedparser.parse(client.get(f"/feeds/alles.{fmt}").content).entries
        assert [entry.id for entry in entries] == [item["id"] for item in found]


def test_the_newest_fifty_come_first(client: Client) -> None:
    page = HandreikingFactory()
    changes = WijzigingFactory.create_batch(60, pagina=page)
    found = json.loads(client.get("/feeds/alles.json").content)["items"]
    assert [item["id"] for item in found] == [change.uuid.urn for change in reversed(changes)][:50]


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_feed_that_did_not_change_is_not_sent_again(client: Client, fmt: str) -> None:
    change = WijzigingFactory()
    first = client.get(f"/feeds/alles.{fmt}")
    assert parse_http_date(first["Last-Modified"]) == int(change.moment.timestamp())
    assert client.get(f"/feeds/alles.{fmt}", headers={"if-none-match": first["ETag"]}).status_code == 304
    assert client.get(f"/feeds/alles.{fmt}", headers={"if-modified-since": first["Last-Modified"]}).status_code == 304
    WijzigingFactory(moment=change.moment + datetime.timedelta(hours=1))
    assert client.get(f"/feeds/alles.{fmt}", headers={"if-none-match": first["ETag"]}).status_code == 200
    assert client.get(f"/feeds/alles.{fmt}", headers={"if-modified-since": first["Last-Modified"]}).status_code == 200


@pytest.mark.parametrize("fmt", FORMATS)
def test_an_empty_feed_is_stable(client: Client, fmt: str) -> None:
    first, second = client.get(f"/feeds/alles.{fmt}"), client.get(f"/feeds/alles.{fmt}")
    assert first.content == second.content
    assert first["Last-Modified"] == http_date(EMPTY.timestamp())
    assert client.get(f"/feeds/alles.{fmt}", headers={"if-none-match": first["ETag"]}).status_code == 304


def test_what_is_withdrawn_is_gone_at_once(client: Client) -> None:
    change = WijzigingFactory()
    etag = client.get("/feeds/alles.rss")["ETag"]
    close(change.pagina)
    response = client.get("/feeds/alles.rss", headers={"if-none-match": etag})
    assert response.status_code == 200
    assert change.titel not in response.content.decode()


def test_publishing_with_a_note_reaches_the_feed(client: Client) -> None:
    page = HandreikingFactory(title="Signalen herkennen", published=True)
    assert titles(client, "feed_all") == ["Signalen herkennen (nieuw)"]
    page = page.specific
    page.wat_veranderde = "De meldroute is nieuw."
    page.save_revision().publish()
    assert titles(client, "feed_all") == ["Signalen herkennen (herzien)", "Signalen herkennen (nieuw)"]
    type(page).objects.get(pk=page.pk).save_revision().publish()
    assert len(titles(client, "feed_all")) == 2


def test_a_type_a_term_and_a_page_have_a_feed_of_their_own(client: Client) -> None:
    begrip = BegripFactory(slug="mensensmokkel")
    page, other = HandreikingFactory(title="Een", begrippen=[begrip]), ProeftuinFactory(title="Twee")
    WijzigingFactory(pagina=page)
    WijzigingFactory(pagina=other)
    assert titles(client, "feed_soort", "handreiking") == ["Een (herzien)"]
    assert titles(client, "feed_begrip", "mensensmokkel") == ["Een (herzien)"]
    assert titles(client, "feed_pagina", other.translation_key) == ["Twee (herzien)"]


def test_a_change_on_several_pages_is_in_the_feed_of_each_and_of_each_type(client: Client) -> None:
    proeftuin, knelpunt, oplossing = ProeftuinFactory(), KnelpuntFactory(), OplossingFactory()
    WijzigingFactory(pagina=proeftuin, ook_op=[knelpunt, oplossing], titel="Werkte")
    for page in (proeftuin, knelpunt, oplossing):
        assert titles(client, "feed_pagina", page.translation_key) == ["Werkte (herzien)"]
        assert titles(client, "feed_soort", page.soort) == ["Werkte (herzien)"]
    close(oplossing)
    assert titles(client, "feed_pagina", proeftuin.translation_key) == []


def test_an_organisatie_has_the_changes_of_pages_that_name_it(client: Client) -> None:
    organisatie = OrganisatieFactory(title="Comité")
    WijzigingFactory(pagina=organisatie)
    WijzigingFactory(pagina=HandreikingFactory(title="Noemt", organisaties=[organisatie]))
    WijzigingFactory(pagina=HandreikingFactory(title="Zwijgt"))
    assert titles(client, "feed_pagina", organisatie.translation_key) == ["Noemt (herzien)", "Comité (herzien)"]


def test_a_list_is_followed_with_its_filters(client: Client) -> None:
    begrip = BegripFactory(schema="vorm", slug="arbeidsuitbuiting")
    WijzigingFactory(pagina=HandreikingFactory(title="Arbeid", begrippen=[begrip]))
    WijzigingFactory(pagina=HandreikingFactory(title="Anders"))
    WijzigingFactory(pagina=ProeftuinFactory(title="Proef"))
    key = section("handreiking").translation_key
    assert titles(client, "feed_lijst", key) == ["Anders (herzien)", "Arbeid (herzien)"]
    assert titles(client, "feed_lijst", key, query="?vorm=arbeidsuitbuiting") == ["Arbeid (herzien)"]
    assert titles(client, "feed_lijst", section("proeftuin").translation_key) == ["Proef (herzien)"]


def test_a_search_is_followed(client: Client) -> None:
    WijzigingFactory(pagina=HandreikingFactory(title="Afpersing in de horeca"))
    WijzigingFactory(pagina=HandreikingFactory(title="Iets over woningen"))
    service.rebuild()
    assert titles(client, "feed_zoeken", query="?q=afpersing") == ["Afpersing in de horeca (herzien)"]
    assert titles(client, "feed_zoeken", query="?q=%D8%A7%D9%84") == []
    refused = client.get(reverse("feed_zoeken", args=["rss"]) + "?q=afpersing&van=morgen")
    assert (refused.status_code, "van=morgen" in refused.content.decode()) == (400, True)


@pytest.mark.parametrize(
    "address",
    [
        "/feeds/alles.xml",
        "/feeds/alles.",
        "/feeds/soort/pagina.rss",
        "/feeds/soort/gebruiker.rss",
        "/feeds/begrip/bestaat-niet.rss",
        "/feeds/pagina/00000000-0000-4000-8000-000000000000.rss",
        "/feeds/lijst/00000000-0000-4000-8000-000000000000.rss",
        "/feeds/pagina/geen-uuid.rss",
    ],
)
def test_what_does_not_exist_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_page_that_is_no_list_has_no_feed_of_a_list(client: Client) -> None:
    assert client.get(reverse("feed_lijst", args=[HandreikingFactory().translation_key, "rss"])).status_code == 404


def test_what_was_merged_leads_to_what_took_its_place(client: Client) -> None:
    kept = BegripFactory()
    merged = BegripFactory(samengevoegd_met=kept)
    response = client.get(reverse("feed_begrip", args=[merged.slug, "atom"]))
    assert (response.status_code, response["Location"]) == (301, reverse("feed_begrip", args=[kept.slug, "atom"]))
    knelpunt = KnelpuntFactory()
    old = KnelpuntFactory(samengevoegd_met=knelpunt, live=False)
    response = client.get(reverse("feed_pagina", args=[old.translation_key, "rss"]))
    assert (response.status_code, response["Location"]) == (
        301,
        reverse("feed_pagina", args=[knelpunt.translation_key, "rss"]),
    )
    close(knelpunt)
    assert client.get(reverse("feed_pagina", args=[old.translation_key, "rss"])).status_code == 404


def test_a_feed_is_anonymous_whoever_asks(client: Client) -> None:
    change = WijzigingFactory()
    close(change.pagina)
    client.force_login(GebruikerFactory(groups=["Ketenpartners"]))
    assert titles(client, "feed_all") == []
    key = change.pagina.translation_key
    assert client.get(reverse("feed_pagina", args=[key, "rss"])).status_code == 404


def test_a_page_names_its_feeds_and_each_of_them_answers(client: Client) -> None:
    page = HandreikingFactory(title="Signalen & sporen")
    begrip = BegripFactory()
    service.rebuild()
    addresses = [
        "/",
        page.get_url(),
        f"{section('handreiking').get_url()}?vorm={begrip.slug}&sorteer=titel&pagina=2",
        begrip.get_absolute_url(),
        "/zoeken/?q=signalen&soort=handreiking&sorteer=nieuwste",
        "/feeds/",
        "/wijzigingen/",
    ]
    for address in addresses:
        html = client.get(address).content.decode()
        head = html[: html.index("</head>")]
        links = feedparser.parse(html).feed.get("links", [])
        found = [link.href for link in links if link.get("rel") == "alternate"]
        assert "/feeds/alles.rss" in found or "/feeds/zoeken.rss" in found[0], address
        assert len(found) == head.count('rel="alternate"')
        for feed in found:
            assert client.get(feed).status_code == 200, feed


def test_the_feed_of_a_list_keeps_the_filters_and_drops_order_and_page(client: Client) -> None:
    BegripFactory(schema="vorm", slug="drang")
    HandreikingFactory()
    html = client.get(f"{section('handreiking').get_url()}?vorm=drang&sorteer=titel&pagina=1").content.decode()
    key = section("handreiking").translation_key
    assert f'href="/feeds/lijst/{key}.atom?vorm=drang"' in html


def test_a_closed_page_names_no_feed_of_its_own(client: Client) -> None:
    page = HandreikingFactory()
    close(page)
    client.force_login(GebruikerFactory(groups=["Ketenpartners"]))
    html = client.get(page.get_url()).content.decode()
    assert str(page.translation_key) not in html


def test_expiry_counts_by_the_clock(client: Client) -> None:
    WijzigingFactory(pagina=HandreikingFactory(expire_at=timezone.now() - datetime.timedelta(seconds=1)))
    assert titles(client, "feed_all") == []
