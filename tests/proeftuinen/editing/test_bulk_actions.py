"""The same step for many records at once: all of them, or none and with what is wrong for each."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from portal.models import Wijziging
from proeftuinen.models import Knelpunt, KnelpuntStap, ProeftuinStap
from tests.proeftuinen.builders import Tracker


def url_for(pages: Sequence[Page], action: str = "stap") -> str:
    model = pages[0]._meta.model_name
    ids = "&".join(f"id={page.pk}" for page in pages)
    return f"{reverse('wagtail_bulk_action', args=['proeftuinen', model, action])}?{ids}&next=/admin/"


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


STAP = {"status": "geadresseerd", "niveau": "taskforce", "datum": "2026-03-01", "reden": "Op de agenda."}


@pytest.mark.parametrize(("name", "has_steps"), [("proeftuinen", True), ("knelpunten", True), ("oplossingen", False)])
def test_each_table_has_its_own_actions(tracker: Tracker, editor: Client, name: str, has_steps: bool) -> None:
    page = {"proeftuinen": tracker.proeftuin, "knelpunten": tracker.knelpunt, "oplossingen": tracker.oplossing}[name]()
    html = text(editor.get(reverse(f"tracker_{name}:index")))
    model = page._meta.model_name
    for action in ("publish", "unpublish", "delete"):
        assert f"/admin/bulk/proeftuinen/{model}/{action}/" in html
        assert editor.get(url_for([page], action)).status_code == 200
    assert (f"/admin/bulk/proeftuinen/{model}/stap/" in html) is has_steps
    # "All" would forget the filters of the table.
    assert "data-bulk-action-num-objects-in-listing" not in html


def test_all_get_the_step(tracker: Tracker, editor: Client) -> None:
    pages = [tracker.knelpunt("Geen bed"), tracker.knelpunt("Geen tolk")]
    html = text(editor.get(url_for(pages)))
    assert "Geen bed" in html
    assert "Nieuwe status" in html
    html = text(editor.post(url_for(pages), STAP, follow=True))
    assert "De stap is vastgelegd bij 2 knelpunten." in html
    current = KnelpuntStap.objects.filter(is_huidig=True)
    assert set(current.values_list("status", "niveau", "vastgelegd_door__username")) == {
        ("geadresseerd", "taskforce", "redacteur")
    }
    assert Wijziging.objects.filter(soort="statuswijziging").count() == 2


def test_one_that_refuses_stops_all_and_is_named(tracker: Tracker, editor: Client) -> None:
    pages = [tracker.knelpunt("Geen bed"), tracker.knelpunt("Geen tolk"), tracker.knelpunt("Geen regie")]
    KnelpuntStap.objects.filter(knelpunt__in=pages[1:]).update(datum="2026-06-01")
    html = text(editor.post(url_for(pages), STAP))
    assert "Er is niets vastgelegd." in html
    assert "“Geen tolk”: Deze datum ligt vóór de laatste stap" in html
    assert "“Geen regie”: Deze datum ligt vóór de laatste stap" in html
    assert "“Geen bed”:" not in html
    assert KnelpuntStap.objects.count() == 3
    assert set(KnelpuntStap.objects.filter(is_huidig=True).values_list("status", flat=True)) == {"gesignaleerd"}
    assert not Wijziging.objects.exists()


def test_proeftuinen_stop_together_when_they_say_why(tracker: Tracker, editor: Client) -> None:
    pages = [tracker.proeftuin("Alkmaar"), tracker.proeftuin("Waterdorp")]
    html = text(editor.post(url_for(pages), {"stadium": "gestopt", "datum": "2026-03-01"}))
    assert "“Alkmaar”: Schrijf waarom" in html
    editor.post(url_for(pages), {"stadium": "gestopt", "datum": "2026-03-01", "reden": "Het geld was op."})
    assert ProeftuinStap.objects.filter(is_huidig=True, stadium="gestopt").count() == 2


def test_what_was_merged_is_left_out_and_nothing_chosen_is_said(tracker: Tracker, editor: Client) -> None:
    merged, other = tracker.knelpunt("Oud"), tracker.knelpunt("Nieuw")
    Knelpunt.objects.filter(pk=merged.pk).update(samengevoegd_met=other)
    html = text(editor.get(url_for([merged, other])))
    assert "of zij zijn samengevoegd" in html
    editor.post(url_for([merged, other]), STAP)
    assert KnelpuntStap.objects.filter(knelpunt=merged).count() == 1
    assert KnelpuntStap.objects.filter(knelpunt=other).count() == 2


def test_who_may_not_publish_adds_no_step(tracker: Tracker, client: Client) -> None:
    page = tracker.knelpunt()
    client.force_login(tracker.ketenpartner())
    assert client.post(url_for([page]), STAP).status_code in (302, 403)
    assert KnelpuntStap.objects.count() == 1


def test_what_was_published_is_not_deleted_from_a_table(tracker: Tracker, editor: Client) -> None:
    page = tracker.knelpunt()
    editor.post(url_for([page], "delete"), follow=True)
    assert Knelpunt.objects.filter(pk=page.pk).exists()
