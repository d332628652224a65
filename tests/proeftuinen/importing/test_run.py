"""The import: a try first, all or nothing, twice gives the same."""

import io
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from portal.models import Gebruiker, Wijziging
from proeftuinen.importing import sheets
from proeftuinen.importing.run import CHANGED, NEW, SAME, WRONG, run
from proeftuinen.models import Knelpunt, KnelpuntStap, Proeftuin, Toepassing, Waarneming
from tests.proeftuinen import hostile_files
from tests.proeftuinen.builders import Tracker
from tests.proeftuinen.workbooks import GOOD, workbook

ROOT = Path(__file__).resolve().parents[3]


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


@pytest.mark.parametrize("case", hostile_files.FILES)
def test_a_hostile_file_gets_a_message(case: str) -> None:
    name, content, word = hostile_files.FILES[case]
    data = content() if callable(content) else content
    with pytest.raises(sheets.UnreadableFile) as caught:
        sheets.read(io.BytesIO(data), name)
    assert word in str(caught.value)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("case", hostile_files.GOOD_FILES)
def test_an_odd_file_that_can_be_read_is_read(case: str) -> None:
    name, content, amount = hostile_files.GOOD_FILES[case]
    assert len(sheets.read(io.BytesIO(content()), name)) == amount


def test_a_bomb_is_refused_within_two_seconds_and_200_mb(ready: Tracker) -> None:
    """783 kB that unpacks to 800 MB."""
    data = hostile_files.bomb(800)
    assert len(data) < 900_000
    began = time.monotonic()
    with pytest.raises(sheets.UnreadableFile, match="uitgepakt groter dan 60 MB"):
        sheets.read(io.BytesIO(data), "a.xlsx")
    assert time.monotonic() - began < 2
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); from proeftuinen.importing import tables\n"
        "try: tables.read(sys.stdin.buffer.read(), '.xlsx', ['knelpunten'])\n"
        "except tables.Refusal: print(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"
    )
    command = [sys.executable, "-c", program, str(ROOT)]
    done = subprocess.run(command, input=data, capture_output=True, check=True)
    assert int(done.stdout) * 1024 < 200_000_000


def test_the_screen_gives_the_message_at_the_field(ready: Tracker, client: Client) -> None:
    client.force_login(Gebruiker.objects.create_superuser(username="redacteur", password="geheim-en-lang-genoeg"))
    for case in ("bomb", "cut in half", "long field", "empty", "NUL in a cell"):
        name, content, word = hostile_files.FILES[case]
        upload = SimpleUploadedFile(name, content() if callable(content) else content)
        answer = client.post(reverse("proeftuinen_import"), {"bestand": upload, "echt": "on"})
        assert answer.status_code == 200
        [message] = answer.context["form"].errors["bestand"]
        assert word in message or "is leeg" in message
    assert not Knelpunt.objects.exists()


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
    assert load_workbook(empty).sheetnames == [*sheets.COLUMNS, "Uitleg", "Keuzes"]


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
