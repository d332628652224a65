"""What pages tell search: text, open and closed, facets and attached files; many pages cost as many queries as one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField

from search.types import Attachment, SearchDocument

from .. import models
from ..choices import Resultaat, Schema
from ..files.documents import text_of
from ..lists.uitkomsten import uitkomsten
from ..soorten import by_name, searched
from ..visibility import CLOSED_BLOCK, Reader, anonymous, live_q, may_have, page_restrictions, stays_open, tokens_of
from .facets import PAGE_FACETS

# Related rows that are read with a page, and what is left out of them.
FETCHED = {"gemeente": (), "uitgever": ("uitgever__inhoud",)}
Row = TypeVar("Row", bound=Model)


class PageBatch:
    """Published pages with all that their documents tell, read together."""

    def __init__(self, chosen: QuerySet[Any]) -> None:
        """`chosen`: any pages; those that are not published are left out."""
        self.everybody = anonymous()
        self.restrictions = page_restrictions()
        self.pages = list(_specific(chosen.filter(live_q())))
        keys = [page.pk for page in self.pages]
        pagina = models.Pagina
        self.begrippen = _by_page(
            pagina.begrippen.through.objects.filter(pagina__in=keys)
            .select_related("begrip")
            .order_by("begrip__schema", "begrip__volgorde", "begrip__term"),
            "begrip",
        )
        self.organisaties = _by_page(
            pagina.organisaties.through.objects.filter(pagina__in=keys)
            .select_related("organisatie")
            .defer("organisatie__inhoud")
            .order_by("organisatie__path"),
            "organisatie",
        )
        self.wetsartikelen = _by_page(
            pagina.wetsartikelen.through.objects.filter(pagina__in=keys)
            .select_related("wetsartikel")
            .order_by("wetsartikel__nummer", "wetsartikel__slug"),
            "wetsartikel",
        )
        self.tags = _by_page(
            models.PaginaTag.objects.filter(content_object__in=keys).select_related("tag").order_by("pk"),
            "tag",
            page="content_object_id",
        )
        self.bijlagen = _by_page(
            models.Bijlage.objects.filter(pagina__in=keys)
            .select_related("document__collection", "document__tekst")
            .order_by("sort_order", "pk")
        )
        self.uitkomsten = uitkomsten(self.pages, self.everybody, lasting=True)
        self.texts = dict(zip(keys, body_texts(self.pages), strict=True))

    def tokens(self, page: models.Pagina) -> tuple[str, ...]:
        """Who may find the page."""
        return tokens_of(page, self.restrictions)

    def documents(self, source: str) -> Iterator[SearchDocument]:
        """The documents of the pages, one by one."""
        return (self.document(page, source) for page in self.pages)

    def document(self, page: models.Pagina, source: str) -> SearchDocument:
        """What every page tells; a type that knows more replaces some of it."""
        open_text, closed_text = self.texts[page.pk]
        own = " ".join(words for name in searched(type(page)) for words in texts_of(page, name))
        begrippen = self.begrippen.get(page.pk, [])
        gemeente, uitgever = getattr(page, "gemeente", None), getattr(page, "uitgever", None)
        said = list(dict.fromkeys(one.resultaat for one in self.uitkomsten.get(page.pk, ())))
        # One document serves every reader, so it names only organisations that everybody may see.
        everybody = named_in(page, self.everybody)
        if uitgever and not stays_open(everybody, uitgever):
            uitgever = None
        meta = {
            "plaats": str(gemeente or ""),
            "organisatie": uitgever.title if uitgever else "",
            "resultaat": ", ".join(str(Resultaat(one).label) for one in said),
            "label": "Voorbeeld" if page.is_voorbeeld else "",
        }
        names = [org.title for org in self.organisaties.get(page.pk, []) if stays_open(everybody, org)]
        names += [row.naam for row in self.wetsartikelen.get(page.pk, [])]
        names += [tag.name for tag in self.tags.get(page.pk, [])]
        return SearchDocument(
            source=source,
            object_id=str(page.translation_key),
            kind=page.soort,
            title=page.title,
            url=page.get_url() or "/",
            changed=page.gewijzigd_op or page.first_published_at or timezone.now(),
            summary=page.samenvatting,
            body=f"{own} {open_text}".strip(),
            body_closed=closed_text,
            context=" ".join([*(b.term for b in begrippen), *names, str(gemeente or "")]),
            facets={**_facets(page, begrippen, gemeente), **({"resultaat": tuple(said)} if said else {})},
            meta={key: value for key, value in meta.items() if value},
            readers=self.tokens(page),
            published=getattr(page, "datum", None) or (page.first_published_at and page.first_published_at.date()),
            expires=page.expire_at,
            ages=by_name()[page.soort][1].ages,
            attachments=tuple(self._attachments(page)),
        )

    def _attachments(self, page: models.Pagina) -> Iterator[Attachment]:
        """Attached files with their text; one in a private collection is for closed audiences only."""
        for row in self.bijlagen.get(page.pk, []):
            file = row.document
            closed = not may_have(self.everybody, file)
            text = text_of(file)
            yield Attachment(row.titel or file.title, file.url, text.paginas, closed=closed, names=text.namen)


def texts_of(page: Any, name: str) -> Iterator[str]:
    """The words of a text that a declaration names: of a field, or `rows.field` of each row below the page."""
    rows, _, text = name.rpartition(".")
    for record in getattr(page, rows).all() if rows else (page,):
        field, value = record._meta.get_field(text), getattr(record, text)
        if isinstance(field, StreamField):
            yield from map(str, field.stream_block.get_searchable_content(value))
        elif value:
            yield strip_tags(value)


def named_in(page: models.Pagina, everybody: Reader) -> Reader:
    """Who must see what the document of a page names: that of a real page names nothing invented."""
    return everybody if page.is_voorbeeld else everybody.real


def body_texts(pages: Collection[models.Pagina]) -> Iterator[tuple[str, str]]:
    """(open text, closed text) of each page's body.

    All bodies are read as one: what their blocks refer to then costs a query a kind of block, not one a page.
    """
    raw = [list(page.inhoud.raw_data) for page in pages]
    together = StreamValue(models.Pagina.inhoud.field.stream_block, [one for body in raw for one in body], is_lazy=True)
    place = 0
    for body in raw:
        texts: dict[bool, list[str]] = {False: [], True: []}
        for block in together[place : place + len(body)]:
            texts[block.block_type == CLOSED_BLOCK] += block.block.get_searchable_content(block.value)
        place += len(body)
        yield " ".join(map(str, texts[False])), " ".join(map(str, texts[True]))


def _specific(pages: QuerySet[Any]) -> Iterator[models.Pagina]:
    """The pages as their own types, a query a type."""
    keys: dict[int, list[int]] = defaultdict(list)
    for pk, kind in pages.order_by().values_list("pk", "content_type"):
        keys[kind].append(pk)
    for kind, found in sorted(keys.items()):
        model: Any = ContentType.objects.get_for_id(kind).model_class()
        rows = model.objects.filter(pk__in=found)
        for name, unused in FETCHED.items():
            if hasattr(model, name):
                rows = rows.select_related(name).defer(*unused)
        below = dict.fromkeys(name.rpartition(".")[0] for name in searched(model) if "." in name)
        yield from rows.prefetch_related(*below)


def _by_page(rows: Iterable[Row], name: str = "", page: str = "pagina_id") -> dict[int, list[Any]]:
    """Page -> its rows, or what the field `name` of them holds."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, page)].append(getattr(row, name) if name else row)
    return found


def _facets(page: models.Pagina, begrippen: Iterable[models.Begrip], gemeente: Any) -> dict[str, tuple[str, ...]]:
    facets: dict[str, tuple[str, ...]] = {}
    for begrip in begrippen:
        if begrip.schema != Schema.ALGEMEEN:
            facets[begrip.schema] = (*facets.get(begrip.schema, ()), begrip.slug)
    own = {one.facet.name: one.value(page, gemeente) for one in PAGE_FACETS}
    return {**facets, **{name: (value,) for name, value in own.items() if value}}
