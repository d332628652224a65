"""What editors recommend stands above the results, for who may see it."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from portal.finding.promotions import promoted
from portal.visibility import anonymous, audience_for, reader_for
from search import service
from tests.factories.paginas import HandreikingFactory, home
from tests.factories.records import GebruikerFactory, close

pytestmark = pytest.mark.django_db


def promote(query: str, page: Any = None, **values: Any) -> SearchPromotion:
    return SearchPromotion.objects.create(query=Query.get(query), page=page, **values)


def shown(client: Client, query: str) -> str:
    """The part of the page that holds what is recommended."""
    html = client.get(f"/zoeken/{query}").content.decode()
    return html.partition('id="aanbevolen-kop"')[2].partition("</section>")[0]


def test_it_stands_above_the_first_page_of_that_question_only(client: Client) -> None:
    home()
    page = HandreikingFactory(title="Meldroute", samenvatting="Zo meldt u.", is_voorbeeld=True)
    promote("Signaal  melden", page)
    promote("signaal melden", external_link_url="https://example.org/", external_link_text="Elders", sort_order=1)
    text = shown(client, "?q=SIGNAAL+melden")
    assert "Meldroute" in text
    assert "Zo meldt u." in text
    assert "Voorbeeld" in text
    assert 'href="https://example.org/"' in text
    for other in ("?q=signaal", "?q=signaal+melden&pagina=2", "?q=signaal+melden&vorm=x", "", "?q=%00"):
        assert shown(client, other) == ""


def test_the_words_of_the_editor_come_first(client: Client) -> None:
    home()
    promote("melden", HandreikingFactory(samenvatting="Uit de pagina."), description="Begin hier.")
    text = shown(client, "?q=melden")
    assert "Begin hier." in text
    assert "Uit de pagina." not in text


@pytest.mark.parametrize("state", ["concept", "verlopen", "besloten", "onder besloten"])
def test_what_a_reader_may_not_see_is_not_recommended(client: Client, state: str) -> None:
    home()
    values: dict[str, Any] = {"title": "Geheimblad", "samenvatting": "Geheim."}
    if state == "concept":
        values["live"] = False
    if state == "verlopen":
        values["expire_at"] = timezone.now() - datetime.timedelta(seconds=1)
    page = HandreikingFactory(**values)
    if state == "besloten":
        close(page)
    elif state == "onder besloten":
        close(page.get_parent())
    promote("melden", page)
    service.rebuild()
    for address in (
        "/zoeken/?q=melden",
        reverse("search:export", args=["csv"]) + "?q=melden",
        "/zoeken/suggesties?q=meld",
    ):
        assert "geheim" not in client.get(address).content.decode().lower()
    partner = reader_for(GebruikerFactory(groups=["Ketenpartners"]))
    assert bool(promoted("melden", audience_for(partner))) == ("besloten" in state)


def test_one_query_and_nothing_written(client: Client) -> None:
    home()
    for number in range(3):
        promote("melden", HandreikingFactory(), description=f"Nummer {number}")
    audience = audience_for(anonymous())
    promoted("melden", audience)
    with CaptureQueriesContext(connection) as captured:
        assert len(promoted("melden", audience)) == 3
    assert len(captured) == 1
    before = Query.objects.count()
    client.get("/zoeken/?q=nooit+eerder+gevraagd")
    assert Query.objects.count() == before


def test_an_editor_can_edit_them(client: Client) -> None:
    home()
    editor = GebruikerFactory(groups=["Redacteuren"], is_superuser=True, is_staff=True)
    client.force_login(editor)
    page = HandreikingFactory()
    data = {
        "query_string": "Nieuwe Vraag", "editors_picks-TOTAL_FORMS": "1", "editors_picks-INITIAL_FORMS": "0",
        "editors_picks-MIN_NUM_FORMS": "0", "editors_picks-MAX_NUM_FORMS": "1000", "editors_picks-0-page": str(page.pk),
        "editors_picks-0-ORDER": "1", "editors_picks-0-external_link_url": "", "editors_picks-0-external_link_text": "",
        "editors_picks-0-description": "Kijk hier.",
    }  # fmt: skip
    assert client.get(reverse("wagtailsearchpromotions:add")).status_code == 200
    assert client.post(reverse("wagtailsearchpromotions:add"), data).status_code == 302
    assert "Kijk hier." in shown(Client(), "?q=nieuwe+vraag")
