"""What an editor sees: flat tables, a step by an action of its own, and nothing that vanishes."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from proeftuinen.choices import Registersoort
from proeftuinen.models import Knelpunt, KnelpuntStap, ProeftuinStap, Toepassing
from tests.proeftuinen.builders import Tracker

TABLES = ("tracker_proeftuinen", "tracker_knelpunten", "tracker_oplossingen")


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("name", TABLES)
def test_the_tables_show_filter_and_export(tracker: Tracker, editor: Client, name: str) -> None:
    tracker.proeftuin("Alkmaar"), tracker.knelpunt("Geen bed"), tracker.oplossing("Noodbed")
    url = reverse(f"{name}:index")
    html = text(editor.get(url))
    assert any(title in html for title in ("Alkmaar", "Geen bed", "Noodbed"))
    assert editor.get(f"{url}?ordering=-title&status=opgelost&stadium=loopt&politieregio=limburg").status_code == 200
    assert b"".join(editor.get(f"{url}?export=csv")).count(b"\n") >= 2


@pytest.mark.parametrize("name", ["proeftuin", "knelpunt", "oplossing"])
def test_a_new_record_goes_straight_to_its_register(tracker: Tracker, editor: Client, name: str) -> None:
    plural = f"tracker_{Registersoort(name).label}"
    html = text(editor.get(reverse(f"{plural}:index")))
    url = reverse(f"{plural}:choose_parent")
    assert url in html
    register = tracker.registers[name]
    expected = reverse("wagtailadmin_pages:add", args=["proeftuinen", name, register.pk])
    assert editor.get(url).headers["Location"] == expected


@pytest.mark.parametrize(("model", "since"), [("toepassing", "datum"), ("waarneming", "laatst_gezien")])
def test_the_snippet_tables(tracker: Tracker, editor: Client, model: str, since: str) -> None:
    knelpunt, proeftuin = tracker.knelpunt("Geen bed"), tracker.proeftuin("Alkmaar")
    tracker.toepassing(knelpunt, tracker.oplossing("Noodbed"), proeftuin)
    tracker.waarneming(knelpunt, proeftuin)
    url = reverse(f"wagtailsnippets_proeftuinen_{model}:list")
    named = {"toepassing": "Noodbed tegen “Geen bed” (Alkmaar)", "waarneming": "Geen bed in Alkmaar"}[model]
    assert named in text(editor.get(url))
    assert named in text(editor.get(f"{url}?resultaat=werkte&{since}=2026-01-01"))
    assert named not in text(editor.get(f"{url}?{since}=2030-01-01"))
    assert editor.get(f"{url}?q=bed").status_code == 200
    assert b"Geen bed" in b"".join(editor.get(f"{url}?export=csv"))


def test_a_step_is_added_from_the_page(tracker: Tracker, editor: Client) -> None:
    knelpunt = tracker.knelpunt("Geen bed")
    edit = text(editor.get(reverse("wagtailadmin_pages:edit", args=[knelpunt.pk])))
    url = reverse("proeftuinen_stap", args=[knelpunt.pk])
    assert url in edit
    assert f"knelpunt={knelpunt.pk}" in edit
    page = text(editor.get(url))
    assert "Stappen tot nu toe" in page
    data = {"status": "opgelost", "niveau": "lokaal", "datum": "2026-03-01", "reden": ""}
    refused = text(editor.post(url, data))
    assert "schrijft u waardoor het is opgelost" in refused
    assert KnelpuntStap.objects.get(knelpunt=knelpunt, is_huidig=True).status == "gesignaleerd"
    editor.post(url, {**data, "reden": "Er is een bed."})
    step = KnelpuntStap.objects.get(knelpunt=knelpunt, is_huidig=True)
    assert (step.status, str(step.vastgelegd_door)) == ("opgelost", "redacteur")


def test_a_step_of_a_proeftuin(tracker: Tracker, editor: Client) -> None:
    proeftuin = tracker.proeftuin()
    url = reverse("proeftuinen_stap", args=[proeftuin.pk])
    data = {"stadium": "gestopt", "datum": "2026-03-01"}
    assert "Schrijf waarom" in text(editor.post(url, data))
    editor.post(url, {**data, "reden": "Het geld was op."})
    assert ProeftuinStap.objects.get(proeftuin=proeftuin, is_huidig=True).stadium == "gestopt"


def test_who_may_not_publish_may_not_step(tracker: Tracker, client: Client) -> None:
    url = reverse("proeftuinen_stap", args=[tracker.knelpunt().pk])
    assert client.get(url).status_code == 302
    client.force_login(tracker.ketenpartner())
    assert client.get(url).status_code in (302, 403)
    assert client.post(url, {}).status_code in (302, 403)


def test_steps_belong_to_records_only(tracker: Tracker, editor: Client) -> None:
    assert editor.get(reverse("proeftuinen_stap", args=[tracker.oplossing().pk])).status_code == 404


def test_a_toepassing_is_prefilled_saved_and_published(tracker: Tracker, editor: Client) -> None:
    knelpunt, oplossing = tracker.knelpunt("Geen bed"), tracker.oplossing("Noodbed")
    proeftuin = tracker.proeftuin("Alkmaar", is_voorbeeld=True)
    url = reverse("wagtailsnippets_proeftuinen_toepassing:add")
    html = text(editor.get(f"{url}?knelpunt={knelpunt.pk}&proeftuin={proeftuin.pk}&oplossing=99999999999999"))
    assert f'value="{knelpunt.pk}"' in html
    data = {
        "knelpunt": knelpunt.pk,
        "oplossing": oplossing.pk,
        "proeftuin": proeftuin.pk,
        "resultaat": "werkte",
        "bewijsgraad": "onbeproefd",
        "toelichting": "Er was een bed.",
        "datum": "2026-05-01",
        "neveneffecten-TOTAL_FORMS": "1",
        "neveneffecten-INITIAL_FORMS": "0",
        "neveneffecten-0-aard": "ongewenst",
        "neveneffecten-0-wat": "Het verplaatste zich.",
        "neveneffecten-0-ORDER": "1",
        "action-publish": "1",
    }
    assert "ligt in de toekomst" in text(editor.post(url, {**data, "datum": "2126-05-01"}))
    assert editor.post(url, data).status_code == 302
    row = Toepassing.objects.get()
    assert row.live
    assert [effect.wat for effect in row.neveneffecten.all()] == ["Het verplaatste zich."]
    assert "werk die bij" in text(editor.post(url, data))
    preview = reverse("wagtailsnippets_proeftuinen_toepassing:preview_on_edit", args=[row.pk])
    assert editor.post(preview, data).json()["is_valid"]
    assert "Er was een bed." in text(editor.get(preview))


def test_unpublishing_what_solved_a_knelpunt_warns_and_lists_it(tracker: Tracker, editor: Client) -> None:
    knelpunt = tracker.knelpunt("Geen bed")
    row = tracker.toepassing(knelpunt, tracker.oplossing(), tracker.proeftuin())
    KnelpuntStap.objects.filter(knelpunt=knelpunt).update(status="opgelost", toepassing=row)
    url = reverse("wagtailsnippets_proeftuinen_toepassing:unpublish", args=[row.pk])
    assert "Geen bed" in text(editor.get(url))
    table = reverse("tracker_knelpunten:index") + "?grond=weg"
    assert "Geen bed" not in text(editor.get(table))
    assert "Nog opgelost door deze toepassing" in text(editor.post(url, follow=True))
    assert "Geen bed" in text(editor.get(table))
    assert "staat niet meer op de site" in text(editor.get(reverse("wagtailadmin_pages:history", args=[knelpunt.pk])))


def test_what_was_published_or_is_pointed_at_is_not_deleted(tracker: Tracker, editor: Client) -> None:
    knelpunt = tracker.knelpunt()
    row = tracker.toepassing(knelpunt, tracker.oplossing(), tracker.proeftuin())
    editor.post(reverse("wagtailadmin_pages:delete", args=[knelpunt.pk]))
    editor.post(reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + f"?id={knelpunt.pk}")
    assert Knelpunt.objects.filter(pk=knelpunt.pk).exists()
    row.save_revision().publish()
    editor.post(reverse("wagtailsnippets_proeftuinen_toepassing:delete", args=[row.pk]))
    assert Toepassing.objects.filter(pk=row.pk).exists()


def test_the_tables_ask_a_fixed_number_of_queries(tracker: Tracker, editor: Client) -> None:
    urls = [reverse(f"{name}:index_results") for name in TABLES]
    urls += [reverse(f"wagtailsnippets_proeftuinen_{name}:list_results") for name in ("toepassing", "waarneming")]

    def count(url: str) -> int:
        editor.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert editor.get(url).status_code == 200
        return len(captured)

    def grow(times: int) -> None:
        for _ in range(times):
            knelpunt, proeftuin = tracker.knelpunt(), tracker.proeftuin(gemeente=tracker.gemeente())
            tracker.toepassing(knelpunt, tracker.oplossing(), proeftuin)
            tracker.waarneming(knelpunt, proeftuin)

    grow(2)
    before = {url: count(url) for url in urls}
    grow(8)
    assert {url: count(url) for url in urls} == before
    assert max(before.values()) <= 15, before
