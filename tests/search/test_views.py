"""The page of results and the suggestions, as a browser gets them."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from search import service
from search.models import OutboxRow
from tests.search.conftest import Create

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_search")]


def page(client: Client, query: str) -> str:
    """The page of results for a query string; anything but a 200 is a failure."""
    response = client.get(reverse("search:results") + query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture(autouse=True)
def content(own_search: Path, create: Create) -> None:
    """Twelve documents with a word in common, and one with a tag in its title."""
    for number in range(12):
        create(f"{'abcd'[number % 4]} meldroute {number}")
    create("<script>alert(1)</script> signaalkaart")


def test_results_facets_and_pages(client: Client) -> None:
    html = page(client, "?q=meldroute")
    assert "12 resultaten" in html
    assert "<mark>meldroute</mark>" in html
    assert 'name="letter" value="a"' in html
    assert 'rel="next"' in html
    second = page(client, "?q=meldroute&pagina=2")
    assert 'rel="prev"' in second
    first_links, second_links = (set(re.findall(r'href="(/groep/\d+/)"', text)) for text in (html, second))
    assert len(first_links | second_links) == 12


def test_a_filter_has_a_chip_that_takes_it_away(client: Client) -> None:
    html = page(client, "?q=meldroute&letter=a")
    assert "3 resultaten" in html
    assert 'class="chip" href="?q=meldroute"' in html
    assert 'value="a" checked' in html


@pytest.mark.parametrize("text", ["البشر", "🙂", "?!"])
def test_a_question_of_which_nothing_is_left_finds_nothing(client: Client, text: str) -> None:
    html = page(client, f"?q={quote(text)}")
    assert "0 resultaten" in html
    assert "letters van ons alfabet" in html
    file = client.get(reverse("search:export", args=["json"]), {"q": text})
    assert json.loads(b"".join(file)) == []


def test_a_filter_that_is_not_understood_is_told_and_no_file_is_made_without_it(client: Client) -> None:
    html = page(client, "?q=meldroute&van=morgen&letter=a")
    assert "3 resultaten" in html
    assert "Wij begrijpen dit filter niet: “van=morgen”" in html
    # The feed and the files are of what is on screen.
    for file in ("feeds/zoeken.rss", "zoeken/export.csv"):
        assert f'/{file}?q=meldroute&amp;letter=a"' in html
    answer = client.get(reverse("search:export", args=["csv"]), {"q": "meldroute", "van": "morgen"})
    assert (answer.status_code, "van=morgen" in answer.content.decode()) == (400, True)


def test_what_people_typed_is_escaped(client: Client) -> None:
    html = page(client, "?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in html
    assert "alert" in page(client, "?q=signaalkaart")
    assert "<script>alert" not in page(client, "?q=signaalkaart")


def test_nothing_found_helps(client: Client) -> None:
    html = page(client, "?q=meldruote")
    assert 'Bedoelde u <a href="?q=meldroute">' in html
    assert "Er is niets gevonden" in page(client, "?q=ruimtevaart")
    assert "/begrippen/nla/" in page(client, "?q=NLA")


def test_nothing_found_names_the_subjects_of_which_there_is_most(client: Client) -> None:
    text = page(client, "?q=ruimtevaart").partition("Hierover is veel te vinden")[2].partition("</li>")[0]
    assert re.findall(r'href="([^"]*)"', text) == [f"?letter={letter}" for letter in "abcd"]
    assert "Hierover is veel te vinden" not in page(client, "?q=meldroute")


def test_the_period_stays_when_the_form_is_sent_again(client: Client) -> None:
    html = page(client, "?q=meldroute&van=2020-01-02&gewijzigd_sinds=2020-03-04&sorteer=gewijzigd")
    for name, day in (("van", "2020-01-02"), ("gewijzigd_sinds", "2020-03-04")):
        assert re.search(rf'name="{name}" value="{day}"', html)
    assert "gewijzigd sinds 04-03-2020" in html
    assert re.search(r'type="hidden" name="sorteer" value="gewijzigd"', html)


def test_a_deep_page_is_a_message(client: Client) -> None:
    assert service.TOO_DEEP.split(".")[0] in page(client, "?q=meldroute&pagina=999999999").replace("&#x27;", "'")
    assert "Deze pagina bestaat niet" in page(client, "?q=meldroute&pagina=9")


@pytest.mark.parametrize(
    "query",
    ["?q=%00", "?q=%ED%A0%80", "?q=%zz", "?q=" + "a" * 5000, "?q=" + "woord%20" * 700, "?q=" + "(" * 500, "?q=%22",
     "?pagina=1000000000", "?pagina=-1&pagina=x", "?letter=%00&letter=a&letter=a", "?van=x&tot=9999-99-99",
     "?gewijzigd_sinds=0001-01-01", "?sorteer=", "?readers=openbaar", "?q=NEAR(a%20b)%20AND%20*",
     "?%00=%00", "?" + "&" * 900],
)  # fmt: skip
def test_bad_input_is_answered_quickly(client: Client, query: str) -> None:
    page(client, "")

    def seconds() -> float:
        # The processor's time: what else this machine does must not fail the test.
        began = time.process_time()
        page(client, query)
        return time.process_time() - began

    # Garbage of earlier tests may be collected in between, once.
    assert min(seconds() for _ in range(3)) < 0.5
    assert client.get(reverse("search:suggest") + query).status_code == 200


def test_two_thousand_terms_are_cut(client: Client) -> None:
    terms = "%20".join(f"woord{number}" for number in range(2000))
    assert service.SHORTENED in page(client, f"?q={terms}")


def test_a_question_writes_nothing(client: Client) -> None:
    before = OutboxRow.objects.count()
    page(client, "?q=meldroute")
    assert OutboxRow.objects.count() == before


def test_suggestions(client: Client) -> None:
    found = client.get(reverse("search:suggest"), {"q": "nederl"}).json()["suggesties"]
    assert found[0] == {"tekst": "Nederlandse Arbeidsinspectie", "url": "", "soort": ""}
    titles = client.get(reverse("search:suggest"), {"q": "a meldr"}).json()["suggesties"]
    assert {one["tekst"] for one in titles} == {"a meldroute 0", "a meldroute 4", "a meldroute 8"}


def test_only_reading(client: Client) -> None:
    assert client.post(reverse("search:results")).status_code == 405
