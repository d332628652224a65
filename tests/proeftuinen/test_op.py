"""The figures of a day in the past: by what was recorded then."""

from __future__ import annotations

import datetime

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from portal.visibility import anonymous
from proeftuinen.models import KnelpuntStap, Toepassing
from proeftuinen.selectors.programma.dashboard import Dashboard, dashboard
from proeftuinen.services import add_knelpunt_stap
from tests.proeftuinen.builders import Tracker
from tests.reading import one_line

pytestmark = pytest.mark.django_db


def on(op: str) -> Dashboard:
    return dashboard(anonymous(), QueryDict(f"op={op}"))


def at(day: str) -> datetime.datetime:
    """Noon of that day."""
    return timezone.make_aware(datetime.datetime.fromisoformat(f"{day} 12:00"))


def numbers(found: Dashboard, part: str) -> dict[str, int]:
    return {bar.label: bar.aantal.echt for bar in getattr(found, part) if bar.aantal.echt}


def test_a_status_counts_from_when_it_was_recorded(tracker: Tracker) -> None:
    knelpunt = tracker.knelpunt(status="")
    for moment, status, happened in (
        ("2026-03-01", "gesignaleerd", datetime.date(2020, 1, 1)),
        ("2026-05-01", "in_oplossing", datetime.date(2021, 1, 1)),
        ("2026-07-01", "opgelost", datetime.date(2022, 1, 1)),
    ):
        step = add_knelpunt_stap(knelpunt, status=status, niveau="lokaal", datum=happened, reden="Zo is het.")
        KnelpuntStap.objects.filter(pk=step.pk).update(vastgelegd_op=at(moment))
    seen = {day: numbers(on(day), "status") for day in ("2026-02-28", "2026-04-30", "1-5-2026", "2026-07-01")}
    assert seen == {
        "2026-02-28": {},
        "2026-04-30": {"gesignaleerd": 1},
        "1-5-2026": {"in oplossing": 1},
        "2026-07-01": {"opgelost": 1},
    }
    assert on("2026-06-30").oplostijd.aantal.echt == 0
    assert on("2026-07-02").oplostijd.aantal.echt == 1
    assert numbers(on(""), "status") == {"opgelost": 1}
    assert numbers(on("2026-06-01"), "niveau") == {"lokaal": 1}, "a closed one lies at no level"


def test_a_result_is_what_was_published_that_day(tracker: Tracker) -> None:
    ends = tracker.knelpunt(), tracker.oplossing(), tracker.proeftuin()
    row = tracker.toepassing(*ends, resultaat="nog_onbekend")
    row.save_revision().publish()
    ModelLogEntry.objects.update(timestamp=at("2026-03-01"))
    row = Toepassing.objects.get(pk=row.pk)
    row.resultaat = "werkte"
    row.save_revision().publish()
    Toepassing.objects.update(first_published_at=at("2026-03-01"), last_published_at=at("2026-05-01"))
    assert numbers(on("2026-02-01"), "resultaat") == {}
    assert numbers(on("2026-04-01"), "resultaat") == {"nog onbekend": 1}
    assert numbers(on("2026-05-01"), "resultaat") == {"werkte": 1}
    row.unpublish()
    assert numbers(on("2026-04-01"), "resultaat") == {}, "what is closed now is closed of every day"


def test_the_page_says_which_day_it_is(client: Client, tracker: Tracker) -> None:
    tracker.knelpunt()
    KnelpuntStap.objects.update(vastgelegd_op=timezone.now() - datetime.timedelta(days=3))
    text = one_line(client.get("/programma/", {"op": "1-5-2026"}).content.decode())
    assert "1 mei 2026" in text
    assert "zoals zij die dag waren vastgelegd" in text
    assert 'name="op" value="2026-05-01"' in text
    text = client.get("/programma/", {"op": "ooit"}).content.decode()
    assert "Deze datum kunnen wij niet lezen" in text
    assert "zoals zij die dag waren vastgelegd" not in text
