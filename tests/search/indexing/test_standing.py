"""What an index has too old is withheld from an answer, and only that."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from pytest_django import DjangoAssertNumQueries

from search import engines, service, signals
from search.indexing import outbox, standing
from search.models import OutboxRow
from search.types import EVERYONE, SearchQuery
from tests.search.conftest import Committed, Create
from tests.search.sources import BROKEN, HIDDEN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_search")]


@pytest.fixture
def locked(own_search: Path) -> Iterator[None]:
    """Nothing can be delivered."""
    (path,) = own_search.glob("index-*.sqlite3")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def withheld() -> set[str]:
    return set(standing.standing(engines.embedded()).withheld)


def filled(create: Create, count: int) -> list[Group]:
    with signals.switched_off():
        made = [Group.objects.create(name=f"Meldroute {number}") for number in range(count)]
    service.rebuild()
    return made


def rename(group: Group, name: str, committed: Committed) -> None:
    group.name = name
    with committed():
        group.save()


def test_what_is_the_same_stays(create: Create, committed: Committed, request: pytest.FixtureRequest) -> None:
    one, other = filled(create, 2)
    request.getfixturevalue("locked")
    with committed():
        one.save()
    rename(other, "Signaalkaart", committed)
    assert outbox.waiting("embedded")[0] == 2
    assert withheld() == {f"groep:{other.pk}"}
    assert [hit.title_text for hit in service.search(SearchQuery()).hits] == [one.name]


def test_a_change_back_is_no_change(create: Create, committed: Committed, request: pytest.FixtureRequest) -> None:
    (group,) = filled(create, 1)
    request.getfixturevalue("locked")
    rename(group, "Anders", committed)
    assert withheld()
    rename(group, "Meldroute 0", committed)
    assert not withheld()
    rename(group, "Anders", committed)
    assert withheld()


def test_what_was_given_up_or_cannot_be_read_is_withheld(create: Create, committed: Committed) -> None:
    (group,) = filled(create, 1)
    rename(group, f"Meldroute {BROKEN}", committed)
    OutboxRow.objects.filter(delivered__isnull=True).update(parked=True)
    assert withheld() == {f"groep:{group.pk}"}
    assert service.search(SearchQuery("meldroute")).total == 0


def test_one_question_judges_few_and_the_next_goes_on(
    create: Create, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """Many documents are touched and few differ, as when a term is saved; until that is known, none is shown."""
    many = filled(create, standing.MOST_JUDGED * 2 + 5)
    outbox.enqueue({("groep", str(group.pk)) for group in many}, ("embedded",))
    totals = []
    for _ in range(4):
        with django_assert_max_num_queries(6):
            totals.append(service.search(SearchQuery()).total)
    assert totals == [20, 40, 45, 45]
    with django_assert_max_num_queries(4):
        service.search(SearchQuery())


def test_an_index_that_lacks_too_much_does_not_answer(create: Create, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(create, 3)
    monkeypatch.setattr(standing, "MOST_WAITING", 2)
    outbox.enqueue({("groep", str(number)) for number in range(3)}, ("embedded",))
    assert service.search(SearchQuery()).notice == service.UNAVAILABLE
    while service.work():
        pass
    assert service.search(SearchQuery()).total == 3


def test_a_hit_that_the_database_hides_is_in_no_count(create: Create) -> None:
    """Changed without a signal, so that only the last check knows."""
    one, *_ = filled(create, 3)
    Group.objects.filter(pk=one.pk).update(name=f"Meldroute {HIDDEN}")
    answer = service.search(SearchQuery("meldroute"))
    assert answer.total == 2
    assert {facet.name: sum(value.count for value in facet.values) for facet in answer.facets} == {
        "soort": 2,
        "letter": 2,
    }
    assert {one.text for one in service.suggest("meldr", EVERYONE)} == {"Meldroute 2", "Meldroute 1"}
