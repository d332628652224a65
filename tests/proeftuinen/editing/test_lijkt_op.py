"""Near-duplicates while an editor types a title: found, bounded, for editors only, and without script after saving."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission

from portal.models import Gebruiker
from proeftuinen.models import Knelpunt
from tests.proeftuinen.builders import Tracker


def ask(client: Client, titel: str, soort: str = "knelpunt", **query: Any) -> dict[str, Any]:
    response = client.get(reverse("proeftuinen_lijkt_op", args=[soort]), {"titel": titel, **query})
    assert response.status_code == 200
    found: dict[str, Any] = json.loads(response.content)
    return found


def titles(answer: dict[str, Any]) -> list[str]:
    return [row["titel"] for row in answer["gevonden"]]


@pytest.mark.parametrize(
    "typed",
    [
        "Jeugdhulp meldt niet zonder toestemming",
        "zonder toestemming meldt jeugdhulp niet",
        "Jeugdhulp melt niet zonder toesteming",
        "Jeugdhulp meldt niet",
    ],
)
def test_order_spelling_and_missing_words_do_not_matter(tracker: Tracker, editor: Client, typed: str) -> None:
    knelpunt = tracker.knelpunt("Jeugdhulp meldt niet zonder toestemming")
    tracker.knelpunt("Wisselende capaciteit bij de politie")
    answer = ask(editor, typed)
    assert titles(answer) == [knelpunt.title]
    assert answer["gevonden"][0]["url"] == reverse("wagtailadmin_pages:edit", args=[knelpunt.pk])
    assert answer["melding"] == "1 knelpunt lijkt op deze titel. Bedoelt u hetzelfde?"


def test_another_title_a_short_one_and_the_page_itself_give_nothing(tracker: Tracker, editor: Client) -> None:
    knelpunt = tracker.knelpunt("Geen zicht op arbeidsuitbuiting in de tuinbouw")
    assert ask(editor, "Geen opvang in de regio")["gevonden"] == []
    assert ask(editor, "Geen")["gevonden"] == []
    assert ask(editor, knelpunt.title, behalve=knelpunt.pk) == {"melding": "", "gevonden": []}
    assert ask(editor, "\x00" * 9 + "'; drop table", behalve="x")["gevonden"] == []


def test_a_draft_is_found_and_what_was_merged_is_not(tracker: Tracker, editor: Client) -> None:
    draft = tracker.knelpunt("Opvang voor mannen ontbreekt", live=False)
    merged = tracker.knelpunt("Opvang voor mannen ontbreekt geheel", live=False)
    Knelpunt.objects.filter(pk=merged.pk).update(samengevoegd_met=draft)
    answer = ask(editor, "Opvang voor mannen ontbreekt")
    assert titles(answer) == [draft.title]
    assert answer["gevonden"][0]["status"] == "concept"


def test_the_answer_is_short_and_costs_the_same_at_any_size(
    tracker: Tracker, editor: Client, django_assert_max_num_queries
) -> None:
    for number in range(30):
        tracker.knelpunt(f"Capaciteit bij de politie wisselt {number}")
    tracker.oplossing("Capaciteit bij de politie wisselt")
    ask(editor, "Capaciteit bij de politie wisselt")
    with django_assert_max_num_queries(6):
        assert len(ask(editor, "Capaciteit bij de politie wisselt")["gevonden"]) == 5
    assert len(ask(editor, "Capaciteit bij de politie wisselt", soort="oplossing")["gevonden"]) == 1


def test_it_is_for_who_writes_pages_and_only_what_one_may_find(tracker: Tracker, client: Client) -> None:
    url = reverse("proeftuinen_lijkt_op", args=["knelpunt"])
    assert client.get(url, {"titel": "Opvang voor mannen"}).status_code == 302
    client.force_login(tracker.ketenpartner())
    assert client.get(url, {"titel": "Opvang voor mannen"}).status_code in (302, 403)
    group = Group.objects.create(name="Schrijvers van proeftuinen")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    own = tracker.registers["proeftuin"]
    GroupPagePermission.objects.create(group=group, page=own, permission=Permission.objects.get(codename="change_page"))
    user = Gebruiker.objects.create_user(username="schrijver", password="geheim-en-lang-genoeg")
    user.groups.add(group)
    client.force_login(user)
    tracker.knelpunt("Opvang voor mannen ontbreekt", live=False)
    assert ask(client, "Opvang voor mannen ontbreekt")["gevonden"] == []


def test_it_only_reads_and_knows_two_kinds(tracker: Tracker, editor: Client) -> None:
    assert editor.post(reverse("proeftuinen_lijkt_op", args=["knelpunt"])).status_code == 405
    assert editor.get(reverse("proeftuinen_lijkt_op", args=["proeftuin"])).status_code == 404


def test_the_title_field_says_where_to_ask(tracker: Tracker, editor: Client) -> None:
    url = reverse("wagtailadmin_pages:add", args=["proeftuinen", "knelpunt", tracker.registers["knelpunt"].pk])
    html = editor.get(url).content.decode()
    assert 'data-lijkt-op="/admin/tracker/lijkt-op/knelpunt/?"' in html
    assert "admin/lijkt-op.js" in html
    knelpunt = tracker.knelpunt()
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[knelpunt.pk])).content.decode()
    assert f'data-lijkt-op="/admin/tracker/lijkt-op/knelpunt/?behalve={knelpunt.pk}"' in html


def test_who_has_no_script_is_warned_after_saving(tracker: Tracker, editor: Client) -> None:
    other = tracker.knelpunt("Opvang voor mannen ontbreekt")
    url = reverse("wagtailadmin_pages:add", args=["proeftuinen", "knelpunt", tracker.registers["knelpunt"].pk])
    data = _form("Opvang voor mannen ontbreekt hier")
    html = editor.post(url, data, follow=True).content.decode()
    assert "1 knelpunt lijkt op deze titel" in html
    assert reverse("wagtailadmin_pages:edit", args=[other.pk]) in html
    page = Knelpunt.objects.get(title=data["title"])
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    # The same title again is no news; another one is.
    assert "lijkt op deze titel" not in editor.post(edit, data, follow=True).content.decode()
    html = editor.post(edit, _form("Opvang voor mannen ontbreekt nog"), follow=True).content.decode()
    assert "1 knelpunt lijkt op deze titel" in html


def _form(title: str) -> dict[str, Any]:
    counts = {
        f"{name}-{key}": "0"
        for name in ("bijlagen", "gerelateerd", "comments")
        for key in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    return {"title": title, "slug": "", "inhoud-count": "0", **counts}
