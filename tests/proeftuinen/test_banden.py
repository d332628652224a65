"""Links go both ways: praktijkvoorbeelden, what a solution rests on, and recommendations."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.models import Aanbeveling, Wijziging
from proeftuinen.merging.merge import merge
from proeftuinen.merging.unmerge import undo_merge
from proeftuinen.models import Oplossing, Praktijkkoppeling, Toepassing
from tests.factories.paginas import (
    HandreikingFactory,
    HulpmiddelFactory,
    OrganisatieFactory,
    PraktijkvoorbeeldFactory,
    RapportFactory,
    section,
)
from tests.factories.records import AanbevelingFactory

from .builders import Tracker, text

BUDGET = 15


@pytest.fixture
def voorbeeld(tracker: Tracker) -> Any:
    return PraktijkvoorbeeldFactory(title="Noodbed in de praktijk", resultaat="werkte_niet", bewijs="Eigen woorden.")


@pytest.fixture
def row(tracker: Tracker) -> Toepassing:
    return tracker.toepassing(tracker.knelpunt("Geen bed"), tracker.oplossing("Noodbed"), tracker.proeftuin("Alkmaar"))


def tie(voorbeeld: Any, **chosen: list[Any]) -> Praktijkkoppeling:
    made, _ = Praktijkkoppeling.objects.get_or_create(praktijkvoorbeeld=voorbeeld)
    for name, rows in chosen.items():
        getattr(made, name).set(rows)
    return made


def add(editor: Client, voorbeeld: Any, **chosen: list[Any]) -> Any:
    url = reverse(Praktijkkoppeling.snippet_viewset.get_url_name("add"))  # type: ignore[attr-defined]
    values = {name: [row.pk for row in rows] for name, rows in chosen.items()}
    return editor.post(url, {"praktijkvoorbeeld": voorbeeld.pk, **values})


def test_an_editor_ties_an_example_from_its_own_screen(
    row: Toepassing, voorbeeld: Any, tracker: Tracker, editor: Client
) -> None:
    html = text(editor, reverse("wagtailadmin_pages:edit", args=[voorbeeld.pk]))
    address = f"{reverse(Praktijkkoppeling.snippet_viewset.get_url_name('add'))}?praktijkvoorbeeld={voorbeeld.pk}"  # type: ignore[attr-defined]
    assert address in html
    form = text(editor, address)
    assert "Noodbed in de praktijk" in form
    assert "Kies toepassingen" in form
    other = tracker.oplossing("Gastgezin")
    assert add(editor, voorbeeld, toepassingen=[row], oplossingen=[other]).status_code == 302
    made = Praktijkkoppeling.objects.get()
    assert list(made.toepassingen.all()) == [row]
    assert list(made.oplossingen.all()) == [other]
    edit = reverse(Praktijkkoppeling.snippet_viewset.get_url_name("edit"), args=[made.pk])  # type: ignore[attr-defined]
    assert edit in text(editor, reverse("wagtailadmin_pages:edit", args=[voorbeeld.pk]))
    assert "Gastgezin" in text(editor, edit)
    told = Wijziging.objects.filter(pagina=voorbeeld.pk, soort="herzien")
    assert {tuple(sorted(change.ook_op.values_list("pk", flat=True))) for change in told} == {
        (other.pk,),
        tuple(sorted([row.knelpunt_id, row.oplossing_id, row.proeftuin_id])),
    }
    assert not any("Gastgezin" in change.tekst for change in told)
    # Saving again tells nothing again.
    editor.post(edit, {"praktijkvoorbeeld": voorbeeld.pk, "toepassingen": [row.pk], "oplossingen": [other.pk]})
    assert told.count() == 2


def test_the_chooser_finds_a_toepassing_by_the_names_of_its_pages(
    row: Toepassing, tracker: Tracker, editor: Client
) -> None:
    tracker.toepassing(row.knelpunt, tracker.oplossing("Gastgezin"), row.proeftuin)
    address = reverse(f"{Toepassing.snippet_viewset.chooser_viewset.url_namespace}:choose_results")  # type: ignore[attr-defined]
    html = text(editor, f"{address}?q=noodbed+alkmaar")
    assert "Noodbed tegen “Geen bed”" in html
    assert "Gastgezin" not in html


@pytest.mark.parametrize("made_up", ["praktijkvoorbeeld", "toepassing", "knelpunt"])
def test_what_is_real_is_not_tied_to_what_is_invented(
    row: Toepassing, voorbeeld: Any, editor: Client, made_up: str
) -> None:
    invented = {"praktijkvoorbeeld": voorbeeld, "toepassing": row, "knelpunt": row.knelpunt}[made_up]
    type(invented).objects.filter(pk=invented.pk).update(is_voorbeeld=True)
    html = add(editor, voorbeeld, toepassingen=[row]).content.decode()
    assert "die horen niet bij elkaar" in html
    assert not Praktijkkoppeling.objects.exists()


def test_both_sides_show_it_and_the_result_stands_in_one_place(
    row: Toepassing, voorbeeld: Any, tracker: Tracker, client: Client
) -> None:
    before = text(client, voorbeeld.url)
    assert "Werkte niet" in before
    assert "Eigen woorden." in before
    other = tracker.proeftuin("Waterdorp")
    tie(voorbeeld, toepassingen=[row], proeftuinen=[other])
    html = text(client, voorbeeld.url)
    assert f'href="{row.get_absolute_url()}"' in html
    assert "Door indiener opgegeven" in html
    assert "Werkte niet" not in html
    assert "Eigen woorden." not in html
    assert f'href="{other.url}"' in html
    for address in (row.get_absolute_url(), other.url, row.knelpunt.url, row.oplossing.url, row.proeftuin.url):
        assert f'href="{voorbeeld.url}"' in text(client, address), address


def test_what_is_closed_or_withdrawn_is_shown_on_neither_side(
    row: Toepassing, voorbeeld: Any, tracker: Tracker, client: Client
) -> None:
    tie(voorbeeld, toepassingen=[row], knelpunten=[row.knelpunt])
    row.unpublish()
    html = text(client, voorbeeld.url)
    assert "Eigen woorden." in html
    assert f'href="{row.knelpunt.url}"' in html
    assert f'href="{voorbeeld.url}"' not in text(client, row.oplossing.url)
    tracker.close(row.knelpunt)
    assert "Geen bed" not in text(client, voorbeeld.url)
    tracker.close(voorbeeld)
    for page in (row.oplossing, row.proeftuin):
        assert "Noodbed in de praktijk" not in text(client, page.url)


def test_what_was_invented_later_says_nothing_of_a_real_example(
    row: Toepassing, voorbeeld: Any, client: Client
) -> None:
    tie(voorbeeld, toepassingen=[row])
    Toepassing.objects.filter(pk=row.pk).update(is_voorbeeld=True)
    html = text(client, voorbeeld.url)
    assert "Eigen woorden." in html
    assert "Dit gebeurde er." not in html


def test_a_merge_takes_the_examples_along_and_gives_them_back(
    row: Toepassing, voorbeeld: Any, tracker: Tracker, client: Client
) -> None:
    source, target = tracker.knelpunt("Geen plek"), row.knelpunt
    made, both = tie(voorbeeld, knelpunten=[source]), tie(PraktijkvoorbeeldFactory(), knelpunten=[source, target])
    merge(source, target)
    assert list(made.knelpunten.all()) == [target]
    assert f'href="{voorbeeld.url}"' in text(client, target.url)
    undo_merge(source)
    assert list(made.knelpunten.all()) == [source]
    assert set(both.knelpunten.all()) == {source, target}


@pytest.mark.parametrize("make", [HandreikingFactory, HulpmiddelFactory])
def test_a_page_shows_what_rests_on_it_and_how_that_did(
    row: Toepassing, tracker: Tracker, client: Client, make: Any
) -> None:
    page = make(title="Handreiking bedden")
    for oplossing in (row.oplossing, tracker.oplossing("Geheim")):
        oplossing.steunt_op.add(page)
        oplossing.save()
    tracker.toepassing(tracker.knelpunt(), row.oplossing, row.proeftuin, resultaat="werkte_niet", is_voorbeeld=True)
    tracker.close(Oplossing.objects.get(title="Geheim"))
    html = " ".join(text(client, page.url).split())
    assert f'href="{row.oplossing.url}"' in html
    assert "Geheim" not in html
    assert "1 keer" in html
    assert "0 keer" in html
    assert "en 1 voorbeeld" in html


def test_a_recommendation_in_a_report_shows_what_is_about_it(tracker: Tracker, client: Client) -> None:
    rapport = RapportFactory(title="Monitor")
    rows = [AanbevelingFactory(rapport=rapport, nummer=number, tekst=f"Doe {number}.") for number in (1, 2)]
    knelpunt, closed = tracker.knelpunt("Geen bed"), tracker.knelpunt("Geheim")
    for page in (knelpunt, closed):
        page.aanbevelingen.add(rows[1])
        page.save()
    tracker.close(closed)
    html = text(client, rapport.url)
    first, second = html.split('id="aanbeveling-2"')
    second = second.split("</ol>")[0]
    assert knelpunt.url not in first.split('id="aanbeveling-1"')[1]
    assert f'href="{knelpunt.url}"' in second
    assert "Geheim" not in html
    assert f'href="{rapport.url}#aanbeveling-2"' in text(client, knelpunt.url)


def test_the_list_of_reports_leads_to_the_register(tracker: Tracker, client: Client) -> None:
    place, other = section("rapport"), section("handreiking")
    assert 'class="pijl-link" href="/programma/aanbevelingen/"' not in text(client, place.url)
    AanbevelingFactory(rapport=RapportFactory())
    assert 'class="pijl-link" href="/programma/aanbevelingen/"' in text(client, place.url)
    assert 'class="pijl-link" href="/programma/aanbevelingen/"' not in text(client, other.url)


def test_nobody_is_advised_by_itself(tracker: Tracker, editor: Client) -> None:
    rapport, giver, other = RapportFactory(), OrganisatieFactory(title="RIEC"), OrganisatieFactory()
    url = reverse(Aanbeveling.snippet_viewset.get_url_name("add"))  # type: ignore[attr-defined]
    values = {"rapport": rapport.pk, "nummer": 1, "tekst": "Doe dit.", "gegeven_door": giver.pk}
    html = editor.post(url, {**values, "gericht_aan": [giver.pk, other.pk]}).content.decode()
    assert "“RIEC” geeft deze aanbeveling" in html
    assert not Aanbeveling.objects.exists()
    assert editor.post(url, {**values, "gericht_aan": [other.pk]}).status_code == 302
    assert Aanbeveling.objects.get().gericht_aan.get() == other


def test_each_page_keeps_within_its_budget(row: Toepassing, voorbeeld: Any, tracker: Tracker, client: Client) -> None:
    handreiking, rapport = HandreikingFactory(), RapportFactory()
    row.oplossing.steunt_op.add(handreiking)
    row.oplossing.save()
    row.knelpunt.aanbevelingen.add(AanbevelingFactory(rapport=rapport))
    row.knelpunt.save()
    tie(voorbeeld, toepassingen=[row], oplossingen=[tracker.oplossing()])
    asked = {}
    for page in (handreiking, rapport, voorbeeld, row, row.oplossing, row.knelpunt, row.proeftuin, section("rapport")):
        address = page.get_absolute_url() if isinstance(page, Toepassing) else page.url
        text(client, address)
        with CaptureQueriesContext(connection) as queries:
            text(client, address)
        asked[address] = len(queries)
    assert max(asked.values()) <= BUDGET, asked
