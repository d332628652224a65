"""Reads one Markdown file with front matter: values with the line they stand on, and the body as blocks."""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

import yaml
from django.utils.html import strip_tags

from .markup import clean_html, markdown_to_html, refusal_of_markdown

MAX_BYTES = 1_000_000
MAX_FRONT_MATTER = 20_000
MAX_NAMES = 60
MAX_DEPTH = 10
MAX_HEADING = 120
# What a key may be called; the first is the name used inside.
NAMES = {
    "title": ("title", "titel"),
    "type": ("type", "soort"),
    "begrippen": ("begrippen", "begrip"),
    "tags": ("tags", "trefwoorden"),
    "date": ("date", "datum"),
    "organisation": ("organisation", "organisaties", "organisatie"),
    "samenvatting": ("samenvatting", "summary"),
    "slug": ("slug",),
    "key": ("key", "sleutel"),
}
LISTS = {"begrippen", "tags", "organisation"}
FENCE = re.compile(r"^ {0,3}(```|~~~)")
CODE = re.compile(r"^ {0,3}(```|~~~).*?(^ {0,3}\1|\Z)|`[^`\n]+`", re.M | re.S)
ATX = re.compile(r"^ {0,3}(#{1,3})[ \t]+(.+?)[ \t]*#*[ \t]*$")
UNDERLINE = re.compile(r"^ {0,3}(=+|-{3,})[ \t]*$")
# Rich text that the editor's own toolbar can make; anything else stays Markdown.
SIMPLE_TAGS = {"p", "br", "strong", "em", "a", "ul", "ol", "li"}
TAG = re.compile(r"<([a-z][a-z0-9]*)")
WITH_CONTENT = re.compile(r"<(script|style|iframe|object|embed|template|svg|math)\b.*?(</\1\s*>|\Z)", re.I | re.S)
HTML = re.compile(r"<!--.*?(-->|\Z)|</?[a-z][^<>]*>|<![^<>]*>|<\?[^<>]*>", re.I | re.S)
IMAGE = re.compile(r"!\[[^\[\]\n]*\][(\[]|<img\b", re.I)
AUTOLINK = re.compile(r"<(https?://|mailto:)[^\s<>]+>", re.I)
UNSAFE_TARGET = re.compile(
    r"(\]\(\s*<?|^[ \t]*\[[^\[\]\n]+\]:\s*<?)\s*(javascript|vbscript|data)\s*:[^\s)]*", re.I | re.M
)


class BadFile(Exception):
    """A file that cannot be imported: the line and the reason, for who wrote it."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line, self.reason = line, reason


@dataclass(frozen=True, slots=True)
class MarkdownFile:
    """`values` by inner name; `other` are fields of the page type; `lines` say where a name (or list item) stands."""

    path: Path
    key: str
    values: dict[str, Any]
    other: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1

    def line_of(self, name: str, position: int | None = None) -> int:
        return self.lines.get(f"{name}.{position}", self.lines.get(name, 1))


def read(path: Path, root: Path) -> MarkdownFile:
    """The file at `path`; its key is what the front matter says, or its place below `root`. Raises BadFile."""
    text = _decode(path)
    lines = text.split("\n")
    if lines[0].strip() != "---":
        raise BadFile(1, "Het bestand begint niet met --- en front matter.")
    end = next((number for number, line in enumerate(lines[1:], 1) if line.strip() == "---"), 0)
    if not end:
        raise BadFile(1, "De front matter wordt niet afgesloten met ---.")
    raw, places = _front_matter("\n".join(lines[1:end]))
    values: dict[str, Any] = {}
    other: dict[str, Any] = {}
    where: dict[str, int] = {}
    for name, value in raw.items():
        inner = next((own for own, names in NAMES.items() if name.lower() in names), "")
        target = values if inner else other
        if inner in values:
            raise BadFile(places[name], f"“{name}” staat er twee keer.")
        target[inner or name] = _listed(value, places[name], name) if inner in LISTS else value
        where.update({re.sub(rf"^{re.escape(name)}", inner or name, key): line for key, line in places.items()
                      if key == name or key.startswith(f"{name}.")})  # fmt: skip
    for name in ("title", "type"):
        if not isinstance(values.get(name), str) or not values[name].strip():
            raise BadFile(where.get(name, 1), f"“{name}” ontbreekt of is geen tekst.")
    key = str(values.get("key") or path.relative_to(root).with_suffix("").as_posix())
    return MarkdownFile(path, key, values, other, where, "\n".join(lines[end + 1 :]), end + 2)


def _decode(path: Path) -> str:
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise BadFile(1, f"Het bestand is groter dan {MAX_BYTES // 1000} kB.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(data[: error.start].count(b"\n") + 1, "Dit is geen UTF-8-tekst.") from error
    if "\x00" in text:
        raise BadFile(text[: text.index("\x00")].count("\n") + 1, "Er staat een NUL-teken in de tekst.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _front_matter(text: str) -> tuple[dict[str, Any], dict[str, int]]:
    """The values by key, and the line in the file of each key and of each item of a list."""
    if len(text) > MAX_FRONT_MATTER:
        raise BadFile(2, "De front matter is te lang.")
    try:
        _refuse_growth(text)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        values = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 2
        raise BadFile(
            line, f"De front matter is geen geldige YAML: {getattr(error, 'problem', None) or error}."
        ) from error
    except ValueError as error:
        raise BadFile(2, f"De front matter bevat een onmogelijke waarde: {error}.") from error
    if not isinstance(node, yaml.MappingNode) or not isinstance(values, dict):
        raise BadFile(2, "De front matter moet uit regels “naam: waarde” bestaan.")
    if len(node.value) > MAX_NAMES:
        raise BadFile(2, f"De front matter heeft meer dan {MAX_NAMES} namen.")
    places: dict[str, int] = {}
    for name, value in node.value:
        word, line = str(name.value), name.start_mark.line + 2
        if word in places:
            raise BadFile(line, f"“{word}” staat er twee keer.")
        places[word] = line
        if isinstance(value, yaml.SequenceNode):
            places.update({f"{word}.{n}": item.start_mark.line + 2 for n, item in enumerate(value.value)})
    return {str(name): value for name, value in values.items()}, places


def _refuse_growth(text: str) -> None:
    """An alias can make a few lines grow into gigabytes, and every level makes YAML slower: nobody needs them here."""
    depth = 0
    for event in yaml.parse(text):
        line = (event.start_mark.line if event.start_mark else 0) + 2
        if isinstance(event, yaml.AliasEvent):
            raise BadFile(line, "Een YAML-verwijzing (*) mag hier niet.")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise BadFile(line, "De front matter is te diep genest.")


def _listed(value: Any, line: int, name: str) -> list[str]:
    items = [] if value is None else value if isinstance(value, list) else [value]
    if not all(isinstance(item, str | int) for item in items):
        raise BadFile(line, f"“{name}” moet een tekst of een lijst van teksten zijn.")
    return [str(item).strip() for item in items if str(item).strip()]


def as_date(value: Any, line: int, name: str) -> datetime.date:
    """A YAML date, or a text like 2026-11-24. Raises BadFile."""
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    try:
        return datetime.date.fromisoformat(str(value).strip())
    except ValueError as error:
        raise BadFile(line, f"“{name}” is geen datum zoals 2026-11-24.") from error


def blocks(file: MarkdownFile) -> list[dict[str, Any]]:
    """The body as stream data: a heading block for each heading, text between them as rich text or Markdown.

    Ids follow from the file's key and the position, so that the same file gives the same data.
    """
    found = [
        {"type": kind, "value": value, "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"markdown:{file.key}#{number}"))}
        for number, (kind, value) in enumerate(_parts(file))
    ]
    first = found[0] if found else None
    # A first heading that only repeats the title would stand on the page twice.
    if first and first["type"] == "heading" and first["value"]["text"].lower() == file.values["title"].strip().lower():
        return found[1:]
    return found


def left_out(file: MarkdownFile) -> list[tuple[int, str]]:
    """(line, reason) of what stands in the body and will not be on the page: nothing goes without a word."""
    found = [
        (pattern.start(), reason)
        for expression, reason in (
            (IMAGE, "Deze afbeelding gaat niet mee. Zet haar na het importeren zelf op de pagina."),
            (WITH_CONTENT, "Deze HTML is met inhoud en al weggelaten."),
        )
        for pattern in expression.finditer(_without_code(file.body))
    ]
    return [(file.body_line + file.body[:start].count("\n"), reason) for start, reason in sorted(found)]


def _without_code(body: str) -> str:
    """The body with its examples of code blanked, as long as before."""
    return CODE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), body)


def _parts(file: MarkdownFile) -> Iterator[tuple[str, Any]]:
    text: list[str] = []
    begun = file.body_line
    lines = _without_html(file.body).split("\n")
    fence = ""
    for number, line in enumerate(lines):
        opened = FENCE.match(line)
        if opened:
            fence = "" if fence == opened[1] else fence or opened[1]
        heading = None if fence or opened else ATX.match(line)
        if heading:
            level, title = len(heading[1]), heading[2]
        elif not fence and UNDERLINE.match(line) and text and _one_line(text):
            level, title = (1 if "=" in line else 2), text.pop().strip()
        else:
            text.append(line)
            continue
        yield from _text("\n".join(text), begun)
        text, begun = [], file.body_line + number + 1
        plain = unescape(strip_tags(markdown_to_html(title))).strip()
        if len(plain) > MAX_HEADING:
            raise BadFile(file.body_line + number, f"Deze kop is langer dan {MAX_HEADING} tekens.")
        if plain:
            yield "heading", {"text": plain, "level": "h3" if level > 2 else "h2"}
    yield from _text("\n".join(text), begun)


def _one_line(text: list[str]) -> bool:
    """Whether the last line is a paragraph of its own: only then a line below it makes it a heading."""
    return bool(text[-1].strip()) and (len(text) == 1 or not text[-2].strip()) and not text[-1].lstrip().startswith("|")


def _text(text: str, line: int) -> Iterator[tuple[str, str]]:
    if refusal := refusal_of_markdown(text):
        raise BadFile(line, refusal)
    html = markdown_to_html(text).strip()
    if not html:
        return
    if set(TAG.findall(html)) <= SIMPLE_TAGS:
        yield "tekst", re.sub(r"<(/?)strong>", r"<\1b>", re.sub(r"<(/?)em>", r"<\1i>", clean_html(html)))
    else:
        yield "markdown", text.strip("\n")


def _without_html(body: str) -> str:
    """The text without raw HTML, comments and dangerous links; as many lines as before, so that numbers stay true.

    The page cleans what it shows anyhow; this keeps scripts out of what is stored, searched and edited too.
    """
    body = WITH_CONTENT.sub(lambda found: "\n" * found[0].count("\n"), body)
    body = HTML.sub(lambda found: found[0] if AUTOLINK.fullmatch(found[0]) else "\n" * found[0].count("\n"), body)
    return UNSAFE_TARGET.sub(r"\1#", body)
