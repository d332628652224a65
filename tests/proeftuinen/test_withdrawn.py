"""What goes off the site, by hand or by the clock, goes out of everything that was made from it."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from portal.models import Aanbeveling, Wijziging
from portal.services import add_aanbeveling_stap
from portal.visibility import anonymous
from proeftuinen.finding.sources import TrackerSource
from proeftuinen.merging.merge import merge
from proeftuinen.merging.unmerge import undo_merge
from proeftuinen.models import Knelpunt, Toepassing
from proeftuinen.services import add_knelpunt_stap, record_toepassing
from search import service
from tests.factories.paginas import RapportFactory
from tests.factories.records import AanbevelingFactory

from .builders import Tracker, day

WORD = "verklikwoord"
FORMATS = ("rss", "atom", "json")


def withdraw(row: Any) -> None:
    row.unpublish()


def expire(row: Any) -> None:
    type(row).objects.filter(pk=row.pk).update(expire_at=timezone.now() - datetime.timedelta(minutes=1))


def postpone(row: Any) -> None:
    type(row).objects.filter(pk=row.pk).update(go_live_at=timezone.now() + datetime.timedelta(days=1))


WAYS = [withdraw, expire, postpone]


@pytest.fixture
def toepassing(tracker: Tracker) -> Toepassing:
    row = tracker.toepassing(
        tracker.knelpunt("Geen bed"), tracker.oplossing("Noodbed"), tracker.proeftuin("Alkmaar"), toelichting=WORD
    )
    record_toepassing(row)
    add_knelpunt_stap(
        row.knelpunt, status="opgelost", niveau="lokaal", datum=day("2026-05-02"), toepassing=row, reden=f"Door {WORD}."
    )
    service.rebuild()
    return row


@pytest.fixture
def aanbeveling(tracker: Tracker) -> Aanbeveling:
    row = AanbevelingFactory(rapport=RapportFactory(title="Monitor"), tekst=WORD)
    add_aanbeveling_stap(row, status="open", datum=day("2026-05-02"), toelichting=WORD)
    service.rebuild()
    return row


def addresses(*pages: Any) -> list[str]:
    found = ["/", "/wijzigingen/", "/programma/", "/programma/matrix/", "/programma/aanbevelingen/", "/knelpunten/"]
    found += [page.url for page in pages]
    names = ["feeds/alles", *(f"feeds/pagina/{page.translation_key}" for page in pages), f"feeds/zoeken.{{}}?q={WORD}"]
    names += [f"feeds/soort/{soort}" for soort in ("proeftuin", "knelpunt", "oplossing", "rapport")]
    names += [f"programma/feeds/{view}" for view in ("programma", "matrix", "aanbevelingen")]
    found += [
        f"/{name.format(fmt)}" if "{}" in name else f"/{name}.{fmt}" for name, fmt in itertools.product(names, FORMATS)
    ]
    exports = ("knelpunten", "toepassingen", "aanbevelingen")
    found += [f"/programma/export/{soort}.{fmt}" for soort, fmt in itertools.product(exports, ("csv", "json"))]
    return [*found, f"/zoeken/export.csv?q={WORD}", "/zoeken/export.json?q="]


def places(client: Client, *pages: Any) -> list[str]:
    """The addresses that show the word, beside those that only repeat the question."""
    found = []
    for address in addresses(*pages):
        response = client.get(address)
        assert response.status_code == 200, address
        body = b"".join(response) if response.streaming else response.content
        if WORD in body.decode().replace(f"q={WORD}", "").replace(f"Zoeken: {WORD}", ""):
            found.append(address)
    return found


@pytest.mark.parametrize("go", WAYS)
def test_nothing_is_left_of_a_toepassing(toepassing: Toepassing, client: Client, go: Callable[[Any], None]) -> None:
    pages = [toepassing.knelpunt, toepassing.oplossing, toepassing.proeftuin]
    before = places(client, *pages)
    assert {"/feeds/alles.rss", "/wijzigingen/", pages[0].url, "/programma/export/knelpunten.csv"} <= set(before)
    go(toepassing)
    assert places(client, *pages) == []


@pytest.mark.parametrize("go", WAYS)
def test_nothing_is_left_of_an_aanbeveling(aanbeveling: Aanbeveling, client: Client, go: Callable[[Any], None]) -> None:
    before = places(client, aanbeveling.rapport)
    assert {"/feeds/alles.rss", "/wijzigingen/", aanbeveling.rapport.url, "/zoeken/export.json?q="} <= set(before)
    go(aanbeveling)
    assert places(client, aanbeveling.rapport) == []


@pytest.mark.parametrize("go", WAYS)
@pytest.mark.parametrize("which", ["oplossing", "proeftuin", "toepassing"])
def test_its_words_no_longer_find_what_it_was_tied_to(
    toepassing: Toepassing, which: str, go: Callable[[Any], None]
) -> None:
    """Also in a document that nobody made anew since."""
    source = TrackerSource()
    row = toepassing if which == "toepassing" else getattr(toepassing, which)
    if which != "toepassing":
        type(row).objects.filter(pk=row.pk).update(title=f"Over {WORD}")
        Toepassing.objects.filter(pk=toepassing.pk).update(toelichting="Niets.")

    def text() -> str:
        (document,) = source.documents([str(toepassing.knelpunt.translation_key)])
        return f"{document.body} {document.context} {document.facets.get('resultaat', '')}"

    assert WORD in text()
    assert "werkte" in text()
    go(row)
    assert WORD not in text()
    assert "werkte" not in text()


def test_what_the_clock_will_end_lends_its_words_to_nobody(toepassing: Toepassing) -> None:
    """Nothing would take them out of the document of another at that moment."""
    Toepassing.objects.filter(pk=toepassing.pk).update(expire_at=timezone.now() + datetime.timedelta(days=1))
    (document,) = TrackerSource().documents([str(toepassing.knelpunt.translation_key)])
    assert WORD not in f"{document.body} {document.context}"


def test_what_was_taken_out_of_a_record_goes_out_of_what_was_told(toepassing: Toepassing, client: Client) -> None:
    toepassing.toelichting = "Zonder naam."
    toepassing.save_revision().publish()
    told = Wijziging.objects.get(onderwerp=toepassing.uuid, soort="nieuw")
    assert told.tekst == "Resultaat van 1 mei 2026: werkte. Bewijs: door indiener opgegeven. Zonder naam."
    knelpunt = toepassing.knelpunt
    knelpunt.title = "Geen plek"
    knelpunt.save_revision().publish()
    titles = Wijziging.objects.filter(onderwerp=toepassing.uuid).values_list("titel", flat=True)
    assert set(titles) == {"Noodbed tegen “Geen plek”", "Geen plek"}
    assert "tegen “Geen bed”" not in client.get("/feeds/alles.rss").content.decode()


def test_a_note_that_an_editor_wrote_stays(toepassing: Toepassing) -> None:
    toepassing.wat_veranderde = "De looptijd is bijgewerkt."
    toepassing.save_revision().publish()
    toepassing.refresh_from_db()
    toepassing.toelichting = "Anders."
    toepassing.save_revision().publish()
    assert Wijziging.objects.filter(tekst="De looptijd is bijgewerkt.").exists()


def test_the_text_of_a_merge_is_for_who_may_know_both(tracker: Tracker, client: Client) -> None:
    goes, stays = tracker.knelpunt(f"Over {WORD}"), tracker.knelpunt("Geen bed")
    merge(goes, stays)
    assert "/wijzigingen/" in places(client, stays)
    tracker.close(Knelpunt.objects.get(pk=goes.pk))
    assert places(client, stays) == []
    undo_merge(Knelpunt.objects.get(pk=goes.pk))
    told = Wijziging.objects.filter(tekst__contains=WORD)
    assert told.filter(tekst__startswith="Niet langer").exists()
    assert not told.visible_to(anonymous()).exists()


def test_of_what_is_gone_or_unknown_nothing_is_told(tracker: Tracker, client: Client) -> None:
    page = tracker.knelpunt("Geen bed")
    Wijziging.objects.create(soort="nieuw", titel=WORD, pagina=page, onderwerp="6f1f3c0e-7f5e-4f0a-9f57-0a4b3f0f7c11")
    assert places(client, page) == []
