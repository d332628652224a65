"""What is closed is out of search in the next request: with the worker stopped, a locked index and a lost server."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings
from wagtail.models import Collection

from portal.models import Gebruiker, Pagina
from search import engines, service
from search.indexing import outbox
from search.types import SearchQuery
from tests.factories.paginas import HandreikingFactory, OrganisatieFactory, RapportFactory, StandaardpaginaFactory, home
from tests.factories.records import (
    AanbevelingFactory,
    BegripFactory,
    BestandFactory,
    BijlageFactory,
    close,
    closed_collection,
)
from tests.factories.tracker import KnelpuntFactory, ToepassingFactory
from tests.search import elasticsearch_server

pytestmark = pytest.mark.django_db

SHARED, SECRET, TYPO, START = "meldroute", "kanariegeel", "kanarigeel", "kanarie"
Close = Callable[[], Any]


def text(words: str) -> list[tuple[str, Any]]:
    return [("tekst", f"<p>De {SHARED} in het kort. {words}</p>")]


def publish(page: Any, **values: Any) -> None:
    """As an editor does it."""
    page = Pagina.objects.get(pk=page.pk).specific
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()


def unpublished() -> Close:
    page = HandreikingFactory(title=f"De {SHARED} {SECRET}")
    return Pagina.objects.get(pk=page.pk).specific.unpublish


def deleted() -> Close:
    page = HandreikingFactory(title=f"De {SHARED} {SECRET}")
    return Pagina.objects.get(pk=page.pk).specific.delete


def section_of_fifty_restricted() -> Close:
    place = StandaardpaginaFactory(title="Deel", slug="deel")
    for number in range(50):
        HandreikingFactory(title=f"{SECRET.capitalize()} {SHARED} {number}", parent=place)
    return lambda: close(place)


def moved_into_a_closed_block() -> Close:
    page = HandreikingFactory(title=f"De {SHARED}", inhoud=text(f"Daar is {SECRET} te zien."))
    hidden = ("ketenpartners", [("tekst", f"<p>Daar is {SECRET} te zien.</p>")])
    return lambda: publish(page, inhoud=[*text(""), hidden])


def sentence_removed() -> Close:
    page = HandreikingFactory(title=f"De {SHARED}", inhoud=text(f"Daar is {SECRET} te zien."))
    return lambda: publish(page, inhoud=text(""))


def title_changed() -> Close:
    page = HandreikingFactory(title=f"De {SHARED} {SECRET}", samenvatting="Kort.")
    return lambda: publish(page, title=f"De {SHARED}")


def recommendation_withdrawn() -> Close:
    row = AanbevelingFactory(rapport=RapportFactory(title="Rapport"), tekst=f"Regel de {SHARED} {SECRET}.")
    return row.unpublish


def result_withdrawn() -> Close:
    row = ToepassingFactory(
        knelpunt=KnelpuntFactory(title=f"Geen {SHARED}"), toelichting=f"Het werd {SECRET}, en niet anders."
    )
    return row.unpublish


def term_archived() -> Close:
    begrip = BegripFactory(term=f"{SECRET} {SHARED}", slug="geel", definitie="Een kleur.")

    def archive() -> None:
        begrip.gearchiveerd = True
        begrip.save()

    return archive


def collection_of_an_attachment_closed() -> Close:
    page = HandreikingFactory(title=f"De {SHARED}")
    file = BestandFactory(title="Stuk", content=f"De {SHARED} is {SECRET} geverfd.", filename="stuk.txt")
    BijlageFactory(pagina=page, document=file, titel="")

    def move() -> None:
        file.collection = closed_collection()
        file.save()

    return move


def attachments_moved_to_a_closed_collection() -> Close:
    """As the list of documents in the admin does it for those that are ticked."""
    page = HandreikingFactory(title=f"De {SHARED}")
    file = BestandFactory(title="Stuk", content=f"De {SHARED} is {SECRET} geverfd.", filename="stuk.txt")
    BijlageFactory(pagina=page, document=file, titel="")
    collection = closed_collection()

    def move() -> None:
        admin = Client()
        admin.force_login(Gebruiker.objects.create_superuser(username="beheer", password="geheim-en-lang-genoeg"))
        address = reverse("wagtail_bulk_action", args=["portal", "bestand", "add_to_collection"])
        answer = admin.post(f"{address}?id={file.pk}&next=/admin/", {"collection": collection.pk})
        assert answer.status_code == 302

    return move


def collection_moved_below_a_closed_one() -> Close:
    page = HandreikingFactory(title=f"De {SHARED}")
    closed = closed_collection()
    place = Collection.get_first_root_node().add_child(name="Open")
    file = BestandFactory(
        title="Stuk", content=f"De {SHARED} is {SECRET} geverfd.", filename="stuk.txt", collection=place
    )
    BijlageFactory(pagina=page, document=file, titel="")

    def move() -> None:
        """As Wagtail's own form does it: in a transaction, the move after the save."""
        found = Collection.objects.get(pk=place.pk)
        found.save()
        found.move(Collection.objects.get(pk=closed.pk), "sorted-child")

    return move


def issuer_closed() -> Close:
    org = OrganisatieFactory(title=f"Stichting {SECRET}")
    HandreikingFactory(title=f"De {SHARED}", uitgever=org)
    return lambda: close(org)


def named_organisation_unpublished() -> Close:
    org = OrganisatieFactory(title=f"Stichting {SECRET}")
    HandreikingFactory(title=f"De {SHARED}", organisaties=[org])
    return Pagina.objects.get(pk=org.pk).specific.unpublish


WAYS = (
    unpublished,
    deleted,
    section_of_fifty_restricted,
    moved_into_a_closed_block,
    sentence_removed,
    title_changed,
    recommendation_withdrawn,
    result_withdrawn,
    term_archived,
    collection_of_an_attachment_closed,
    attachments_moved_to_a_closed_collection,
    collection_moved_below_a_closed_one,
    issuer_closed,
    named_organisation_unpublished,
)


@pytest.fixture
def search_settings(settings: Settings, tmp_path: Path) -> Settings:
    settings.SEARCH = {**settings.SEARCH, "ENGINE": "embedded", "EMBEDDED_PATH": tmp_path / "search"}
    return settings


@pytest.fixture
def locked(search_settings: Settings) -> Iterator[Callable[[], None]]:
    """Makes that no delivery reaches the embedded index: another process writes in it, and goes on doing so."""
    held: list[sqlite3.Connection] = []

    def hold() -> None:
        path = engines.embedded()._generations.required()
        held.append(sqlite3.connect(path, isolation_level=None))
        held[-1].execute("BEGIN IMMEDIATE")

    yield hold
    for connection in held:
        connection.close()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with elasticsearch_server.running() as url:
        yield url


def use_elastic(settings: Settings, url: str, prefix: str) -> None:
    given = {"HOSTS": [url], "PREFIX": prefix, "SEARCH_TIMEOUT": 20}
    settings.SEARCH = {**settings.SEARCH, "ENGINE": "elastic", "ELASTIC": given}


Breaking = Callable[[], None]


@pytest.fixture(params=["embedded", "elastic", "fallback"])
def trouble(
    request: pytest.FixtureRequest, search_settings: Settings, locked: Callable[[], None]
) -> Iterator[tuple[str, Breaking, Breaking]]:
    """(who answers, what goes wrong before the closing, and after it)."""
    if request.param == "embedded":
        yield "embedded", locked, lambda: None
        return
    url = request.getfixturevalue("server")
    with elasticsearch_server.own_prefix(url) as prefix:
        use_elastic(search_settings, url, prefix)
        if request.param == "elastic":
            # Its worker is stopped: nothing is ever delivered.
            yield "elastic", lambda: None, lambda: None
        else:
            yield "embedded", locked, lambda: use_elastic(search_settings, "http://127.0.0.1:9", prefix)


def shown(client: Client, similar_to: Any) -> dict[str, str]:
    """What each surface of search shows, without the question itself."""
    results = service.search(SearchQuery(SHARED, size=100))
    typed = service.search(SearchQuery(SECRET, size=100))
    return {
        "hits": " ".join(f"{hit.title_text} {hit.summary_text} {hit.fragments} {hit.meta}" for hit in results.hits),
        "attachments": " ".join(str(hit.attachment) for hit in results.hits),
        "hits of the word": SECRET * typed.total + " ".join(hit.title_text for hit in typed.hits),
        "counts of the word": SECRET * sum(value.count for facet in typed.facets for value in facet.values),
        "correction": service.search(SearchQuery(TYPO)).did_you_mean,
        "suggestions": "".join(
            client.get(reverse("search:suggest"), {"q": start}).content.decode()
            for start in (START, SHARED, f"de {SHARED} {START}")
        ),
        "export": client.get(reverse("search:export", args=["json"]), {"q": SHARED}).content.decode(),
        "similar": " ".join(hit.title_text for hit in service.similar(f"pagina:{similar_to.translation_key}")),
        "page": client.get(similar_to.get_url()).content.decode(),
    }


def leaks(client: Client, similar_to: Any) -> set[str]:
    return {name for name, said in shown(client, similar_to).items() if SECRET in said.casefold()}


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_the_next_request_shows_nothing(
    way: Callable[[], Close],
    client: Client,
    trouble: tuple[str, Breaking, Breaking],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    who, before, after = trouble
    home()
    other = HandreikingFactory(title=f"Nog een {SHARED}", samenvatting=f"Over {SECRET[:3]}.")
    shut = way()
    service.rebuild()
    assert leaks(client, other) >= {"hits of the word", "counts of the word", "correction"}
    before()
    committing: AbstractContextManager[Any] = django_capture_on_commit_callbacks(execute=True)
    with committing:
        shut()
    after()
    assert outbox.waiting(who)[0], "the index does not know of it"
    assert leaks(client, other) == set()
    answer = service.search(SearchQuery(SHARED))
    assert answer.engine == who
    assert any(hit.title_text == other.title for hit in answer.hits), "what did not change is found"
    counted = {facet.name: sum(value.count for value in facet.values) for facet in answer.facets}
    assert counted["soort"] == answer.total
