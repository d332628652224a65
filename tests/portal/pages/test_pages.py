"""Every address of the portal answers, decides and shows what it should."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from portal.models import Hoofdmenu, Portaalinstellingen
from tests.factories.paginas import (
    BegrippenlijstFactory,
    HandreikingFactory,
    OrganisatieFactory,
    PraktijkvoorbeeldFactory,
    StandaardpaginaFactory,
    home,
)
from tests.factories.records import (
    AanbevelingFactory,
    AanbevelingStapFactory,
    AfbeeldingFactory,
    AlternatieveTermFactory,
    BegripFactory,
    BestandFactory,
    BijlageFactory,
    GerelateerdFactory,
    close,
    closed_collection,
)

pytestmark = pytest.mark.django_db


def html(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    assert not response.cookies
    return str(response.content.decode())


def test_a_page_shows_its_relations_but_not_what_is_closed(client: Client) -> None:
    org, hidden_org = OrganisatieFactory(title="Wijkteam Oost"), OrganisatieFactory(title="Geheime dienst")
    page = HandreikingFactory(
        begrippen=[BegripFactory(schema="fase", term="signalering", slug="signalering")],
        organisaties=[org, hidden_org],
    )
    related, hidden = HandreikingFactory(title="Lees ook dit"), HandreikingFactory(title="Besloten stuk")
    for target in (related, hidden):
        GerelateerdFactory(pagina=page, doel=target)
    close(hidden)
    close(hidden_org)
    BijlageFactory(pagina=page, document=BestandFactory(title="Open bijlage"))
    BijlageFactory(pagina=page, document=BestandFactory(title="Besloten bijlage", collection=closed_collection()))
    text = html(client, page.url)
    for shown in ("signalering", "Wijkteam Oost", "Lees ook dit", "Open bijlage", "Bel 112", "0900-8844", "CoMensha"):
        assert shown.lower() in text.lower()
    for closed in ("Geheime dienst", "Besloten stuk", "Besloten bijlage"):
        assert closed not in text


def test_a_closed_page_says_how_to_get_in_and_not_what_it_is(client: Client) -> None:
    page = StandaardpaginaFactory(title="Werkwijze zeven")
    close(page)
    text = html(client, page.url, 403)
    assert "Waarom zie ik dit niet" in text
    assert "Werkwijze zeven" not in text


def test_a_page_that_is_not_there_helps(client: Client) -> None:
    home()
    text = html(client, "/bestaat-niet/", 404)
    assert "zoek" in text.lower()
    assert 'href="/"' in text


def test_a_section_filters(client: Client) -> None:
    worked = PraktijkvoorbeeldFactory(title="Dit werkte", resultaat="werkte")
    PraktijkvoorbeeldFactory(title="Dit werkte niet", resultaat="werkte_niet")
    text = html(client, f"{worked.get_parent().url}?resultaat=werkte_niet")
    assert "Dit werkte niet" in text
    assert ">Dit werkte<" not in text


def test_a_begrip_has_a_page_and_a_merged_one_leads_to_its_successor(client: Client) -> None:
    home()
    begrip = BegripFactory(term="arbeidsuitbuiting", slug="arbeidsuitbuiting", definitie="Werken onder dwang.")
    AlternatieveTermFactory(begrip=begrip, term="moderne slavernij")
    AlternatieveTermFactory(begrip=begrip, term="verborgen woord", soort="zoekterm")
    HandreikingFactory(title="Over werk", begrippen=[begrip])
    text = html(client, begrip.get_absolute_url())
    assert "Werken onder dwang." in text
    assert "moderne slavernij" in text
    assert "Over werk" in text
    assert "verborgen woord" not in text
    merged = BegripFactory(slug="oud", samengevoegd_met=begrip)
    assert client.get(merged.get_absolute_url()).url == begrip.get_absolute_url()


def test_the_glossary_lists_terms_with_their_abbreviation(client: Client) -> None:
    BegripFactory(term="Nationaal Rapporteur", afkorting="NRM", slug="nrm")
    text = html(client, BegrippenlijstFactory().url)
    assert "Nationaal Rapporteur" in text
    assert "NRM" in text


def test_a_report_tells_what_was_done_with_each_recommendation(client: Client) -> None:
    aanbeveling = AanbevelingFactory(tekst="Vergroot de kennis.")
    AanbevelingStapFactory(aanbeveling=aanbeveling, status="overgenomen", is_huidig=True)
    text = html(client, aanbeveling.rapport.url)
    assert "Vergroot de kennis." in text
    assert "Overgenomen" in text


def test_a_document_keeps_its_address_when_the_file_is_replaced(client: Client) -> None:
    document = BestandFactory()
    url = document.url
    document.file.save("andere-naam.txt", ContentFile(b"nieuwe inhoud"), save=True)
    assert document.url == url
    assert b"".join(client.get(url).streaming_content) == b"nieuwe inhoud"


def test_a_document_in_a_closed_collection_is_refused(client: Client) -> None:
    document = BestandFactory(collection=closed_collection())
    assert client.get(document.url).status_code == 403
    assert client.get(reverse("wagtaildocs_serve", args=[document.pk, document.filename])).status_code == 403


def test_only_renditions_of_open_images_are_served(client: Client) -> None:
    shown, hidden = AfbeeldingFactory(), AfbeeldingFactory(collection=closed_collection())
    assert client.get(shown.get_rendition("width-100").url).status_code == 200
    assert client.get(hidden.get_rendition("width-100").url).status_code == 403
    assert client.get(f"/media/{shown.file.name}").status_code == 404
    assert client.get(f"/media/{BestandFactory().file.name}").status_code == 404
    assert client.get("/media/images/../../settings.py").status_code == 404


def test_the_menu_shows_what_the_reader_may_see(client: Client) -> None:
    page, hidden = StandaardpaginaFactory(title="Over ons"), StandaardpaginaFactory(title="Besloten deel")
    close(hidden)
    settings = Portaalinstellingen(site=home().get_site())
    settings.menu = [Hoofdmenu(pagina=page, sort_order=0), Hoofdmenu(pagina=hidden, sort_order=1)]
    settings.save()
    text = html(client, page.url)
    assert "Besloten deel" not in text
    assert f'href="{page.url}" aria-current="page"' in text


def test_security_headers(client: Client) -> None:
    response: Any = client.get(home().url)
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
