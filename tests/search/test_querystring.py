"""The URL is the question, there and back, whatever is in it."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from search import querystring
from search.types import EVERYONE, SearchQuery

NAMES = ("vorm", "fase")


def parse(text: str) -> SearchQuery:
    """The question in a query string."""
    return querystring.parse(QueryDict(text), NAMES, EVERYONE)


def test_everything_has_its_place() -> None:
    query = parse("q=hulp&vorm=a&vorm=b&fase=c&sorteer=nieuwste&van=2024-01-02&tot=2024-03-04&pagina=3&anders=x")
    assert query.text == "hulp"
    assert query.filters == {"vorm": ("a", "b"), "fase": ("c",)}
    assert (query.sort, query.page) == ("newest", 3)
    assert str(query.published_from) == "2024-01-02"
    assert querystring.encode(query, 3) == (
        "?q=hulp&vorm=a&vorm=b&fase=c&sorteer=nieuwste&van=2024-01-02&tot=2024-03-04&pagina=3"
    )


@pytest.mark.parametrize(
    "text",
    ["pagina=-1", "pagina=x", "pagina=²", "van=31-12-2024", "van=0000-00-00", "gewijzigd_sinds=0001-01-01",
     "gewijzigd_sinds=9999-12-31", "sorteer=willekeurig", "vorm=", "vorm=%00", "q=%ED%A0%80"],
)  # fmt: skip
def test_nonsense_is_left_out(text: str) -> None:
    query = parse(text)
    assert query.page == 1
    assert query.sort == "relevance"
    assert query.filters == {}
    assert parse(querystring.encode(query)[1:]) == query


@pytest.mark.parametrize("text", ["van=1-3-2024", "van=01-03-2024", "van=01/03/2024", "van=1.3.2024", "van=2024-03-01"])
def test_a_day_as_people_write_it(text: str) -> None:
    assert str(parse(text).published_from) == "2024-03-01"
    assert parse(text).unread == ()


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("van=gisteren", (("van", "gisteren"),)),
        ("tot=31-02-2024&gewijzigd_sinds=x", (("gewijzigd_sinds", "x"), ("tot", "31-02-2024"))),
        ("vorm=%00", (("vorm", "\ufffd"),)),
        ("van=%00", (("van", "\ufffd"),)),
        ("vorm=&van=&tot=%20", ()),
        ("vorm=%00&vorm=a", ()),
    ],
)
def test_a_filter_that_is_not_understood_is_known(text: str, unread: tuple[tuple[str, str], ...]) -> None:
    query = parse(text)
    assert query.unread == unread
    assert parse(querystring.encode(query)[1:]) == query
    assert bool(querystring.not_understood(query)) is bool(unread)


def test_a_high_page_is_bounded() -> None:
    assert parse("pagina=" + "9" * 18).page == querystring.HIGHEST_PAGE
    assert len(parse("&".join(f"vorm={n}" for n in range(200))).filters["vorm"]) == querystring.MOST_VALUES


@given(st.text(max_size=60), st.lists(st.text(max_size=20), max_size=3), st.integers(1, 500))
def test_there_and_back(text: str, values: list[str], page: int) -> None:
    given_query = QueryDict(mutable=True)
    given_query["q"] = text
    given_query.setlist("vorm", values)
    query = querystring.parse(given_query, NAMES, EVERYONE)
    back = parse(querystring.encode(query, page)[1:])
    assert back == query.but(page=page)


def test_a_filter_is_taken_away() -> None:
    query = parse("vorm=a&vorm=b&pagina=4")
    assert querystring.encode(querystring.without(query, "vorm", "a")) == "?vorm=b"
    assert querystring.encode(querystring.without(parse("vorm=a"), "vorm", "a")) == "?"
