"""Reads one Markdown file with front matter: values as text with the line they stand on, and the body."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from ..datum import day_of

MAX_BYTES = 1_000_000
MAX_FRONT_MATTER = 20_000
MAX_NAMES = 60
MAX_DEPTH = 10
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
YES = {"ja", "j", "yes", "true", "waar"}
NO = {"nee", "n", "no", "false", "onwaar", ""}
LISTS = {"begrippen", "tags", "organisation"}
# What the reader of YAML says, and what somebody can do about it.
IN_DUTCH = {
    "mapping values are not allowed here": "er staat een dubbele punt in de tekst. Zet haar tussen aanhalingstekens",
    "found character '\\t' that cannot start any token": "er staat een tab. Gebruik spaties",
}


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
        """The line, from 1, on which a value stands; the first line for what is not in the file."""
        return self.lines.get(f"{name}.{position}", self.lines.get(name, 1))


def read(path: Path, root: Path) -> MarkdownFile:
    """The file at `path`; its key is what the front matter says, or its place below `root`. Raises BadFile."""
    text = _decode(path)
    lines = text.split("\n")
    if lines[0].strip() != "---":
        raise BadFile(1, "Het bestand begint niet met --- en front matter.")
    end = next((number for number, line in enumerate(lines[1:], 1) if line.strip() in ("---", "...")), 0)
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
        # As text: 1.10 is a version and no number, and what a value is follows from the field that takes it.
        values = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  makes texts, lists and mappings only
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 2
        problem = str(getattr(error, "problem", None) or error)
        raise BadFile(line, f"De front matter is geen geldige YAML: {IN_DUTCH.get(problem, problem)}.") from error
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
    items = value if isinstance(value, list) else [value]
    if not all(isinstance(item, str) for item in items):
        raise BadFile(line, f"“{name}” moet een tekst of een lijst van teksten zijn.")
    return [item.strip() for item in items if item.strip()]


def as_text(value: Any, line: int, name: str) -> str:
    """One value that is a text. Raises BadFile."""
    if not isinstance(value, str):
        raise BadFile(line, f"“{name}” moet één tekst zijn, en geen lijst.")
    return value.strip()


def as_date(value: Any, line: int, name: str) -> datetime.date:
    """A text like 2026-11-24 or 24-11-2026, with or without an hour behind the first. Raises BadFile."""
    found = day_of(as_text(value, line, name))
    if found is None:
        raise BadFile(line, f"“{name}” is geen datum zoals 2026-11-24 of 24-11-2026.")
    return found


def as_yes_or_no(value: Any, line: int, name: str) -> bool:
    """A text that says yes or no; anything else is an error and never "no". Raises BadFile."""
    word = as_text(value, line, name).lower()
    if word in YES or word in NO:
        return word in YES
    raise BadFile(line, f"“{name}” is geen ja of nee.")
