"""Markdown and foreign HTML become safe HTML here, and nowhere else."""

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
