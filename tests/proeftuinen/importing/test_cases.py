"""Files as people have them: each gives the right value, or says where it is wrong. It never guesses."""

import io

import pytest

from proeftuinen.importing import sheets
from proeftuinen.importing.run import NEW, WRONG, run
from proeftuinen.models import Oplossing, Proeftuin
from tests.proeftuinen.builders import Tracker, day
from tests.proeftuinen.hostile_files import changed
from tests.proeftuinen.import_files import HEAD, case, csv_rows, messages, sheet_rows


@pytest.fixture
def ready(tracker: Tracker) -> Tracker:
    tracker.gemeente()
    tracker.begrip("opvang", "knelpunttype")
    return tracker


@pytest.mark.parametrize(
    ("name", "field", "values"),
    [
        ("c02-csv-sep-regel.csv", "title", ["Proef sep"]),
        ("c05-csv-mac-regels.csv", "title", ["Proef mac"]),
        ("c08-csv-komma-bom.csv", "samenvatting", ["Een, twee; drie"]),
        ("x01-xlsx-verkeerde-afmeting.xlsx", "title", ["Proef afmeting", "Proef afmeting b"]),
        ("x15-ja-nee-varianten.xlsx", "is_voorbeeld", [True, True, True]),
        (
            "c15-formule-en-cijfers.csv",
            "title",
            [
                "=1+1 is geen titel", "-18 in de prostitutie", "0012345678901234567", "＝cmd|calc",
                "Tekst", "+31 bellen",
            ],
        ),
    ],
)  # fmt: skip
def test_a_case_that_is_read(ready: Tracker, name: str, field: str, values: list) -> None:
    report = run(case(name), apply=True)
    assert report.applied, messages(report)
    assert [row.outcome for row in report.rows] == [NEW] * len(values)
    assert list(Oplossing.objects.order_by("slug").values_list(field, flat=True)) == values


@pytest.mark.parametrize("name", ["c10-csv-datum-nl.csv", "x04-xlsx-1904.xlsx"])
def test_a_date_is_read_as_it_is_written_here(ready: Tracker, name: str) -> None:
    assert run(case(name), apply=True).applied
    assert Proeftuin.objects.get().startdatum == day("2024-03-05")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("c13-csv-dubbele-kolom.csv", 'kolom "titel" staat er twee keer'),
        ("x12-kolom-zonder-kop.xlsx", "kolom F heeft geen kop"),
    ],
)
def test_a_case_that_is_refused_as_a_whole(name: str, message: str) -> None:
    with pytest.raises(sheets.UnreadableFile, match=message):
        case(name)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("x02-xlsx-formule-zonder-uitkomst.xlsx", ["titel: in de cel staat een formule", "samenvatting: in de cel"]),
        ("x07-xlsx-foutwaarde.xlsx", ["titel: fout in Excel-cel (#N/A)", "samenvatting: fout in Excel-cel (#REF!)"]),
        ("x16-lange-samenvatting.xlsx", ["samenvatting: ", "het mogen er 400 zijn"]),
        ("x05-xlsx-datum-als-tekst.xlsx", ['"45356" is geen datum', "de opmaak Datum"]),
    ],
)
def test_a_case_with_a_wrong_row_changes_nothing(ready: Tracker, name: str, told: list[str]) -> None:
    report = run(case(name), apply=True)
    assert not report.applied
    assert all(text in messages(report) for text in told), messages(report)
    assert not Oplossing.objects.exists()
    assert not Proeftuin.objects.exists()


def test_a_dutch_date_and_a_year_are_right_beside_what_is_no_date(ready: Tracker) -> None:
    assert [row.outcome for row in run(case("x05-xlsx-datum-als-tekst.xlsx"), apply=False).rows] == [NEW, WRONG, NEW]


@pytest.mark.parametrize("word", ["misschien", "JA!", "jaja", "2", "-"])
def test_what_is_neither_yes_nor_no_is_wrong(ready: Tracker, word: str) -> None:
    report = run(csv_rows(HEAD, f"oplossingen;noodbed;Noodbed;Kort.;{word}"), apply=True)
    assert "is geen ja of nee" in messages(report)


@pytest.mark.parametrize("error", ["#N/B", "#VERW!", "#WAARDE!", "#DEEL/0!", "#NAAM?", "#GETAL!", "#LEEG!", "########"])
def test_an_error_of_a_dutch_excel_is_one_in_csv_too(ready: Tracker, error: str) -> None:
    report = run(csv_rows(HEAD, f"oplossingen;noodbed;{error};Kort.;ja"), apply=True)
    assert "titel: fout in Excel-cel" in messages(report)


@pytest.mark.parametrize("date", ["31-2-2026", "3/5/2024", "05-03-24", "20240305"])
def test_a_date_that_can_be_read_in_two_ways_is_asked(ready: Tracker, date: str) -> None:
    report = run(csv_rows("soort;sleutel;titel;begin", f"proeftuinen;a;A;{date}"), apply=True)
    assert "is geen datum" in messages(report)


def test_an_end_before_its_beginning(ready: Tracker) -> None:
    head = "soort;sleutel;titel;begin;einde"
    assert "Het einde ligt vóór het begin" in messages(
        run(csv_rows(head, "proeftuinen;a;A;2-1-2026;1-1-2026"), apply=True)
    )
    page = ready.proeftuin("Alkmaar", startdatum=day("2026-01-02"))
    report = run(csv_rows("soort;sleutel;titel;einde", f"proeftuinen;{page.slug};Alkmaar;1-1-2026"), apply=True)
    assert "Het einde ligt vóór het begin" in messages(report)


def test_one_record_in_two_rows(ready: Tracker) -> None:
    twice = ["oplossingen;a;Een;;", "oplossingen;a;Twee;;"]
    assert "staat ook in rij 2" in messages(run(csv_rows(HEAD, *twice), apply=True))
    there = ready.oplossing("B")
    rows = csv_rows(
        "soort;id;sleutel;titel", f"oplossingen;{there.translation_key};;Een", f"oplossingen;;{there.slug};Twee"
    )
    assert "staat ook in rij 2" in messages(run(rows, apply=True))
    ends = [ready.knelpunt("Geen bed").slug, there.slug, ready.proeftuin("Alkmaar").slug]
    head = "soort;knelpunt;oplossing;proeftuin;toelichting;datum"
    lines = [f"toepassingen;{';'.join(ends)};{text};1-5-2026" for text in ("Een.", "Twee.")]
    assert "staat ook in rij 2" in messages(run(csv_rows(head, *lines), apply=True))


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["soort;sleutel;titel", "oplossingen;a;A;extra"], "kolom D heeft geen kop"),
        (["soort;titel", "oplossingen;A"], 'kolom "sleutel" ontbreekt'),
        (["soort;knelpunt;oplossing", "toepassingen;a;b"], 'kolom "proeftuin" ontbreekt'),
        (["soort;sleutel;titel;Titel", "oplossingen;a;A;B"], "twee keer"),
        (["soort;sleutel;stadium;datum;stadium sinds", "proeftuinen;a;loopt;1-1-2026;"], "onder twee namen"),
        (["soort;sleutel;titel"], "geen enkele rij"),
        (["soort;sleutel;titel", 'oplossingen;a;"A', "oplossingen;b;B"], "aanhalingsteken"),
    ],
)
def test_headings_that_do_not_fit(lines: list[str], message: str) -> None:
    with pytest.raises(sheets.UnreadableFile, match=message):
        csv_rows(*lines)


def test_sheets_that_do_not_fit() -> None:
    head, row = ["sleutel", "titel"], ["a", "A"]
    with pytest.raises(sheets.UnreadableFile, match='tabblad "oplossingen 2026" kent de import niet'):
        sheet_rows(head, row, other={"oplossingen 2026": ["b"]})
    with pytest.raises(sheets.UnreadableFile, match="twee tabbladen"):
        sheet_rows(head, row, other={"Oplossingen ": ["b"]})
    assert len(sheet_rows(head, row, other={"Blad2": [], "Uitleg": ["Lees dit"]})) == 1


@pytest.mark.parametrize("first", ["sep=,", '"sep=,"', "SEP=,;;"])
def test_the_line_that_tells_excel_what_separates(first: str) -> None:
    (row,) = csv_rows(first, "soort,sleutel,titel", 'oplossingen,a,"Een; twee"')
    assert (row.place, row.values["titel"]) == ("rij 2", "Een; twee")


def test_tabs_between_the_cells() -> None:
    (row,) = csv_rows("soort\tsleutel\ttitel", "oplossingen\ta\tEen; twee")
    assert row.values["titel"] == "Een; twee"


def test_a_formula_that_was_worked_out_is_its_outcome() -> None:
    """And one that gives an empty text gives an empty cell."""
    xml = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>sleutel</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>titel</t></is></c>'
        '<c r="C1" t="inlineStr"><is><t>samenvatting</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>a</t></is></c><c r="B2" t="str"><f>"Een"</f><v>Een</v></c>'
        '<c r="C2" t="str"><f>""</f><v></v></c></row></sheetData></worksheet>'
    )
    rows = sheets.read(io.BytesIO(changed("xl/worksheets/sheet1.xml", xml.encode())), "a.xlsx")
    row = next(row for row in rows if row.kind == "knelpunten")
    assert (row.values["titel"], row.values["samenvatting"], row.problems) == ("Een", "", ())
