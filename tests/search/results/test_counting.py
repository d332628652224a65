"""What is shown beside what counts: found as ever, and counted apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from search import service
from search.results import exports
from search.types import PUBLIC, Audience, SearchQuery, SearchResults
from tests.search.conftest import Create

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_search")]
BOTH = frozenset({PUBLIC, "apart"})
COUNTING = Audience(readers=BOTH, counted=frozenset({PUBLIC}))


@pytest.fixture(autouse=True)
def content(own_search: Path, create: Create) -> None:
    for name in ("a meldroute", "b meldroute", "a meldroute (apart)", "c meldroute (apart)"):
        create(name)


def letters(found: SearchResults) -> dict[str, tuple[int, int]]:
    return {value.value: (value.count, value.apart) for f in found.facets if f.name == "letter" for value in f.values}


def test_only_what_counts_is_counted() -> None:
    found = service.search(SearchQuery("meldroute", audience=COUNTING))
    assert (len(found.hits), found.total, found.apart) == (4, 4, 2)
    assert letters(found) == {"a": (1, 1), "b": (1, 0), "c": (0, 1)}
    assert {hit.title_text: hit.apart for hit in found.hits} == {
        "a meldroute": False,
        "b meldroute": False,
        "a meldroute (apart)": True,
        "c meldroute (apart)": True,
    }
    chosen = service.search(SearchQuery("meldroute", audience=COUNTING, filters={"letter": ("a",)}))
    assert (chosen.total, chosen.apart) == (2, 1)


def test_without_such_a_difference_all_counts() -> None:
    for audience, total in ((Audience(readers=BOTH), 4), (Audience(), 2), (COUNTING.counting, 2)):
        found = service.search(SearchQuery("meldroute", audience=audience))
        assert (found.total, found.apart) == (total, 0)
        assert not any(hit.apart for hit in found.hits)


def test_each_row_of_a_file_says_it() -> None:
    rows = exports.rows(SearchQuery("meldroute", audience=COUNTING), {}, "")
    assert sorted(row["voorbeeld"] for row in rows) == ["ja", "ja", "nee", "nee"]
