"""Links to pages inside rich text: one query for a whole page, and no address of what the reader may not see.

Wagtail itself would ask the database per text, and print the address of any page that exists: a slug says much.
A link that is not for this reader keeps its words and loses its address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.db.models import F
from django.utils.html import escape
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.rich_text import RichText
from wagtail.rich_text.pages import PageLinkHandler
from wagtail.rich_text.rewriters import LinkRewriter

from ..visibility import Reader, anonymous, may_see
from .successors import successors


class OpenPageLinkHandler(PageLinkHandler):
    """For text that no page resolved for its reader (a term, a setting): only what everybody may see has an address."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        return _opening_tags(_addresses({attrs.get("id", "") for attrs in attrs_list}, anonymous()))(attrs_list)


def resolve_links(page: Page, blocks: Iterable[Any], reader: Reader) -> None:
    """Write the addresses that `reader` may follow into the texts of this page and of these blocks, in memory only."""
    fields = [field.name for field in page._meta.get_fields() if isinstance(field, RichTextField)]
    texts = [text for block in blocks for text in _texts(block.value)]
    sources = [*(getattr(page, name) for name in fields), *(text.source for text in texts)]
    ids = {attrs.get("id", "") for source in sources for attrs in _page_links(source)}
    if not ids:
        return
    rewrite = LinkRewriter(bulk_rules={"page": _opening_tags(_addresses(ids, reader))})
    for name in fields:
        setattr(page, name, rewrite(getattr(page, name)))
    for text in texts:
        text.source = rewrite(text.source)


def _texts(value: Any) -> Iterator[RichText]:
    """Every rich text in the value of a block, however deep."""
    if isinstance(value, RichText):
        yield value
    elif isinstance(value, Mapping):
        for child in value.values():
            yield from _texts(child)
    elif hasattr(value, "stream_block") or hasattr(value, "list_block"):
        for child in value:
            yield from _texts(getattr(child, "value", child))


def _page_links(source: str) -> Iterator[dict[str, str]]:
    if 'linktype="page"' in source:
        yield from (match.attrs for match in LinkRewriter().extract_tags(source).get("page", ()))


def _addresses(ids: Iterable[str], reader: Reader) -> dict[str, str]:
    wanted = [int(found) for found in ids if found.isdecimal() and len(found) < 10]
    names = ("pk", "path", "url_path", "depth", "locale", "live", "go_live_at", "expire_at")
    pages = Page.objects.filter(pk__in=wanted).only(*names).annotate(is_voorbeeld=F("pagina__is_voorbeeld"))
    shown = {page.pk: page for page in pages if may_see(reader, page)}
    shown |= successors((page for page in pages if page.pk not in shown), reader)
    return {str(key): page.get_url() or "" for key, page in shown.items()}


def _opening_tags(addresses: Mapping[str, str]) -> Callable[[list[dict[str, str]]], list[str]]:
    def tag(attrs: dict[str, str]) -> str:
        address = addresses.get(attrs.get("id", ""))
        return f'<a href="{escape(address)}">' if address else "<a>"

    return lambda attrs_list: [tag(attrs) for attrs in attrs_list]
