"""More like this, on the page itself."""

import re

import pytest
from django.test import Client

from search import service
from tests.factories.paginas import HandreikingFactory, NieuwsFactory, home
from tests.factories.records import BegripFactory, close
from tests.factories.tracker import KnelpuntFactory

pytestmark = pytest.mark.django_db


def shown(client: Client, address: str) -> list[str]:
    """The titles under "more like this"."""
    html = client.get(address).content.decode()
    part = html.partition('id="soortgelijk-kop"')[2].partition("</section>")[0]
    return [title.strip() for title in re.findall(r"<h3><a[^>]*>([^<]*)</a>", part)]


def test_a_page_shows_what_is_like_it_and_nothing_hidden(client: Client) -> None:
    home()
    begrip = BegripFactory(schema="vorm", term="drang", slug="drang")
    page = HandreikingFactory(title="Signalen van drang herkennen", begrippen=[begrip])
    near = NieuwsFactory(title="Nieuwe signalen van drang", begrippen=[begrip])
    far = HandreikingFactory(title="Iets geheel anders", samenvatting="Over zout.")
    closed = HandreikingFactory(title="Signalen van drang, besloten", begrippen=[begrip])
    close(closed)
    service.rebuild()
    titles = shown(client, page.get_url())
    assert near.title in titles
    assert not {closed.title, page.title, far.title} & set(titles)
    close(near)
    assert near.title not in shown(client, page.get_url())


def test_a_knelpunt_shows_the_closest_knelpunten(client: Client) -> None:
    home()
    page = KnelpuntFactory(title="Geen opvang voor slachtoffers")
    near = KnelpuntFactory(title="Te weinig opvang voor slachtoffers")
    for number in range(4):
        KnelpuntFactory(title=f"Iets anders {number}", samenvatting="Over zout.")
    HandreikingFactory(title="Opvang voor slachtoffers regelen")
    service.rebuild()
    assert shown(client, page.get_url()) == [near.title]
    assert "Knelpunten die hierop lijken" in client.get(page.get_url()).content.decode()


def test_without_an_index_the_page_is_there(client: Client) -> None:
    home()
    page = HandreikingFactory()
    assert shown(client, page.get_url()) == []
