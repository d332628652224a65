"""The screen on which an editor merges: it shows what moves, refuses at the field, and offers the way back."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from proeftuinen.models import Knelpunt, Toepassing
from tests.proeftuinen.builders import Tracker


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def pair(tracker: Tracker) -> tuple[Knelpunt, Knelpunt]:
    return tracker.knelpunt("Geen bed in de regio"), tracker.knelpunt("Opvang ontbreekt")


def url_of(page: Any) -> str:
    return reverse("proeftuinen_samenvoegen", args=[page.pk])


def test_it_is_reached_from_the_table_and_from_the_page(tracker: Tracker, editor: Client, pair) -> None:
    source, _ = pair
    assert url_of(source) in text(editor.get(reverse("tracker_knelpunten:index")))
    assert url_of(source) in text(editor.get(reverse("wagtailadmin_pages:edit", args=[source.pk])))


def test_an_editor_first_sees_what_moves_and_then_confirms(tracker: Tracker, editor: Client, pair) -> None:
    source, target = pair
    row = tracker.toepassing(source, tracker.oplossing("Noodbed"), tracker.proeftuin("Alkmaar"))
    tracker.waarneming(source, row.proeftuin)
    html = text(editor.get(url_of(source)))
    assert "Bekijk wat verhuist" in html
    html = text(editor.post(url_of(source), {"blijft": target.pk, "bevestigd": ""}))
    for words in (
        "Noodbed tegen “Geen bed in de regio” (Alkmaar)",
        "Alkmaar, van 1 maart 2026",
        "1 stap)",
        ">Samenvoegen<",
    ):
        assert words in html
    assert Knelpunt.objects.get(pk=source.pk).samengevoegd_met_id is None
    # Another one was chosen after looking: look again.
    third = tracker.knelpunt("Iets anders")
    editor.post(url_of(source), {"blijft": third.pk, "bevestigd": target.pk})
    assert Knelpunt.objects.get(pk=source.pk).samengevoegd_met_id is None
    html = text(editor.post(url_of(source), {"blijft": target.pk, "bevestigd": target.pk}, follow=True))
    assert "is samengevoegd met “Opvang ontbreekt”" in html
    assert url_of(source) in html
    assert Toepassing.objects.get(pk=row.pk).knelpunt_id == target.pk
    assert "Terugdraaien" in text(editor.get(url_of(source)))
    html = text(editor.get(reverse("wagtailadmin_pages:edit", args=[source.pk])))
    assert "is samengevoegd met “Opvang ontbreekt” en staat niet meer op de site" in html
    editor.post(url_of(source))
    assert Knelpunt.objects.get(pk=source.pk).live
    assert Toepassing.objects.get(pk=row.pk).knelpunt_id == source.pk


def test_a_conflict_stands_at_the_field(tracker: Tracker, editor: Client, pair) -> None:
    source, target = pair
    oplossing, proeftuin = tracker.oplossing("Noodbed"), tracker.proeftuin("Alkmaar")
    for knelpunt in pair:
        tracker.toepassing(knelpunt, oplossing, proeftuin)
    html = text(editor.post(url_of(source), {"blijft": target.pk, "bevestigd": target.pk}))
    assert "Deze toepassingen staan bij beide: “Noodbed tegen “Geen bed in de regio” (Alkmaar)”" in html
    assert 'id="id_blijft-errors"' in html or "w-field__errors" in html
    assert Knelpunt.objects.get(pk=source.pk).samengevoegd_met_id is None


def test_it_is_for_who_may_publish_and_for_what_can_merge(tracker: Tracker, client: Client, pair) -> None:
    source, target = pair
    client.force_login(tracker.ketenpartner())
    assert client.post(url_of(source), {"blijft": target.pk, "bevestigd": target.pk}).status_code in (302, 403)
    assert Knelpunt.objects.get(pk=source.pk).samengevoegd_met_id is None


def test_a_proeftuin_does_not_merge(tracker: Tracker, editor: Client) -> None:
    assert editor.get(url_of(tracker.proeftuin())).status_code == 404
