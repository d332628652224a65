"""Every list as a file: what is on screen, with all that a reader of it needs, and safe to open."""

import csv
import datetime
import io
import json

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from portal.choices import Schema
from portal.lists import files as list_files
from portal.lists.exports import OWN, columns_of
from portal.lists.workbooks import xlsx_file
from portal.models import AlternatieveTerm, Begrip
from portal.soorten import by_name, listed
from tests.factories import paginas, records

pytestmark = pytest.mark.django_db
AXES = {schema.value for schema in Schema}
FACTORIES = {name: getattr(paginas, f"{by_name()[name][0].__name__}Factory") for name, _ in listed()}


def address(soort: str, fmt: str) -> str:
    return reverse("export_lijst", args=[paginas.section(soort).translation_key, fmt])


def body(client: Client, url: str) -> bytes:
    response = client.get(url)
    assert response.status_code == 200
    return b"".join(response.streaming_content)


@pytest.mark.parametrize("soort", sorted(FACTORIES))
def test_a_section_is_a_file_of_what_is_on_screen(client: Client, soort: str) -> None:
    wanted, other = (FACTORIES[soort](title=title, published=True) for title in ("Meldroute", "Iets anders"))
    FACTORIES[soort](title="Meldroute in concept", live=False)
    rows = json.loads(body(client, address(soort, "json") + "?q=meldroute"))
    assert [row["titel"] for row in rows] == ["Meldroute"]
    assert rows[0]["id"] == str(wanted.translation_key)
    assert rows[0]["adres"] == f"http://testserver{wanted.get_url()}"
    assert {"samenvatting", "gewijzigd", "gepubliceerd", "voorbeeld", "sleutel", *AXES} <= set(rows[0])
    table = list(
        csv.reader(io.StringIO(body(client, address(soort, "csv") + "?bom=1").decode("utf-8-sig")), delimiter=";")
    )
    assert table[0] == [column.label for column in columns_of(soort)]
    assert len(table) == 3
    html = client.get(f"{paginas.section(soort).get_url()}?q=meldroute").content.decode()
    assert f'{address(soort, "csv")}?q=meldroute"' in html
    assert other.title not in body(client, address(soort, "csv") + "?q=meldroute").decode()


def test_columns_are_of_types_that_are_listed() -> None:
    assert OWN.keys() <= FACTORIES.keys()


def test_the_axes_hold_the_terms_of_their_schema(client: Client) -> None:
    terms = [
        records.BegripFactory(term=term, slug=term, schema=schema)
        for term, schema in (("drang", "vorm"), ("zien", "fase"))
    ]
    paginas.HandreikingFactory(begrippen=terms, published=True)
    (row,) = json.loads(body(client, address("handreiking", "json")))
    assert (row["vorm"], row["fase"], row["sector"]) == ("drang", "zien", "")


def test_the_vocabulary_is_a_file(client: Client) -> None:
    broad = records.BegripFactory(term="uitbuiting", slug="uitbuiting", schema="vorm")
    narrow = records.BegripFactory(term="drang", slug="drang", schema="vorm", breder=broad, definitie="Wat het is.")
    records.BegripFactory(term="oud", slug="oud", schema="vorm", gearchiveerd=True)
    AlternatieveTerm.objects.create(begrip=narrow, term="dwang", soort="synoniem")
    AlternatieveTerm.objects.create(begrip=narrow, term="gedwongen", soort="zoekterm")
    rows = {row["term"]: row for row in json.loads(body(client, "/export/begrippen.json"))}
    assert set(rows) == set(Begrip.objects.active().values_list("term", flat=True))
    row = rows["drang"]
    assert (row["andere_termen"], row["breder"], row["breder_id"]) == ("dwang", "uitbuiting", str(broad.uuid))
    assert row["adres"] == "http://testserver/begrippen/drang/"


def test_a_workbook_can_be_worked_with(client: Client) -> None:
    page = paginas.RapportFactory(title="=1+1", versiedatum=datetime.date(2024, 3, 5), published=True)
    book = load_workbook(io.BytesIO(body(client, address("rapport", "xlsx"))))
    sheet, told = book.worksheets
    heads = [cell.value for cell in sheet[1]]
    row = dict(zip(heads, sheet[2], strict=True))
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", f"A1:{sheet.cell(1, len(heads)).coordinate[:-1]}2")
    assert row["Titel"].value == "=1+1"
    assert (row["Titel"].data_type, row["Titel"].quotePrefix) == ("s", True)
    assert row["Datum van het rapport"].value == datetime.datetime(2024, 3, 5)
    assert row["Datum van het rapport"].is_date
    assert isinstance(row["Gewijzigd"].value, datetime.datetime)
    assert row["id"].value == str(page.translation_key)
    assert 8 <= sheet.column_dimensions["A"].width <= 60
    assert told.title == "Uitleg"
    assert [cell.value for cell in told["A"]][1 : len(heads) + 1] == heads
    assert any(cell.value and "/export/lijst/" in str(cell.value) for cell in told["C"])


@pytest.mark.parametrize(
    "text", ["=1+1", "+31", "-18 jaar", "@naam", "\tx", "＝1", "＋1", "'=1+1", "''=1", "'t Is zo", "gewoon", "'"]
)
def test_what_a_cell_holds_comes_back(text: str) -> None:
    written = list_files.cell(text)
    assert not written.startswith(("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"))
    assert list_files.without_apostrophe(written) == text
    if text.strip() == text:
        sheet = load_workbook(xlsx_file({"Blad": [["Kop"], [text]]})).active
        assert list_files.without_apostrophe(sheet["A2"].value) == text
        assert sheet["A2"].data_type == "s"


def test_what_is_not_there_is_404(client: Client) -> None:
    key = paginas.home().translation_key
    assert client.get(reverse("export_lijst", args=[key, "csv"])).status_code == 404


@pytest.mark.parametrize("soort", ["handreiking", "organisatie"])
def test_a_file_asks_as_often_for_many_as_for_few(
    client: Client, django_assert_max_num_queries: object, soort: str
) -> None:
    for number in range(12):
        FACTORIES[soort](title=f"Stuk {number}", published=True)
    body(client, address(soort, "json"))
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        assert len(json.loads(body(client, address(soort, "json")))) == 12
