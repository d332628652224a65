"""How much work a Markdown text may be: the renderer takes quadratic time for some, and one of those stops a site.

Counted in characters looked at, not in seconds: a text is too much for every machine or for none, however busy it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension

# What an editor may write in one block. What stands already is shown formatted up to four times that.
MAX_WRITTEN = 50_000
MAX_RENDERED = 200_000
# Both are about a second of the renderer at the very most; common texts of the greatest length take a tenth of it.
MAX_LOOKED_AT = 1_000_000
MAX_PARSED = 6_000_000
MAX_MARKED = 10_000_000
MAX_CELLS = 50_000

TOKEN = re.compile(r"\\.|[\[\]()]|\n[ \t]*\n", re.S)
ANGLE = re.compile(r">|<!\[|<(?=[A-Za-z!?/])")
PARAGRAPHS = re.compile(r"\n[ \t]*\n")
ABBREVIATION = re.compile(r"^ {0,3}\*\[", re.M)

TOO_LONG = "Deze tekst is te lang: hij heeft {length} tekens, het mogen er {most} zijn. Verdeel hem over meer blokken."
TOO_MANY_MARKS = (
    "In deze tekst staan te veel haken of tekens als [ ( < die niet gesloten worden of in elkaar zitten. "
    "Haal ze weg, of zet er een \\ voor."
)
TOO_WIDE = "De tabellen in deze tekst zijn te groot: samen meer dan {most} cellen. Verdeel ze over meer blokken."
TOO_DEEP = "De lijsten, citaten of koppen in deze tekst zijn te diep genest of te veel. Vereenvoudig hem."

TOO_DENSE = (
    "In deze tekst staat een alinea met te veel opmaak of tekens als * ` \\ voor haar lengte. "
    "Verdeel haar met witregels, of haal opmaak weg."
)


class TooMuchWork(Exception):
    """Rendering was given up; the message says why, for who wrote the text."""


def refuse_marks(text: str) -> None:
    """Raise TooMuchWork for a text whose marks are too much work to pair, or make too much of a page; linear itself."""
    cells, code = _tables(text)
    if cells > MAX_CELLS:
        raise TooMuchWork(TOO_WIDE.format(most=MAX_CELLS))
    abbreviations = len(ABBREVIATION.findall(text)) * len(text) // 8
    if _brackets(text) + _tags(text) + abbreviations + code > MAX_LOOKED_AT:
        raise TooMuchWork(TOO_MANY_MARKS)


def _brackets(text: str) -> int:
    """For each [ and ]( the distance to where it closes, or to the end of its paragraph: so far the renderer looks."""
    looked_at, squares, rounds = 0, [], []
    for token in TOKEN.finditer(f"{text}\n\n"):
        place, what = token.start(), token[0]
        if what == "[":
            squares.append(place)
        elif what == "(":
            rounds.append(place if text[place - 1 : place] == "]" else None)
        elif what == "]":
            looked_at += place - squares.pop() if squares else 0
        elif what == ")":
            opened = rounds.pop() if rounds else None
            looked_at += place - opened if opened is not None else 0
        elif what[0] == "\n":
            looked_at += sum(place - opened for opened in (*squares, *rounds) if opened is not None)
            squares, rounds = [], []
    return looked_at


def _tags(text: str) -> int:
    """For each < that can begin a tag the distance to the next >. An escape is none to the reader of HTML."""
    looked_at, closed = 0, len(text)
    for token in reversed(list(ANGLE.finditer(text))):
        if token[0] == ">":
            closed = token.start()
        else:
            looked_at += (closed - token.start()) * (2 if token[0] == "<![" else 1)
    return looked_at


def _tables(text: str) -> tuple[int, int]:
    """How many cells there can be, each row as wide as the widest; and how often code is compared with a pipe."""
    cells = code = 0
    for block in PARAGRAPHS.split(text):
        if "|" in block:
            lines = block.split("\n")
            cells += len(lines) * (1 + max(line.count("|") for line in lines))
            code += sum(line.count("|") * line.count("`") for line in lines)
    return cells, code


class Bounded(Extension):
    """Ends the rendering of a text whose blocks are parsed, or paragraphs searched, again and again. New for each.

    The last of the extensions: it counts for all that are there.
    """

    def __init__(self) -> None:
        super().__init__()
        self.marked = 0

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802  the library's name
        md.parser.blockprocessors.register(_Meter(md.parser), "meter", 1_000)
        for pattern in md.inlinePatterns:
            pattern.handleMatch = self._metered(pattern.handleMatch)  # type: ignore[method-assign]

    def _metered(self, handle: Callable[..., Any]) -> Callable[..., Any]:
        # After each mark the renderer looks for the next one from the beginning of the paragraph.
        def metered(match: re.Match[str], *data: Any) -> Any:
            self.marked += len(match.string)
            if self.marked > MAX_MARKED:
                raise TooMuchWork(TOO_DENSE)
            return handle(match, *data)

        return metered


class _Meter(BlockProcessor):
    """Asked first for every block, and takes none."""

    parsed = 0

    def test(self, parent: Any, block: str) -> bool:
        self.parsed += len(block)
        if self.parsed > MAX_PARSED:
            raise TooMuchWork(TOO_DEEP)
        return False

    def run(self, parent: Any, blocks: list[str]) -> bool:
        return False
