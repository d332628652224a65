"""Import files that do what a file should not."""

import io
import re
import zipfile
import zlib
from struct import pack

from .workbooks import GOOD, workbook

PART = "xl/worksheets/sheet1.xml"
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = f'<?xml version="1.0"?><worksheet xmlns="{NAMESPACE}">'


def good() -> bytes:
    return workbook(GOOD).getvalue()


def changed(part: str, data: bytes) -> bytes:
    """The good workbook with one of its parts replaced."""
    return _copy({part: data})


def bomb(megabytes: int) -> bytes:
    """A workbook whose first sheet is one cell of so many megabytes; packed it is a thousandth of that."""
    begin = f'{HEAD}<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>'.encode()
    end = b"</t></is></c></row></sheetData></worksheet>"
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good())) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for info in source.infolist():
            if info.filename != PART:
                packed.writestr(info.filename, source.read(info))
        with packed.open(PART, "w", force_zip64=True) as part:
            part.write(begin)
            for _ in range(megabytes):
                part.write(b"a" * 1_000_000)
            part.write(end)
    return target.getvalue()


def lying_bomb(megabytes: int) -> bytes:
    """The same, but its directory says that the sheet is small."""
    data = bytearray(bomb(megabytes))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as packed:
        size = packed.getinfo(PART).file_size
    place, directory = 0, b"PK\x01\x02"
    while (place := data.find(directory, place)) >= 0:
        if data[place + 46 :].startswith(PART.encode()):
            assert data[place + 24 : place + 28] == pack("<L", size)
            data[place + 24 : place + 28] = pack("<L", 1_000)
        place += 4
    return bytes(data)


def many_parts() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for number in range(60_000):
            packed.writestr(f"{number}.xml", b"")
    return target.getvalue()


def entities() -> bytes:
    steps = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return changed(PART, f'<!DOCTYPE a [<!ENTITY e0 "aaaaaaaaaa">{steps}]>{HEAD}<sheetData>&e9;</sheetData>'.encode())


def sheet(rows: str, dimension: str = "") -> bytes:
    return changed(PART, f"{HEAD}{dimension}<sheetData>{rows}</sheetData></worksheet>".encode())


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def wrong_dimension() -> bytes:
    with zipfile.ZipFile(io.BytesIO(good())) as source:
        xml = source.read(PART).decode()
    other = re.sub(r'<dimension ref="[^"]*"', '<dimension ref="A1:XFD1048576"', xml)
    assert other != xml
    return changed(PART, other.encode())


def nested() -> bytes:
    return changed("xl/workbook.xml", b"<a>" * 2_000_000)


def outside() -> bytes:
    return _copy({"../../../../etc/cron.d/portaal": b"* * * * * root true"})


def _copy(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good())) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for info in source.infolist():
            if info.filename not in parts:
                packed.writestr(info.filename, source.read(info))
        for name, data in parts.items():
            packed.writestr(name, data)
    return target.getvalue()


CSV_HEAD = b"soort;sleutel;titel\n"
ROW = b"oplossingen;noodbed;Noodbed\n"
# name -> (file name, bytes, a word of the answer)
FILES = {
    "empty": ("a.xlsx", b"", "leeg"),
    "empty csv": ("a.csv", b"\n\n", "leeg"),
    "NUL only": ("a.csv", b"\x00" * 1_000, "leeg"),
    "cut in half": ("a.xlsx", good()[: len(good()) // 2], "geen leesbaar"),
    "cut at the end": ("a.xlsx", good()[:-30], "geen leesbaar"),
    "cut inside a part": ("a.xlsx", changed(PART, f"{HEAD}<sheetData><row".encode()), "geen leesbaar"),
    "renamed pdf": ("a.xlsx", b"%PDF-1.7 \n", "geen leesbaar"),
    "renamed csv": ("a.xlsx", CSV_HEAD + ROW, "geen leesbaar"),
    "renamed xlsx": ("a.csv", good(), "UTF-8"),
    "renamed zip": ("a.xlsx", lambda: many_parts()[:100], "geen leesbaar"),
    "no workbook in it": ("a.xlsx", _copy({"xl/workbook.xml": b""}), "geen leesbaar"),
    "many parts": ("a.xlsx", many_parts, "uitgepakt"),
    "bomb": ("a.xlsx", lambda: bomb(100), "uitgepakt"),
    "lying bomb": ("a.xlsx", lambda: lying_bomb(100), "geen leesbaar"),
    "entities": ("a.xlsx", entities, "geen leesbaar"),
    "million nested tags": ("a.xlsx", nested, ""),
    "long cell": ("a.xlsx", sheet(f'<row r="1">{cell("A1", "a" * 30_000)}</row>'), "tekens"),
    "wide row": ("a.xlsx", sheet(f'<row r="1">{cell("XFD1", "a")}</row>'), "kolommen"),
    "row beyond Excel": ("a.xlsx", sheet(f'<row r="9999999999">{cell("A9999999999", "a")}</row>'), "rij"),
    "odd encoding": ("a.csv", "soort;sleutel;titel\noplossingen;é;é".encode("utf-16"), "UTF-8"),
    "latin": ("a.csv", "soort;sleutel;titel\noplossingen;e;é".encode("latin-1"), "UTF-8"),
    "long field": ("a.csv", CSV_HEAD + b"oplossingen;noodbed;" + b"a" * 140_000, "te lang"),
    "long cell csv": ("a.csv", CSV_HEAD + b"oplossingen;noodbed;" + b"a" * 30_000, "tekens"),
    "open quote": ("a.csv", CSV_HEAD + b'oplossingen;noodbed;"Noodbed\n' + ROW * 10, "aanhalingsteken"),
    "NUL in a cell": ("a.csv", CSV_HEAD + b"oplossingen;nood\x00bed;Noodbed\n", "NUL"),
    "many rows": ("a.csv", CSV_HEAD + ROW * 30_000, "meer dan 20000 rijen"),
    "many columns": ("a.csv", CSV_HEAD + b"oplossingen" + b";a" * 100, "kolommen"),
    "too large": ("a.csv", CSV_HEAD + ROW * 400_000, "10 MB"),
    "another type": ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "eindigt op"),
    "compressed noise": ("a.xlsx", zlib.compress(b"a" * 1_000), "geen leesbaar"),
}
# What looks odd and is none the less a good file.
GOOD_FILES = {
    "bare CR": ("a.csv", lambda: b"soort;sleutel;titel\roplossingen;noodbed;Noodbed\r", 1),
    "CRLF and a mark of order": (
        "a.CSV",
        lambda: b"\xef\xbb\xbfsoort,sleutel,titel\r\noplossingen,noodbed,Noodbed\r\n",
        1,
    ),
    "wrong dimension": ("a.xlsx", wrong_dimension, sum(map(len, GOOD.values()))),
    "outside": ("a.xlsx", outside, sum(map(len, GOOD.values()))),
}
