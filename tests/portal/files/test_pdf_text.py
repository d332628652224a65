"""What of a PDF counts as its text, and in which order."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter

from portal.files.text import reader
from tests.portal.office_files import line, pdf

CASES = Path(__file__).parents[1] / "gevallen" / "bijlagen"


def read(data: bytes) -> dict[str, Any]:
    return reader.read(data, ".pdf", 20)


def text(data: bytes) -> str:
    return "\n".join(read(data)["pages"])


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ((b"de aanhou-", b"dingsbevoegdheid"), "de aanhoudingsbevoegdheid"),
        ((b"stuur een e-", b"mail"), "stuur een e-mail"),
        ((b"in Noord-", b"Holland"), "in Noord-Holland"),
        ((b"het OM-", b"beleid"), "het OM-beleid"),
        ((b"kinder-", b"en jeugdzorg"), "kinder- en jeugdzorg"),
        ((b"artikel 12-", b"en verder"), "artikel 12-\nen verder"),
    ],
)
def test_a_word_that_was_broken_at_the_end_of_a_line(lines: tuple[bytes, bytes], found: str) -> None:
    data = pdf([line(lines[0], y=300) + line(lines[1], y=288)])
    assert text(data) == found


def test_columns_are_read_as_the_file_says() -> None:
    drawing = b"".join(
        b"/P <</MCID %d>> BDC\n%sEMC\n" % (number, line(words, x, y))
        for number, words, x, y in (
            (0, b"links boven", 20, 300), (1, b"rechts boven", 200, 300),
            (2, b"links onder", 20, 288), (3, b"rechts onder", 200, 288),
        )
    ) + b"/Artifact BMC\n" + line(b"7", 20, 20) + b"EMC\n"  # fmt: skip
    objects = {
        100: b"<</Type/StructTreeRoot/K[101 0 R 102 0 R 101 0 R]>>",
        101: b"<</S/P/Pg 10 0 R/K[0 2]>>",
        102: b"<</S/P/K[<</Type/MCR/Pg 10 0 R/MCID 1>> 103 0 R]>>",
        103: b"<</S/Span/Pg 10 0 R/K 3>>",
    }
    data = pdf([drawing], objects=objects, root=b"/MarkInfo<</Marked true>>/StructTreeRoot 100 0 R")
    assert " ".join(text(data).split()) == "links boven links onder rechts boven rechts onder 7"
    assert "rechts boven links onder" in " ".join(text(pdf([drawing])).split())


def test_a_layer_that_is_off_is_not_read() -> None:
    drawing = b"/OC /Stil BDC\n" + line(b"geheim") + b"EMC\n" + line(b"open", y=200)
    page = b"/Resources<</Font<</F 3 0 R>>/Properties<</Stil 100 0 R>>>>"
    objects = {100: b"<</Type/OCG/Name(Stil)>>"}
    data = pdf([drawing], objects=objects, page=page, root=b"/OCProperties<</OCGs[100 0 R]/D<</OFF[100 0 R]>>>>")
    assert text(data).strip() == "open"


def test_what_was_filled_in_counts_and_what_was_remarked_does_not() -> None:
    objects = {
        100: b"<</Subtype/Widget/FT/Tx/T(naam)/V(ingevuld)>>",
        101: b"<</Subtype/Widget/Parent 102 0 R>>",
        102: b"<</FT/Ch/T(keuze)/V(gekozen)>>",
        103: b"<</Subtype/Widget/FT/Tx/V(geheim)/F 2>>",
        104: b"<</Subtype/Widget/FT/Tx/V(wachtwoord)/Ff 8192>>",
        105: b"<</Subtype/Text/Contents(opmerking)/T(Jan)>>",
        106: b"<</Subtype/FreeText/Contents(getypt)>>",
    }
    data = pdf([line(b"Formulier")], objects=objects, page=b"/Annots[%s]" % b" ".join(b"%d 0 R" % n for n in objects))
    assert text(data).split() == ["Formulier", "ingevuld", "gekozen", "getypt"]


def test_what_a_file_says_wrongly_of_itself_keeps_no_text_away() -> None:
    root = b"/MarkInfo<</Marked true>>/StructTreeRoot<</K<</Pg 7/K 0>>>>/PageLabels(x)"
    page = b"/Annots[<</Subtype/Widget/FT/Tx/V(x)/F(y)>>]"
    found = read(pdf([line(b"leesbaar")], page=page, root=root))
    assert (found["pages"], found["names"]) == (["leesbaar"], ["1"])


def test_the_pages_have_the_names_that_are_printed_on_them() -> None:
    found = read((CASES / "a14-pdf-bladzijdelabels.pdf").read_bytes())
    assert found["names"] == ["i", "ii", "1", "2"]
    assert "kramsvogelregel" in found["pages"][3]


def test_what_is_left_of_a_pdf_is_told() -> None:
    found = read((CASES / "a12-pdf-210-bladzijden.pdf").read_bytes())
    assert (len(found["pages"]), found["total"]) == (200, 210)
    picture = b"/Resources<</Font<</F 3 0 R>>/XObject<</I 100 0 R>>>>"
    image = {100: b"<</Type/XObject/Subtype/Image/Width 1/Height 1/Length 0>>stream\n\nendstream"}
    scan = read(pdf([b"/I Do", line(b"getypt")], objects=image, page=picture))
    assert (scan["blank"], scan["pages"]) == (1, ["", "getypt"])
    # Time is up after the first page.
    assert len(reader.read(pdf([line(b"een"), line(b"twee")]), ".pdf", -1)["pages"]) == 1


def test_a_pdf_with_a_password() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([line(b"dicht")]))))
    writer.encrypt("geheim")
    target = io.BytesIO()
    writer.write(target)
    with pytest.raises(PermissionError):
        read(target.getvalue())
