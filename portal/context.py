"""What every template gets."""

from typing import Any

from django.db import Error as DatabaseError
from django.http import HttpRequest

from .models import Hoofdmenu, Portaalinstellingen, Voetlink
from .visibility import Reader, may_see, reader_of


def site(request: HttpRequest) -> dict[str, Any]:
    """Site settings, menu, the reader and the canonical address. Admin pages need none of it."""
    if request.path.startswith("/admin/"):
        return {}
    try:
        settings = Portaalinstellingen.for_request(request)
        reader = reader_of(request)
        menu, footer = _links(request, settings, reader)
    except DatabaseError:
        # An error page must come out even when the database is what failed.
        return {}
    return {
        "site_settings": settings,
        "menu_items": menu,
        "footer_items": footer,
        "reader": reader,
        "canonical_url": request.build_absolute_uri(request.path),
        "home_url": "/",
    }


def _links(request: HttpRequest, settings: Portaalinstellingen, reader: Reader) -> tuple[list[dict], list[dict]]:
    if settings.pk is None:
        return [], []
    result: tuple[list[dict], list[dict]] = ([], [])
    for items, model in zip(result, (Hoofdmenu, Voetlink), strict=True):
        for item in model.objects.filter(instellingen=settings.pk).select_related("pagina"):
            if may_see(reader, item.pagina):
                url = item.pagina.get_url(request) or "/"
                items.append(
                    {
                        "title": item.label or item.pagina.title,
                        "url": url,
                        "active": url != "/" and request.path.startswith(url),
                    }
                )
    return result


