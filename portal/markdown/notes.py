"""Footnotes: a number in the text that leads to the note, and back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from markdown.extensions.footnotes import FootnoteExtension

from .lists import BEGINS_ANEW

DEFINITION = re.compile(
    r"^ {0,3}\[(?:(?=\^[^\]]+\]:[ \t]*\S)|(?=[^\]^]+\]:[ \t]*\S+(?:[ \t]+[\"'(].*)?[ \t]*$))([^\[\]\n]+)\]:"
)
MARK = re.compile(r"\[[^\[\]\n]+\]")
BACK = "Terug naar de tekst bij noot {}"


class Notes(FootnoteExtension):
    """The renderer's own, in Dutch, with ids that are numbers: a name may hold anything."""

    def __init__(self) -> None:
        super().__init__(SEPARATOR="-", BACKLINK_TITLE=BACK, PLACE_MARKER="\x02no place\x03")
        self.numbers: dict[str, int] = {}

    def reset(self) -> None:
        super().reset()
        self.numbers = {}

    def makeFootnoteId(self, id: str) -> str:  # noqa: N802  the library's name
        return f"fn-{self._number(id)}"

    def makeFootnoteRefId(self, id: str, found: bool = False) -> str:  # noqa: N802  the library's name
        return self.unique_ref(f"fnref-{self._number(id)}", found)

    def unique_ref(self, reference: str, found: bool = False) -> str:
        """The library's own counts from one for each: a note that is referred to often would take quadratic time."""
        if not found:
            return reference
        times = self.found_refs[reference] = self.found_refs.get(reference, 0) + 1
        return reference if times == 1 else reference.replace("fnref", f"fnref{times}", 1)

    def _number(self, name: Any) -> int:
        return self.numbers.setdefault(name, len(self.numbers) + 1)


@dataclass(slots=True)
class Definitions:
    """What names stand for, further on in the text: notes ([^name]: ...) and addresses ([name]: ...), by [name]."""

    known: dict[str, str]
    unused: dict[str, str]

    def added_to(self, text: str, *, last: bool = False) -> str:
        """A part of the text with the definitions that it uses; the last one also takes the notes of nobody."""
        if not self.known:
            return text
        used: dict[str, str] = {}
        words = text
        while new := {mark: self.known[mark] for mark in _marks(words) if mark in self.known and mark not in used}:
            used |= new
            words = "\n".join(definition.partition("]:")[2] for definition in new.values())
        for mark in used:
            self.unused.pop(mark, None)
        if last:
            used |= self.unused
        return "\n\n".join([text, *(self.known[mark] for mark in self.known if mark in used)]) if used else text


def definitions(body: str, without_code: str) -> tuple[Definitions, str]:
    """The definitions in a body, and the body without them, in as many lines. `without_code` has the same lines."""
    lines, plain = body.split("\n"), without_code.split("\n")
    found: dict[str, str] = {}
    number = 0
    while number < len(lines):
        name = DEFINITION.match(plain[number])
        begin, number = number, number + 1
        if not name:
            continue
        if name[1].startswith("^"):
            while number < len(lines) and _goes_on(plain, number):
                number += 1
        mark = f"[{name[1]}]".lower()
        if mark not in found:
            found[mark] = "\n".join(lines[begin:number]).rstrip()
            lines[begin:number] = [""] * (number - begin)
    return Definitions(found, {mark: text for mark, text in found.items() if mark.startswith("[^")}), "\n".join(lines)


def _marks(text: str) -> dict[str, None]:
    """The [names] in a text, in their order."""
    return dict.fromkeys(mark.lower() for mark in MARK.findall(text))


def _goes_on(lines: list[str], number: int) -> bool:
    """Whether a note goes on in this line: the same paragraph, or one that is indented."""
    line = lines[number]
    if not line.strip():
        return any(later.startswith("    ") for later in lines[number + 1 : number + 2])
    if line.startswith("    "):
        return True
    return bool(lines[number - 1].strip()) and not DEFINITION.match(line) and not BEGINS_ANEW.match(line)
