"""What a question finds, as a file."""

import csv
import io
import json

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import Settings

from search import engines, service
from search.results import exports
from tests.search.conftest import Create

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_search")]


def export(client: Client, fmt: str, query: str) -> str:
    response = client.get(reverse("search:export", args=[fmt]) + query)
    assert response.status_code == 200
    assert f'filename="zoekresultaten.{fmt}"' in response["Content-Disposition"]
    return response.content.decode("utf-8-sig")


def test_the_same_question_as_on_screen(client: Client, create: Create) -> None:
    for number in range(12):
        create(f"{'ab'[number % 2]} meldroute {number}")
    create("Iets anders")
    rows = json.loads(export(client, "json", "?q=meldroute&letter=a"))
    assert len(rows) == 6
    assert all(row["titel"].startswith("a meldroute") for row in rows)
    assert rows[0]["adres"].startswith("http://testserver/groep/")
    assert rows[0]["id"]
    assert set(rows[0]) == set(exports.columns())
    assert len(json.loads(export(client, "json", "?q=meldroute"))) == 12
    html = client.get(reverse("search:results") + "?q=meldroute&letter=a").content.decode()
    assert '/export.json?q=meldroute&amp;letter=a"' in html


def test_more_than_a_page_and_never_more_than_the_most(
    client: Client, create: Create, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(7):
        create(f"meldroute {number}")
    monkeypatch.setattr(service, "LARGEST_PAGE", 2)
    assert len(json.loads(export(client, "json", "?q=meldroute"))) == 7
    monkeypatch.setattr(exports, "MOST", 4)
    assert len(json.loads(export(client, "json", "?q=meldroute"))) == 4


def test_a_spreadsheet_runs_nothing(client: Client, create: Create) -> None:
    create("=HYPERLINK(1;2) meldroute")
    create('meldroute; met "tekens"')
    rows = list(csv.DictReader(io.StringIO(export(client, "csv", "?q=meldroute")), delimiter=";"))
    assert {row["Titel"] for row in rows} == {"'=HYPERLINK(1;2) meldroute", 'meldroute; met "tekens"'}


@pytest.mark.parametrize("query", ["", "?q=%00", "?q=nietsgevonden", "?q=" + "(" * 500, "?pagina=9"])
def test_any_question_gives_a_file(client: Client, create: Create, query: str) -> None:
    create("meldroute")
    assert export(client, "csv", query).startswith("id;Titel;")


def test_without_an_engine_there_is_no_empty_file(client: Client, settings: Settings, create: Create) -> None:
    create("meldroute")
    folder = settings.SEARCH["EMBEDDED_PATH"]
    engines.embedded.cache_clear()
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    folder.write_text("geen map")
    response = client.get(reverse("search:export", args=["csv"]) + "?q=meldroute")
    assert (response.status_code, response.content.decode()) == (503, service.UNAVAILABLE)


def test_a_workbook_too(client: Client, create: Create) -> None:
    create("meldroute")
    response = client.get(reverse("search:export", args=["xlsx"]) + "?q=meldroute")
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    assert heads == list(exports.columns().values())
    assert sheet.cell(2, heads.index("Titel") + 1).value == "meldroute"
