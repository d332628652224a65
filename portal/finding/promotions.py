"""What editors recommend for a question: Wagtail's promoted search results, as far as the reader may see them."""

from __future__ import annotations

from django.db.models import Q
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.search.utils import normalise_query_string

from search.source import Promoted
from search.types import Audience

from ..visibility import page_q
from .sources import reader_of_audience

MOST_SHOWN = 5


def promoted(text: str, audience: Audience) -> list[Promoted]:
    """In the order of the editors, in one query; a page that the reader may not see is left out."""
    seen = Q(page__isnull=True) | page_q(reader_of_audience(audience), "page__")
    rows = SearchPromotion.objects.filter(seen, query__query_string=normalise_query_string(text))
    found = rows.select_related("page__pagina").defer("page__pagina__inhoud").order_by("sort_order", "pk")
    return [_promoted(row) for row in found[:MOST_SHOWN]]


def _promoted(row: SearchPromotion) -> Promoted:
    page = row.page
    if page is None:
        return Promoted(row.external_link_text or row.external_link_url, row.external_link_url, row.description)
    pagina = getattr(page, "pagina", None)
    if pagina is None:
        return Promoted(page.title, page.get_url() or "/", row.description)
    meta = {"label": "Voorbeeld"} if pagina.is_voorbeeld else {}
    return Promoted(
        page.title, page.get_url() or "/", row.description or pagina.samenvatting, kind=pagina.soort, meta=meta
    )
