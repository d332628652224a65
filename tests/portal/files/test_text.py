"""What of each kind of file counts as its text: what a reader of the file sees, and nothing else."""

from __future__ import annotations

import datetime
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from portal.files.text import reader
from tests.portal.office_files import odt, p, packed, r, word

CASES = Path(__file__).parents[1] / "gevallen" / "bijlagen"


def read(data: bytes, suffix: str) -> dict[str, Any]:
    return reader.read(data, suffix, 20)


def text(data: bytes, suffix: str) -> str:
    return "\n".join(read(data, suffix)["pages"])


@pytest.mark.parametrize(
    ("name", "there", "gone"),
    [
        ("a01-odt-woord-in-spans.odt", "ging kwinkeleren over het", ""),
        ("a02-odt-verwijderde-tekst.odt", "De melder is onbekend.", "Zwartkopje Vertrouwelijk Redacteur 2026"),
        ("a04-docx-wijzigingen-bijhouden.docx", "Toegevoegd na overleg: de grasmusregeling geldt", "fitis Redacteur"),
        ("a07-pdf-afbreken.pdf", "de aanhoudingsbevoegdheid en de zwartwerkersregistratie", ""),
        ("a07-pdf-afbreken.pdf", "roodborstjestoezicht", ""),
        ("a09-pdf-ligaturen.pdf", "proeﬂeiding", ""),
        ("a10-pdf-alleen-eigenaarswachtwoord.pdf", "putterprocedure", ""),
        ("a15-txt-windows-1252.txt", "De coördinator en de cliëntenzaak: bel het kluutcafé.", "�"),
        ("a21-xlsx-bijlage.xlsx", "de tureluurlijst", ""),
        ("w01-libreoffice-wijzigingen.odt", "Bonjour  los bonitos amigos  ça va ?", "les amis, Auteur 2009"),
        ("w02-libreoffice-verborgen-blad.ods", "0 | 10 | 20", ""),
        ("w03-word-opmerkingen.docx", "Ouch.", "tachyon Fin Auteur"),
        ("w04-word-tekstvak.docx", "Datum plane", ""),
        ("w05-word-voetnoten.docx", "A tachyon walks into a bar.", ""),
    ],
)
def test_a_file_as_people_made_it(name: str, there: str, gone: str) -> None:
    found = text((CASES / name).read_bytes(), Path(name).suffix)
    assert there in found
    assert found.count(there) == 1
    assert not [word for word in gone.split() if word in found]


def test_a_hidden_sheet_is_no_sheet() -> None:
    assert read((CASES / "w02-libreoffice-verborgen-blad.ods").read_bytes(), ".ods")["names"] == ["Tab 1"]


# Word


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (p("uit", "eengezet"), "uiteengezet"),
        (p("een", "<w:r><w:tab/><w:t>twee</w:t><w:br/><w:t>drie</w:t></w:r>"), "een\ttwee\ndrie"),
        (p("<w:r><w:t>e</w:t><w:noBreakHyphen/><w:t>mail</w:t></w:r>"), "e-mail"),
        (p("<w:moveFrom>" + r("oud") + "</w:moveFrom><w:moveTo>" + r("nieuw") + "</w:moveTo>"), "nieuw"),
        (p("begin van de ", properties="<w:rPr><w:del/></w:rPr>") + p("zin"), "begin van de zin"),
        (p("open ", r("dicht", "<w:vanish/>"), r("zicht", '<w:vanish w:val="0"/>')), "open zicht"),
        (p("stil", properties='<w:pStyle w:val="Kind"/>') + p("open"), "\nopen"),
        (p("a", r("stil", '<w:rStyle w:val="Kind"/>'), "b"), "ab"),
        (p("<w:sdt><w:sdtPr/><w:sdtContent>" + r("ingevuld") + "</w:sdtContent></w:sdt>"), "ingevuld"),
        ("<w:sdt><w:sdtPr/><w:sdtContent>" + p("blok") + "</w:sdtContent></w:sdt>", "blok"),
        (p("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + r("Klik") + "</w:sdtContent></w:sdt>"), ""),
        (p("<w:hyperlink>" + r("link") + "</w:hyperlink>", "<w:r><w:instrText>PAGE</w:instrText></w:r>"), "link"),
    ],
)
def test_what_word_shows(body: str, found: str) -> None:
    styles = (
        '<w:style w:styleId="Ouder"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="Kind"><w:basedOn w:val="Ouder"/></w:style>'
    )
    assert text(word(body, styles=styles), ".docx") == found


def test_a_text_box_is_read_once_and_cuts_no_word() -> None:
    box = f"<w:txbxContent>{p('in de doos')}</w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    assert text(word(p("half", f"<w:r>{both}</w:r>", "weg")), ".docx") == "halfweg\nin de doos"


def test_tables_in_tables_without_deleted_rows() -> None:
    inner = f"<w:tbl><w:tr><w:tc>{p('binnen')}</w:tc></w:tr></w:tbl>"
    gone = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{p('weg')}</w:tc></w:tr>"
    hidden = f"<w:tr><w:trPr><w:hidden/></w:trPr><w:tc>{p('stil')}</w:tc></w:tr>"
    table = f"<w:tbl><w:tr><w:tc>{p('een')}{inner}</w:tc><w:tc>{p('twee')}</w:tc></w:tr>{gone}{hidden}</w:tbl>"
    assert text(word(table), ".docx").split() == ["een", "binnen", "twee"]


def test_the_notes_that_are_referred_to_and_no_comments() -> None:
    notes = "".join(f'<w:footnote w:id="{number}">{p(f"noot {number}")}</w:footnote>' for number in (1, 2, 3))
    refer = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    deleted = '<w:del><w:r><w:footnoteReference w:id="3"/></w:r></w:del>'
    data = word(p("mensen", refer, "handel", deleted), footnotes=notes, main="document2.xml")
    assert text(data, ".docx") == "mensenhandel\nnoot 2"


def test_an_older_word_file_or_one_with_a_password_is_told_apart() -> None:
    start = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    with pytest.raises(PermissionError):
        read(start + "EncryptedPackage".encode("utf-16-le"), ".docx")
    with pytest.raises(ValueError, match="older kind"):
        read(start + b"WordDocument", ".docx")


# OpenDocument

HIDDEN = '<style:style style:name="Stil"><style:text-properties text:display="none"/></style:style>'
HEIR = '<style:style style:name="Kind" style:parent-style-name="Stil"/>'


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<text:p>mensen<text:soft-page-break/>handel<text:bookmark/>!</text:p>", "mensenhandel!"),
        ('<text:p>a<text:s text:c="2"/>b<text:tab/>c<text:line-break/>d</text:p><text:h>e</text:h>', "a  b\tc\nd\ne"),
        ("<text:p>open<office:annotation><dc:creator>Jan</dc:creator><text:p>stil</text:p></office:annotation></text:p>",
         "open"),
        ('<text:p>open<text:span text:style-name="Kind">stil</text:span></text:p>', "open"),
        ('<text:section text:display="none"><text:p>stil</text:p></text:section><text:p>open</text:p>', "open"),
        ('<text:p><text:hidden-paragraph text:is-hidden="true"/>stil</text:p><text:p>open</text:p>', "open"),
        ('<text:p>open<text:hidden-text text:is-hidden="true">stil</text:hidden-text></text:p>', "open"),
        ("<text:p>woord<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>noot</text:p>"
         "</text:note-body></text:note>deel</text:p>", "woorddeel\nnoot"),
        ("<text:p>half<draw:frame><draw:text-box><text:p>doos</text:p></draw:text-box></draw:frame>weg</text:p>",
         "halfweg\ndoos"),
        ("<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell>"
         "<text:p>b</text:p></table:table-cell></table:table-row></table:table>", "a\nb"),
    ],
)  # fmt: skip
def test_what_a_writer_of_opendocument_shows(body: str, found: str) -> None:
    assert text(odt(body, automatic=HEIR, styles=HIDDEN), ".odt") == found


def cell(words: str, more: str = "") -> str:
    return f"<table:table-cell {more}><text:p>{words}</text:p></table:table-cell>"


def test_an_ods_without_hidden_rows_columns_sheets_and_comments() -> None:
    columns = '<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>'
    comment = "<office:annotation><text:p>stil</text:p></office:annotation>"
    seen = f"<table:table-row>{cell('een')}{cell('stil')}{cell('stil')}{cell('twee' + comment)}</table:table-row>"
    filtered = f'<table:table-row table:visibility="filter">{cell("stil")}</table:table-row>'
    thrice = cell("", 'table:number-columns-repeated="3"')
    repeated = f"<table:table-row>{thrice}{cell('drie')}</table:table-row>"
    automatic = '<style:style style:name="Uit"><style:table-properties table:display="false"/></style:style>'
    deleted = f"<table:tracked-changes><table:deletion>{cell('stil')}</table:deletion></table:tracked-changes>"
    body = (
        f'{deleted}<table:table table:name="Prijs">{columns}{seen}{filtered}{repeated}</table:table>'
        f'<table:table table:name="Weg" table:style-name="Uit"><table:table-row>{cell("stil")}</table:table-row>'
        "</table:table>"
    )
    found = read(odt(body, automatic=automatic, kind="spreadsheet"), ".ods")
    assert found["pages"] == ["een | twee\ndrie"]
    assert found["names"] == ["Prijs"]


def test_an_odt_with_a_password() -> None:
    manifest = "<manifest><manifest:encryption-data/></manifest>"
    with pytest.raises(PermissionError):
        read(packed({"content.xml": b"\x00\x01", "META-INF/manifest.xml": manifest}), ".odt")


# Spreadsheets and plain text


def test_an_xlsx_without_what_is_hidden_and_with_dates() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Prijs"
    sheet.append(["een", "stil", datetime.date(2024, 3, 5), True, 12.5])
    sheet.append(["stil"])
    sheet.append(["=1+1", None, "drie"])
    sheet["A1"].comment = openpyxl.comments.Comment("stil", "Jan")
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[2].hidden = True
    other = book.create_sheet("Weg")
    other["A1"] = "stil"
    other.sheet_state = "hidden"
    target = io.BytesIO()
    book.save(target)
    found = read(target.getvalue(), ".xlsx")
    assert found["pages"] == ["een | 5-3-2024 | WAAR | 12.5\ndrie"]
    assert found["names"] == ["Prijs"]


SAID = "De coördinator: één café, €5"


@pytest.mark.parametrize(
    "data",
    [
        SAID.encode(),
        SAID.encode("utf-8-sig"),
        SAID.encode("utf-16"),
        SAID.encode("utf-16-le"),
        SAID.encode("utf-16-be"),
        b"\xfe\xff" + SAID.encode("utf-16-be"),
        SAID.encode("windows-1252"),
    ],
)
def test_plain_text_in_the_usual_encodings(data: bytes) -> None:
    assert text(data, ".txt") == SAID


def test_one_wrong_byte_makes_no_other_encoding() -> None:
    assert text(("één café, " * 20).encode() + b"\xff.", ".txt").startswith("één café")


def test_the_cells_of_a_csv_stay_apart() -> None:
    assert text(b'naam;plaats\r\n"Huis; tuin";caf\xe9\r\n', ".csv") == "naam | plaats\nHuis; tuin | café"
