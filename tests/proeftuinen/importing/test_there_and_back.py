"""What is exported can be corrected and imported: the same file changes nothing, one better cell changes one record."""

import csv
import io
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pytest_django import DjangoDbBlocker
from wagtail.models import Revision

from portal.models import Gebruiker, Wijziging
from proeftuinen import setup
from proeftuinen.importing import sheets
from proeftuinen.importing.columns import COLUMNS
from proeftuinen.importing.run import CHANGED, SAME, run
from proeftuinen.models import Knelpunt, Oplossing, Toepassing

KINDS = list(COLUMNS)


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        setup.fill(demo=True)
        yield
        transaction.set_rollback(True)


def exported(client: Client, kind: str, fmt: str, query: str = "") -> bytes:
    response = client.get(f"/programma/export/{kind}.{fmt}{query}")
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def read(data: bytes, fmt: str) -> list[sheets.Row]:
    return sheets.read(io.BytesIO(data), f"bestand.{fmt}")


@pytest.mark.parametrize("fmt", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("who", ["anybody", "editor"])
def test_an_unchanged_export_of_the_demo_changes_nothing(
    demo: None, db: None, client: Client, kind: str, fmt: str, who: str
) -> None:
    if who == "editor":
        user = Gebruiker.objects.create_superuser(username="redacteur", password="geheim-en-lang-genoeg")
        client.force_login(user)
    rows = read(exported(client, kind, fmt, "?bom=1"), fmt)
    assert len(rows) > 5
    before = (Revision.objects.count(), Wijziging.objects.count())
    report = run(rows, apply=True)
    assert [row for row in report.rows if row.outcome != SAME or row.messages] == []
    assert report.applied
    assert (Revision.objects.count(), Wijziging.objects.count()) == before
    assert "adres" in report.unread


def test_one_better_cell_changes_one_record(demo: None, db: None, client: Client) -> None:
    lines = list(csv.reader(io.StringIO(exported(client, "oplossingen", "csv").decode()), delimiter=";"))
    lines[3][lines[0].index("Samenvatting")] = "=Beter gezegd"
    target = io.StringIO()
    csv.writer(target, delimiter=";").writerows(lines)
    report = run(read(target.getvalue().encode(), "csv"), apply=True)
    assert (report.count(CHANGED), report.count(SAME)) == (1, len(lines) - 2)
    changed = Oplossing.objects.get(translation_key=lines[3][lines[0].index("id")])
    assert changed.samenvatting == "=Beter gezegd"
    again = exported(client, "oplossingen", "csv")
    assert b";'=Beter gezegd;" in again
    assert run(read(again, "csv"), apply=True).count(SAME) == len(lines) - 1


def test_in_a_workbook_too_and_under_the_name_of_a_record(demo: None, db: None, client: Client) -> None:
    book = load_workbook(io.BytesIO(exported(client, "toepassingen", "xlsx")))
    sheet = book["Toepassingen"]
    heads = [cell.value for cell in sheet[1]]
    other = Knelpunt.objects.exclude(title=sheet.cell(2, heads.index("Knelpunt") + 1).value).first()
    sheet.cell(2, heads.index("Resultaat") + 1).value = "werkte niet"
    sheet.cell(3, heads.index("Knelpunt") + 1).value = other.title
    target = io.BytesIO()
    book.save(target)
    report = run(read(target.getvalue(), "xlsx"), apply=False)
    first, second = report.rows[:2]
    assert first.outcome in (CHANGED, SAME)
    assert "Het id is van" in " ".join(second.messages)
    assert Toepassing.objects.count() == len(report.rows)


@pytest.mark.parametrize("fmt", ["csv", "xlsx", "json"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_file_asks_at_most_fifteen_questions(demo: None, db: None, client: Client, kind: str, fmt: str) -> None:
    exported(client, kind, fmt)
    with CaptureQueriesContext(connection) as asked:
        exported(client, kind, fmt)
    assert len(asked) <= 15
