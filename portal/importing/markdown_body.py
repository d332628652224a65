"""The body of a Markdown file: what of it can be kept, as the blocks of a page."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from html import unescape
from typing import Any

from django.utils.html import strip_tags

from ..markdown.markup import TAGS, clean_html, markdown_to_html, refusal_of_markdown
from ..markdown.notes import definitions
from ..markdown.tags import TAG, Tags, comments, with_content
from .markdown_files import BadFile, MarkdownFile
from .markdown_links import NOTHING, Links, as_page_links

MAX_HEADING = 120
FENCE = re.compile(r"^ {0,3}(```|~~~)")
CODE = re.compile(r"^ {0,3}(```|~~~).*?(^ {0,3}\1|\Z)|`[^`\n]+`", re.M | re.S)
ATX = re.compile(r"^ {0,3}(#{1,3})[ \t]+(.+?)[ \t]*#*[ \t]*$")
UNDERLINE = re.compile(r"^ {0,3}(=+|-{3,})[ \t]*$")
# Rich text that the editor's own toolbar can make; anything else stays Markdown.
SIMPLE_TAGS = {"p", "br", "strong", "em", "a", "ul", "ol", "li"}
OPENING = re.compile(r"<([a-z][a-z0-9]*)")
NUMBERED_ON = re.compile(r"<ol start=")
IMAGE = re.compile(r"!\[[^\[\]\n]*\][(\[]|<img\b", re.I)
UNSAFE_TARGET = re.compile(
    r"(\]\(\s*<?|^[ \t]*\[[^\[\]\n]+\]:\s*<?)\s*(javascript|vbscript|data)\s*:[^\s)]*", re.I | re.M
)
NO_IMAGE = "Deze afbeelding gaat niet mee. Zet haar na het importeren zelf op de pagina."
NO_CONTENT = "Deze HTML is met inhoud en al weggelaten."
NO_COMMENT = "Dit commentaar is weggelaten."


def blocks(file: MarkdownFile, links: Links = NOTHING) -> list[dict[str, Any]]:
    """The body as stream data: a heading block for each heading, text between them as rich text or Markdown.

    Ids follow from the file's key and the position, so that the same file gives the same data.
    """
    found = [
        {"type": kind, "value": value, "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"markdown:{file.key}#{number}"))}
        for number, (kind, value) in enumerate(_parts(file, links))
    ]
    first = found[0] if found else None
    # A first heading that only repeats the title would stand on the page twice.
    if first and first["type"] == "heading" and first["value"]["text"].lower() == file.values["title"].strip().lower():
        return found[1:]
    return found


def left_out(file: MarkdownFile, links: Links = NOTHING) -> list[tuple[int, str]]:
    """(line, reason) of what stands in the body and will not be on the page: nothing goes without a word."""
    text = without_code(file.body)
    found = [
        *((image.start(), NO_IMAGE) for image in IMAGE.finditer(text)),
        *((start, NO_CONTENT) for start, _ in with_content(text)),
        *((start, NO_COMMENT) for start, _ in comments(text)),
        *links.lost(text),
    ]
    return [(file.body_line + file.body[:start].count("\n"), reason) for start, reason in sorted(found)]


def without_code(body: str) -> str:
    """The body with its examples of code blanked, as long as before."""
    return CODE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), body)


def _parts(file: MarkdownFile, links: Links) -> Iterator[tuple[str, Any]]:
    body = links.rewritten(_without_html(file.body), without_code)
    notes, body = definitions(body, without_code(body))
    text: list[str] = []
    begun = file.body_line
    fence = ""
    for number, line in enumerate(body.split("\n")):
        opened = FENCE.match(line)
        if opened:
            fence = "" if fence == opened[1] else fence or opened[1]
        heading = None if fence or opened else ATX.match(line)
        if heading:
            level, title = len(heading[1]), heading[2]
        elif not fence and UNDERLINE.match(line) and text and _one_line(text):
            level, title = (1 if "=" in line else 2), text.pop().strip()
        else:
            text.append(line)
            continue
        yield from _text(notes.added_to("\n".join(text)), begun, links)
        text, begun = [], file.body_line + number + 1
        plain = unescape(strip_tags(markdown_to_html(title))).strip()
        if len(plain) > MAX_HEADING:
            raise BadFile(file.body_line + number, f"Deze kop is langer dan {MAX_HEADING} tekens.")
        if plain:
            yield "heading", {"text": plain, "level": "h3" if level > 2 else "h2"}
    yield from _text(notes.added_to("\n".join(text), last=True), begun, links)


def _one_line(text: list[str]) -> bool:
    """Whether the last line is a paragraph of its own: only then a line below it makes it a heading."""
    return bool(text[-1].strip()) and (len(text) == 1 or not text[-2].strip()) and not text[-1].lstrip().startswith("|")


def _text(text: str, line: int, links: Links) -> Iterator[tuple[str, str]]:
    if refusal := refusal_of_markdown(text):
        raise BadFile(line, refusal)
    html = markdown_to_html(text).strip()
    if not html:
        return
    if set(OPENING.findall(html)) <= SIMPLE_TAGS and not NUMBERED_ON.search(html):
        simple = re.sub(r"<(/?)strong>", r"<\1b>", re.sub(r"<(/?)em>", r"<\1i>", clean_html(html)))
        yield "tekst", as_page_links(simple, links)
    else:
        yield "markdown", text.strip("\n")


def _without_html(body: str) -> str:
    """The text without foreign HTML, comments and dangerous links; as many lines as before: line numbers stay true.

    The page cleans what it shows anyhow; this keeps scripts out of what is stored, searched and edited too. Examples
    of code stay, and so do words between < and > that are no HTML.
    """
    text = without_code(body)
    spans = [(start, end, "\n" * text.count("\n", start, end)) for start, end in (*with_content(text), *comments(text))]
    tags = Tags(text)
    spans += [(tag.start(), tag.end(), _kept_of(tag)) for tag in TAG.finditer(text) if tags.is_html(tag)]
    pieces, place = [], 0
    for start, end, instead in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= place:
            pieces += [body[place:start], instead]
            place = end
    return UNSAFE_TARGET.sub(r"\1#", "".join([*pieces, body[place:]]))


def _kept_of(tag: re.Match[str]) -> str:
    """What stays of a tag of HTML: its name and its harmless attributes, or its line ends."""
    name = tag[2].lower()
    lines = "\n" * tag[0].count("\n")
    if name not in TAGS:
        return lines
    if tag[1]:
        return f"</{name}>{lines}"
    cleaned = clean_html(tag[0].replace("\n", " "))
    return re.sub(r"</\w+>$", "", cleaned or f"<{name}>") + lines
