"""Result and evidence of a praktijkvoorbeeld stand in one place: with the toepassingen that it tells of."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.finding.sources import PaginaSource
from portal.models import Praktijkvoorbeeld
from proeftuinen.finding.sources import TrackerSource
from proeftuinen.models import Praktijkkoppeling, Toepassing
from tests.factories.bulk import add_pages
from tests.factories.paginas import PraktijkvoorbeeldFactory, section
from tests.proeftuinen.builders import Tracker, text

BUDGET = 15


@pytest.fixture
def row(tracker: Tracker) -> Toepassing:
    return tracker.toepassing(
        tracker.knelpunt("Geen bed"),
        tracker.oplossing("Noodbed"),
        tracker.proeftuin("Alkmaar"),
        resultaat="werkte_niet",
        **tracker.assessed(),
    )


@pytest.fixture
def voorbeeld(row: Toepassing) -> Any:
    page = PraktijkvoorbeeldFactory(title="Noodbed in de praktijk", resultaat="werkte", bewijsgraad="onbeproefd")
    tie(page, row)
    return page


def tie(page: Any, *rows: Toepassing) -> Praktijkkoppeling:
    made, _ = Praktijkkoppeling.objects.get_or_create(praktijkvoorbeeld=page)
    made.toepassingen.set(rows)
    return made


def listed(client: Client, query: str) -> bool:
    return "Noodbed in de praktijk" in text(client, f"{address()}{query}")


def address() -> str:
    return str(section("praktijkvoorbeeld").get_url())


def exported(client: Client) -> dict[str, str]:
    page = section("praktijkvoorbeeld")
    response = client.get(reverse("export_lijst", args=[page.translation_key, "csv"]))
    lines = b"".join(response.streaming_content).decode("utf-8-sig")
    return next(iter(csv.DictReader(io.StringIO(lines), delimiter=";")))


def document(page: Any) -> Any:
    return next(iter(PaginaSource().documents([str(page.translation_key)])))


def test_lists_filters_and_counts_ask_the_toepassing(voorbeeld: Any, client: Client) -> None:
    assert listed(client, "?resultaat=werkte_niet")
    assert not listed(client, "?resultaat=werkte")
    assert listed(client, "?bewijsgraad=lokaal_geevalueerd")
    assert not listed(client, "?bewijsgraad=onbeproefd")
    shown = client.get(address()).context
    options = {f["name"]: {o["value"]: o["count"] for o in f["options"]} for f in shown["filters"]}
    assert options["resultaat"] == {"werkte_niet": 1}
    assert options["bewijsgraad"] == {"lokaal_geevalueerd": 1}
    assert [badge.kind for badge in shown["items"][0].badges] == ["werkte_niet"]


def test_a_file_and_search_say_the_same(voorbeeld: Any, client: Client) -> None:
    told = exported(client)
    assert (told["Resultaat"], told["Bewijs"]) == ("werkte niet", "lokaal geëvalueerd")
    found = document(voorbeeld)
    assert (found.facets["resultaat"], found.meta["resultaat"]) == (("werkte_niet",), "werkte niet")


def test_several_outcomes_are_all_told_once(voorbeeld: Any, row: Toepassing, tracker: Tracker, client: Client) -> None:
    ends = {"oplossing": row.oplossing, "proeftuin": row.proeftuin}
    more = [tracker.toepassing(tracker.knelpunt(), **ends, resultaat=known) for known in ("werkte", "werkte_niet")]
    tie(voorbeeld, row, *more)
    assert listed(client, "?resultaat=werkte")
    assert listed(client, "?resultaat=werkte_niet")
    kinds = [badge.kind for badge in client.get(address()).context["items"][0].badges]
    assert kinds == ["werkte", "werkte_niet"]
    assert exported(client)["Resultaat"] == "werkte; werkte niet"


def test_untied_it_says_so_itself_and_its_evidence_has_no_maker(tracker: Tracker, client: Client) -> None:
    PraktijkvoorbeeldFactory(title="Noodbed in de praktijk", resultaat="werkte", bewijsgraad="lokaal_geevalueerd")
    assert listed(client, "?resultaat=werkte&bewijsgraad=door_indiener")
    assert not listed(client, "?bewijsgraad=lokaal_geevalueerd")
    assert exported(client)["Bewijs"] == "door indiener opgegeven"


@pytest.mark.parametrize("hidden", ["draft", "closed", "invented"])
def test_what_a_reader_may_not_see_says_nothing(
    voorbeeld: Any, row: Toepassing, tracker: Tracker, client: Client, hidden: str
) -> None:
    if hidden == "draft":
        Toepassing.objects.filter(pk=row.pk).update(live=False)
    elif hidden == "invented":
        Toepassing.objects.filter(pk=row.pk).update(is_voorbeeld=True)
    else:
        tracker.close(row.proeftuin)
    assert not listed(client, "?resultaat=werkte_niet")
    assert listed(client, "?resultaat=werkte")
    assert exported(client)["Resultaat"] == "werkte"
    assert document(voorbeeld).facets["resultaat"] == ("werkte",)
    if hidden == "closed":
        client.force_login(tracker.ketenpartner())
        assert listed(client, "?resultaat=werkte_niet")


def test_what_ends_by_the_clock_is_not_kept_in_the_index(voorbeeld: Any, row: Toepassing) -> None:
    type(row.proeftuin).objects.filter(pk=row.proeftuin_id).update(expire_at="2999-01-01T00:00:00Z")
    assert document(voorbeeld).facets["resultaat"] == ("werkte",)


def test_search_reads_it_again_when_anything_of_it_changes(voorbeeld: Any, row: Toepassing) -> None:
    pair, source = ("pagina", str(voorbeeld.translation_key)), TrackerSource()
    for instance in (row, row.knelpunt, row.oplossing, row.proeftuin, voorbeeld.koppeling):
        assert pair in source.affected(instance, None), instance


@pytest.mark.parametrize("count", [10, 1_000])
def test_the_list_asks_as_much_for_ten_as_for_a_thousand(
    voorbeeld: Any, row: Toepassing, client: Client, count: int
) -> None:
    parent = section("praktijkvoorbeeld")
    parent.refresh_from_db()
    now = timezone.now()
    new = [Praktijkvoorbeeld(title=f"P {n}", slug=f"p-{n}", first_published_at=now) for n in range(count)]
    add_pages(parent, new)
    ties = Praktijkkoppeling.objects.bulk_create(Praktijkkoppeling(praktijkvoorbeeld_id=page.pk) for page in new)
    through = Praktijkkoppeling.toepassingen.through
    through.objects.bulk_create(through(praktijkkoppeling_id=one.pk, toepassing_id=row.pk) for one in ties[::2])
    client.get(f"{address()}?resultaat=werkte_niet")
    with CaptureQueriesContext(connection) as asked:
        shown = client.get(f"{address()}?resultaat=werkte_niet")
    assert shown.context["aantal"].echt == count // 2 + 1
    assert len(asked) <= BUDGET
