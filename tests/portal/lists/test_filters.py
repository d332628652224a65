"""The generic filter: from URL to list, counts and back."""

import datetime
from typing import Any

import pytest
from django.http import QueryDict

from portal.choices import Resultaat
from portal.lists.filters import BegripFilter, ChoiceFilter, FilterSet, SinceFilter, Sort, TextFilter
from portal.models import Praktijkvoorbeeld
from tests.factories.paginas import PraktijkvoorbeeldFactory
from tests.factories.records import BegripFactory

pytestmark = pytest.mark.django_db

SET = FilterSet(
    [
        ChoiceFilter("resultaat", "resultaat", choices=tuple(Resultaat.choices)),
        BegripFilter("fase", "fase"),
        BegripFilter("rol", "rol"),
        TextFilter("q", "woorden"),
        SinceFilter("sinds", "gewijzigd sinds"),
    ],
    [Sort("titel", "Titel", ("title", "pk")), Sort("nieuwste", "Nieuwste", ("-first_published_at", "pk"))],
)


def listing(url: str) -> dict[str, Any]:
    return SET.bind(QueryDict(url)).listing(Praktijkvoorbeeld.objects.all())


def titles(url: str) -> list[str]:
    return [page.title for page in listing(url)["rows"]]


def counts(url: str, name: str) -> dict[str, int]:
    found = next((f for f in listing(url)["filters"] if f["name"] == name), None)
    return {o["value"]: o["count"] for o in found["options"]} if found else {}


@pytest.fixture
def three() -> None:
    opsporing = BegripFactory(schema="fase", slug="opsporing", term="opsporing")
    preventie = BegripFactory(schema="fase", slug="preventie", term="preventie")
    wijkagent = BegripFactory(schema="rol", slug="wijkagent", term="wijkagent")
    PraktijkvoorbeeldFactory(title="A bakker", resultaat="werkte", begrippen=[opsporing, wijkagent])
    PraktijkvoorbeeldFactory(title="B slager", resultaat="werkte_niet", begrippen=[opsporing, preventie])
    PraktijkvoorbeeldFactory(title="C bakker", resultaat="werkte", begrippen=[preventie])


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", ["A bakker", "B slager", "C bakker"]),
        ("resultaat=werkte", ["A bakker", "C bakker"]),
        ("resultaat=werkte&resultaat=werkte_niet", ["A bakker", "B slager", "C bakker"]),
        ("fase=opsporing&fase=preventie", ["A bakker", "B slager", "C bakker"]),
        ("fase=opsporing&rol=wijkagent", ["A bakker"]),
        ("q=bakker", ["A bakker", "C bakker"]),
        ("q=bakker&fase=preventie", ["C bakker"]),
        ("fase=bestaat-niet", []),
        ("resultaat=onzin", ["A bakker", "B slager", "C bakker"]),
        ("pagina=999999999", ["A bakker", "B slager", "C bakker"]),
        ("pagina=x&sorteer=y", ["A bakker", "B slager", "C bakker"]),
    ],
)
def test_or_within_a_filter_and_between_filters(three: None, url: str, expected: list[str]) -> None:
    assert titles(url) == expected


def test_each_filter_is_counted_without_its_own_choice(three: None) -> None:
    assert counts("resultaat=werkte", "resultaat") == {"werkte": 2, "werkte_niet": 1}
    assert counts("resultaat=werkte", "fase") == {"opsporing": 1, "preventie": 1}
    assert counts("fase=opsporing", "fase") == {"opsporing": 2, "preventie": 2}
    assert counts("fase=preventie", "rol") == {}


def test_a_count_is_what_a_click_gives(three: None) -> None:
    for name in ("resultaat", "fase", "rol"):
        for value, n in counts("", name).items():
            assert len(titles(f"{name}={value}")) == n


def test_a_chip_takes_away_one_choice_and_keeps_the_rest(three: None) -> None:
    chips = {chip["label"]: chip["remove_url"] for chip in listing("fase=opsporing&q=bakker&sorteer=nieuwste")["chips"]}
    assert chips == {
        "Fase: opsporing": "?q=bakker&sorteer=nieuwste",
        "Woorden: bakker": "?fase=opsporing&sorteer=nieuwste",
    }


def test_what_cannot_be_used_is_said(three: None) -> None:
    messages = listing("resultaat=onzin&sinds=gisteren")["filter_meldingen"]
    assert len(messages) == 2
    assert "2026-11-24" in messages[1]


def test_changed_since(three: None) -> None:
    tomorrow = (datetime.date.today() + datetime.timedelta(days=1)).isoformat()
    assert titles(f"sinds={tomorrow}") == []
    assert len(titles("sinds=2020-01-01")) == 3
    assert len(titles("sinds=2020-02-31")) == 3


def test_hostile_values_are_harmless(three: None) -> None:
    for value in ("\x00", "%00", "'; --", "a" * 5000, "(" * 500, "\ud83d\ude00"):
        query = QueryDict(mutable=True)
        query.setlist("q", [value])
        query.setlist("fase", [value] * 500)
        query.setlist("pagina", [value])
        SET.bind(query).listing(Praktijkvoorbeeld.objects.all())


def test_paging_keeps_the_filters() -> None:
    for number in range(45):
        PraktijkvoorbeeldFactory(title=f"P{number:03}", resultaat="werkte")
    paging = listing("resultaat=werkte&pagina=2")["paging"]
    assert (paging["current"], paging["last"], paging["total"]) == (2, 3, 45)
    assert paging["prev_url"] == "?resultaat=werkte"
    assert paging["next_url"] == "?resultaat=werkte&pagina=3"


def test_the_number_of_queries_does_not_grow(three: None, django_assert_num_queries: Any) -> None:
    listing("")
    with django_assert_num_queries(3):
        listing("")
    for number in range(30):
        PraktijkvoorbeeldFactory(title=f"Meer {number}", resultaat="werkte")
    with django_assert_num_queries(3):
        listing("")
