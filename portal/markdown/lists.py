"""Lists and fenced code as people write them, put in the form that the renderer knows.

Python-Markdown wants an empty line before a list and four spaces a level. Its extensions for other habits
(mdx-truly-sane-lists, mdx-breakless-lists) lose lists of four spaces, tabs, a first number and paragraphs in an item,
and its fences cost quadratic time. Here a list begins where CommonMark lets it begin and an item is as deep as its
text says; every line is looked at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

ITEM = re.compile(r"^( *)([*+-]|(\d{1,9})[.)])( +)(\S.*)$")
RULE = re.compile(r"^ {0,3}([-*_])( *\1){2,} *$")
FENCE = re.compile(r"^( *)(`{3,}|~{3,})([^`]*)$")
QUOTE = re.compile(r"^ {0,3}> ?")
# What ends a paragraph of a list without an empty line.
BEGINS_ANEW = re.compile(r"^ {0,3}(#{1,6} |>|\|)")
TASK = re.compile(r"^\[([ xX])\] +(?=\S)")
LEVEL = 4
MOST_QUOTED = 4
# Ends a list before code that does not belong to it; the sanitizer drops it.
APART = "<!-- -->"


class Lists(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  the library's name
        # After tabs became spaces, before HTML is taken out.
        md.preprocessors.register(_Lists(md), "lists", 25)


class _Lists(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return rewritten(lines)


def rewritten(lines: list[str], quoted: int = 0) -> list[str]:
    """These lines with their lists and fences in the renderer's form; quoted ones by the same rules."""
    page = _Page()
    place = 0
    while place < len(lines):
        end = place
        while quoted < MOST_QUOTED and not page.fence and end < len(lines) and QUOTE.match(lines[end]):
            end += 1
        if end > place:
            inside = rewritten([QUOTE.sub("", line, count=1) for line in lines[place:end]], quoted + 1)
            page.take_quote(f"> {line}" if line else ">" for line in inside)
            place = end
        else:
            page.take(lines[place])
            place += 1
    return page.out


@dataclass(slots=True)
class _Item:
    """An open item of a list: the columns of its mark and of its text."""

    mark: int
    text: int
    numbered: bool

    def holds(self, column: int) -> bool:
        """Whether text from this column on belongs to the item."""
        return column >= self.text or (self.numbered and column >= self.mark + 2)


@dataclass(slots=True)
class _Page:
    out: list[str] = field(default_factory=list)
    items: list[_Item] = field(default_factory=list)
    fence: str = ""
    fence_column: int = 0
    # Whether the last line was empty, and whether it was (or went on) a paragraph that is no item's first.
    empty: bool = True
    paragraph: bool = False
    # The level at which the lines since the last empty one began.
    level: int = 0

    def take(self, line: str) -> None:
        if self.fence:
            self._take_code(line)
        elif not line.strip():
            self.out.append("")
            self.empty = True
        elif opened := FENCE.match(line):
            self._open_fence(opened)
        elif (item := ITEM.match(line)) and not RULE.match(line) and self._begins(item):
            self._take_item(item)
        else:
            self._take_text(line)

    def take_quote(self, lines: Iterable[str]) -> None:
        self._close(0)
        self._part()
        self.out.extend(lines)
        self.empty, self.paragraph = False, True

    def _begins(self, item: re.Match[str]) -> bool:
        """Whether this line is an item: not in code, and no number that only happens to begin a line of a sentence."""
        column = len(item[1])
        if not self.items:
            if column >= LEVEL:
                return False
            return self.empty or not self.paragraph or item[3] in (None, "1")
        goes_on = any(open_.numbered for open_ in self.items) and not self.paragraph
        if not self.empty and not goes_on and item[3] not in (None, "1"):
            return False
        inner = next((open_.text for open_ in reversed(self.items) if open_.holds(column)), 0)
        return not (self.empty and column - inner >= LEVEL)

    def _take_item(self, item: re.Match[str]) -> None:
        column, numbered = len(item[1]), item[3] is not None
        before = self.items[-1] if self.items else None
        while self.items and not self._is_inside(self.items[-1], column, numbered):
            before = self.items.pop()
        other_kind = before is not None and len(self.items) < self._depth_of(before) and before.numbered != numbered
        if self.paragraph or other_kind:
            self._part()
        text = TASK.sub(lambda task: "☐ " if task[1] == " " else "☑ ", item[5])
        mark = f"{item[3]}." if numbered else item[2]
        self._add(f"{mark} {text}")
        width = len(item[2]) + (len(item[4]) if len(item[4]) <= LEVEL else 1)
        self.items.append(_Item(column, column + width, numbered))
        self.empty = self.paragraph = False

    @staticmethod
    def _is_inside(above: _Item, column: int, numbered: bool) -> bool:
        """Two spaces are enough for a bullet below a number; a number there would be its neighbour."""
        return column >= above.text or (above.numbered and not numbered and column >= above.mark + 2)

    def _depth_of(self, item: _Item) -> int:
        return len(self.items) + 1 if item not in self.items else self.items.index(item) + 1

    def _take_text(self, line: str) -> None:
        text = line.lstrip(" ")
        column = len(line) - len(text)
        anew = bool(BEGINS_ANEW.match(line) or RULE.match(line))
        if self.items and (self.empty or anew):
            self._close(column)
            if not self.items and not self.empty:
                self._part()
            self.paragraph = True
        elif not self.items:
            self.paragraph = True
        if self.items:
            more = column - self.items[-1].text if self.empty else 0
            if not self.empty and (number := ITEM.match(text)) and number[3]:
                # A line of a sentence: without the escape the renderer sees a list inside the item.
                text = text.replace(number[2], f"{number[3]}\\{number[2][-1]}", 1)
            self._add(" " * (more if more >= LEVEL else 0) + text)
        else:
            self.out.append(line)
        self.empty = False

    def _open_fence(self, opened: re.Match[str]) -> None:
        in_a_list = bool(self.items)
        self._close(len(opened[1]))
        self._part()
        if in_a_list and not self.items:
            self.out += [APART, ""]
        self.fence, self.fence_column = opened[2], len(opened[1])

    def _take_code(self, line: str) -> None:
        text = line.strip()
        if len(text) >= len(self.fence) and not text.strip(self.fence[0]):
            self.fence = ""
            self.out.append("")
            self.empty, self.paragraph = True, True
            return
        inside = line[min(self.fence_column, len(line) - len(line.lstrip(" "))) :]
        self.out.append(" " * (LEVEL * (len(self.items) + 1)) + inside if inside else "")

    def _close(self, column: int) -> None:
        """End the items that do not hold what stands in this column."""
        while self.items and not self.items[-1].holds(column):
            self.items.pop()

    def _add(self, line: str) -> None:
        """A line of the open item; the renderer sees that one less deep ends a list only after an empty line."""
        if self.out and self.out[-1] and len(self.items) < self.level:
            self.out.append("")
        if not self.out or not self.out[-1]:
            self.level = len(self.items)
        self.out.append(" " * (LEVEL * len(self.items)) + line)

    def _part(self) -> None:
        if self.out and self.out[-1]:
            self.out.append("")
