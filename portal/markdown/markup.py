"""Markdown, foreign HTML and data become safe HTML here, and nowhere else."""

import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

import markdown
import nh3
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown.extensions import Extension

from . import limits
from .addresses import Addresses
from .lists import Lists
from .notes import Notes
from .tags import block_names, words_shown

TAGS = {
    *("p br hr h2 h3 h4 ul ol li strong em a blockquote code pre".split()),
    *("table thead tbody tr th td abbr dl dt dd sup sub".split()),
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "th": {"scope", "colspan"},
    "td": {"colspan"},
    "ol": {"start"},
    **{name: {"id"} for name in ("h2", "h3", "h4", "li", "sup")},
}
SCHEMES = {"http", "https", "mailto", "tel"}
EXTENSIONS = ("tables", "sane_lists", "abbr", "def_list")
HEADING = re.compile(r"<(h[2-4])>(.*?)</\1>", re.S)
ID = re.compile(r'(?<= id=")[^"]+(?=")')
TO_ID = re.compile(r'(?<= href="#)[^"]+(?=")')


def clean_html(html: str) -> SafeString:
    """Keep the harmless tags of HTML that somebody wrote; a script, style, handler or odd scheme is dropped."""
    return mark_safe(  # noqa: S308  the output of the sanitizer
        nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer")
    )


NAMED = re.compile(r' (id|for|aria-labelledby|aria-describedby|list)="([^"]+)"')
LABELLED = re.compile(r' aria-label="([^"]+)"')
TO_HERE = re.compile(r' href="#([^"]+)"')


def with_own_names(html: SafeString, number: int) -> SafeString:
    """What a template drew, with names that occur nowhere else: to draw it more than once on one page."""
    text = NAMED.sub(lambda m: f' {m[1]}="{" ".join(f"{name}-{number}" for name in m[2].split())}"', html)
    text = LABELLED.sub(rf' aria-label="\1 ({number})"', text)
    return mark_safe(TO_HERE.sub(rf' href="#\1-{number}"', text))  # noqa: S308  as safe as what came in


@dataclass(frozen=True, slots=True)
class Rendered:
    """Safe HTML of a Markdown text. `refused` says, for who wrote it, why it is shown without any mark-up; or ""."""

    html: SafeString
    refused: str = ""


# An editor's preview, form and publication ask for the same text within a minute.
@lru_cache(maxsize=32)
def render_markdown(text: str) -> Rendered:
    """The HTML of any text in a bounded time. A level-1 heading becomes level 2: the page has its own title."""
    try:
        if len(text) > limits.MAX_RENDERED:
            raise limits.TooMuchWork(limits.TOO_LONG.format(length=len(text), most=limits.MAX_WRITTEN))
        limits.refuse_marks(text)
        renderer = markdown.Markdown(extensions=_extensions(), output_format="html")
        _only_blocks_of(text, renderer)
        html = words_shown(renderer.convert(text))
    except limits.TooMuchWork as reason:
        return Rendered(_as_it_stands(text), str(reason))
    except RecursionError:
        return Rendered(_as_it_stands(text), limits.TOO_DEEP)
    return Rendered(_anchored(clean_html(html.replace("<h1>", "<h2>").replace("</h1>", "</h2>"))))


def _extensions() -> list[str | Extension]:
    """New for each text: some remember it. The last one counts for all."""
    return [*EXTENSIONS, Notes(), Lists(), Addresses(), limits.Bounded()]


def _only_blocks_of(text: str, renderer: markdown.Markdown) -> None:
    """A name of HTML that is never closed begins no block: it would take the rest of the text along, unrendered."""
    begin = TAGS | {"div", "h1"} | block_names(text)
    renderer.block_level_elements = [name for name in renderer.block_level_elements if name in begin]


def _anchored(html: str) -> SafeString:
    """Each heading gets an id from its words, as that of a page's own headings."""

    def heading(found: re.Match[str]) -> str:
        anchor = slugify(unescape(strip_tags(found[2]))) or "kop"
        return f'<{found[1]} id="{anchor}">{found[2]}</{found[1]}>'

    return with_own_ids(HEADING.sub(heading, html), {})


def with_own_ids(html: str, taken: dict[str, int]) -> SafeString:
    """The same HTML in which no id is one that was taken; adds its own to those. Links inside it go along."""
    renamed: dict[str, str] = {}

    def own(found: re.Match[str]) -> str:
        name = found[0]
        new = name
        while new in taken:
            taken[name] += 1
            new = f"{name}-{taken[name]}"
        taken[new] = 1
        renamed.setdefault(name, new)
        return new

    html = ID.sub(own, html)
    return mark_safe(TO_ID.sub(lambda found: renamed.get(found[0], found[0]), html))  # noqa: S308  cleaned before


def markdown_to_html(text: str) -> SafeString:
    """Safe HTML of Markdown; empty for None."""
    return render_markdown(text or "").html


def refusal_of_markdown(text: str) -> str:
    """Why this text may not be written, in Dutch; "" when it may."""
    if len(text) > limits.MAX_WRITTEN:
        return limits.TOO_LONG.format(length=len(text), most=limits.MAX_WRITTEN)
    return render_markdown(text).refused


def kept_html(html: str) -> SafeString:
    """What `render_markdown` made once, as it comes back from our own table."""
    return mark_safe(html)  # noqa: S308  cleaned before it was kept, and nothing else writes there


def _as_it_stands(text: str) -> SafeString:
    """The words, with their paragraphs and lines."""
    paragraphs = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n"))
    lines = ("<br>".join(escape(paragraph).split("\n")) for paragraph in paragraphs if paragraph.strip())
    return clean_html("".join(f"<p>{line}</p>" for line in lines))


# What may end a script element or start a tag is written as a JSON escape: the data stays the same.
JSON_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def json_for_script(text: str) -> SafeString:
    """JSON text that can stand inside a script element of data, whatever people typed in it."""
    return mark_safe(text.translate(JSON_ESCAPES))  # noqa: S308  everything that could leave the element is escaped


def drawn_svg(svg: str) -> SafeString:
    """A drawing that the icon package made from a fixed name, on one line."""
    return mark_safe(" ".join(svg.split()))  # noqa: S308  never anything that somebody typed
