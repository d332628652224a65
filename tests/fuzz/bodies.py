"""What a browser, a script or somebody with bad intentions could send to a screen of the admin."""

from __future__ import annotations

import io
from collections.abc import Iterator
from html.parser import HTMLParser
from random import Random
from typing import Any
from urllib.parse import quote

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from PIL import Image

MARK = "<x-fuzz>"
HOSTILE = (
    "", '"', "'", '"a', 'a" OR "b', "*", "a* NEAR(b)", "(((", "AND", "NOT", "-", ":", "title:a", "live:maybe",
    "^a", "%", "\\", "é", "😀", "\x00", "a\x00b", "a" * 3_000, "9" * 20, "-1", "0", "1e9", "NaN", "Infinity",
    "None", "true", "[]", "{}", "[1, {}]", '{"a": 1}', "null", "2026-13-45", "0001-01-01", "9999-12-31 99:99",
    MARK, f'">{MARK}', "javascript:alert(1)", "//evil.example/", "https://evil.example/", "/\\evil.example",
    "\r\nX-Fuzz: 1", "../../etc/passwd", "{{ 7*7 }}", "\u202e", "\ud800",
    "00000000-0000-4000-8000-000000000000", "٣", "²", "en-US", "-title", "?", "#",
)  # fmt: skip
# Escapes of a query string that are no UTF-8.
RAW = ("%ED%A0%80", "%FF%FE", "%zz", "%", "%00", "%C3")
NAMES = (
    "q", "p", "page", "ordering", "export", "locale", "id", "ids", "next", "action", "title", "slug", "tag",
    "content_type", "page_type", "collection_id", "multiple", "allow_external_link", "user_root_page",
    "can_choose_root", "root_page", "match_subclass", "parent_page_id", "link_text", "url", "email_address",
    "phone_number", "anchor", "select_format", "current_tag", "live", "status", "has_child_pages",
    "latest_revision_created_at_from", "owner", "object_type", "user", "timestamp_after", "timestamp_before",
    "hide_commenting_actions", "results_only", "query", "mode", "in_preview_panel", "file", "files[]",
    "bestand", "echt", "datum", "soort", "moment", "tekst", "confirm", "schema", "uuid", "action-publish",
    "overwrite_revision_id", "loaded_revision_id", "loaded_revision_created_at", "task_id", "comment",
    "workflow_action_name", "form-TOTAL_FORMS", "comments-TOTAL_FORMS", "inhoud-count", "restriction_type",
    "groups", "go_live_at", "expire_at", "new_title", "new_slug", "copy_subpages", "position", "doel",
    "behouden", "widget_name", "edit_link", "per_page", "",
)  # fmt: skip
TYPES = ("application/json", "text/xml", "multipart/form-data", "multipart/form-data; boundary=x", "x", "text/plain")


def query(chance: Random) -> str:
    """A query string, one in three times with what cannot be decoded."""
    pairs = []
    for _ in range(chance.choice([0, 1, 1, 2, 4])):
        name = "q" if chance.random() < 0.3 else chance.choice(NAMES)
        raw = chance.random() < 0.15
        value = chance.choice(RAW) if raw else quote(chance.choice(HOSTILE), errors="surrogatepass")
        pairs.append(f"{name}={value}")
    return f"?{'&'.join(pairs)}" if pairs else ""


def broken_file(chance: Random) -> SimpleUploadedFile:
    """A file that is not what its name says, or only the beginning of it."""
    name, data = chance.choice(FILES)
    cut = chance.choice([len(data), len(data) // 2, 10, len(data) - 3])
    return SimpleUploadedFile(chance.choice([name, name, f"{'a' * 150}{name}", "x", name.upper()]), data[:cut])


def fields(chance: Random, html: str) -> dict[str, Any]:
    """What to post: nothing, anything, or the form of this page with a few of its fields missing or wrong."""
    found = dict(_Form.read(html)) if chance.random() < 0.7 else {}
    data: dict[str, Any] = dict(found)
    for name in found:
        fate = chance.random()
        if fate < 0.08:
            data.pop(name)
        elif fate < 0.16:
            data[name] = _encodable(chance.choice(HOSTILE))
    for _ in range(chance.choice([0, 0, 1, 3])):
        data[chance.choice(NAMES)] = _encodable(chance.choice(HOSTILE))
    files = [name for name in found if found[name] is None] or ["file", "files[]", "bestand"]
    for name in files:
        data.pop(name, None)
        if chance.random() < 0.6:
            data[name] = broken_file(chance)
    return {name: value for name, value in data.items() if value is not None}


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


class _Form(HTMLParser):
    """The names and values of the fields of a page; None for a file."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str | None] = {}
        self.area = self.select = ""

    @classmethod
    def read(cls, html: str) -> Iterator[tuple[str, str | None]]:
        parser = cls()
        parser.feed(html)
        return iter(parser.found.items())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "textarea":
            self.area = name
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and ("selected" in given or self.select not in self.found):
            self.found[self.select] = given.get("value") or ""
        elif tag in ("input", "button") and name:
            kind = given.get("type")
            if kind not in ("checkbox", "radio") or "checked" in given:
                self.found[name] = None if kind == "file" else given.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""
        if tag == "textarea":
            self.area = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.found[self.area] = data


def _picture(kind: str) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(target, kind)
    return target.getvalue()


def _workbook() -> bytes:
    target = io.BytesIO()
    Workbook().save(target)
    return target.getvalue()


FILES = (
    ("a.png", _picture("PNG")), ("a.gif", _picture("GIF")), ("a.jpg", _picture("JPEG")), ("a.webp", _picture("WEBP")),
    ("a.png", _picture("GIF")), ("a.gif", b"GIF89a"), ("a.jpg", b""), ("a.png", b"<svg/>"), ("a.xlsx", _workbook()),
    ("a.csv", b"soort;sleutel\roplossingen;a\r"), ("a.csv", b'"' + b"a" * 140_000), ("a.pdf", b"%PDF-1.7\n1 0 obj<<"),
    ("a.zip", _workbook()), ("a.docx", _workbook()), ("a.exe", b"MZ"), ("a.gif", b"GIF89a" + b"\xff" * 300),
)  # fmt: skip
