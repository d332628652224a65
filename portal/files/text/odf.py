"""The text of an ODT or ODS, as who opens it sees it.

What counts: letters within paragraphs and headings, those of text boxes, tables and notes included, and the visible
cells of visible sheets. White space is what the file says it is: the end of a paragraph, a tab, a line break, a space.
What does not: deleted text and who changed what, comments, hidden text, paragraphs, sections, rows, columns and sheets,
what stands ready in fields, headers and footers, and descriptions of pictures.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .office_xml import Parts, attribute, local

LEFT_OUT = {
    "tracked-changes", "change-info", "annotation", "annotation-end", "note-citation", "ruby-text", "forms",
    "table-of-content-source", "content-validations", "dde-links", "covered-table-cell", "title", "desc", "scenario",
}  # fmt: skip
PARAGRAPHS = ("p", "h")
SPACES = {"tab": "\t", "line-break": "\n"}
HIDDEN_ROWS = ("collapse", "filter")
MOST_SPACES = 100
# As many as a spreadsheet has.
MOST_COLUMNS = 16_384


def read(data: bytes, most: int) -> Iterator[tuple[str, str]]:
    """(name, text) of each visible sheet; of a text one page without a name. PermissionError: it needs a password."""
    parts = Parts(data)
    if "META-INF/manifest.xml" in parts.names and b"encryption-data" in parts.bytes("META-INF/manifest.xml"):
        raise PermissionError("it is encrypted")
    content, styles = parts.tree("content.xml"), parts.tree("styles.xml")
    if content is None:
        raise ValueError("there is no content.xml")
    seen = Visible([root for root in (content, styles) if root is not None])
    body = next(content.iter("{*}body"), content)
    sheets = next(body.iter("{*}spreadsheet"), None)
    if sheets is None:
        yield "", "\n".join(seen.lines(body))
        return
    for sheet in sheets.iterchildren("{*}table"):
        if attribute(sheet, "style-name") not in seen.hidden:
            yield attribute(sheet, "name"), "\n".join(seen.rows(sheet))


class Visible:
    """Knows which styles hide what they are given to."""

    def __init__(self, roots: list[Any]) -> None:
        parents: dict[str, str] = {}
        self.hidden: set[str] = set()
        for root in roots:
            for style in root.iter("{*}style"):
                name = attribute(style, "name")
                parents[name] = attribute(style, "parent-style-name")
                said = [attribute(part, "display") for part in style if local(part).endswith("-properties")]
                if {"none", "false", "condition"} & set(said):
                    self.hidden.add(name)
        for name, parent in parents.items():
            above, steps = parent, 0
            while above and above not in self.hidden and steps < len(parents):
                above, steps = parents.get(above, ""), steps + 1
            if above in self.hidden:
                self.hidden.add(name)

    def lines(self, element: Any) -> Iterator[str]:
        """The paragraphs in and below an element, in their order; what floats in one comes after it."""
        if not self._is_seen(element):
            return
        if local(element) not in PARAGRAPHS:
            for child in element:
                yield from self.lines(child)
            return
        if any(attribute(mark, "is-hidden") == "true" for mark in element.iter("{*}hidden-paragraph")):
            return
        letters: list[str] = []
        floating: list[Any] = []
        self._letters(element, letters, floating)
        yield "".join(letters)
        for apart in floating:
            yield from self.lines(apart)

    def _is_seen(self, element: Any) -> bool:
        name = local(element)
        if not name or name in LEFT_OUT or attribute(element, "is-hidden") == "true":
            return False
        if name == "section" and attribute(element, "display") in ("none", "condition"):
            return False
        if name == "table-row" and attribute(element, "visibility") in HIDDEN_ROWS:
            return False
        return attribute(element, "style-name") not in self.hidden

    def _letters(self, element: Any, letters: list[str], floating: list[Any]) -> None:
        letters.append(element.text or "")
        for child in element:
            name = local(child)
            if name in SPACES:
                letters.append(SPACES[name])
            elif name == "s":
                count = attribute(child, "c")
                letters.append(" " * min(int(count) if count.isdecimal() else 1, MOST_SPACES))
            elif name in ("note", "frame", "custom-shape", "rect", "text-box"):
                floating.append(child)
            elif self._is_seen(child):
                self._letters(child, letters, floating)
            letters.append(child.tail or "")

    def rows(self, sheet: Any) -> Iterator[str]:
        """The visible rows of a sheet, with the cells apart."""
        hidden = self._hidden_columns(sheet)
        for row in sheet.iter("{*}table-row"):
            if not self._is_seen(row):
                continue
            cells, place = [], 0
            for cell in row:
                if self._is_seen(cell) and place not in hidden:
                    cells.append(" ".join(line for child in cell for line in self.lines(child)))
                place += _times(cell)
            if any(cells):
                yield " | ".join(filter(None, cells))

    @staticmethod
    def _hidden_columns(sheet: Any) -> set[int]:
        found: set[int] = set()
        place = 0
        for column in sheet.iter("{*}table-column"):
            after = place + _times(column)
            if attribute(column, "visibility") in HIDDEN_ROWS:
                found.update(range(place, min(after, MOST_COLUMNS)))
            place = after
        return found


def _times(element: Any) -> int:
    times = attribute(element, "number-columns-repeated")
    return int(times) if times.isdecimal() else 1
