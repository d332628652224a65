"""The screen of the import: a try keeps the file, the result is published or a draft, and the template helps."""

import io
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from portal.models import Gebruiker, Wijziging
from proeftuinen.importing import sheets
from proeftuinen.importing.columns import COLUMNS
from proeftuinen.importing.run import NEW, run
from proeftuinen.importing.template import template
from proeftuinen.models import Importbestand, Oplossing
from tests.proeftuinen.builders import Tracker

GOOD = b"soort;sleutel;titel;samenvatting\noplossingen;noodbed;Noodbed;Kort.\n"


@pytest.fixture
def screen(tracker: Tracker, editor: Client) -> Client:
    return editor


def send(client: Client, content: bytes | None = GOOD, name: str = "mijn.csv", **data: str):
    upload = {"bestand": SimpleUploadedFile(name, content)} if content is not None else {}
    response = client.post(reverse("proeftuinen_import"), {**upload, **data})
    assert response.status_code == 200
    return response


def kept() -> str:
    return str(Importbestand.objects.get().uuid)


def test_a_try_keeps_the_file_for_the_real_run(screen: Client) -> None:
    html = send(screen).content.decode()
    assert "Er is niets gewijzigd: 1 nieuw" in html
    assert f'name="bewaard" value="{kept()}"' in html
    assert "mijn.csv" in html
    html = send(screen, None, bewaard=kept(), echt="on").content.decode()
    assert "Geïmporteerd: 1 nieuw" in html
    assert Oplossing.objects.get().live
    assert not Importbestand.objects.exists()
    assert 'name="bewaard" value' not in html


def test_another_file_goes_before_the_kept_one(screen: Client) -> None:
    send(screen)
    send(screen, GOOD.replace(b"Noodbed", b"Tweede"), bewaard=kept(), echt="on")
    assert Oplossing.objects.get().title == "Tweede"


def test_a_kept_file_is_for_who_kept_it_and_for_a_day(screen: Client, client: Client) -> None:
    send(screen)
    key = kept()
    other = Client()
    other.force_login(Gebruiker.objects.create_superuser(username="ander", password="geheim-en-lang-genoeg"))
    assert "Kies een bestand." in send(other, None, bewaard=key, echt="on").content.decode()
    Importbestand.objects.update(bewaard_op=timezone.now() - timedelta(days=2))
    assert "Kies een bestand." in send(screen, None, bewaard=key, echt="on").content.decode()
    assert not Oplossing.objects.exists()
    send(other)
    assert kept() != key


@pytest.mark.parametrize("key", ["", "onzin", "00000000-0000-0000-0000-000000000000"])
def test_without_a_file_it_asks_for_one(screen: Client, key: str) -> None:
    response = send(screen, None, bewaard=key, echt="on")
    assert response.context["report"] is None


def test_drafts_by_choice(screen: Client) -> None:
    send(screen, resultaat="concept", echt="on")
    page = Oplossing.objects.get()
    assert not page.live
    assert page.latest_revision.as_object().title == "Noodbed"
    assert "1 gewijzigd" in send(screen, resultaat="publiceren", echt="on").content.decode()
    assert Oplossing.objects.get().live


def test_who_may_not_publish_makes_drafts(tracker: Tracker, client: Client) -> None:
    user = Gebruiker.objects.create_user(username="schrijver", password="geheim-en-lang-genoeg")
    codes = ("access_admin", "add_toepassing", "change_toepassing")
    user.user_permissions.set(Permission.objects.filter(codename__in=codes))
    client.force_login(user)
    assert "resultaat" in send(client, resultaat="publiceren", echt="on").context["form"].errors
    send(client, echt="on")
    assert not Oplossing.objects.get().live


def test_what_changed_is_told_when_somebody_says_it(screen: Client) -> None:
    send(screen, echt="on")
    told = Wijziging.objects.filter(soort="herzien")
    for title, note in (("Beter", ""), ("Nog beter", "Titels aangescherpt.")):
        send(screen, GOOD.replace(b"Noodbed", title.encode()), echt="on", wat_veranderde=note)
        assert [row.tekst for row in told.all()] == ([note] if note else [])


def test_only_what_there_is_to_say_is_shown(screen: Client) -> None:
    send(screen, echt="on")
    lines = [b"soort;id;sleutel;titel;adres", b"oplossingen;;noodbed;Noodbed;https://voorbeeld.test/"]
    html = send(screen, b"\n".join(lines)).content.decode()
    assert "Alleen om te lezen, en niet geïmporteerd: adres." in html
    assert "<td>noodbed</td>" not in html


def test_the_template_can_be_filled_and_says_what_may_stand_where(tracker: Tracker) -> None:
    tracker.gemeente()
    tracker.begrip("arbeidsuitbuiting", "vorm")
    book = load_workbook(io.BytesIO(template()))
    assert book.sheetnames == [*COLUMNS, "Uitleg", "Keuzes"]
    sheet = book["oplossingen"]
    heads = [cell.value for cell in sheet[1]]
    lists = {rule.formula1: str(rule.sqref) for rule in sheet.data_validations.dataValidation}
    choices = book["Keuzes"]
    columns = {cell.value: cell.column_letter for cell in choices[1]}
    for name in ("inspanning", "voorbeeld", "vorm"):
        assert any(f"${columns[name]}$2" in formula for formula in lists)
    assert [cell.value for cell in choices[columns["voorbeeld"]]][1:3] == ["ja", "nee"]
    assert choices[f"{columns['vorm']}2"].value == "arbeidsuitbuiting"
    told = {row[1].value: row[2].value for row in book["Uitleg"].iter_rows()}
    assert all(told[head] for head in heads)
    assert sheet["A2"].value == "(voorbeeld)"
    for head, value in {
        "sleutel": "noodbed",
        "titel": "Noodbed",
        "inspanning": "hoog: geld en een projectleider",
    }.items():
        sheet.cell(3, heads.index(head) + 1).value = value
    target = io.BytesIO()
    book.save(target)
    target.seek(0)
    rows = sheets.read(target, "ingevuld.xlsx")
    assert [row.values["sleutel"] for row in rows] == ["noodbed"]
    assert [row.outcome for row in run(rows, apply=True).rows] == [NEW]
    assert Oplossing.objects.get().inspanning == "hoog"


def test_an_empty_template_is_refused_and_its_examples_are_good_rows(tracker: Tracker) -> None:
    with pytest.raises(sheets.UnreadableFile, match="geen enkele rij"):
        sheets.read(io.BytesIO(template()), "leeg.xlsx")
