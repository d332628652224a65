"""Markdown, foreign HTML and data become safe HTML here, and nowhere else."""

import re
from dataclasses import dataclass
from functools import lru_cache

import markdown
import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from . import markdown_limits as limits

TAGS = {
    *("p br hr h2 h3 h4 ul ol li strong em a blockquote code pre".split()),
    *("table thead tbody tr th td abbr dl dt dd sup sub".split()),
}
ATTRIBUTES = {"a": {"href", "title"}, "abbr": {"title"}, "th": {"scope", "colspan"}, "td": {"colspan"}}
SCHEMES = {"http", "https", "mailto", "tel"}
EXTENSIONS = ["tables", "sane_lists", "abbr", "def_list"]


def clean_html(html: str) -> SafeString:
    """Keep the harmless tags of HTML that somebody wrote; a script, style, handler or odd scheme is dropped."""
    return mark_safe(  # noqa: S308  the output of the sanitizer
        nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer")
    )


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
        html = markdown.markdown(text, extensions=[*EXTENSIONS, limits.Bounded()], output_format="html")
    except limits.TooMuchWork as reason:
        return Rendered(_as_it_stands(text), str(reason))
    except RecursionError:
        return Rendered(_as_it_stands(text), limits.TOO_DEEP)
    return Rendered(clean_html(html.replace("<h1>", "<h2>").replace("</h1>", "</h2>")))


def markdown_to_html(text: str) -> SafeString:
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
