"""Addresses that somebody typed without brackets become links: of the web, and of mail.

Our own: the kept extension for it (pymdownx.magiclink) needs a newer Python, or takes quadratic time.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

WEB = r"(?<![^\s(*_~\[\"'“‘„>|])(?:https?://(?=\w)|www\.(?=[\w-]))[^\s<>\x02\x03]+"
# Both parts have a greatest length, so that no text is searched twice.
MAIL = r"(?<![\w.+@/:-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![\w@-])"
TRAILING = "?!.,:;*_~\"'”’|"
CLOSERS = {")": "(", "]": "["}


class Addresses(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  the library's name
        # After links and HTML, before an underscore in an address is emphasis.
        md.inlinePatterns.register(_Web(WEB, md), "web", 85)
        md.inlinePatterns.register(_Mail(MAIL, md), "mail", 84)


class _Web(InlineProcessor):
    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # type: ignore[override]  # noqa: N802  the library's name
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        address = _without_end_of_sentence(m[0])
        target = address if "://" in address else f"https://{address}"
        return _link(target, address), m.start(0), m.start(0) + len(address)


class _Mail(InlineProcessor):
    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # type: ignore[override]  # noqa: N802  the library's name
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        return _link(f"mailto:{m[0]}", m[0]), m.start(0), m.end(0)


def _link(target: str, words: str) -> Element:
    link = Element("a", {"href": target})
    link.text = AtomicString(words)
    return link


def _without_end_of_sentence(address: str) -> str:
    """The address without the signs that end a sentence or close a bracket that it did not open."""
    end = len(address)
    counts = {sign: address.count(sign) for sign in "()[]"}
    while end:
        last = address[end - 1]
        if last in CLOSERS and counts[last] > counts[CLOSERS[last]]:
            counts[last] -= 1
        elif last not in TRAILING:
            break
        end -= 1
    return address[:end]
