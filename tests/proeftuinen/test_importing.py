"""The import: a try first, all or nothing, twice gives the same."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from portal.models import Gebruiker, Wijziging
from proeftuinen.importing import sheets
from proeftuinen.importing.run import CHANGED, NEW, SAME, WRONG, run
from proeftuinen.models import Knelpunt, KnelpuntStap, Proeftuin, Toepassing, Waarneming

from .builders import Tracker

GOOD = {
    "knelpunten": [
        {"sleutel": "geen-bed", "titel": "Geen bed", "begrippen": "opvang", "status": "geduid", "datum": "2026-03-01"}
    ],
    "oplossingen": [{"sleutel": "noodbed", "titel": "Noodbed", "inspanning": "laag"}],
    "proeftuinen": [
        {"sleutel": "alkmaar", "titel": "Alkmaar", "gemeente": "Alkmaar", "stadium": "loopt", "datum": "2026-01-01"}
    ],
    "toepassingen": [
        {
            "knelpunt": "geen-bed", "oplossing": "noodbed", "proeftuin": "alkmaar", "resultaat": "werkte",
            "toelichting": "Er was een bed.", "datum": "2026-05-01", "voorbeeld": "ja",
        }
    ],
}  # fmt: skip


def workbook(content: dict) -> io.BytesIO:
    book = Workbook()
    book.remove(book.active)
    for kind, rows in content.items():
        sheet = book.create_sheet(kind)
        sheet.append(list(sheets.COLUMNS[kind]))
        for row in rows:
            sheet.append([row.get(column, "") for column in sheets.COLUMNS[kind]])
    target = io.BytesIO()
    book.save(target)
    target.seek(0)
    return target


def rows(content: dict) -> list[sheets.Row]:
    return sheets.read(workbook(content), "a.xlsx")


@pytest.fixture
def ready(tracker: Tracker) -> Tracker:
    tracker.gemeente()
    tracker.begrip("opvang", "knelpunttype")
    return tracker


def test_a_try_changes_nothing(ready: Tracker) -> None:
    report = run(rows(GOOD), apply=False)
    assert [row.outcome for row in report.rows] == [NEW] * 4
    assert not report.applied
    assert not Knelpunt.objects.exists()


def test_an_import_makes_everything_and_twice_gives_the_same(ready: Tracker) -> None:
    assert run(rows(GOOD), apply=True).applied
    knelpunt = Knelpunt.objects.get(slug="geen-bed")
    assert knelpunt.live
    assert [b.term for b in knelpunt.begrippen.all()] == ["opvang"]
    assert KnelpuntStap.objects.get(knelpunt=knelpunt).status == "geduid"
    assert Proeftuin.objects.get(slug="alkmaar").gemeente.naam == "Alkmaar"
    assert Toepassing.objects.get().is_voorbeeld
    assert Waarneming.objects.count() == 1
    told = Wijziging.objects.count()
    assert {row.outcome for row in run(rows(GOOD), apply=True).rows} == {SAME}
    assert (Wijziging.objects.count(), KnelpuntStap.objects.count()) == (told, 1)
    better = {"toepassingen": [{**GOOD["toepassingen"][0], "resultaat": "werkte_deels"}]}
    assert [row.outcome for row in run(rows(better), apply=True).rows] == [CHANGED]
    assert Toepassing.objects.get().resultaat == "werkte_deels"


@pytest.mark.parametrize(
    ("kind", "wrong", "message"),
    [
        ("knelpunten", {"titel": ""}, "Vul een titel in"),
        ("knelpunten", {"sleutel": "Geen Bed"}, "kleine letters"),
        ("knelpunten", {"begrippen": "onzin"}, "Onbekend begrip"),
        ("knelpunten", {"status": "onzin"}, "bestaat niet"),
        ("knelpunten", {"niveau": "onzin"}, "bestaat niet"),
        ("knelpunten", {"eigenaar": "onzin"}, "niet gevonden"),
        ("knelpunten", {"datum": "gisteren"}, "geen datum"),
        ("knelpunten", {"status": "opgelost"}, "schrijft u waardoor"),
        ("oplossingen", {"inspanning": "veel"}, "inspanning"),
        ("proeftuinen", {"gemeente": "Nergens"}, "staat niet in de lijst"),
        ("proeftuinen", {"stadium": "gestopt"}, "waarom"),
        ("toepassingen", {"knelpunt": "onzin"}, "niet gevonden"),
        ("toepassingen", {"resultaat": "geweldig"}, "resultaat"),
        ("toepassingen", {"datum": "2126-01-01"}, "toekomst"),
    ],
)
def test_one_wrong_row_stops_everything(ready: Tracker, kind: str, wrong: dict, message: str) -> None:
    content = {**GOOD, kind: [{**GOOD[kind][0], **wrong}]}
    report = run(rows(content), apply=True)
    assert not report.applied
    assert any(message in text for row in report.rows if row.outcome == WRONG for text in row.messages)
    assert not Knelpunt.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.docx", b"", "eindigt op"),
        ("a.xlsx", b"geen excel", "geen leesbaar"),
        ("a.csv", b"\xff\xfe\x00", "UTF-8"),
        ("a.csv", b"titel;sleutel\n", "ontbreekt"),
        ("a.csv", b"soort;titel\nauto;Rood\n", "bestaat niet"),
        ("a.csv", b"soort;kleur\nknelpunten;Rood\n", "Onbekende kolom"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(name: str, content: bytes, message: str) -> None:
    with pytest.raises(sheets.UnreadableFile, match=message):
        sheets.read(io.BytesIO(content), name)


def test_the_command(ready: Tracker, tmp_path, capsys: pytest.CaptureFixture) -> None:
    path = tmp_path / "import.csv"
    path.write_text("soort;sleutel;titel\noplossingen;noodbed;Noodbed\n", encoding="utf-8")
    call_command("import_tracker", path)
    assert "Dit was een proef" in capsys.readouterr().out
    call_command("import_tracker", path, "--apply")
    assert "1 nieuw" in capsys.readouterr().out
    path.write_text("soort;sleutel;titel\noplossingen;noodbed;\n", encoding="utf-8")
    with pytest.raises(CommandError, match="niets"):
        call_command("import_tracker", path, "--apply")
    empty = tmp_path / "leeg.xlsx"
    call_command("import_tracker", empty, "--template")
    assert load_workbook(empty).sheetnames == list(sheets.COLUMNS)


def test_the_admin_screen(ready: Tracker, client: Client) -> None:
    url = reverse("proeftuinen_import")
    client.force_login(ready.ketenpartner())
    assert client.get(url).status_code in (302, 403)
    client.force_login(Gebruiker.objects.create_superuser(username="redacteur", password="geheim-en-lang-genoeg"))
    assert client.get(url).status_code == 200
    assert load_workbook(io.BytesIO(client.get(reverse("proeftuinen_import_template")).content)).sheetnames

    def send(**data: str) -> str:
        upload = workbook(GOOD)
        upload.name = "import.xlsx"
        return client.post(url, {"bestand": upload, **data}).content.decode()

    assert "Er is niets gewijzigd: 4 nieuw" in send()
    assert not Knelpunt.objects.exists()
    assert "Geïmporteerd: 4 nieuw" in send(echt="on")
    assert Knelpunt.objects.exists()
