"""Who is logged in sees so on every page, and can read what their account opens."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.factories.paginas import HandreikingFactory, StandaardpaginaFactory
from tests.factories.records import GebruikerFactory, close

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]
SECRET = ("ketenpartners", [{"type": "tekst", "value": "<p>dicht</p>"}])


@pytest.mark.parametrize(
    "place", ["/", "/zoeken/?q=a", "/wijzigingen/", "/feeds/", "/programma/", "/account/2fa/", "/bestaat-niet/"]
)
def test_every_page_names_the_account_and_leads_to_it(client: Client, place: str) -> None:
    assert "accountbalk" not in client.get(place).content.decode()
    client.force_login(GebruikerFactory(groups=["Ketenpartners"], first_name="Noor", last_name="Bakker"))
    bar = re.search(r'<nav class="accountbalk".*?</nav>', client.get(place).content.decode(), re.DOTALL)
    assert bar
    for wanted in ("Noor Bakker", 'href="/account/"', 'href="/account/2fa/"', "Wat ziet u extra?", "Uitloggen"):
        assert wanted in bar[0]
    assert "/admin/" not in bar[0]


def test_the_account_says_what_it_is(client: Client) -> None:
    client.force_login(GebruikerFactory(groups=["Ketenpartners", "Redacteuren"], first_name="Noor"))
    answer = client.get("/account/")
    text = answer.content.decode()
    assert "ketenpartner, redacteur" in text
    assert "staat uit" in text
    assert "Naar het beheer" in text
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.fixture
def site() -> dict[str, Any]:
    section = StandaardpaginaFactory(title="Besloten werkgroep")
    close(section)
    StandaardpaginaFactory(title="Onder de werkgroep", parent=section)
    other = StandaardpaginaFactory(title="Besloten voor anderen")
    close(other, "Een andere groep")
    HandreikingFactory(title="Met een dicht stuk", inhoud=[SECRET])
    HandreikingFactory(title="Concept met een dicht stuk", inhoud=[SECRET], live=False)
    HandreikingFactory(title="Over een type", inhoud=[("tekst", '<p>"type": "ketenpartners"</p>')])
    return {"section": section}


def test_what_an_account_reads_more_is_listed(client: Client, site: dict[str, Any]) -> None:
    client.force_login(GebruikerFactory(groups=["Ketenpartners"]))
    text = client.get("/account/wat-ziet-u-extra/").content.decode()
    assert f'href="{site["section"].get_url()}">Besloten werkgroep' in text
    assert "Met een dicht stuk" in text
    for other in ("Besloten voor anderen", "Concept met", "Over een type", "Onder de werkgroep"):
        assert other not in text


def test_an_account_without_a_role_reads_no_more(client: Client, site: dict[str, Any]) -> None:
    client.force_login(GebruikerFactory())
    text = client.get("/account/wat-ziet-u-extra/").content.decode()
    assert "Er zijn nu geen afgeschermde delen" in text
    assert "Met een dicht stuk" not in text


def test_the_list_stays_short(client: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(55):
        HandreikingFactory(title=f"Dicht {number}", inhoud=[SECRET])
    client.force_login(GebruikerFactory(groups=["Ketenpartners"]))
    client.get("/account/wat-ziet-u-extra/")
    with django_assert_max_num_queries(16):
        text = client.get("/account/wat-ziet-u-extra/").content.decode()
    assert text.count(">Dicht ") == 50
