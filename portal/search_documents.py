"""What a page tells search: its text, open and closed, its facets, and the files attached to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.html import strip_tags

from search.types import Attachment, SearchDocument

from . import models
from .choices import Resultaat, Schema
from .documents import text_of
from .visibility import CLOSED_BLOCK, anonymous, document_q, may_see, tokens_of

TEXT_FIELDS = (
    "doel", "voor_wie", "rechtsgrond", "partners", "informatie", "interventie", "implementatie", "inzet", "impact",
    "voorwaarden", "bewijs", "rol", "wanneer_betrekken", "meldroute", "zorgcoordinatie", "aanpak", "resultaten",
    "lessen", "neveneffecten", "reden_gestopt", "wie_gehinderd", "afkorting",
)  # fmt: skip


def body_texts(page: models.Pagina) -> tuple[str, str]:
    """(open text, closed text) of a page's body."""
    texts: dict[bool, list[str]] = {False: [], True: []}
    for block in page.inhoud:
        texts[block.block_type == CLOSED_BLOCK] += block.block.get_searchable_content(block.value)
    return " ".join(map(str, texts[False])), " ".join(map(str, texts[True]))


def page_document(page: models.Pagina, *, source: str = "pagina", **changes: Any) -> SearchDocument:
    """The document of a published page; `changes` adds to or replaces what every page has."""
    own = " ".join(strip_tags(str(getattr(page, name, "") or "")) for name in TEXT_FIELDS)
    open_text, closed_text = body_texts(page)
    begrippen = list(page.begrippen.all())
    facets: dict[str, tuple[str, ...]] = {}
    for begrip in begrippen:
        if begrip.schema != Schema.ALGEMEEN:
            facets[begrip.schema] = (*facets.get(begrip.schema, ()), begrip.slug)
    gemeente = getattr(page, "gemeente", None)
    regio = getattr(page, "politieregio", "") or (gemeente.politieregio if gemeente else "")
    provincie = getattr(page, "provincie", "") or (gemeente.provincie if gemeente else "")
    if regio:
        facets["regio"] = (regio,)
    if provincie:
        facets["provincie"] = (provincie,)
    if resultaat := getattr(page, "resultaat", ""):
        facets["resultaat"] = (resultaat,)
    # One document serves every reader, so it names only organisations that everybody may see.
    everybody = anonymous()
    uitgever = getattr(page, "uitgever", None)
    if uitgever and not may_see(everybody, uitgever):
        uitgever = None
    meta = {
        "plaats": str(gemeente or ""),
        "organisatie": uitgever.title if uitgever else "",
        "resultaat": str(Resultaat(resultaat).label) if resultaat else "",
        "label": "Voorbeeld" if page.is_voorbeeld else "",
    }
    published = getattr(page, "datum", None) or (page.first_published_at and page.first_published_at.date())
    names = [org.title for org in page.organisaties.all() if may_see(everybody, org)] + [
        tag.name for tag in page.tags.all()
    ]
    values: dict[str, Any] = {
        "source": source,
        "object_id": str(page.translation_key),
        "kind": page.soort,
        "title": page.title,
        "url": page.get_url() or "/",
        "changed": page.last_published_at or timezone.now(),
        "summary": page.samenvatting,
        "body": f"{own} {open_text}".strip(),
        "body_closed": closed_text,
        "context": " ".join([*(b.term for b in begrippen), *names, str(gemeente or "")]),
        "facets": facets,
        "meta": {key: value for key, value in meta.items() if value},
        "readers": tokens_of(page),
        "published": published,
        "expires": page.expire_at,
        "ages": page.soort == "nieuws",
        "attachments": tuple(attachments_of(page)),
    }
    values.update(changes)
    return SearchDocument(**values)


def attachments_of(page: models.Pagina) -> Iterator[Attachment]:
    """Attached files with their text; one in a private collection is for closed audiences only."""
    reader = anonymous()
    public = set(
        models.Bijlage.objects.filter(document_q(reader, "document__"), pagina=page.pk).values_list("pk", flat=True)
    )
    for row in page.bijlagen.select_related("document"):
        pages = text_of(row.document)
        yield Attachment(row.titel or row.document.title, row.document.url, pages, closed=row.pk not in public)
