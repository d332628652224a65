"""Addresses that somebody typed without brackets become links: of the web, and of mail.

Our own: the kept extension for it (pymdownx.magiclink) needs a newer Python, or takes quadratic time.
"""

from __future__ import annotations

import re
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import AutolinkInlineProcessor
from markdown.util import AtomicString

WEB = r"(?<![^\s(*_~\[\"'“‘„>|])((?:https?://(?=\w)|www\.(?=[\w-]))[^\s<>\x02\x03]+)"
# Both parts have a greatest length, so that no text is searched twice.
MAIL = r"(?<![\w.+@/:-])([\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[A-Za-z]{2,24})(?![\w@-])"
TRAILING = "?!.,:;*_~\"'”’|"
CLOSERS = {")": "(", "]": "["}


class Addresses(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  the library's name
        # After links and HTML, before an underscore in an address is emphasis.
        md.inlinePatterns.register(_Web(WEB, md), "web", 85)
        md.inlinePatterns.register(_Mail(MAIL, md), "mail", 84)


class _Web(AutolinkInlineProcessor):
    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]  # noqa: N802
        found: Any = super().handleMatch(m, data)
        link, start, _ = found
        address = _without_end_of_sentence(m[1])
        link.set("href", address if "://" in address else f"https://{address}")
        link.text = AtomicString(address)
        return link, start, start + len(address)


class _Mail(AutolinkInlineProcessor):
    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]  # noqa: N802
        found: Any = super().handleMatch(m, data)
        found[0].set("href", f"mailto:{m[1]}")
        return found


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
