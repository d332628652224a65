"""What the parts of a page are called: no two alike, and the notes of its Markdown numbered on from block to block."""

from __future__ import annotations

import re
from typing import Any

from django.utils.safestring import SafeString
from django.utils.text import slugify

from .markup import with_own_ids

# A note or a place that refers to one, as an id or as a link to it: see `notes`.
TO_NOTE = re.compile(r'((?: id="| href="#)(?:fn|fnref\d*)-)(\d+)(?=")')
SHOWN = re.compile(r'( href="#fn-\d+"[^>]*>|title="Terug naar de tekst bij noot )(\d+)(?=</a></sup>|")')
FIRST = re.compile(r'<ol>(?=\s*<li id="fn-)')
NOTE = re.compile(r'<li id="fn-\d+"')


class PageIds(dict[str, int]):
    """The ids that a page has, for `markup.with_own_ids`; `notes` is how many notes its blocks have shown."""

    notes = 0


def name_headings(body: list[Any]) -> PageIds:
    """Give each heading block of a body an `anker` of its own; returns what is taken now."""
    taken = PageIds()
    for block in body:
        if block.block_type == "heading":
            block.value.anker = own_id(block.value["text"], taken)
    return taken


def own_id(text: str, taken: dict[str, int]) -> str:
    """The words as an id that nothing on the page has; it is taken from now on."""
    name = new = slugify(text) or "kop"
    while new in taken:
        taken[name] += 1
        new = f"{name}-{taken[name]}"
    taken[new] = 1
    return new


def fitted(html: SafeString, taken: dict[str, int]) -> SafeString:
    """The HTML of one Markdown block as it stands on this page, below the blocks that were shown before it."""
    before, own = getattr(taken, "notes", 0), len(NOTE.findall(html))
    if own and isinstance(taken, PageIds):
        taken.notes += own
    # Only numbers change, in what was cleaned.
    return with_own_ids(_numbered_on(html, before) if own and before else html, taken)


def _numbered_on(html: str, before: int) -> str:
    def more(found: re.Match[str]) -> str:
        return f"{found[1]}{int(found[2]) + before}"

    return FIRST.sub(f'<ol start="{before + 1}">', TO_NOTE.sub(more, SHOWN.sub(more, html)))
