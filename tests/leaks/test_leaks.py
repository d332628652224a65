"""Nothing hidden reaches a reader from whom it is hidden, by any address, in any form, at any age of the index.

The site is made open, indexed, and then hidden; none of that commits, so nothing is delivered: what the first tests
ask is a portal whose worker stands still. All of it with the settings of production.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.db import models, transaction
from django.test import Client, override_settings
from django.test.utils import isolate_apps
from django.utils import timezone
from pytest_django import DjangoDbBlocker
from wagtail.models import Page

from portal.models import Gebruiker
from portal.running.bulk_load import indexes_wait, renew_statistics
from search import engines, service
from search.indexing import outbox
from search.types import SearchQuery
from tests import production
from tests.search import elasticsearch_server

from . import files, hiding
from . import world as site
from .asking import Found, look, open_files
from .readers import client_of, make_readers
from .states import ANONIEM, GROEP_B, READERS, SCHRIJVER, SHARED, STATES, State
from .surfaces import SEARCHED, SURFACES, address_of, patterns, searched
from .texts import PUBLIC, filled_fields, our_models, text_fields, unhidden

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(1200)]
EMBEDDED, ELASTIC = "embedded", "elastic"


@dataclass
class Built:
    """The hidden site, and what was seen of it while it was open."""

    world: site.World
    users: dict[str, Gebruiker]
    open: Found
    filled: dict[tuple[str, str], set[str]]
    search: dict[str, Any]
    elastic: dict[str, Any] | None
    # The index as it was when all was open.
    kept: Path

    def client(self, reader: str) -> Client:
        return client_of(reader, self.users, **production.FORWARDED)


@pytest.fixture(scope="module")
def built(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Built]:
    """Made once for this file: it takes long, and every test takes back what it changed."""
    folder = tmp_path_factory.mktemp("leaks")
    with ExitStack() as until_the_end:
        elastic = until_the_end.enter_context(_elastic())
        search = {**settings.SEARCH, "ENGINE": EMBEDDED, "EMBEDDED_PATH": folder / "index"}
        both = {**search, **(elastic or {})}
        until_the_end.enter_context(override_settings(**production.settings(), SEARCH=both))
        until_the_end.enter_context(django_db_blocker.unblock())
        with transaction.atomic():
            cache.clear()
            with indexes_wait():
                users = make_readers()
                world = site.build()
            files.note_uses(world)
            renew_statistics()
            service.rebuild()
            filled = filled_fields()
            seen = look(client_of(ANONIEM, users, **production.FORWARDED), _control(world), [])
            with transaction.atomic():
                hiding.hide(world)
            until_the_end.enter_context(time_machine.travel(timezone.now() + site.LATER))
            engines.embedded.cache_clear()
            shutil.copytree(folder / "index", folder / "kept")
            yield Built(world, users, seen, filled, search, elastic, folder / "kept")
            transaction.set_rollback(True)


def _control(world: site.World) -> list[str]:
    """Where each state would show itself: the lists and feeds of everything, search, and some pages of each state."""
    asked = (SEARCHED[1], "feeds/alles.<feedformat:fmt>", "wijzigingen/")
    lists = [address for pattern in asked for address in SURFACES[pattern](world) if "?q=vraag" not in address]
    return [*lists, *(address_of(page) for page in world.some_pages()), *(address for _, address in world.files)]


class _elastic:  # noqa: N801  a context manager
    """The settings of a real Elasticsearch with names of its own; None when there is no server to ask."""

    def __enter__(self) -> dict[str, Any] | None:
        self._stack = ExitStack()
        if not elasticsearch_server.is_there():
            return None
        url = self._stack.enter_context(elasticsearch_server.running())
        prefix = self._stack.enter_context(elasticsearch_server.own_prefix(url))
        given = {**settings.SEARCH["ELASTIC"], "HOSTS": [url], "PREFIX": prefix, "SEARCH_TIMEOUT": 20}
        return {"ENGINE": ELASTIC, "ELASTIC": given}

    def __exit__(self, *error: object) -> None:
        self._stack.close()


@pytest.fixture
def here(built: Built, db: None) -> Iterator[Built]:
    """Hidden a moment ago, and nothing delivered; the embedded index answers."""
    cache.clear()
    path = built.search["EMBEDDED_PATH"]
    shutil.rmtree(path)
    shutil.copytree(built.kept, path)
    with override_settings(SEARCH=built.search):
        yield built


def hidden_from(reader: str) -> list[State]:
    return [state for state in STATES.values() if reader in state.hidden_from]


def everywhere(world: site.World) -> list[str]:
    return [address for surface in SURFACES.values() for address in surface(world)]


def assert_nothing(found: Found, least: int) -> None:
    assert found.asked >= least
    assert not found.leaks, str(found)


def test_every_url_pattern_is_in_the_table() -> None:
    assert set(patterns()) == set(SURFACES)


def test_every_text_of_every_model_is_hidden_in_every_way(built: Built) -> None:
    assert unhidden(our_models(), built.filled) == []
    known = {model._meta.label: {field.name for field in text_fields(model)} for model in our_models()}
    for name in PUBLIC:
        app, model, *field = name.split(".")
        assert not field or field[0] in known[f"{app}.{model}"]


def test_a_model_that_is_not_in_the_world_is_noticed(built: Built) -> None:
    with isolate_apps("portal"):

        class Notitie(models.Model):
            tekst = models.TextField()
            naam = models.CharField(max_length=40)

            class Meta:
                app_label = "portal"

    assert unhidden([Notitie], built.filled) == ["portal.Notitie.tekst: any state", "portal.Notitie.naam: any state"]


def test_what_was_open_was_seen(built: Built) -> None:
    """Otherwise the tokens would be nowhere, and an empty site would pass."""
    assert {state.name for state in STATES.values() if state.was_open} - built.open.seen == set()
    assert not built.open.leaks, str(built.open)


def test_an_anonymous_reader_finds_nothing_that_is_hidden(here: Built) -> None:
    client = here.client(ANONIEM)
    assert_nothing(look(client, everywhere(here.world), hidden_from(ANONIEM)), least=800)
    assert list(open_files(client, here.world.files, hidden_from(ANONIEM))) == []


def assert_theirs(here: Built, reader: str, addresses: list[str], least: int) -> None:
    """Nothing that is hidden from this reader; and all that is not, or the tokens would be nowhere."""
    client = here.client(reader)
    found = look(client, addresses, hidden_from(reader))
    assert_nothing(found, least)
    assert list(open_files(client, here.world.files, hidden_from(reader))) == []
    files = {state for state, address in here.world.files if client.get(address).status_code == 200}
    shown = {state.name for state in STATES.values() if reader in state.shown_to}
    assert shown - found.seen - files == set()


@pytest.mark.parametrize("reader", READERS[1:])
def test_a_reader_with_an_account_finds_what_is_theirs_and_nothing_else(here: Built, reader: str) -> None:
    assert_theirs(here, reader, [*_control(here.world), *searched(here.world, questions=1)], least=90)


@pytest.mark.long
@pytest.mark.parametrize("reader", READERS[1:])
def test_a_reader_with_an_account_finds_nothing_else_anywhere(here: Built, reader: str) -> None:
    assert_theirs(here, reader, everywhere(here.world), least=800)


def through_the_ages(here: Built, engine: str, ages: tuple[str, ...], reader: str = ANONIEM) -> list[str]:
    """What is told by this engine before its index is told, half way, afterwards, and from an index made anew."""
    if engine == ELASTIC and here.elastic is None:
        elasticsearch_server.require_fetched()
    leaks = []
    with override_settings(SEARCH={**here.search, **(here.elastic or {} if engine == ELASTIC else {})}):
        client, addresses = here.client(reader), searched(here.world)
        for age in ages:
            if age == "during":
                service.work(outbox.waiting(engine)[0] // 2)
            elif age == "after":
                while service.work(500):
                    pass
                assert outbox.waiting(engine)[:2] == (0, 0)
            elif age == "anew":
                service.rebuild()
            cache.clear()
            assert service.search(SearchQuery(SHARED)).engine == engine
            found = look(client, addresses, hidden_from(reader))
            assert found.asked > 150
            leaks += [f"{age}: {found}"] if found.leaks else []
    return leaks


@pytest.mark.parametrize(("engine", "ages"), [(EMBEDDED, ("during", "after")), (ELASTIC, ("before",))])
def test_nothing_is_found_while_the_index_is_told_and_after(here: Built, engine: str, ages: tuple[str, ...]) -> None:
    leaks = through_the_ages(here, engine, ages)
    assert not leaks, "\n".join(leaks)


@pytest.mark.long
@pytest.mark.parametrize("reader", [SCHRIJVER, GROEP_B, ANONIEM])
def test_nothing_is_found_at_any_age_of_the_embedded_index(here: Built, reader: str) -> None:
    leaks = through_the_ages(here, EMBEDDED, ("before", "during", "after", "anew"), reader)
    assert not leaks, "\n".join(leaks)


@pytest.mark.long
def test_nothing_is_found_at_any_age_of_elasticsearch(here: Built) -> None:
    """Last, and once: what a server was told is not taken back as a folder is."""
    leaks = through_the_ages(here, ELASTIC, ("before", "during", "after", "anew"))
    assert not leaks, "\n".join(leaks)


def test_nothing_is_found_when_elasticsearch_is_away(here: Built) -> None:
    """The embedded index answers instead, as old as it is."""
    away = {**settings.SEARCH["ELASTIC"], "HOSTS": ["http://127.0.0.1:9"], "PREFIX": "nergens"}
    with override_settings(SEARCH={**here.search, "ENGINE": ELASTIC, "ELASTIC": away}):
        found = look(here.client(ANONIEM), searched(here.world, questions=4), hidden_from(ANONIEM))
    assert_nothing(found, least=35)


def test_the_admin_is_closed(here: Built) -> None:
    client = here.client(ANONIEM)
    places = ["/admin/", "/admin/pages/", *(f"/admin/pages/{page.pk}/edit/" for page in here.world.pages)]
    places += [f"/admin/pages/{page.pk}/view_draft/" for page in here.world.pages]
    for place in places:
        response = client.get(place)
        assert response.status_code == 302
        assert response["Location"].startswith(("/account/login/", "/admin/login/"))


def test_a_begrip_that_only_hidden_pages_have_counts_nothing(here: Built) -> None:
    for address in ("/zoeken/?q=drang", "/begrippen/drang/"):
        text = here.client(ANONIEM).get(address).content.decode()
        assert f"({len(here.world.hidden)})" not in text


def test_the_clock_was_put_on(built: Built, db: None) -> None:
    """What expires was open until then, and no command came by to take it off."""
    keys = [page.pk for page in built.world.of_state("verlopen")]
    assert Page.objects.filter(pk__in=keys, live=True, expire_at__lt=timezone.now()).count() == len(keys) > 10
