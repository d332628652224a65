"""A Toepassing has an address of its own, with what it said earlier, how to cite it, and who may see it."""

from __future__ import annotations

import datetime
import json
import re
from typing import Any

import feedparser
import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageViewRestriction

from portal.models import Portaalinstellingen, Wijziging
from proeftuinen.models import Toepassing
from proeftuinen.peildatum import peildatum
from proeftuinen.services import add_knelpunt_stap, record_toepassing
from proeftuinen.toepassing_source import ToepassingSource
from search import service

from .builders import Tracker, day

BUDGET = 15


@pytest.fixture
def row(tracker: Tracker) -> Toepassing:
    found = tracker.toepassing(
        tracker.knelpunt("Geen bed"),
        tracker.oplossing("Noodbed"),
        tracker.proeftuin("Alkmaar", gemeente=tracker.gemeente()),
        bron="Eigen meting",
        bron_url="https://voorbeeld.test/meting",
    )
    record_toepassing(found)
    return found


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return str(response.content.decode())


def published(row: Toepassing, moment: datetime.datetime, toelichting: str, **values: Any) -> None:
    """A publication of that moment, as the log and the row tell it afterwards."""
    fresh = Toepassing.objects.get(pk=row.pk)
    for name, value in {"toelichting": toelichting, **values}.items():
        setattr(fresh, name, value)
    revision = fresh.save_revision()
    revision.publish()
    entry = ModelLogEntry.objects.filter(object_id=str(row.pk), action="wagtail.publish").latest("pk")
    ModelLogEntry.objects.filter(pk=entry.pk).update(timestamp=moment)
    first = Toepassing.objects.get(pk=row.pk).first_published_at
    earliest = min(moment, first) if first and first < timezone.now() - datetime.timedelta(hours=1) else moment
    Toepassing.objects.filter(pk=row.pk).update(first_published_at=earliest, last_published_at=moment)


def moment_of(text: str) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.fromisoformat(text))


@pytest.fixture
def twice(row: Toepassing) -> Toepassing:
    """Published on 1 April, and corrected on 1 June."""
    published(row, moment_of("2026-04-01 12:00"), "Eerst dachten wij dit.", resultaat="werkte_niet")
    published(row, moment_of("2026-06-01 12:00"), "Nu weten wij meer.", resultaat="werkte")
    return row


def test_everything_stands_at_one_address(row: Toepassing, client: Client) -> None:
    add_knelpunt_stap(row.knelpunt, status="opgelost", niveau="lokaal", datum=day("2026-05-02"), toepassing=row)
    html = text(client, f"/toepassingen/{row.uuid}/")
    for words in ("Noodbed bij Geen bed in Alkmaar", "Dit gebeurde er.", "Lokaal geëvalueerd", "Eigen meting"):
        assert words in html
    for page in (row.knelpunt, row.oplossing, row.proeftuin):
        assert f'href="{page.url}"' in html
    assert "Dit knelpunt is opgelost door deze toepassing" in html
    assert "Resultaat van 1 mei 2026: werkte." in html
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
        assert "Voorbeeld: Noodbed bij Geen bed" in text(client, address), address


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


@pytest.mark.parametrize("op", ["2026-05-01", "1-5-2026", "01-05-2026"])
def test_it_stands_as_it_stood_on_a_day(twice: Toepassing, client: Client, op: str) -> None:
    html = text(client, f"/toepassingen/{twice.uuid}/?op={op}")
    assert "Eerst dachten wij dit." in html
    assert "Nu weten wij meer." not in html
    assert "Werkte niet" in html
    assert "Zo stond dit op" in html
    assert f'href="/toepassingen/{twice.uuid}/"' in html
    assert '<meta name="robots" content="noindex">' in html
    assert "Versie van 1 mei 2026" in html
    assert f"/toepassingen/{twice.uuid}/?op=2026-05-01" in text(
        client, f"/toepassingen/{twice.uuid}/citeer.txt?op={op}"
    )


@pytest.mark.parametrize(
    ("op", "said"),
    [
        ("2026-03-31", "stond toen nog niet"),
        ("2026-04-01", "Eerst dachten wij dit."),
        ("2026-05-31", "Eerst dachten wij dit."),
        ("2026-06-01", "Nu weten wij meer."),
        ("2026-11-01", "Nu weten wij meer."),
        ("onzin", "kunnen wij niet lezen"),
        ("2026-02-30", "kunnen wij niet lezen"),
        ("31-2-2026", "kunnen wij niet lezen"),
        ("2999-01-01", "moet nog komen"),
    ],
)
def test_each_day_says_what_stood_there(twice: Toepassing, client: Client, op: str, said: str) -> None:
    html = text(client, f"/toepassingen/{twice.uuid}/?op={op}")
    assert said in html
    assert ("Nu weten wij meer." in html) is (op >= "2026-06" or op == "31-2-2026" or op == "2026-02-30")


def test_days_off_the_site_show_nothing(twice: Toepassing, client: Client) -> None:
    entry = ModelLogEntry.objects.filter(object_id=str(twice.pk), action="wagtail.publish").earliest("timestamp")
    ModelLogEntry.objects.create(
        content_type=entry.content_type,
        object_id=entry.object_id,
        label="toepassing",
        action="wagtail.unpublish",
        timestamp=moment_of("2026-04-20 12:00"),
    )
    html = text(client, f"/toepassingen/{twice.uuid}/?op=2026-05-01")
    assert "stond die dag niet op het portaal" in html
    assert "Eerst dachten wij dit." not in html


def test_what_was_never_published_is_shown_on_no_day(twice: Toepassing, client: Client) -> None:
    draft = Toepassing.objects.get(pk=twice.pk)
    draft.toelichting = "Nog geheim."
    draft.save_revision()
    for op in ("2026-05-01", "2026-06-02", str(timezone.localdate())):
        assert "Nog geheim." not in text(client, f"/toepassingen/{twice.uuid}/?op={op}")


def test_an_older_version_names_nothing_that_is_closed_now(twice: Toepassing, tracker: Tracker, client: Client) -> None:
    other = tracker.oplossing("Geheime aanpak")
    entry = ModelLogEntry.objects.filter(object_id=str(twice.pk), action="wagtail.publish").earliest("timestamp")
    entry.revision.content["oplossing"] = other.pk
    entry.revision.save()
    address = f"/toepassingen/{twice.uuid}/?op=2026-05-01"
    assert "Geheime aanpak bij Geen bed" in text(client, address)
    tracker.close(other)
    cache.clear()
    html = text(client, address)
    assert "Geheime aanpak" not in html
    assert "niet openbaar" in html
    other.delete()
    assert "niet openbaar" in text(client, address)
    assert client.get(f"/toepassingen/{twice.uuid}/citeer.txt?op=2026-05-01").status_code == 404


def test_a_day_is_read_as_people_write_it() -> None:
    assert peildatum(" 3-4-2026 ").dag == day("2026-04-03")
    assert peildatum("").dag is None
    assert peildatum("").melding == ""
    assert peildatum("9" * 400).melding


def test_it_can_be_cited(row: Toepassing, client: Client) -> None:
    title = "Bed & {brood}_100%"
    row.oplossing.title = title
    row.oplossing.save()
    address = f"/toepassingen/{row.uuid}/"
    cited = {fmt: client.get(f"{address}citeer.{fmt}") for fmt in ("txt", "ris", "bib", "json")}
    said = {fmt: response.content.decode() for fmt, response in cited.items()}
    whole = f"http://testserver{address}"
    assert all(whole in words for words in said.values())
    assert said["txt"].startswith(f"Kennisportaal Aanpak Mensenhandel. {title} bij Geen bed in Alkmaar. Versie van ")
    assert re.fullmatch(r"([A-Z][A-Z0-9]  - [^\r\n]*\r\n)+", said["ris"])
    assert said["ris"].endswith("ER  - \r\n")
    assert r"Bed \& \textbraceleft{}brood\textbraceright{}\_100\%" in said["bib"]
    assert said["bib"].count("{") == said["bib"].count("}")
    (item,) = json.loads(said["json"])
    assert item["title"] == f"{title} bij Geen bed in Alkmaar"
    assert item["issued"]["date-parts"] == [[timezone.localdate().year, *timezone.localdate().timetuple()[1:3]]]
    assert cited["bib"]["Content-Disposition"] == f'attachment; filename="toepassing-{row.uuid}.bib"'
    html = text(client, address)
    assert all(f'href="{address}citeer.{fmt}"' in html for fmt in said)
    assert client.get(f"{address}citeer.exe").status_code == 404


def test_it_is_found_by_itself_and_in_the_sitemap(row: Toepassing, tracker: Tracker, client: Client) -> None:
    address = f"/toepassingen/{row.uuid}/"
    service.rebuild()
    assert address in text(client, "/sitemap.xml")
    assert f'href="{address}"' in text(client, "/zoeken/?q=noodbed+alkmaar&soort=toepassing")
    assert "Toepassing" in text(client, "/zoeken/?q=noodbed")
    (document,) = ToepassingSource().documents([str(row.uuid)])
    assert document.facets == {"resultaat": ("werkte",), "regio": ("noord-holland",), "provincie": ("noord-holland",)}
    assert document.meta == {"plaats": "Alkmaar", "resultaat": "werkte"}
    tracker.close(row.knelpunt)
    cache.clear()
    assert address not in text(client, "/sitemap.xml")
    assert address not in text(client, "/zoeken/?q=noodbed")
    (closed,) = ToepassingSource().documents([str(row.uuid)])
    assert set(closed.readers).isdisjoint(document.readers)


def test_who_may_find_it_may_see_all_three(row: Toepassing, tracker: Tracker) -> None:
    for name, page in (("een", row.knelpunt), ("twee", row.proeftuin)):
        restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
        restriction.groups.set([Group.objects.create(name=name), Group.objects.get_or_create(name="beide")[0]])
    (document,) = ToepassingSource().documents([str(row.uuid)])
    assert document.readers == (f"groep-{Group.objects.get(name='beide').pk}",)
    Toepassing.objects.filter(pk=row.pk).update(is_voorbeeld=True)
    (document,) = ToepassingSource().documents([str(row.uuid)])
    assert document.readers == (f"groep-{Group.objects.get(name='beide').pk}-voorbeeld",)


def test_what_touches_it_touches_its_document(row: Toepassing, tracker: Tracker) -> None:
    source, own = ToepassingSource(), {("toepassing", str(row.uuid))}
    vorm = tracker.begrip("arbeidsuitbuiting", "vorm")
    row.knelpunt.begrippen.set([vorm])
    row.knelpunt.save()
    tracker.close(row.proeftuin)
    restriction = PageViewRestriction.objects.get()
    for one in (row, row.knelpunt, row.oplossing, row.proeftuin, vorm, tracker.gemeente(), restriction):
        assert source.affected(one, None) == own, one
    assert source.affected(tracker.knelpunt(), None) == set()
    assert source.ids("", 10) == [str(row.uuid)]
    assert source.ids(str(row.uuid), 10) == []
