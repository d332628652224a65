"""What a Toepassing said on a day in the past, as far as it may be told now."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from proeftuinen.models import Toepassing
from proeftuinen.peildatum import peildatum
from tests.proeftuinen.builders import Tracker, day, text


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
    assert "Geheime aanpak tegen “Geen bed”" in text(client, address)
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
