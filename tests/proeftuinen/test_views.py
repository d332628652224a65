"""The views of the whole programme: right, closed to who may not see, and at a fixed number of queries."""

import csv
import io
import json
import re
from copy import deepcopy
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from portal.lists import files as list_files
from proeftuinen.lists.exports import EXPORTS

from .builders import Tracker, day

VIEWS = ("", "matrix/", "witte-vlekken/", "vergelijken/", "kaart/", "aanbevelingen/")
FILES = ("proeftuinen", "knelpunten", "oplossingen", "toepassingen", "aanbevelingen")


@pytest.fixture(scope="module")
def filled(base: Tracker) -> Tracker:
    stap, fase = base.begrip("huisvesting", "barrierestap"), base.begrip("signalering", "fase")
    vorm = base.begrip("arbeidsuitbuiting", "vorm")
    alkmaar = base.proeftuin("Alkmaar", gemeente=base.gemeente(), doel="Samen kijken.")
    waterdorp = base.proeftuin("Waterdorp", stadium="geborgd", is_voorbeeld=True)
    bed = base.knelpunt("Geen bed", begrippen=[stap, fase, vorm])
    tolk = base.knelpunt("Geen tolk", begrippen=[stap, fase], niveau="taskforce")
    noodbed = base.oplossing("Noodbed")
    base.waarneming(bed, alkmaar)
    base.waarneming(bed, waterdorp)
    base.toepassing(bed, noodbed, waterdorp, toelichting="=1+1")
    base.alkmaar, base.waterdorp, base.bed, base.tolk = alkmaar, waterdorp, bed, tolk  # type: ignore[attr-defined]
    return base


@pytest.fixture
def full(filled: Tracker, db: None) -> Tracker:
    return deepcopy(filled)


def text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return " ".join(response.content.decode().split())


def stream(client: Client, url: str) -> bytes:
    response = client.get(url)
    assert response.status_code == 200, url
    return b"".join(response)


def test_the_dashboard_counts(full: Tracker, client: Client) -> None:
    html = text(client, "/programma/")
    assert "Taskforce" in html
    assert "in 2 proeftuinen" in html.lower()
    assert "Er is nog geen knelpunt opgelost." in html


def test_the_matrix_shows_the_result_in_its_cell_and_as_a_list(full: Tracker, client: Client) -> None:
    html = text(client, "/programma/matrix/")
    assert "Werkte, </span>" in html
    assert "Werkte (voorbeeld)" in html
    assert "Geen tolk" in html
    assert "Geen tolk" not in text(client, "/programma/matrix/?vorm=arbeidsuitbuiting")


def test_a_matrix_with_too_many_columns_asks_to_refine(full: Tracker, client: Client) -> None:
    for _ in range(26):
        full.toepassing(full.bed, full.oplossing(), full.alkmaar)
    assert "verfijn de filters" in text(client, "/programma/matrix/")


def test_white_spots(full: Tracker, client: Client) -> None:
    assert "<strong>2</strong> van 2" in text(client, "/programma/witte-vlekken/")
    full.toepassing(full.bed, full.oplossing("Vast bed"), full.alkmaar)
    html = text(client, "/programma/witte-vlekken/")
    assert "<strong>1</strong> van 2" in html
    html = text(client, "/programma/witte-vlekken/?vorm=arbeidsuitbuiting")
    assert "<strong>0</strong> van 1" in html
    assert text(client, "/programma/witte-vlekken/?vorm=onzin")


def test_comparing(full: Tracker, client: Client) -> None:
    url = f"/programma/vergelijken/?proeftuin={full.alkmaar.slug}&proeftuin={full.waterdorp.slug}"
    html = text(client, url)
    assert "Geborgd" in html
    assert "Samen kijken." in html
    book = load_workbook(io.BytesIO(stream(client, url.replace("vergelijken/", "vergelijken.xlsx"))))
    assert [cell.value for cell in book.active[1]][1:] == ["Alkmaar", "Waterdorp"]
    assert "Kies nog een" in text(client, f"/programma/vergelijken/?proeftuin={full.alkmaar.slug}")
    assert "niet gevonden" in text(client, "/programma/vergelijken/?proeftuin=onzin")
    assert client.get("/programma/vergelijken.xlsx").status_code == 404


def test_the_map(full: Tracker, client: Client) -> None:
    assert "Proeftuinen: Noord-Holland" in text(client, "/programma/kaart/?provincie=noord-holland")
    html = text(client, "/programma/kaart/?provincie=onzin")
    assert html.count('<path class="tint-') == 12
    assert "Geen of meer dan één provincie" in html
    assert "Geen of meer dan één politieregio" in html


def test_an_export_is_what_is_on_screen(full: Tracker, client: Client) -> None:
    rows = list(
        csv.DictReader(io.StringIO(stream(client, "/programma/export/knelpunten.csv?q=bed").decode()), delimiter=";")
    )
    assert [row["Titel"] for row in rows] == ["Geen bed"]
    assert (rows[0]["Status"], rows[0]["Proeftuinen"], rows[0]["Toepassingen"]) == ("gesignaleerd", "1", "")
    found = json.loads(stream(client, "/programma/export/proeftuinen.json?kolom=titel&kolom=stadium"))
    assert found == [{"titel": "Waterdorp", "stadium": "geborgd"}, {"titel": "Alkmaar", "stadium": "loopt"}]


@pytest.mark.parametrize("name", FILES)
def test_every_export_in_every_format(full: Tracker, client: Client, name: str) -> None:
    assert stream(client, f"/programma/export/{name}.csv?bom=1").startswith("\ufeff".encode())
    rows = json.loads(stream(client, f"/programma/export/{name}.json"))
    book = load_workbook(io.BytesIO(stream(client, f"/programma/export/{name}.xlsx")))
    assert book.active.max_row == len(rows) + 1


FORM = re.compile(r'<details class="kolomkeuze">.*?</details>', re.DOTALL)


@pytest.mark.parametrize(
    ("url", "soort"),
    [
        ("/knelpunten/?q=bed", "knelpunten"),
        ("/proeftuinen/?stadium=geborgd", "proeftuinen"),
        ("/oplossingen/?resultaat=werkte", "oplossingen"),
        ("/programma/matrix/?vorm=arbeidsuitbuiting", "toepassingen"),
        ("/programma/kaart/?provincie=noord-holland", "proeftuinen"),
        ("/programma/aanbevelingen/?status=open", "aanbevelingen"),
        ("/programma/witte-vlekken/?vorm=onzin", "oplossingen"),
    ],
)
def test_columns_and_a_bom_are_chosen_on_screen(full: Tracker, client: Client, url: str, soort: str) -> None:
    form = FORM.findall(client.get(url).content.decode())[-1]
    names = re.findall(r'name="kolom" value="(\w+)" checked', form)
    assert names == [column.name for column in EXPORTS[soort].kolommen]
    kept = dict(re.findall(r'type="hidden" name="(\w+)" value="([\w-]+)"', form))
    asked = {"wit": "ja"} if "witte-vlekken" in url else QueryDict(url.partition("?")[2]).dict()
    assert asked.items() <= kept.items()
    for fmt in ("csv", "xlsx", "json"):
        assert f'formaction="/programma/export/{soort}.{fmt}"' in form
    assert 'name="bom" value="1"' in form
    body = stream(client, f"/programma/export/{soort}.csv?{urlencode(kept)}&kolom={names[1]}&bom=1").decode()
    assert body.splitlines()[0] == f"\ufeff{EXPORTS[soort].kolommen[1].label}"


def test_a_list_of_white_spots_is_exactly_what_is_counted(full: Tracker, client: Client) -> None:
    full.toepassing(full.bed, full.oplossing("Vast bed"), full.alkmaar, **full.assessed())
    html = text(client, "/programma/witte-vlekken/")
    assert 'Open knelpunten waarvoor nog niets werkte <span class="stil">(1)' in html
    rows = json.loads(stream(client, "/programma/export/knelpunten.json?status=gesignaleerd&wit=ja"))
    assert [row["titel"] for row in rows] == ["Geen tolk"]
    assert "Geen tolk" in text(client, "/knelpunten/?wit=ja")
    assert "Geen bed" not in text(client, "/knelpunten/?wit=ja")
    full.toepassing(full.tolk, full.oplossing("Belteam"), full.alkmaar, bewijsgraad="onbeproefd")  # type: ignore[attr-defined]
    assert [row["titel"] for row in json.loads(stream(client, "/programma/export/oplossingen.json?wit=ja"))] == [
        "Belteam",
        "Noodbed",
    ]


def test_a_formula_is_only_text(full: Tracker, client: Client) -> None:
    assert b"'=1+1" in stream(client, "/programma/export/toepassingen.csv")
    assert list_files.cell("-cmd") == "'-cmd"
    assert list_files.cell(-3) == -3


def test_a_workbook_has_its_limit(full: Tracker, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_files, "XLSX_ROWS", 1)
    response = client.get("/programma/export/knelpunten.xlsx")
    assert response.status_code == 400
    assert "knelpunten.csv" in response.content.decode()


def test_what_is_not_there_is_404(full: Tracker, client: Client) -> None:
    assert client.get("/programma/export/gebruikers.csv").status_code == 404


def test_what_is_closed_is_in_no_view_and_no_file(full: Tracker, client: Client) -> None:
    full.close(full.waterdorp)
    cache.clear()
    for name in VIEWS:
        html = text(client, f"/programma/{name}?proeftuin={full.waterdorp.slug}&proeftuin={full.alkmaar.slug}")
        assert "Waterdorp" not in html
        assert "(voorbeeld)" not in html
    for name in FILES:
        assert b"Waterdorp" not in stream(client, f"/programma/export/{name}.csv")
    assert json.loads(stream(client, "/programma/export/toepassingen.json")) == []
    (row,) = json.loads(stream(client, "/programma/export/knelpunten.json?q=bed"))
    assert (row["proeftuinen"], row["toepassingen"]) == (1, None)
    client.force_login(full.ketenpartner())
    assert b"Waterdorp" in stream(client, "/programma/export/toepassingen.csv")


@pytest.mark.parametrize("name", VIEWS)
def test_the_number_of_queries_does_not_grow(full: Tracker, client: Client, name: str) -> None:
    url = f"/programma/{name}?proeftuin={full.alkmaar.slug}&proeftuin={full.waterdorp.slug}"

    def count() -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    before = count()
    for _ in range(8):
        proeftuin, knelpunt, oplossing = full.proeftuin(gemeente=full.gemeente()), full.knelpunt(), full.oplossing()
        full.waarneming(knelpunt, full.alkmaar)
        full.waarneming(full.bed, proeftuin)
        full.toepassing(full.bed, oplossing, proeftuin, datum=day("2026-06-01"))
    assert count() == before
    assert before <= 15


def test_the_dashboard_follows_the_filters_of_the_lists(full: Tracker, client: Client) -> None:
    full.proeftuin("Verder weg", stadium="gestopt")
    assert figure(text(client, "/programma/"), "open knelpunten") == "2"
    html = text(client, "/programma/?vorm=arbeidsuitbuiting")
    assert figure(html, "open knelpunten") == "1"
    assert "/knelpunten/?status=gesignaleerd" in html
    assert "&amp;vorm=arbeidsuitbuiting" in html
    html = text(client, "/programma/?politieregio=noord-holland&van=2026-03-15&tot=2026-03-20")
    assert figure(html, "open knelpunten") == "1"
    assert "0 geborgd, 0 gestopt" in html
    assert "0 geborgd, 1 gestopt" in text(client, "/programma/")
    assert figure(text(client, "/programma/?provincie=limburg"), "open knelpunten") == "0"
    assert "Onbekende keuze" in text(client, "/programma/?provincie=onzin")
    feed = client.get("/programma/feeds/programma.json?provincie=limburg")
    assert json.loads(feed.content)["items"] == []


def figure(html: str, label: str) -> str:
    found = re.search(r'"cijfer-getal">([\d.]+)</span> <span class="cijfer-naam">' + label, html)
    assert found, label
    return found[1]


def test_the_map_leaves_no_proeftuin_out(full: Tracker, client: Client) -> None:
    """Each is counted once by province and once by police region, and stands in the list of its row."""
    full.proeftuin("Hele regio", politieregio="limburg")
    for table in ("Proeftuinen per provincie", "Proeftuinen per politieregio"):
        html = text(client, "/programma/kaart/").split(f"<caption>{table}</caption>")[1].split("</table>")[0]
        rows = re.findall(r'href="(\?[^"]+)".*?<td class="getal">(\d+)(.*?)</td>', html)
        assert sum(int(n) for _, n, _ in rows) == 2
        assert sum("en 1 voorbeeld" in words for *_, words in rows) == 1
        shown = "".join(text(client, f"/programma/kaart/{query}").split('id="lijst-kop"')[1] for query, *_ in rows)
        assert [shown.count(f">{title}</a></h3>") for title in ("Alkmaar", "Hele regio", "Waterdorp")] == [1, 1, 1]
    rows = json.loads(stream(client, "/programma/export/proeftuinen.json?provincie=geen"))
    assert {row["titel"] for row in rows} == {"Hele regio", "Waterdorp"}


def test_a_real_record_takes_nothing_from_an_invented_one(full: Tracker, client: Client) -> None:
    """Nor from an invented result among real ones. Its page, its row and its place in the lists say so."""
    real = full.oplossing("Vast bed")
    full.toepassing(full.bed, real, full.alkmaar, is_voorbeeld=True, bewijsgraad="onafhankelijk_geevalueerd")
    page = text(client, real.url)
    assert "Nog geen resultaat vastgelegd" in page
    assert "en 1 voorbeeld" in page
    strength = page.split("Hoe sterk is het bewijs?</dt>")[1].split("</dd>")[0]
    assert "Geen bewijs" in strength
    assert "onafhankelijk" not in strength
    assert "Nog niet toegepast, alleen 1 voorbeeld" in text(client, "/oplossingen/?q=vast")
    assert "Vast bed" not in text(client, "/oplossingen/?resultaat=werkte")
    assert "Vast bed" in text(client, "/oplossingen/?wit=ja")
    matrix = text(client, "/programma/matrix/")
    assert "teken-werkte" not in matrix.split("</ul>", 1)[1].split("matrix-vak")[1]
    full.toepassing(full.tolk, real, full.alkmaar, resultaat="werkte_niet", bewijsgraad="lokaal_geevalueerd")
    page = text(client, real.url)
    assert "1 keer toegepast, in 1 proeftuin: 1 keer niet. Tegen 1 knelpunt" in page
    strength = page.split("Hoe sterk is het bewijs?</dt>")[1].split("</dd>")[0]
    assert "Zwak bewijs" in strength
    assert "Door indiener opgegeven." in strength
    (row,) = json.loads(stream(client, "/programma/export/oplossingen.json?q=vast"))
    assert (row["toepassingen"], row["voorbeeld"]) == (1, False)
    rows = json.loads(stream(client, "/programma/export/toepassingen.json"))
    assert sorted(row["voorbeeld"] for row in rows) == [False, True, True]
