"""Links between the files of a folder, which become links between their pages."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote
from uuid import UUID

from django.urls import reverse

SUFFIXES = (".md", ".markdown")
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
# [words](target "title"), and what has more in its brackets than words; [name]: target.
LINK = re.compile(r"(?<!!)\[(?P<words>[^\[\]\n]*)\]\(\s*<?(?P<target>[^\s<>()]+)>?(?:[ \t]+\"[^\"\n]*\")?\s*\)")
OTHER = re.compile(r"(?<=\]\()(?P<target>[^\s<>()]+)(?=[\s)])")
REFERENCE = re.compile(r"^ {0,3}\[(?!\^)[^\[\]\n]+\]:[ \t]*<?(?P<target>[^\s<>]+)>?", re.M)
PAGE_LINK = re.compile(r'<a href="(?P<address>[^"#]+)"[^>]*>')
NO_PAGE = "Deze link leidt naar niets: van “{target}” is geen pagina. De woorden blijven, de link niet."


@dataclass(slots=True)
class Links:
    """Where the links of one file lead. `find` gives the identity and the key of the page of a path below the folder.

    A page that comes later in the same run is `expected`: its links wait, and are not called lost.
    """

    folder: str = ""
    find: Callable[[str], tuple[UUID, int] | None] = lambda path: None
    expected: Callable[[str], bool] = lambda path: False
    pages: dict[str, int] = field(default_factory=dict)
    waits: bool = False

    def keys(self) -> list[str]:
        """The addresses that the links were given, in one order: with the file's own text they decide its page."""
        return sorted(self.pages)

    def rewritten(self, body: str, without_code: Callable[[str], str]) -> str:
        """The body with an address of the portal for each link to a file; a link to nothing keeps its words."""
        for expression in (LINK, REFERENCE, OTHER):
            body = self._each(body, expression, without_code(body))
        return body

    def _each(self, body: str, expression: re.Pattern[str], text: str) -> str:
        pieces, place = [], 0
        for link in expression.finditer(text):
            if not is_of_a_file(link["target"]):
                continue
            begin, end = link.span("target")
            address = self._address(link["target"])
            if not address and expression is LINK:
                begin, end, address = *link.span(), body[link.start("words") : link.end("words")]
            pieces += [body[place:begin], address or "#"]
            place = end
        return "".join([*pieces, body[place:]])

    def _address(self, target: str) -> str:
        path, anchor = self._parts(target)
        if path is None:
            return ""
        found = self.find(path)
        if found is None:
            self.waits = self.waits or self.expected(path)
            return ""
        address = reverse("vaste_link", args=[found[0]])
        self.pages[address] = found[1]
        return address + anchor

    def _parts(self, target: str) -> tuple[str | None, str]:
        """The path below the folder of files, and the anchor; None for what lies outside it."""
        path, mark, anchor = target.partition("#")
        path = posixpath.normpath(posixpath.join(self.folder, unquote(path.partition("?")[0])))
        return (None if path.startswith("..") else path), mark + anchor

    def lost(self, text: str) -> Iterator[tuple[int, str]]:
        """(place, reason) of the links that lead to no page, now or later in this run."""
        for expression in (LINK, REFERENCE):
            for link in expression.finditer(text):
                target = link["target"]
                if is_of_a_file(target) and not self._leads_somewhere(target):
                    yield link.start("target"), NO_PAGE.format(target=target)

    def _leads_somewhere(self, target: str) -> bool:
        path, _ = self._parts(target)
        return path is not None and (self.find(path) is not None or self.expected(path))


NOTHING = Links()


def is_of_a_file(target: str) -> bool:
    """Whether this is a path beside the file, and no address of the site, of another site or within the page."""
    return not target.startswith(("#", "/", "?")) and not SCHEME.match(target)


def as_page_links(html: str, links: Links) -> str:
    """Rich text in which a link to a page is one as the editor makes it: it follows the page, and the page knows it.

    One to a chapter stays an address: the editor's own links have no place for that.
    """

    def as_editor(link: re.Match[str]) -> str:
        page = links.pages.get(link["address"])
        return link[0] if page is None else f'<a linktype="page" id="{page}">'

    return PAGE_LINK.sub(as_editor, html) if links.pages else html
