"""schema.org data of a page: breadcrumbs, and an article, organisation or report."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from .models import Pagina

TYPES = {
    "handreiking": "Article",
    "hulpmiddel": "Article",
    "praktijkvoorbeeld": "Article",
    "nieuws": "NewsArticle",
    "rapport": "Report",
    "organisatie": "Organization",
    "proeftuin": "Article",
    "knelpunt": "Article",
    "oplossing": "Article",
}


def jsonld_for(page: Pagina, crumbs: list[tuple[str, str]], request: HttpRequest) -> list[dict[str, Any]]:
    """JSON-LD objects; `crumbs` are (title, url) of the pages above."""
    data: list[dict[str, Any]] = []
    url = request.build_absolute_uri(request.path)
    if crumbs:
        trail = [*crumbs, (page.title, request.path)]
        data.append(
            {
                "@context": "https://schema.org",
                "@type": "BreadcrumbList",
                "itemListElement": [
                    {"@type": "ListItem", "position": n, "name": title, "item": request.build_absolute_uri(place)}
                    for n, (title, place) in enumerate(trail, 1)
                ],
            }
        )
    kind = TYPES.get(page.soort)
    if kind == "Organization":
        data.append(
            {"@context": "https://schema.org", "@type": kind, "name": page.title, "description": page.samenvatting}
        )
        if website := getattr(page, "website", ""):
            data[-1]["url"] = website
    elif kind:
        article = {
            "@context": "https://schema.org",
            "@type": kind,
            "headline": page.title[:110],
            "description": page.samenvatting,
            "inLanguage": "nl-NL",
            "url": url,
            "publisher": {"@type": "Organization", "name": "Taskforce Aanpak Mensenhandel"},
        }
        if page.first_published_at:
            article["datePublished"] = page.first_published_at.isoformat()
        if page.last_published_at:
            article["dateModified"] = page.last_published_at.isoformat()
        data.append(article)
    return data
