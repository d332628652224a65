"""What every template gets."""

from django.db.models import Value
from django.http import HttpRequest
from wagtail.models import Page

from ..models import Hoofdmenu, Portaalinstellingen, Voetlink
from ..visibility import Reader, page_q
from ..visit import reader_of, visit_of

# What an address and a label need of a page.
PAGE_FIELDS = ("pk", "title", "url_path")


def site(request: HttpRequest) -> dict[str, object]:
    """Site settings, menu, the reader and the canonical address. Admin pages need none of it."""
    if request.path.startswith("/admin/"):
        return {}
    settings = Portaalinstellingen.for_request(request)
    reader = reader_of(request)
    menu, footer = _links(request, settings, reader)
    return {
        "site_settings": settings,
        "menu_items": menu,
        "footer_items": footer,
        "reader": reader,
        "canonical_url": visit_of(request).address,
        "home_url": "/",
    }


def _links(
    request: HttpRequest, settings: Portaalinstellingen, reader: Reader
) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Menu and footer in one query; a page that the reader may not see is left out."""
    result: tuple[list[dict[str, object]], list[dict[str, object]]] = ([], [])
    if settings.pk is None:
        return result
    columns = [f"pagina__{name}" for name in PAGE_FIELDS]
    rows = [
        model.objects.order_by()
        .filter(page_q(reader, "pagina__"), instellingen=settings.pk)
        .values_list(Value(place), "sort_order", "label", *columns)
        for place, model in enumerate((Hoofdmenu, Voetlink))
    ]
    for place, _, label, *values in sorted(rows[0].union(rows[1]), key=lambda row: (row[0], row[1] or 0)):
        page = Page(**dict(zip(PAGE_FIELDS, values, strict=True)))
        url = page.get_url(request) or "/"
        active = url != "/" and request.path.startswith(url)
        # As aria-current says it: the page itself, or the section that it stands in.
        current = "page" if active and request.path == url else "true" if active else ""
        result[place].append({"title": label or page.title, "url": url, "current": current})
    return result
