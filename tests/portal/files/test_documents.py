"""The text of attached files, within limits."""

import io
import resource
import time
import zipfile
import zlib

import docx
import pytest
from django.core.files.base import ContentFile

from portal.choices import Bevinding
from portal.demo.pdf import render
from portal.files import documents, limited
from portal.files.documents import text_of
from portal.files.text.reader import MAX_CHARACTERS
from portal.models import Bestand

pytestmark = pytest.mark.django_db


def stored(name: str, data: bytes) -> Bestand:
    document = Bestand(title=name)
    document.file.save(name, ContentFile(data), save=False)
    document._set_document_file_metadata()
    document.save()
    return document


def archive(**files: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name.replace("__", "."), data)
    return target.getvalue()


def test_a_pdf_gives_its_pages() -> None:
    pages = text_of(stored("a.pdf", render("Werkblad", "Het woord is meldroute."))).paginas
    assert len(pages) == 1
    assert "meldroute" in pages[0]


def test_word_and_open_document() -> None:
    target = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Het woord is zorgcoördinator.")
    document.save(target)
    assert "zorgcoördinator" in text_of(stored("a.docx", target.getvalue())).paginas[0]
    odt = archive(content__xml=b"<office><p>Het woord is ketenregie.</p></office>")
    assert "ketenregie" in text_of(stored("a.odt", odt)).paginas[0]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("kapot.pdf", b"%PDF-1.7 en dan niets"),
        ("leeg.pdf", b""),
        ("kapot.docx", b"PK geen archief"),
        ("leeg.odt", archive(mimetype=b"x")),
        ("bom.odt", archive(content__xml=b" " * 150_000_000)),
        ("entiteit.odt", archive(content__xml=b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>')),
        ("tabel.xlsx", b"niet gelezen"),
    ],
)
def test_a_hostile_file_gives_no_text_and_no_error(name: str, data: bytes) -> None:
    assert text_of(stored(name, data)).paginas == ()


def test_a_long_text_is_cut() -> None:
    assert sum(map(len, text_of(stored("lang.txt", b"woord " * 200_000)).paginas)) == MAX_CHARACTERS


def endless_pdf() -> bytes:
    """A small PDF with one page that shows millions of letters one by one."""
    drawing = zlib.compress(b"BT /F 9 Tf " + b"(a) Tj " * 3_000_000 + b"ET", 9)
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(drawing), drawing),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    body, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(body),
    )


def test_a_file_that_takes_too_long_is_stopped(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(documents, "MAX_SECONDS", 2.0)
    slow = stored("traag.pdf", endless_pdf())
    assert slow.file_size < 100_000
    worked, began = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime, time.monotonic()
    assert text_of(slow).bevinding == Bevinding.TE_TRAAG
    assert text_of(slow).bevinding == Bevinding.TE_TRAAG
    assert 2 <= time.monotonic() - began < 10
    # It was reading, is gone, and was read only once.
    assert 0 < resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - worked < 3
    assert [record.getMessage() for record in caplog.records if record.name == documents.__name__] == [
        f"No text from document {slow.file.name}: reading it takes more than 2 s"
    ]


def test_a_reader_that_nobody_kills_stops_by_itself(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(documents, "MAX_SECONDS", 1.0)
    run = limited.subprocess.run
    monkeypatch.setattr(limited.subprocess, "run", lambda *args, timeout, **more: run(*args, timeout=60, **more))
    assert text_of(stored("traag.pdf", endless_pdf())).paginas == ()
    assert "it ended with -" in caplog.text
