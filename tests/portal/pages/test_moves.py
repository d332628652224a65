"""Whoever moves is found at the new address, and by whom may read it there."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import Page

from search import service
from search.types import SearchQuery
from tests.factories.paginas import HandreikingFactory, StandaardpaginaFactory, home
from tests.factories.records import close

pytestmark = pytest.mark.django_db


@pytest.fixture
def committed(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Callable[[], AbstractContextManager[Any]]:
    return partial(django_capture_on_commit_callbacks, execute=True)


def addresses(text: str) -> dict[str, str]:
    """Title -> address of what everybody finds."""
    return {hit.title_text: hit.url for hit in service.search(SearchQuery(text)).hits}


def tree() -> tuple[Page, Page, Page]:
    home()
    old = StandaardpaginaFactory(title="Oude plek", slug="oude-plek")
    child = HandreikingFactory(
        title="Meldroute kind", parent=StandaardpaginaFactory(title="Tak", slug="tak", parent=old)
    )
    service.rebuild()
    return old, child, StandaardpaginaFactory(title="Nieuwe plek", slug="nieuwe-plek")


def test_a_move_takes_the_addresses_of_all_below_along(committed: Any) -> None:
    old, child, new = tree()
    assert "/oude-plek/tak/" in addresses("meldroute")[child.title]
    with committed():
        Page.objects.get(pk=child.get_parent().pk).move(Page.objects.get(pk=new.pk), pos="last-child")
    while service.work():
        pass
    assert "/nieuwe-plek/tak/" in addresses("meldroute")[child.title]
    assert "/oude-plek/" not in str(addresses("")) or old.title in addresses("")


def test_another_slug_does_the_same(committed: Any) -> None:
    old, child, _ = tree()
    page = Page.objects.get(pk=old.pk).specific
    page.slug = "nieuwe-naam"
    with committed():
        page.save_revision().publish()
    while service.work():
        pass
    assert "/nieuwe-naam/tak/" in addresses("meldroute")[child.title]


def test_a_move_into_a_closed_section_closes(committed: Any, client: Client) -> None:
    _, child, new = tree()
    close(new)
    with committed():
        Page.objects.get(pk=child.get_parent().pk).move(Page.objects.get(pk=new.pk), pos="last-child")
    while service.work():
        pass
    assert addresses("meldroute") == {}
    assert "Meldroute kind" not in client.get("/zoeken/suggesties?q=meldr").content.decode()
