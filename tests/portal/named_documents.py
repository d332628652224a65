"""Documents in which makers left their names, in every place that programs put them."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import openpyxl
from fpdf import FPDF
from openpyxl.comments import Comment
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Text
from pypdf.generic import NameObject, StreamObject

from .photos import png

MAKER, EDITOR, FIRM, CRITIC = "Gerda de Maker", "Bewerker Bos", "Dienst Geheim", "Criticus Jansen"
TITLE, WORDS = "Draaiboek", "Het woord is meldroute."
XMP = f"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmp:CreatorTool="{FIRM}">
<dc:creator><rdf:Seq><rdf:li>{MAKER}</rdf:li></rdf:Seq></dc:creator>
<dc:title><rdf:Alt><rdf:li xml:lang="nl">{TITLE}</rdf:li></rdf:Alt></dc:title>
<pdfuaid:part>1</pdfuaid:part></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def pdf(*, signed: bool = False, password: str = "") -> bytes:
    page = FPDF()
    page.add_page()
    page.set_font("helvetica", size=12)
    page.cell(text=WORDS)
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(bytes(page.output()))))
    writer.add_metadata({"/Title": TITLE, "/Author": MAKER, "/Creator": f"Tekst van {EDITOR}", "/Bedrijf": FIRM})
    stream = StreamObject()
    stream.set_data(XMP.encode())
    stream.update({NameObject("/Type"): NameObject("/Metadata"), NameObject("/Subtype"): NameObject("/XML")})
    writer.root_object[NameObject("/Metadata")] = writer._add_object(stream)
    note = Text(text="Klopt dit?", rect=(50, 50, 90, 90), title_bar=CRITIC)
    writer.add_annotation(0, note)
    if signed:
        from pypdf.generic import DictionaryObject, NumberObject

        form = DictionaryObject({NameObject("/SigFlags"): NumberObject(3)})
        writer.root_object[NameObject("/AcroForm")] = form
    if password:
        writer.encrypt(password)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def word() -> bytes:
    document = docx.Document()
    known = document.core_properties
    known.author, known.last_modified_by, known.title = MAKER, EDITOR, TITLE
    run = document.add_paragraph(WORDS).add_run(" Meer.")
    document.add_comment(run, text="Klopt dit?", author=CRITIC, initials="CJ")
    document.add_picture(io.BytesIO(png()))
    target = io.BytesIO()
    document.save(target)
    app = '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    return with_parts(
        target.getvalue(), {"docProps/app.xml": f"{app}<Company>{FIRM}</Company><Pages>1</Pages></Properties>"}
    )


def sheet() -> bytes:
    book = openpyxl.Workbook()
    book.properties.creator, book.properties.lastModifiedBy, book.properties.title = MAKER, EDITOR, TITLE
    book.active["A1"] = WORDS
    book.active["A1"].comment = Comment("Klopt dit?", CRITIC)
    target = io.BytesIO()
    book.save(target)
    person = (
        '<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
        f'<person displayName="{CRITIC}" id="1" userId="{EDITOR}" providerId="AD"/></personList>'
    )
    return with_parts(target.getvalue(), {"xl/persons/person.xml": person})


def odt(*, signed: bool = False) -> bytes:
    spaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    meta = (
        f"<office:document-meta {spaces}><office:meta><dc:title>{TITLE}</dc:title><meta:initial-creator>{MAKER}"
        f"</meta:initial-creator><dc:creator>{EDITOR}</dc:creator><meta:user-defined meta:name='dienst'>{FIRM}"
        "</meta:user-defined></office:meta></office:document-meta>"
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:text><text:p>{WORDS}<office:annotation><dc:creator>"
        f"{CRITIC}</dc:creator><text:p>Klopt dit?</text:p></office:annotation></text:p></office:text></office:body>"
        "</office:document-content>"
    )
    parts = {"mimetype": "application/vnd.oasis.opendocument.text", "meta.xml": meta, "content.xml": content}
    if signed:
        parts["META-INF/documentsignatures.xml"] = "<s/>"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return target.getvalue()


def with_parts(data: bytes, parts: dict[str, str]) -> bytes:
    """The same archive with these parts in the place of its own, or beside them."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename not in parts:
                new.writestr(info, old.read(info))
        for name, text in parts.items():
            new.writestr(name, text)
    return target.getvalue()


def everything_in(data: bytes) -> bytes:
    """The bytes of a document with all that is packed in it unpacked."""
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return b" ".join(archive.read(name) for name in archive.namelist())
    found: list[Any] = [data]
    reader = PdfReader(io.BytesIO(data))
    for number in range(1, int(reader.trailer["/Size"])):
        thing = reader.get_object(number)
        found.append(repr(thing).encode())
        if hasattr(thing, "get_data"):
            found.append(thing.get_data())
    return b" ".join(found)


DOCUMENTS = {"stuk.pdf": pdf(), "stuk.docx": word(), "stuk.xlsx": sheet(), "stuk.odt": odt()}
NAMES = (MAKER, EDITOR, FIRM, CRITIC)
