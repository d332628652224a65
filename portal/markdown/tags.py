"""What stands between < and > in a text that somebody wrote: HTML, or words that only look like it.

"<naam gemeente>" and "<object>" are words and are shown; "<div class=x>" and "<b>...</b>" are HTML. One rule for the
page, which shows, and for the import, which stores.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

TAG = re.compile(r"<(/?)([A-Za-z][^\s<>/]*)([^<>]*)>")
MARK = re.compile(r"<!--|<(?=[!?])|<(/?)([A-Za-z][^\s<>/]*)([^<>]*)>|<(?=[A-Za-z/])")
HTML = frozenset(
    "a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink blockquote body br "
    "button canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em "
    "embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i "
    "iframe img input ins kbd label legend li link main map mark marquee math menu meta meter nav nobr noframes "
    "noscript object ol optgroup option output p param path picture plaintext pre progress q rp rt ruby s samp script "
    "search section select slot small source span strike strong style sub summary sup svg table tbody td template "
    "textarea tfoot th thead time title tr track tt u ul var video wbr xmp".split()
)
# May stand there without the other half.
ALONE = frozenset("br hr wbr p li dt dd tr td th thead tbody tfoot colgroup".split())
# Word's own, such as <o:p>.
OFFICE = ("o:", "v:", "w:", "m:", "st1:")
# With all that is in them: none of it is text for a reader.
WITH_CONTENT = re.compile(r"<(script|style|iframe|object|embed|template|svg|math)\b", re.I)
SCRIPTS = frozenset(("script", "style"))


class Tags:
    """Tells HTML from words in one text. Linear."""

    def __init__(self, text: str) -> None:
        self.opened: set[str] = set()
        self.closed: set[str] = set()
        for tag in TAG.finditer(text):
            (self.closed if tag[1] else self.opened).add(tag[2].lower())
        self.last_comment = text.rfind("-->")

    def is_html(self, tag: re.Match[str]) -> bool:
        """Whether this match of TAG is HTML, allowed or not."""
        name, more = tag[2].lower(), tag[3].strip().rstrip("/").strip()
        if name not in HTML and not name.startswith(OFFICE):
            return False
        if tag[1]:
            return name in self.opened and not more
        if name in SCRIPTS and name not in self.closed:
            return False
        if more:
            return "=" in more
        return name in self.closed or name in ALONE


def words_shown(html: str) -> str:
    """The rendered HTML, in which the words between < and > that are no HTML became text."""
    tags = Tags(html)

    def shown(mark: re.Match[str]) -> str:
        whole = mark[0]
        if whole == "<!--":
            return whole if mark.start() < tags.last_comment else f"&lt;{whole[1:]}"
        return whole if mark[2] and tags.is_html(mark) else f"&lt;{whole[1:]}"

    return MARK.sub(shown, html)


def block_names(text: str) -> set[str]:
    """The names of which a first line may begin a block of HTML: those that are closed somewhere."""
    return Tags(text).closed


def with_content(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each element that goes with all that is in it; one that is never closed is none. Linear."""
    place, never = 0, set()
    while opened := WITH_CONTENT.search(text, place):
        name, place = opened[1].lower(), opened.end()
        if name in never:
            continue
        if closed := re.compile(rf"</{name}\s*>", re.I).search(text, place):
            place = closed.end()
            yield opened.start(), place
        else:
            never.add(name)


def comments(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each comment; what is never closed is text."""
    place = 0
    while (start := text.find("<!--", place)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        place = end + 3
        yield start, place
