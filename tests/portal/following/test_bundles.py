"""What belongs together is one line: of an import, and of one page on one day."""

from __future__ import annotations

import datetime
from typing import Any

import feedparser
import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from portal.following.changes import one_import, tell
from portal.following.recent import recent_changes
from portal.models import Pagina, Wijziging
from portal.visibility import anonymous
from tests.factories.paginas import HandreikingFactory, home
from tests.factories.records import WijzigingFactory, close

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site() -> None:
    cache.clear()
    home()


def lines() -> list[tuple[str, tuple[str, ...]]]:
    return [(line.titel, line.teksten) for line in recent_changes(anonymous(), None)]


def moment(day: int, hour: int = 12) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime(2026, 6, day, hour))


def feed(client: Client, address: str) -> list[Any]:
    found = feedparser.parse(client.get(address).content)
    assert not found.bozo
    return list(found.entries)


def test_what_changed_on_one_page_on_one_day_is_one_line(client: Client) -> None:
    one, other = HandreikingFactory(title="Een"), HandreikingFactory(title="Ander")
    WijzigingFactory(pagina=one, moment=moment(1), tekst="gisteren")
    WijzigingFactory(pagina=one, moment=moment(2, 9), tekst="eerst")
    WijzigingFactory(pagina=other, moment=moment(2, 10), tekst="tussendoor")
    WijzigingFactory(pagina=one, moment=moment(2, 11), tekst="daarna")
    assert lines() == [("Een", ("daarna", "eerst")), ("Ander", ("tussendoor",)), ("Een", ("gisteren",))]
    page = client.get("/wijzigingen/").content.decode()
    assert page.index("daarna") < page.index("eerst") < page.index("tussendoor")
    assert page.count(">Een</a>") == 2


def test_a_day_is_a_day_here() -> None:
    """Half past eleven in the evening and half past twelve are two days, though one in UTC."""
    page = HandreikingFactory(title="Een")
    WijzigingFactory(pagina=page, moment=moment(1, 23), tekst="avond")
    WijzigingFactory(pagina=page, moment=moment(2, 1), tekst="nacht")
    assert lines() == [("Een", ("nacht",)), ("Een", ("avond",))]


def test_a_hidden_change_of_that_day_is_left_out() -> None:
    page, hidden = HandreikingFactory(title="Een"), HandreikingFactory()
    WijzigingFactory(pagina=page, moment=moment(2, 9), tekst="open")
    WijzigingFactory(pagina=page, ook_op=[hidden], moment=moment(2, 11), tekst="geheim")
    close(hidden)
    assert lines() == [("Een", ("open",))]


def test_an_import_is_one_line_and_pushes_nothing_out(client: Client) -> None:
    WijzigingFactory(pagina=HandreikingFactory(title="Eerder"), moment=moment(1))
    pages = [HandreikingFactory(title=f"Ingevoerd {n}") for n in range(60)]
    with one_import() as partij:
        for page in pages:
            tell(soort="nieuw", titel=page.title, pagina_id=page.pk, onderwerp=page.translation_key)
    assert lines() == [("Import: 60 wijzigingen tegelijk", ()), ("Eerder", ("Er is een hoofdstuk bij.",))]
    entries = feed(client, "/feeds/alles.rss")
    assert [entry.title for entry in entries] == ["Import: 60 wijzigingen tegelijk", "Eerder (herzien)"]
    inside = client.get(f"/wijzigingen/?import={partij}").content.decode()
    assert "Ingevoerd 59" in inside
    assert "Eerder" not in inside
    assert f"import={partij}&amp;pagina=2" in inside
    own = feed(client, f"/feeds/pagina/{pages[3].translation_key}.rss")
    assert [entry.title for entry in own] == ["Ingevoerd 3 (nieuw)"]


def test_an_import_of_which_one_may_be_seen_is_that_one() -> None:
    page, hidden = HandreikingFactory(title="Open"), HandreikingFactory()
    with one_import():
        WijzigingFactory(pagina=page, tekst="ja")
        WijzigingFactory(pagina=hidden, tekst="nee")
    close(hidden)
    assert lines() == [("Open", ("ja",))]


def test_a_feed_can_be_had_by_the_day(client: Client) -> None:
    page = HandreikingFactory(title="Een")
    first = WijzigingFactory(pagina=page, moment=moment(2, 9), tekst="eerst")
    WijzigingFactory(pagina=page, moment=moment(2, 11), tekst="daarna")
    assert len(feed(client, "/feeds/alles.rss")) == 2
    (entry,) = feed(client, "/feeds/alles.rss?per=dag")
    assert "eerst" in entry.summary
    assert "daarna" in entry.summary
    # The same item for a reader of feeds, however often it changes that day.
    assert entry.id == first.uuid.urn


def test_a_change_changes_every_page_that_it_is_about() -> None:
    page, other, third = HandreikingFactory(), HandreikingFactory(), HandreikingFactory()
    now = timezone.now()
    WijzigingFactory(pagina=page, ook_op=[other], moment=now)
    WijzigingFactory(pagina=page, moment=now - datetime.timedelta(days=1))
    changed = dict(Pagina.objects.values_list("pk", "gewijzigd_op"))
    assert changed[page.pk] == changed[other.pk] == now
    assert changed[third.pk] != now


def test_publishing_without_a_note_changes_nothing_for_a_reader(client: Client) -> None:
    page = HandreikingFactory(live=False, first_published_at=None)
    page.save_revision().publish()
    first = Pagina.objects.get(pk=page.pk).gewijzigd_op
    assert first is not None
    page.refresh_from_db()
    page.title = "Tikfout hersteld"
    page.save_revision().publish()
    stale = type(page).objects.get(pk=page.pk)
    assert stale.gewijzigd_op == first
    WijzigingFactory(pagina=page, moment=timezone.now())
    later = Pagina.objects.get(pk=page.pk).gewijzigd_op
    # An older instance does not take it back.
    stale.save()
    assert Pagina.objects.get(pk=page.pk).gewijzigd_op == later > first
    assert Wijziging.objects.count() == 2


def test_the_date_says_what_it_is(client: Client) -> None:
    page = HandreikingFactory(title="Een")
    WijzigingFactory(pagina=page, moment=moment(5))
    listed = client.get(page.get_parent().url).content.decode()
    assert "gewijzigd <time" in listed or "gewijzigd 5 juni 2026" in " ".join(listed.split())
    assert "Gewijzigd" in client.get(page.url).content.decode()
