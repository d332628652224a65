"""Small files of each kind, as word processors and spreadsheets write what matters of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
ODF = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "draw", "style", "meta")
)
DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'


def archive(**parts: str | bytes) -> bytes:
    """A ZIP; in a name stands __ for a dot and ___ for a slash."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name.replace("___", "/").replace("__", "."), data)
    return target.getvalue()


def packed(parts: dict[str, str | bytes]) -> bytes:
    """The same, with the names as they are."""
    return archive(**{name.replace("/", "___").replace(".", "__"): data for name, data in parts.items()})


def relations(*kinds: tuple[str, str]) -> str:
    """A part that names others: (kind, target)."""
    rows = (f'<Relationship Id="r{n}" Type="{R}/{kind}" Target="{to}"/>' for n, (kind, to) in enumerate(kinds, 1))
    return f'<Relationships xmlns="{RELATIONS}">{"".join(rows)}</Relationships>'


def word(body: str, *, styles: str = "", footnotes: str = "", main: str = "document.xml") -> bytes:
    """A DOCX with this body, in the prefixes w and mc."""
    spaces = f'xmlns:w="{W}" xmlns:mc="{MC}"'
    parts: dict[str, str | bytes] = {
        "_rels/.rels": relations(("officeDocument", f"word/{main}")),
        f"word/_rels/{main}.rels": relations(
            ("styles", "styles.xml"), ("footnotes", "/word/footnotes.xml"), ("comments", "comments.xml")
        ),
        f"word/{main}": f"<w:document {spaces}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {spaces}>{styles}</w:styles>",
        "word/footnotes.xml": f"<w:footnotes {spaces}>{footnotes}</w:footnotes>",
        "word/comments.xml": f"<w:comments {spaces}><w:comment>{p('opmerking')}</w:comment></w:comments>",
    }
    return packed(parts)


def r(text: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*runs: str, properties: str = "") -> str:
    """A paragraph of runs; what is no XML is one run."""
    inside = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def odt(body: str, *, automatic: str = "", styles: str = "", kind: str = "text") -> bytes:
    """An ODT, or an ODS when `kind` is spreadsheet."""
    content = (
        f"<office:document-content{ODF} {DC}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    common = f"<office:document-styles{ODF}><office:styles>{styles}</office:styles></office:document-styles>"
    return packed({"mimetype": "x", "content.xml": content, "styles.xml": common})


def pdf(
    pages: Sequence[bytes], *, objects: dict[int, bytes] | None = None, page: bytes = b"", root: bytes = b""
) -> bytes:
    """A PDF of one page for each drawing; `objects` from 100 on are its own, `page` and `root` are added to those.

    The font is /F, of 9 points; the first page is object 10.
    """
    numbers = [10 + 2 * number for number in range(len(pages))]
    made = {
        1: b"<</Type/Catalog/Pages 2 0 R%s>>" % root,
        2: b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(b"%d 0 R" % n for n in numbers), len(pages)),
        3: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    }
    for number, drawing in zip(numbers, pages, strict=True):
        made[number] = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 400]/Contents %d 0 R%s>>" % (
            number + 1,
            page if b"/Resources" in page else b"/Resources<</Font<</F 3 0 R>>>>" + page,
        )
        made[number + 1] = b"<</Length %d>>stream\n%s\nendstream" % (len(drawing), drawing)
    body, places = b"%PDF-1.7\n", {}
    for number, one in sorted({**made, **(objects or {})}.items()):
        places[number] = len(body)
        body += b"%d 0 obj%s endobj\n" % (number, one)
    table = b"".join(b"%d 1\n%010d 00000 n \n" % (number, place) for number, place in places.items())
    end = (b"<</Size %d/Root 1 0 R>>" % (max(places) + 1), len(body))
    return body + b"xref\n0 1\n0000000000 65535 f \n%strailer%s\nstartxref\n%d\n%%%%EOF" % (table, *end)


def line(text: bytes, x: int = 20, y: int = 300) -> bytes:
    """A line of text at a place."""
    return b"BT /F 9 Tf %d %d Td (%s) Tj ET\n" % (x, y, text)
