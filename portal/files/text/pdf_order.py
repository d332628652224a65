"""In which order the text of a page of a PDF is read, when the file says so, and which of its layers are shown."""

from __future__ import annotations

from typing import Any

MOST_ELEMENTS = 200_000
# Text that is no part of the order comes after it: a number of a page, say.
LAST = 1 << 40


class Order:
    """The structure of a whole file: page -> number of a piece of its content -> its place."""

    def __init__(self, reader: Any) -> None:
        root = reader.root_object
        self._reader = reader
        self._places: dict[int, dict[int, int]] = {}
        self._off: set[int] = set()
        marked = root.get("/MarkInfo")
        if marked is not None and marked.get_object().get("/Marked") and "/StructTreeRoot" in root:
            try:
                self._learn(root["/StructTreeRoot"])
            except Exception:
                # Half an order is none: the pages are then read as they stand.
                self._places = {}
        layers = root.get("/OCProperties")
        usual = layers.get_object().get("/D") if layers is not None else None
        for layer in (usual.get_object().get("/OFF") or ()) if usual is not None else ():
            self._off.add(layer.idnum)

    def _learn(self, root: Any) -> None:
        """Walk the tree from left to right; what is met twice is met in a circle."""
        waiting: list[tuple[Any, int]] = [(root, 0)]
        seen: set[int] = set()
        met = 0
        while waiting and met < MOST_ELEMENTS:
            element, page = waiting.pop()
            met += 1
            number = getattr(element, "idnum", None)
            if number is not None:
                if number in seen:
                    continue
                seen.add(number)
                element = element.get_object()
            if isinstance(element, int):
                places = self._places.setdefault(page, {})
                places.setdefault(int(element), met)
            elif isinstance(element, list):
                waiting += [(one, page) for one in reversed(element)]
            elif hasattr(element, "raw_get"):
                if "/Pg" in element:
                    page = element.raw_get("/Pg").idnum
                kind = element.get("/Type")
                if kind == "/MCR":
                    waiting.append((element["/MCID"], page))
                elif kind != "/OBJR" and "/K" in element:
                    waiting.append((element.raw_get("/K"), page))

    def text(self, page: Any) -> str:
        """The text of a page."""
        reference = page.indirect_reference
        places = self._places.get(reference.idnum if reference else 0, {})
        if not places and not self._off:
            return str(page.extract_text())
        content = page.get_contents()
        if content is None:
            return ""
        hidden = self._hidden_layers(page)
        if not hidden and _in_order(content, places):
            return str(page.extract_text())
        from pypdf.generic import NameObject

        _flush_at_marks(content)
        pieces = _Pieces(places, hidden)
        page[NameObject("/Contents")] = content
        page.extract_text(visitor_operand_before=pieces.note, visitor_text=pieces.add)
        return pieces.text()

    def _hidden_layers(self, page: Any) -> set[str]:
        """What the page calls the layers that are off."""
        properties = page["/Resources"].get("/Properties") if "/Resources" in page else None
        if properties is None:
            return set()
        named = properties.get_object()
        return {str(name) for name in named if getattr(named.raw_get(name), "idnum", None) in self._off}


def _in_order(content: Any, places: dict[int, int]) -> bool:
    """Whether what is read first also stands first."""
    last = 0
    for operands, operator in content.operations:
        about = operands[1] if operator == b"BDC" and len(operands) > 1 else None
        if isinstance(about, dict) and (place := places.get(about.get("/MCID", -1))):
            if place < last:
                return False
            last = place
    return True


def _flush_at_marks(content: Any) -> None:
    """Set the font again at each mark: the library then gives the text so far, which it otherwise gives too late."""
    font: list[Any] | None = None
    kept: list[list[Any] | None] = []
    operations: list[tuple[Any, bytes]] = []
    for operands, operator in content.operations:
        if operator == b"Tf":
            font = operands
        elif operator == b"q":
            kept.append(font)
        elif operator == b"Q" and kept:
            font = kept.pop()
        elif operator in (b"BDC", b"BMC", b"EMC") and font:
            operations.append((font, b"Tf"))
        operations.append((operands, operator))
    content.operations = operations


class _Pieces:
    """Gathers the text of each piece of content. `places`: number -> place; `hidden`: names of layers."""

    def __init__(self, places: dict[int, int], hidden: set[str]) -> None:
        self._places, self._hidden = places, hidden
        # The number of the piece that a mark begins, None when it has none, and whether it is shown.
        self._marks: list[tuple[int | None, bool]] = []
        self._found: list[tuple[int, list[str]]] = []

    def note(self, operator: bytes, operands: Any, *_: Any) -> None:
        """An operation of the page."""
        if operator == b"EMC":
            if self._marks:
                self._marks.pop()
        elif operator in (b"BDC", b"BMC"):
            number, shown = self._marks[-1] if self._marks else (None, True)
            tag, about = [*operands, None, None][:2]
            if tag == "/OC":
                shown = shown and str(about) not in self._hidden
            elif isinstance(about, dict) and "/MCID" in about:
                number = int(about["/MCID"])
            elif tag == "/Artifact":
                number = None
            self._marks.append((number, shown))

    def add(self, text: str, *_: Any) -> None:
        """A piece of text that was read."""
        number, shown = self._marks[-1] if self._marks else (None, True)
        if not text or not shown:
            return
        place = LAST if number is None else self._places.get(number, LAST)
        if self._found and self._found[-1][0] == place:
            self._found[-1][1].append(text)
        else:
            self._found.append((place, [text]))

    def text(self) -> str:
        """All of it in its order. What is read after what stands before it on the page is on the same line."""
        ordered = sorted(enumerate(self._found), key=lambda pair: (pair[1][0], pair[0]))
        text = ""
        before = -1
        for number, (_, words) in ordered:
            text += ("" if number == before + 1 else "\n") + "".join(words)
            before = number
        return text
