"""Attachments of the demo: a PDF from a title and a Markdown text, so that the repository holds no binaries."""

from typing import Any

from django.core.files.base import ContentFile
from fpdf import FPDF

from ..markdown.markup import markdown_to_html
from ..models import Bestand
from ..setup import closed_collection

# The built-in fonts know Latin-1 only; these are the characters beyond it that our texts use.
PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "•": "-", "€": "EUR"})


def document_for(entry: dict[str, Any], *, closed: bool = False) -> Bestand:
    """The document of a record's attachment, made once; `closed`: among the files for ketenpartners."""
    name = f"{entry['key']}.pdf"
    known = Bestand.objects.filter(file__endswith=f"/{name}").first()
    if known:
        return known
    document = Bestand(title=entry["titel"], bron="Kennisportaal Aanpak Mensenhandel")
    if closed:
        document.collection = closed_collection()
    document.file.save(name, ContentFile(render(entry["titel"], entry["tekst"])), save=False)
    document._set_document_file_metadata()
    document.save()
    return document


def render(title: str, text: str) -> bytes:
    """A4, one column, with a title and page numbers."""
    pdf = FPDF(format="A4")
    pdf.set_title(title)
    pdf.set_lang("nl-NL")
    pdf.set_margin(22)
    pdf.add_page()
    pdf.set_font("helvetica", "B", 20)
    pdf.multi_cell(0, 10, _plain(title), new_x="LMARGIN", new_y="NEXT")
    pdf.ln(4)
    pdf.set_font("helvetica", "", 11)
    pdf.write_html(_plain(str(markdown_to_html(text))), ul_bullet_char="-")
    return bytes(pdf.output())


def _plain(text: str) -> str:
    return text.translate(PLAIN).encode("latin-1", "replace").decode("latin-1")
