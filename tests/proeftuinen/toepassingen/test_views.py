"""A Toepassing has an address of its own, how to cite it, and who may see it."""

from __future__ import annotations

import json
import re

import feedparser
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.models import Portaalinstellingen, Wijziging
from proeftuinen.models import Toepassing
from proeftuinen.services import add_knelpunt_stap, record_toepassing
from tests.proeftuinen.builders import Tracker, day, text

BUDGET = 15


def test_everything_stands_at_one_address(row: Toepassing, client: Client) -> None:
    add_knelpunt_stap(row.knelpunt, status="opgelost", niveau="lokaal", datum=day("2026-05-02"), toepassing=row)
    html = text(client, f"/toepassingen/{row.uuid}/")
    for words in ("Noodbed tegen “Geen bed” (Alkmaar)", "Dit gebeurde er.", "Door indiener opgegeven", "Eigen meting"):
        assert words in html
    for page in (row.knelpunt, row.oplossing, row.proeftuin):
        assert f'href="{page.url}"' in html
    assert "Dit knelpunt is opgelost door deze toepassing" in html
    assert "Resultaat van 1 mei 2026: werkte. Bewijs: door indiener opgegeven" in html
    assert f'<link rel="canonical" href="http://testserver/toepassingen/{row.uuid}/">' in html
    assert f'href="/toepassingen/{row.uuid}/feed.rss"' in html
    assert '"@type": "Article"' in html or '"@type":"Article"' in html


def test_its_pages_and_views_lead_to_it(row: Toepassing, tracker: Tracker, client: Client) -> None:
    add_knelpunt_stap(row.knelpunt, status="opgelost", niveau="lokaal", datum=day("2026-05-02"), toepassing=row)
    compared = f"/programma/vergelijken/?proeftuin={row.proeftuin.slug}&proeftuin={tracker.proeftuin('Urk').slug}"
    for address in (row.knelpunt.url, row.oplossing.url, row.proeftuin.url, "/programma/matrix/", compared):
        assert f'href="/toepassingen/{row.uuid}/"' in text(client, address), address
    assert client.get("/toepassingen/")["Location"] == "/programma/matrix/"


def test_a_cell_of_the_matrix_with_several_leads_to_where_they_stand(
    row: Toepassing, tracker: Tracker, client: Client
) -> None:
    tracker.toepassing(row.knelpunt, row.oplossing, tracker.proeftuin("Waterdorp"))
    html = text(client, "/programma/matrix/")
    assert f'href="{row.knelpunt.url}#geprobeerd"' in html
    assert "/toepassingen/" not in html


def test_what_is_told_of_it_leads_to_it(row: Toepassing, client: Client) -> None:
    address = f"/toepassingen/{row.uuid}/"
    assert f'href="{address}"' in text(client, "/wijzigingen/")
    for name in ("feeds/alles.rss", f"toepassingen/{row.uuid}/feed.atom"):
        (entry,) = feedparser.parse(text(client, f"/{name}")).entries
        assert entry.link == f"http://testserver{address}"


def test_a_line_of_changes_says_that_it_is_invented(row: Toepassing, client: Client) -> None:
    Toepassing.objects.filter(pk=row.pk).update(is_voorbeeld=True)
    for address in ("/wijzigingen/", "/"):
        assert "Voorbeeld: Noodbed tegen “Geen bed”" in text(client, address), address


def test_several_changes_of_a_day_lead_to_the_page_that_they_share(
    row: Toepassing, tracker: Tracker, client: Client
) -> None:
    record_toepassing(tracker.toepassing(tracker.knelpunt("Geen tolk"), row.oplossing, row.proeftuin))
    html = text(client, "/wijzigingen/")
    assert "/toepassingen/" not in html
    assert f'href="{row.proeftuin.url}"' in html


def test_its_feed_holds_its_own_changes(row: Toepassing, tracker: Tracker, client: Client) -> None:
    record_toepassing(tracker.toepassing(tracker.knelpunt("Geen tolk"), row.oplossing, row.proeftuin))
    for fmt in ("rss", "atom", "json"):
        assert "Geen tolk" not in text(client, f"/toepassingen/{row.uuid}/feed.{fmt}")
    assert Wijziging.objects.count() == 2


@pytest.mark.parametrize("name", ["knelpunt", "oplossing", "proeftuin"])
def test_what_is_closed_answers_as_a_closed_page_does(
    row: Toepassing, tracker: Tracker, client: Client, name: str
) -> None:
    page = getattr(row, name)
    tracker.close(page)
    for tail in ("", "?op=2026-05-01", "citeer.ris", "citeer.txt"):
        response = client.get(f"/toepassingen/{row.uuid}/{tail}")
        assert response.status_code == 403, tail
        assert "no-store" in response["Cache-Control"]
        assert page.title not in response.content.decode()
    assert client.get(f"/toepassingen/{row.uuid}/feed.rss").status_code == 404
    client.force_login(tracker.ketenpartner())
    html = text(client, f"/toepassingen/{row.uuid}/")
    assert page.title in html
    assert "feed.rss" not in html


def test_what_is_not_on_the_site_is_not_found(row: Toepassing, tracker: Tracker, client: Client) -> None:
    address = f"/toepassingen/{row.uuid}/"
    tracker.close(row.knelpunt)
    row.unpublish()
    assert client.get(address).status_code == 404
    client.force_login(tracker.ketenpartner())
    for tail in ("", "?op=2026-05-01", "citeer.bib", "feed.json"):
        assert client.get(f"{address}{tail}").status_code == 404
    assert client.get("/toepassingen/00000000-0000-4000-8000-000000000000/").status_code == 404


def test_what_is_invented_says_so_and_can_be_hidden(row: Toepassing, client: Client) -> None:
    Toepassing.objects.filter(pk=row.pk).update(is_voorbeeld=True)
    address = f"/toepassingen/{row.uuid}/"
    html = text(client, address)
    assert "Deze inhoud is verzonnen" in html
    assert "<article data-voorbeeld>" in html
    for fmt in ("txt", "ris", "bib", "json"):
        assert "verzonnen" in text(client, f"{address}citeer.{fmt}")
    settings = Portaalinstellingen.for_site(row.proeftuin.get_site())
    settings.toon_voorbeelden = False
    settings.save()
    cache.clear()
    assert client.get(address).status_code == 404


def test_it_asks_the_database_as_often_with_many_changes(row: Toepassing, tracker: Tracker, client: Client) -> None:
    def asked() -> int:
        text(client, f"/toepassingen/{row.uuid}/")
        with CaptureQueriesContext(connection) as queries:
            text(client, f"/toepassingen/{row.uuid}/")
        return len(queries)

    few = asked()
    for number in range(8):
        tracker.toepassing(tracker.knelpunt(), row.oplossing, tracker.proeftuin())
        Wijziging.objects.create(
            soort="herzien", titel="Weer", tekst=f"Nummer {number}", pagina=row.proeftuin, onderwerp=row.uuid
        )
    assert asked() == few <= BUDGET


def test_it_can_be_cited(row: Toepassing, client: Client) -> None:
    title = "Bed & {brood}_100%"
    row.oplossing.title = title
    row.oplossing.save()
    address = f"/toepassingen/{row.uuid}/"
    cited = {fmt: client.get(f"{address}citeer.{fmt}") for fmt in ("txt", "ris", "bib", "json")}
    said = {fmt: response.content.decode() for fmt, response in cited.items()}
    whole = f"http://testserver{address}"
    assert all(whole in words for words in said.values())
    assert said["txt"].startswith(f"Kennisportaal Aanpak Mensenhandel. {title} tegen “Geen bed” (Alkmaar). Versie van ")
    assert re.fullmatch(r"([A-Z][A-Z0-9]  - [^\r\n]*\r\n)+", said["ris"])
    assert said["ris"].endswith("ER  - \r\n")
    assert r"Bed \& \textbraceleft{}brood\textbraceright{}\_100\%" in said["bib"]
    assert said["bib"].count("{") == said["bib"].count("}")
    (item,) = json.loads(said["json"])
    assert item["title"] == f"{title} tegen “Geen bed” (Alkmaar)"
    assert item["issued"]["date-parts"] == [[timezone.localdate().year, *timezone.localdate().timetuple()[1:3]]]
    assert cited["bib"]["Content-Disposition"] == f'attachment; filename="toepassing-{row.uuid}.bib"'
    html = text(client, address)
    assert all(f'href="{address}citeer.{fmt}"' in html for fmt in said)
    assert client.get(f"{address}citeer.exe").status_code == 404
