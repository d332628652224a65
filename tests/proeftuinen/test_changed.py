""" "Gewijzigd" is what happened to a record, not that its page was published again."""

from __future__ import annotations

import csv
import datetime
import io
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from portal.models import Pagina, Wijziging
from proeftuinen.finding.sources import TrackerSource
from proeftuinen.importing.run import run
from proeftuinen.importing.sheets import Row
from proeftuinen.merging.merge import merge
from proeftuinen.models import Proeftuin, Voortgangsbericht
from proeftuinen.services import add_knelpunt_stap, add_proeftuin_stap, record_toepassing
from proeftuinen.telling import tell_waarneming

from .builders import Tracker, day

LONG_AGO = datetime.datetime(2026, 1, 5, tzinfo=datetime.UTC)


@pytest.fixture
def old(tracker: Tracker) -> Tracker:
    """A tracker in which nothing changed for a long time."""
    tracker.one = tracker.knelpunt("Geen bed")  # type: ignore[attr-defined]
    tracker.other = tracker.knelpunt("Geen slot")  # type: ignore[attr-defined]
    tracker.noodbed = tracker.oplossing("Noodbed")  # type: ignore[attr-defined]
    tracker.alkmaar = tracker.proeftuin("Alkmaar")  # type: ignore[attr-defined]
    Pagina.objects.update(gewijzigd_op=LONG_AGO)
    return tracker


def step(site: Any) -> set[str]:
    add_knelpunt_stap(site.one, status="geadresseerd", niveau="lokaal", datum=day("2026-03-01"))
    return {"Geen bed"}


def stadium(site: Any) -> set[str]:
    add_proeftuin_stap(site.alkmaar, stadium="geborgd", datum=day("2026-03-01"))
    return {"Alkmaar"}


def result(site: Any) -> set[str]:
    record_toepassing(site.toepassing(site.one, site.noodbed, site.alkmaar))
    return {"Geen bed", "Noodbed", "Alkmaar"}


def occurrence(site: Any) -> set[str]:
    tell_waarneming(site.waarneming(site.one, site.alkmaar))
    return {"Geen bed", "Alkmaar"}


def merger(site: Any) -> set[str]:
    merge(site.other, site.one)
    return {"Geen bed"}


def progress(site: Any) -> set[str]:
    page = Proeftuin.objects.get(pk=site.alkmaar.pk)
    page.save_revision().publish()
    Pagina.objects.update(gewijzigd_op=LONG_AGO)
    page.voortgang.add(Voortgangsbericht(datum=day("2026-03-01"), titel="Eerste bijeenkomst", tekst="<p>Gehouden.</p>"))
    page.save_revision().publish()
    return {"Alkmaar"}


@pytest.mark.parametrize("happens", [step, stadium, result, occurrence, merger, progress])
def test_what_happens_to_a_record_changes_it(old: Any, client: Client, happens: Any) -> None:
    expected = happens(old)
    today = timezone.localdate().isoformat()
    found: set[str] = set()
    for address, kind in (("knelpunten", "knelpunten"), ("proeftuinen", "proeftuinen"), ("oplossingen", "oplossingen")):
        rows = csv.DictReader(
            io.StringIO(b"".join(client.get(f"/programma/export/{kind}.csv?sinds={today}")).decode("utf-8-sig")),
            delimiter=";",
        )
        names = {row["Titel"] for row in rows}
        page = client.get(f"/{address}/?sinds={today}").content.decode()
        assert all(name in page for name in names)
        found |= names
    assert found == expected
    told = Wijziging.objects.filter(pagina__title__in=expected) | Wijziging.objects.filter(ook_op__title__in=expected)
    assert told.exists()
    key = Pagina.objects.get(title=next(iter(expected))).translation_key
    (document,) = TrackerSource().documents([str(key)])
    assert timezone.localdate(document.changed) == timezone.localdate()


def test_a_progress_note_is_told_once(old: Any) -> None:
    progress(old)
    page = Proeftuin.objects.get(pk=old.alkmaar.pk)
    page.save_revision().publish()
    told = Wijziging.objects.filter(tekst__contains="Eerste bijeenkomst")
    assert [change.tekst for change in told] == ["Voortgang, 1 maart 2026: Eerste bijeenkomst"]


def test_a_result_of_years_ago_is_news_of_today_and_says_so(old: Any) -> None:
    change = record_toepassing(old.toepassing(old.one, old.noodbed, old.alkmaar, datum=day("2013-03-15")))
    assert change is not None
    assert timezone.localdate(change.moment) == timezone.localdate()
    assert change.tekst.startswith("Resultaat van 15 maart 2013: werkte.")


def test_a_step_of_the_past_says_when_it_was(old: Any) -> None:
    add_knelpunt_stap(old.one, status="geadresseerd", niveau="lokaal", datum=day("2026-03-01"))
    add_knelpunt_stap(old.other, status="geadresseerd", niveau="lokaal", datum=timezone.localdate())
    past, today = Wijziging.objects.order_by("pk").values_list("tekst", flat=True)
    assert "Dat was op 1 maart 2026." in past
    assert "Dat was op" not in today


def test_an_import_is_one_line(old: Any, client: Client) -> None:
    rows = [
        Row("knelpunten", f"rij {n}", {"sleutel": f"nieuw-{n}", "titel": f"Nieuw {n}", "samenvatting": "Kort."})
        for n in range(3)
    ]
    assert run(rows, apply=True).applied
    assert client.get("/wijzigingen/").content.decode().count("Import: 3 wijzigingen tegelijk") == 1
