"""The text of a DOCX as who opens it sees it, with all changes accepted.

What counts: inserted and moved text, hyperlinks, the results of fields, content controls that were filled in, tables
within tables, text boxes, footnotes and endnotes that are referred to. What does not: what was deleted or moved away,
comments, hidden text, what makes a field, the words that ask to fill something in, headers and footers, and
descriptions of pictures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from .office_xml import Parts, attribute, child, local

LEFT_OUT = {"del", "moveFrom", "delText", "instrText", "delInstrText", "rt", "sdtPr", "fldData", "cellDel"}
SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
OFF = ("0", "false", "off")
NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}


def read(data: bytes, most: int) -> Iterator[tuple[str, str]]:
    """One page without a name. PermissionError: it needs a password."""
    parts = Parts(data)
    main = parts.first("", "officeDocument") or "word/document.xml"
    document = parts.tree(main)
    if document is None:
        raise ValueError("there is no document in it")
    others = {kind: parts.tree(parts.first(main, kind)) for kind in ("styles", "footnotes", "endnotes")}
    seen = Visible(others["styles"])
    lines = list(seen.lines(next(document.iter("{*}body"), document)))
    # A note can refer to no other note.
    for kind, number in list(seen.notes):
        for note in others[kind] if others[kind] is not None else ():
            if attribute(note, "id") == number:
                lines += seen.lines(note)
    yield "", "\n".join(lines)


def switched(properties: Any, name: str) -> bool | None:
    """Whether a property is on; None when nothing is said of it."""
    found = child(properties, name)
    return None if found is None else attribute(found, "val") not in OFF


class Visible:
    """Walks the text. `notes`: (part, number) of each note that it met, in order."""

    def __init__(self, styles: Any) -> None:
        self.notes: dict[tuple[str, str], None] = {}
        self._hides: dict[str, bool | None] = {}
        self._above: dict[str, str] = {}
        for style in styles if styles is not None else ():
            if local(style) == "style":
                name = attribute(style, "styleId")
                self._hides[name] = switched(child(style, "rPr"), "vanish")
                above = child(style, "basedOn")
                self._above[name] = "" if above is None else attribute(above, "val")

    def _style_hides(self, style: Any) -> bool:
        name = "" if style is None else attribute(style, "val")
        for _ in range(len(self._above)):
            said = self._hides.get(name)
            if said is not None:
                return said
            name = self._above.get(name, "")
        return False

    def lines(self, element: Any) -> Iterator[str]:
        """The paragraphs below an element, in their order; a text box comes after the paragraph that it stands at."""
        pending = ""
        for block in _once(element):
            name = local(block)
            if name == "p":
                boxes: list[Any] = []
                letters: list[str] = []
                hidden = self._style_hides(child(block, "pPr", "pStyle"))
                self._letters(block, hidden, letters, boxes)
                pending += "".join(letters)
                if _ends(block):
                    yield pending
                    pending = ""
                for box in boxes:
                    yield from self.lines(box)
            elif self._is_there(block):
                yield from self.lines(block)
        if pending:
            yield pending

    def _is_there(self, block: Any) -> bool:
        name = local(block)
        if not name or name in LEFT_OUT:
            return False
        if name == "sdt":
            return not _asks(block)
        if name == "tr":
            properties = child(block, "trPr")
            return properties is None or not (child(properties, "del") is not None or switched(properties, "hidden"))
        return name != "tc" or child(block, "tcPr", "cellDel") is None

    def _letters(self, element: Any, hidden: bool, letters: list[str], boxes: list[Any]) -> None:
        for part in _once(element):
            name = local(part)
            if name == "t":
                letters.append("" if hidden else part.text or "")
            elif name in SIGNS:
                letters.append("" if hidden else SIGNS[name])
            elif name in NOTES:
                if not hidden:
                    self.notes[NOTES[name], attribute(part, "id")] = None
            elif name == "txbxContent":
                boxes += [] if hidden else [part]
            elif name == "r":
                properties = child(part, "rPr")
                said = switched(properties, "vanish")
                if said is None and properties is not None and self._style_hides(child(properties, "rStyle")):
                    said = True
                self._letters(part, hidden if said is None else said, letters, boxes)
            elif name and name not in LEFT_OUT and not name.endswith("Pr") and not (name == "sdt" and _asks(part)):
                self._letters(part, hidden, letters, boxes)


def _once(element: Any) -> Iterable[Any]:
    """The children; of two forms of the same thing the first one."""
    if local(element) == "AlternateContent":
        return next(([form] for form in element if local(form) in ("Choice", "Fallback")), [])
    return list(element)


def _asks(control: Any) -> bool:
    """Whether a content control still shows the words that ask to fill it in."""
    return bool(switched(child(control, "sdtPr"), "showingPlcHdr"))


def _ends(paragraph: Any) -> bool:
    """Whether its end stays when all changes are accepted; otherwise the next one goes on in it."""
    properties = child(paragraph, "pPr", "rPr")
    return properties is None or not any(local(mark) in ("del", "moveFrom") for mark in properties)
