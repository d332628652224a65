"""The text of attached files, within limits."""

import io
import zipfile

import docx
import pytest
from django.core.files.base import ContentFile

from portal.demo.pdf import render
from portal.documents import MAX_CHARACTERS, text_of
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
    pages = text_of(stored("a.pdf", render("Werkblad", "Het woord is meldroute.")))
    assert len(pages) == 1
    assert "meldroute" in pages[0]


def test_word_and_open_document() -> None:
    target = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Het woord is zorgcoördinator.")
    document.save(target)
    assert "zorgcoördinator" in text_of(stored("a.docx", target.getvalue()))[0]
    odt = archive(content__xml=b"<office><p>Het woord is ketenregie.</p></office>")
    assert "ketenregie" in text_of(stored("a.odt", odt))[0]


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
    assert text_of(stored(name, data)) == ()


def test_a_long_text_is_cut() -> None:
    assert sum(map(len, text_of(stored("lang.txt", b"woord " * 200_000)))) == MAX_CHARACTERS
