"""A link inside text leads who may follow it, tells others nothing, and costs one query a page."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.models import Pagina
from tests.factories.paginas import HandreikingFactory, NieuwsFactory
from tests.factories.records import BegripFactory, GebruikerFactory, close

pytestmark = pytest.mark.django_db


def link(page: Pagina, words: str = "de afspraken") -> str:
    return f'<p>Lees <a linktype="page" id="{page.pk}">{words}</a>.</p>'


def text_of(client: Client, page: Pagina) -> str:
    return client.get(page.get_url()).content.decode()


def test_a_link_to_a_closed_page_keeps_its_words_and_tells_no_address(client: Client) -> None:
    target = NieuwsFactory(title="Besloten", slug="geheim-adres")
    page = HandreikingFactory(inhoud=[("uitklap", {"titel": "Meer", "tekst": link(target)})])
    assert f'href="{target.get_url()}"' in text_of(client, page)
    close(target)
    closed = text_of(client, page)
    assert "de afspraken" in closed
    assert "geheim-adres" not in closed
    client.force_login(GebruikerFactory(groups=["Ketenpartners"]))
    assert f'href="{target.get_url()}"' in text_of(client, page)


@pytest.mark.parametrize("state", ["draft", "gone"])
def test_a_link_to_what_is_not_there_is_plain_text(client: Client, state: str) -> None:
    target = NieuwsFactory(slug="nog-niet", live=False)
    page = HandreikingFactory(inhoud=[("tekst", link(target))])
    if state == "gone":
        Pagina.objects.filter(pk=target.pk).delete()
    assert "nog-niet" not in text_of(client, page)


def test_the_text_of_a_term_links_only_to_what_everybody_may_see(client: Client) -> None:
    target = NieuwsFactory(slug="geheim-adres")
    begrip = BegripFactory(toelichting=link(target))
    assert target.get_url() in client.get(begrip.get_absolute_url()).content.decode()
    close(target)
    assert "geheim-adres" not in client.get(begrip.get_absolute_url()).content.decode()


def test_many_texts_with_links_cost_what_one_costs(client: Client) -> None:
    cache.clear()
    targets = [NieuwsFactory() for _ in range(12)]
    one = HandreikingFactory(inhoud=[("tekst", link(targets[0]))])
    many = HandreikingFactory(inhoud=[("tekst", link(target)) for target in targets])
    counts = []
    for page in (one, many):
        text_of(client, page)
        with CaptureQueriesContext(connection) as asked:
            text_of(client, page)
        counts.append(len(asked))
    assert counts[0] == counts[1]
