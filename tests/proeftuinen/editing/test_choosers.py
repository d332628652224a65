"""Choosers that can create: a draft in its section, found again by its words, for who may add pages there."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.models import Aanbeveling, Gemeente, Handreiking, Organisatie, Rapport
from proeftuinen.models import Knelpunt, Oplossing, Proeftuin
from tests.proeftuinen.builders import Tracker

MODELS = {"proeftuin": Proeftuin, "knelpunt": Knelpunt, "oplossing": Oplossing}


def modal(client: Client, url: str, **query: Any) -> str:
    response = client.get(url, query)
    assert response.status_code == 200
    html: str = json.loads(response.content).get("html", "")
    return " ".join(html.split())


@pytest.mark.parametrize("name", MODELS)
def test_a_record_is_made_as_a_draft_in_its_register(tracker: Tracker, editor: Client, name: str) -> None:
    assert "Maak concept" in modal(editor, reverse(f"kies_{name}:choose"))
    answer = editor.post(reverse(f"kies_{name}:create"), {"title": "Iets nieuws", "samenvatting": "Kort."})
    chosen = json.loads(answer.content)["result"]
    page = MODELS[name].objects.get()
    assert (chosen["id"], chosen["title"]) == (str(page.pk), "Iets nieuws")
    assert (page.live, page.slug, page.get_parent().specific.toont) == (False, "iets-nieuws", name)
    assert page.latest_revision.as_object().samenvatting == "Kort."
    assert page.owner.username == "redacteur"


def test_a_title_is_asked_for(tracker: Tracker, editor: Client) -> None:
    answer = json.loads(editor.post(reverse("kies_knelpunt:create"), {"title": ""}).content)
    assert answer["step"] == "reshow_creation_form"
    assert not Knelpunt.objects.exists()


def test_words_are_found_in_any_order_and_what_was_merged_is_not(tracker: Tracker, editor: Client) -> None:
    bed, tolk = tracker.knelpunt("Geen bed in de regio", live=False), tracker.knelpunt("Geen tolk")
    url = reverse("kies_knelpunt:choose_results")
    html = editor.get(url, {"q": "regio bed"}).content.decode()
    assert "Geen bed in de regio" in html
    assert "concept" in html
    assert "Geen tolk" not in html
    Knelpunt.objects.filter(pk=bed.pk).update(samengevoegd_met=tolk)
    assert "Geen bed in de regio" not in editor.get(url).content.decode()


def test_who_may_not_add_pages_cannot_create(tracker: Tracker, client: Client) -> None:
    client.force_login(tracker.ketenpartner())
    url = reverse("kies_knelpunt:create")
    assert client.post(url, {"title": "Iets nieuws"}).status_code in (302, 403)
    assert not Knelpunt.objects.exists()


def test_the_form_of_a_toepassing_uses_them(tracker: Tracker, editor: Client) -> None:
    html = editor.get(reverse("wagtailsnippets_proeftuinen_toepassing:add")).content.decode()
    for name in MODELS:
        assert reverse(f"kies_{name}:choose") in html


def test_a_gemeente_is_made_in_the_chooser(tracker: Tracker, editor: Client) -> None:
    tracker.gemeente()
    base = "wagtailsnippetchoosers_portal_gemeente"
    html = modal(editor, reverse(f"{base}:choose"))
    assert "Alkmaar" in html
    assert "Zoekterm" in html
    assert "Alkmaar" not in editor.get(reverse(f"{base}:choose_results"), {"q": "oss"}).content.decode()
    data = {"naam": "'s-Hertogenbosch", "provincie": "noord-brabant", "politieregio": "oost-brabant"}
    assert json.loads(editor.post(reverse(f"{base}:create"), data).content)["result"]["string"] == "'s-Hertogenbosch"
    assert Gemeente.objects.get(naam="'s-Hertogenbosch").slug == "s-hertogenbosch"
    assert json.loads(editor.post(reverse(f"{base}:create"), data).content)["step"] == "reshow_creation_form"


def test_a_page_shows_only_the_organisaties_that_it_names(tracker: Tracker, editor: Client) -> None:
    named, other = tracker.organisatie("Zorgpunt"), tracker.organisatie("Ver weg")
    page = tracker.knelpunt()
    page.organisaties.add(named)
    page.save_revision()
    page.save()
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "Zorgpunt" in html
    assert "Ver weg" not in html
    assert reverse("kies_organisatie:choose") in html
    chosen = editor.get(reverse("kies_organisatie:chosen_multiple"), {"id": [other.pk], "multiple": 1})
    assert json.loads(chosen.content)["result"][0]["title"] == "Ver weg"


def test_an_organisatie_that_does_not_exist_is_refused(tracker: Tracker, editor: Client) -> None:
    from portal.editing.choosers import organisatie_chooser
    from portal.editing.form_fields import OrganisatiesField
    from portal.editing.widgets import ChosenOnly

    known = tracker.organisatie("Zorgpunt")
    field = OrganisatiesField(Organisatie.objects.all(), widget=ChosenOnly(organisatie_chooser))
    assert list(field.clean([str(known.pk)])) == [known]
    html = field.widget.render("organisaties", ["x", str(known.pk), "999999"], {"id": "id_organisaties"})
    assert html.count("<input") == 1


def test_an_oplossing_chooses_its_guidance_and_a_knelpunt_its_recommendations(tracker: Tracker, editor: Client) -> None:
    rapport = tracker.home.add_child(instance=Rapport(title="Monitor 2025"))
    chosen, _ = (
        Aanbeveling.objects.create(rapport=rapport, nummer=nummer, tekst=f"Aanbevolen {nummer}.") for nummer in (1, 2)
    )
    knelpunt = tracker.knelpunt("Geen bed")
    knelpunt.aanbevelingen.add(chosen)
    knelpunt.save()
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[knelpunt.pk])).content.decode()
    assert "Aanbevolen 1. (Monitor 2025)" in html
    assert "Aanbevolen 2." not in html
    assert reverse("wagtailsnippetchoosers_portal_aanbeveling:choose") in html
    tracker.home.add_child(instance=Handreiking(title="Ketenregie", live=False))
    oplossing = tracker.oplossing("Regisseur")
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[oplossing.pk])).content.decode()
    assert "Geen bed" not in html
    results = editor.get(reverse("kies_handreiking:choose_results")).content.decode()
    assert "Ketenregie" in results
    assert "Geen bed" not in results
    assert "Maak concept" not in modal(editor, reverse("kies_handreiking:choose"))
    assert editor.post(reverse("kies_handreiking:create"), {"title": "Nieuw"}).status_code in (302, 403)
