"""Markdown is rendered when it is published and kept; a reader's page looks it up.

The key of what is kept follows from the text and from the rules that render it (VERSION), so a text or a rule that
changes finds no old HTML. What is not there yet is rendered for the asker, within the limits of every text, and stored
by the worker: a reader never writes.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.safestring import SafeString

from . import addresses as markdown_addresses
from . import limits as markdown_limits
from . import lists as markdown_lists
from . import markup
from . import notes as markdown_notes
from . import tags as markdown_tags

RULES = (
    *(markup.__file__, markdown_addresses.__file__, markdown_limits.__file__),
    *(markdown_lists.__file__, markdown_notes.__file__, markdown_tags.__file__),
)
PACKAGES = ("markdown", "nh3")
VERSION = hashlib.sha256(
    b"".join([*(version(name).encode() for name in PACKAGES), *(Path(file).read_bytes() for file in RULES)])
).digest()
# Characters of HTML that one process remembers.
MOST_REMEMBERED = 10_000_000
CHUNK = 500

_remembered: dict[str, SafeString] = {}
_lock = threading.Lock()


def key_of(text: str) -> str:
    """What the HTML of a text is kept under: changes with the text and with the way of rendering."""
    return hashlib.sha256(VERSION + text.encode("utf-8", "surrogatepass")).hexdigest()


def html_of(text: str) -> SafeString:
    """The safe HTML of this Markdown."""
    return html_of_all([text])[0]


def html_of_all(texts: list[str]) -> list[SafeString]:
    """The same for several texts, in their order: one query for what this process does not remember, none otherwise."""
    table = _kept()
    keys = [key_of(text) for text in texts]
    found = {key: html for key in keys if (html := _remembered.get(key)) is not None}
    if missing := {key: text for key, text in zip(keys, texts, strict=True) if key not in found}:
        kept = dict(table.objects.filter(pk__in=list(missing)).values_list("pk", "html"))
        new = {key: markup.kept_html(kept[key]) if key in kept else _render(text) for key, text in missing.items()}
        _remember(new)
        found |= new
    return [found[key] for key in keys]


def keep(texts: Iterable[str]) -> None:
    """Render what is not kept yet, and keep it."""
    table = _kept()
    wanted = {key_of(text): text for text in texts}
    there = set(table.objects.filter(pk__in=list(wanted)).values_list("pk", flat=True))
    new = {key: _render(text) for key, text in wanted.items() if key not in there}
    table.objects.bulk_create([table(sleutel=key, html=str(html)) for key, html in new.items()], ignore_conflicts=True)


def keep_all() -> None:
    """Keep the text of every page under today's rules, and nothing else: after an upgrade, an import or a bulk load."""
    table, pages = _kept(), _model("Pagina")
    with_markdown = pages.objects.annotate(source=Cast("inhoud", TextField())).filter(source__contains="markdown")
    wanted: set[str] = set()
    for page in with_markdown.only("pk", "inhoud").iterator(CHUNK):
        texts = list(texts_of(page))
        wanted |= {key_of(text) for text in texts}
        keep(texts)
    old = [key for key in table.objects.values_list("pk", flat=True).iterator() if key not in wanted]
    for start in range(0, len(old), CHUNK):
        table.objects.filter(pk__in=old[start : start + CHUNK]).delete()


def texts_of(page: Any) -> Iterator[str]:
    """The Markdown of a page's body."""
    return (child.value for child in page.inhoud if child.block_type == "markdown")


def _render(text: str) -> SafeString:
    return markup.render_markdown(text).html


def _remember(new: dict[str, SafeString]) -> None:
    with _lock:
        if sum(map(len, _remembered.values())) + sum(map(len, new.values())) > MOST_REMEMBERED:
            _remembered.clear()
        _remembered.update(new)


def _kept() -> Any:
    """The table of what is rendered. The blocks of the models show Markdown, so it is asked for, not imported."""
    return _model("GerenderdeTekst")


def _model(name: str) -> Any:
    return apps.get_model("portal", name)
