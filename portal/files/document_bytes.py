"""Who a document says it was made by, and the same document without that. Readers for `portal.files.limited`.

Of a PDF, the data about the document and who made its comments; of a DOCX, XLSX, ODT or ODS also who made each change,
and what the camera wrote in its photos. The title, the language and what makes a PDF accessible stay.
"""

from __future__ import annotations

import importlib.util
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MAX_UNPACKED = 100_000_000
MAX_PIXELS = 25_000_000
MAKER, EDITED, FIRM, CHIEF, REMARK, FOLDER, OWN, CAMERA = (
    "maker", "laatst bewerkt door", "organisatie", "leidinggevende", "opmerking of wijziging van", "map op de computer",
    "eigen gegeven", "foto met gegevens van de camera",
)  # fmt: skip
# Local names of elements in the parts that describe the document.
PROPERTIES = {
    "creator": MAKER, "initial-creator": MAKER, "lastModifiedBy": EDITED, "printed-by": EDITED, "Company": FIRM,
    "Manager": CHIEF, "HyperlinkBase": FOLDER, "template": FOLDER, "user-defined": OWN, "property": OWN,
}  # fmt: skip
DESCRIBING = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml", "meta.xml")
ANYBODY = "Auteur"
PHOTOS = (".jpg", ".jpeg", ".png", ".gif", ".webp")
INFO = {"/Author": MAKER, "/Creator": "", "/Producer": "", "/Company": FIRM, "/Manager": CHIEF, "/SourceModified": ""}
KEPT_INFO = ("/Title", "/Subject", "/Keywords", "/CreationDate", "/ModDate", "/Trapped")
# Large, and without names.
CELLS = ("xl/worksheets/", "xl/sharedStrings.xml", "xl/styles.xml")
KEPT_XMP = ("http://www.aiim.org/pdf", "http://purl.org/dc/elements/1.1/")


class Signed(Exception):
    """Who signed it would no longer have signed this."""


def makers(data: bytes, suffix: str) -> list[list[str]]:
    """[what, who] of each name in the file. Any error may come out."""
    found = _pdf_makers(data) if suffix == ".pdf" else _office_makers(data)
    named = ([what, " ".join(who.split())[:120]] for what, who in found if what and who.strip())
    return [list(one) for one in dict.fromkeys(map(tuple, named)) if one[1] != ANYBODY][:20]


def clean(data: bytes, suffix: str) -> bytes:
    """The same document without them. Raises Signed; any other error may come out."""
    return _clean_pdf(data) if suffix == ".pdf" else _clean_office(data)


def _parts(data: bytes) -> Iterator[tuple[zipfile.ZipInfo, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(info.file_size for info in archive.infolist()) > MAX_UNPACKED:
            raise ValueError("the archive unpacks to too much")
        for info in archive.infolist():
            yield info, archive.read(info)


def _tree(part: bytes) -> Any:
    from lxml import etree

    tree = etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    if tree.getroottree().docinfo.internalDTD is not None:
        raise ValueError("a document type declaration")
    return tree


def _local(name: Any) -> str:
    return str(name).rpartition("}")[2]


def _office_makers(data: bytes) -> Iterator[tuple[str, str]]:
    for info, part in _parts(data):
        if info.filename in DESCRIBING:
            for element in _tree(part).iter("{*}*"):
                what = PROPERTIES.get(_local(element.tag), "")
                yield what, " ".join(map(str, element.itertext())) or str(element.get("href", ""))
        elif _may_name(info.filename, part):
            for element, attribute in _people(_tree(part), info.filename):
                what = FOLDER if _local(element.tag) == "absPath" else REMARK
                yield what, str(element.get(attribute) if attribute else element.text or "")
        elif info.filename.lower().endswith(PHOTOS) and _tells(part):
            yield CAMERA, info.filename.rpartition("/")[2]


def _may_name(name: str, part: bytes) -> bool:
    """Whether a part of the archive can name people. LibreOffice leaves empty ones."""
    return bool(part) and name.endswith(".xml") and not name.startswith(CELLS)


def _people(tree: Any, name: str) -> Iterator[tuple[Any, str]]:
    """(element, attribute) of each name of a person; without an attribute, it is the text of the element."""
    for element in tree.iter("{*}*"):
        local = _local(element.tag)
        if (name.startswith("xl/comments") and local == "author") or local in ("creator", "creator-initials"):
            yield element, ""
        wanted = {"author", "initials", "userName", "userId", "providerId"}
        wanted |= {"displayName"} if local == "person" else {"url"} if local == "absPath" else set()
        for attribute in list(element.attrib):
            if _local(attribute) in wanted and (local != "absPath" or element.get(attribute) != ""):
                yield element, attribute


def _clean_office(data: bytes) -> bytes:
    from lxml import etree

    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, part in _parts(data):
            name = info.filename
            if name.startswith("_xmlsignatures/") or name == "META-INF/documentsignatures.xml":
                raise Signed(name)
            if name in DESCRIBING:
                tree = _tree(part)
                for element in list(tree.iter("{*}*")):
                    if _local(element.tag) in PROPERTIES:
                        element.getparent().remove(element)
                part = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
            elif _may_name(name, part):
                tree = _tree(part)
                people = list(_people(tree, name))
                for element, attribute in people:
                    new = "" if _local(element.tag) == "absPath" else ANYBODY
                    if attribute:
                        element.set(attribute, new)
                    else:
                        element.text = new
                if people:
                    part = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
            elif name.lower().endswith(PHOTOS) and _tells(part):
                part = _pictures().clean(part, MAX_PIXELS)
            # An ODF file begins with its type, as it is.
            kept = zipfile.ZipInfo(name)
            archive.writestr(kept, part, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _tells(photo: bytes) -> bool:
    """Whether a photo holds what a camera or program writes beside the pixels."""
    from PIL import Image

    try:
        image = Image.open(io.BytesIO(photo), formats=_pictures().FORMATS)
        return bool(dict(image.getexif()) or {"xmp", "comment", "photoshop", "XML:com.adobe.xmp"} & set(image.info))
    except Exception:
        return False


def _pictures() -> Any:
    """Our reader of pictures: here nothing of ours can be imported by its name."""
    file = Path(__file__).with_name("picture_bytes.py")
    spec: Any = importlib.util.spec_from_file_location("picture_bytes", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _pdf_makers(data: bytes) -> Iterator[tuple[str, str]]:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data))
    for key, value in (reader.metadata or {}).items():
        yield ("" if key in KEPT_INFO else INFO.get(key, OWN)), str(value)
    xmp = reader.root_object.get("/Metadata")
    if xmp is not None:
        for element in _tree(xmp.get_object().get_data()).iter("{http://purl.org/dc/elements/1.1/}creator"):
            yield MAKER, " ".join(map(str, element.itertext()))
    for page in reader.pages:
        for note in _notes(page):
            yield REMARK, str(note.get("/T", ""))


def _notes(page: Any) -> Iterator[Any]:
    """The comments on a page; the /T of a field of a form is its name, of a link nothing."""
    for reference in page.get("/Annots") or ():
        note = reference.get_object()
        if note.get("/Subtype") not in ("/Widget", "/Link"):
            yield note


def _clean_pdf(data: bytes) -> bytes:
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import DictionaryObject, NameObject, StreamObject

    reader = PdfReader(io.BytesIO(data))
    form = reader.root_object.get("/AcroForm")
    if "/Perms" in reader.root_object or (form and int(form.get_object().get("/SigFlags", 0)) & 1):
        raise Signed("the PDF is signed")
    kept = {key: value for key, value in (reader.metadata or {}).items() if key in KEPT_INFO}
    old = reader.root_object.get("/Metadata")
    writer = PdfWriter(clone_from=reader)
    for page in writer.pages:
        for note in _notes(page):
            note.pop("/T", None)
    for thing in writer._objects:
        if isinstance(thing, DictionaryObject):
            thing.pop("/Metadata", None)
            thing.pop("/PieceInfo", None)
    writer.metadata = {**kept, "/Producer": "Kennisportaal"}
    if old is not None and (xmp := _accessible_xmp(old.get_object().get_data())):
        stream = StreamObject()
        stream.set_data(xmp)
        stream.update({NameObject("/Type"): NameObject("/Metadata"), NameObject("/Subtype"): NameObject("/XML")})
        writer.root_object[NameObject("/Metadata")] = writer._add_object(stream)
    writer.compress_identical_objects(remove_duplicates=False, remove_unreferenced=True)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def _accessible_xmp(data: bytes) -> bytes:
    """Of the data about a PDF: title, language, and which standards it keeps to. Empty when it makes no sense."""
    from lxml import etree

    try:
        tree = _tree(data.strip())
    except (etree.XMLSyntaxError, ValueError):
        return b""
    for description in list(tree.iter("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}Description")):
        for child in list(description):
            if not _stays(child.tag):
                description.remove(child)
        for attribute in list(description.attrib):
            if not _stays(attribute) and not str(attribute).endswith("#}about"):
                del description.attrib[attribute]
    return bytes(etree.tostring(tree, encoding="UTF-8"))


def _stays(name: Any) -> bool:
    text = str(name)
    return any(part in text for part in KEPT_XMP) and _local(text) not in ("creator", "contributor", "publisher")
