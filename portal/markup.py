"""Markdown, foreign HTML and data become safe HTML here, and nowhere else."""

import markdown
import nh3
from django.utils.safestring import SafeString, mark_safe

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


def markdown_to_html(text: str) -> SafeString:
    """Safe HTML of a Markdown text. A level-1 heading becomes level 2: the page has its own title."""
    html = markdown.markdown(text or "", extensions=EXTENSIONS, output_format="html")
    return clean_html(html.replace("<h1>", "<h2>").replace("</h1>", "</h2>"))


# What may end a script element or start a tag is written as a JSON escape: the data stays the same.
JSON_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def json_for_script(text: str) -> SafeString:
    """JSON text that can stand inside a script element of data, whatever people typed in it."""
    return mark_safe(text.translate(JSON_ESCAPES))  # noqa: S308  everything that could leave the element is escaped


def drawn_svg(svg: str) -> SafeString:
    """A drawing that the icon package made from a fixed name, on one line."""
    return mark_safe(" ".join(svg.split()))  # noqa: S308  never anything that somebody typed
