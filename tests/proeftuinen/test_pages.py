"""What a professional sees: the pages of the tracker, for whom, and at a fixed number of queries."""

from copy import deepcopy

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from proeftuinen.selectors.register import register_queryset
from search import service

from .builders import Tracker, day

# One of them asks whether search may show what is alike: nothing that waits to be delivered.
AT_MOST = 16


@pytest.fixture(scope="module")
def filled(base: Tracker) -> Tracker:
    """Alkmaar and a village elsewhere, with a knelpunt that occurs in both and was solved in one."""
    vorm = base.begrip("arbeidsuitbuiting", "vorm")
    soort = base.begrip("informatiedeling", "knelpunttype")
    rol = base.begrip("wijkagent", "rol")
    alkmaar = base.proeftuin(
        "Alkmaar kijkt mee",
        gemeente=base.gemeente(),
        begrippen=[vorm],
        doel="Samen kijken naar kassen.",
        startdatum=day("2025-01-01"),
    )
    elders = base.proeftuin(
        "Waterdorp",
        begrippen=[vorm],
        is_voorbeeld=True,
        startdatum=day("2024-01-01"),
        einddatum=day("2024-12-31"),
    )
    mag = base.knelpunt("Mag ik dit delen", begrippen=[vorm, soort, rol])
    durf = base.knelpunt("Niemand durft te delen", begrippen=[soort], is_voorbeeld=True)
    durf.stappen.update(eigenaar=base.organisatie("Gemeente Alkmaar"))
    handreiking = base.oplossing("Handreiking persoonsgegevens")
    regisseur = base.oplossing("Ketenregisseur met mandaat", is_voorbeeld=True)
    base.waarneming(mag, alkmaar)
    base.toepassing(mag, handreiking, alkmaar, resultaat="werkte_niet", toelichting="De juristen bleven twijfelen.")
    base.toepassing(durf, regisseur, elders, resultaat="werkte", toelichting="Eén persoon besliste.")
    base.alkmaar, base.elders, base.mag, base.durf = alkmaar, elders, mag, durf  # type: ignore[attr-defined]
    base.handreiking, base.regisseur = handreiking, regisseur  # type: ignore[attr-defined]
    return base


@pytest.fixture
def full(filled: Tracker, db: None) -> Tracker:
    return deepcopy(filled)


def text_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, (url, response.status_code)
    return " ".join(response.content.decode().split())


def test_the_page_of_a_proeftuin(full: Tracker, client: Client) -> None:
    html = text_of(client, full.alkmaar.url)
    for words in ("Alkmaar", "Noord-Holland", "Mag ik dit delen", "werkte niet", "De juristen bleven", "Begonnen."):
        assert words.lower() in html.lower()


def test_the_page_of_a_knelpunt_says_what_works_elsewhere(full: Tracker, client: Client) -> None:
    html = text_of(client, full.mag.url)
    assert "Wat werkte elders?" in html
    assert "Ketenregisseur met mandaat" in html
    assert "Alkmaar kijkt mee" in html
    assert "Voorbeeld" in html  # the result elsewhere is made up, and says so


def test_the_page_of_an_oplossing_says_where_it_did_not_work(full: Tracker, client: Client) -> None:
    html = text_of(client, full.handreiking.url)
    assert "Hier werkte het niet" in html
    assert "Mag ik dit delen" in html


def test_what_is_closed_shows_nowhere(full: Tracker, client: Client) -> None:
    full.close(full.elders)
    cache.clear()
    for page in (full.mag, full.durf, full.regisseur, full.handreiking):
        assert "Waterdorp" not in text_of(client, page.url)
        assert "besliste" not in text_of(client, page.url)
    for register in full.registers.values():
        html = text_of(client, f"{register.url}?resultaat=werkte")
        assert "Waterdorp" not in html
        assert "0 resultaten" in html
    client.force_login(full.ketenpartner())
    assert "Waterdorp" in text_of(client, full.durf.url)


def test_the_self_check_answers_without_script(full: Tracker, client: Client) -> None:
    page = full.alkmaar
    page.overdrachtsvoorwaarden.create(tekst="Er is een RIEC-convenant.")
    page.overdrachtsvoorwaarden.create(tekst="De burgemeester steunt het.")
    page.save()
    assert "U voldoet aan" not in text_of(client, page.url)
    answer = text_of(client, f"{page.url}?past=0&past=2")
    assert "U voldoet aan 1 van de 2 voorwaarden" in answer
    assert "<li>Er is een RIEC-convenant.</li>" in answer
    assert "U voldoet aan 0 van de 2 voorwaarden" in text_of(client, f"{page.url}?past=0")
    assert "aan alle voorwaarden" in text_of(client, f"{page.url}?past=1&past=2")


@pytest.mark.parametrize(
    ("soort", "query", "found", "missed"),
    [
        ("proeftuin", "stadium=loopt&politieregio=noord-holland", "Alkmaar kijkt mee", "Waterdorp"),
        ("proeftuin", "provincie=noord-holland", "Alkmaar kijkt mee", "Waterdorp"),
        ("knelpunt", "status=gesignaleerd&niveau=lokaal&vorm=arbeidsuitbuiting", "Mag ik dit", "Niemand durft"),
        ("knelpunt", "politieregio=noord-holland", "Mag ik dit", "Niemand durft"),
        ("knelpunt", "q=durft", "Niemand durft", "Mag ik dit"),
        ("oplossing", "resultaat=werkte", "Ketenregisseur", "Handreiking persoons"),
        ("proeftuin", "van=2025-01-01&tot=2025-12-31", "Alkmaar kijkt mee", "Waterdorp"),
        ("proeftuin", "tot=2024-06-30", "Waterdorp", "Alkmaar kijkt mee"),
        ("knelpunt", "van=2026-03-15&tot=2026-03-20", "Mag ik dit", "Niemand durft"),
        ("knelpunt", "provincie=noord-holland", "Mag ik dit", "Niemand durft"),
        ("knelpunt", "wit=ja", "Mag ik dit", "Niemand durft"),
        ("knelpunt", "knelpunttype=informatiedeling&rol=wijkagent", "Mag ik dit", "Niemand durft"),
        ("knelpunt", "aan_zet=gemeente-alkmaar", "Niemand durft", "Mag ik dit"),
        ("oplossing", "politieregio=noord-holland", "Handreiking persoons", "Ketenregisseur"),
        ("oplossing", "provincie=noord-holland", "Handreiking persoons", "Ketenregisseur"),
        ("oplossing", "van=2026-05-01&tot=2026-05-01", "Ketenregisseur", "Geen resultaten"),
        ("oplossing", "bewijs=door_indiener", "Handreiking persoons", "Geen resultaten"),
        ("oplossing", "tot=2026-04-30", "Geen oplossingen", "Ketenregisseur"),
        ("oplossing", "resultaat=onzin&sinds=nooit", "Ketenregisseur", "Traceback"),
    ],
)
def test_filtering_a_register(full: Tracker, client: Client, soort: str, query: str, found: str, missed: str) -> None:
    html = text_of(client, f"{full.registers[soort].url}?{query}")
    assert found in html
    assert missed not in html


def test_the_queryset_of_a_filter_is_what_is_on_screen(full: Tracker) -> None:
    from django.http import QueryDict

    from portal.visibility import anonymous

    register = full.registers["knelpunt"]
    rows = register_queryset(register, anonymous(), QueryDict("politieregio=noord-holland"))
    assert [page.pk for page in rows] == [full.mag.pk]


def test_a_chip_says_what_was_chosen_in_words(full: Tracker, client: Client) -> None:
    html = text_of(client, f"{full.registers['proeftuin'].url}?politieregio=noord-holland&van=2025-01-01")
    assert "Politieregio: Noord-Holland" in html
    assert "Liep vanaf: 1 januari 2025" in html


def _queries(client: Client, url: str) -> int:
    # The transaction of a test never ends, so nothing of it is delivered: what waits is asked for one by one.
    service.work(10_000)
    client.get(url)  # warm what is remembered between requests
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("kind", ["proeftuin", "knelpunt", "oplossing"])
def test_the_number_of_queries_does_not_grow(full: Tracker, client: Client, kind: str) -> None:
    page = {"proeftuin": full.alkmaar, "knelpunt": full.mag, "oplossing": full.handreiking}[kind]
    urls = [page.url, full.registers[kind].url]

    def add() -> None:
        proeftuin, knelpunt, oplossing = full.proeftuin(gemeente=full.gemeente()), full.knelpunt(), full.oplossing()
        full.waarneming(knelpunt, full.alkmaar)
        full.waarneming(full.mag, proeftuin)
        full.toepassing(knelpunt, full.handreiking, full.alkmaar)
        full.toepassing(full.mag, oplossing, proeftuin, datum=day("2026-06-01"))

    # One first, so that there is something alike to show.
    add()
    before = [_queries(client, url) for url in urls]
    for _ in range(8):
        add()
    after = [_queries(client, url) for url in urls]
    assert before == after
    assert max(after) <= AT_MOST
