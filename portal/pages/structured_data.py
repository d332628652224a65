"""schema.org data of a page: where it is, and what it is. Only what the page itself shows to everybody."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from ..links import asked_address
from ..models import Pagina
from ..visibility import may_see, reader_of

CONTEXT = "https://schema.org"
PUBLISHER = {"@type": "Organization", "name": "Taskforce Aanpak Mensenhandel"}
SITE = "Kennisportaal Aanpak Mensenhandel"
ARTICLES = {
    "handreiking": "Article",
    "hulpmiddel": "Article",
    "praktijkvoorbeeld": "Article",
    "nieuws": "NewsArticle",
    "rapport": "Report",
    "proeftuin": "Article",
    "knelpunt": "Article",
    "oplossing": "Article",
}
HEADLINE = 110
INVENTED = "Voorbeeld (verzonnen)"
Data = dict[str, Any]


def jsonld_for(page: Pagina, crumbs: list[tuple[str, str]], request: HttpRequest) -> list[Data]:
    """JSON-LD objects of a page; `crumbs` are (title, url) of the pages above. No query."""
    found = [breadcrumbs(page, crumbs, request)] if crumbs else []
    if page.soort == "home":
        found.append(website(request))
    elif page.soort == "organisatie" and not page.is_voorbeeld:
        # What does not exist is not announced as an organisation.
        found.append(organisation(page))
    elif page.soort in ARTICLES:
        found.append(article(page, request))
    return found


def breadcrumbs(page: Pagina, crumbs: list[tuple[str, str]], request: HttpRequest) -> Data:
    trail = [*crumbs, (page.title, request.path)]
    places = [
        {"@type": "ListItem", "position": place, "name": title, "item": request.build_absolute_uri(url)}
        for place, (title, url) in enumerate(trail, 1)
    ]
    return {"@context": CONTEXT, "@type": "BreadcrumbList", "itemListElement": places}


def website(request: HttpRequest) -> Data:
    """The site with its search box."""
    search = request.build_absolute_uri(reverse("search:results"))
    return {
        "@context": CONTEXT,
        "@type": "WebSite",
        "name": SITE,
        "url": request.build_absolute_uri("/"),
        "inLanguage": "nl-NL",
        "publisher": PUBLISHER,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{search}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def organisation(page: Pagina) -> Data:
    given = {
        "alternateName": getattr(page, "afkorting", ""),
        "description": page.samenvatting,
        "url": getattr(page, "website", ""),
        "telephone": getattr(page, "telefoon", ""),
        "email": getattr(page, "email", ""),
    }
    filled = {name: value for name, value in given.items() if value}
    return {"@context": CONTEXT, "@type": "Organization", "name": page.title, **filled}


def record(title: str, description: str, is_voorbeeld: bool, request: HttpRequest) -> Data:
    """What has an address and is no page."""
    data: Data = {
        "@context": CONTEXT,
        "@type": "Article",
        "headline": title[:HEADLINE],
        "description": description,
        "inLanguage": "nl-NL",
        "url": request.build_absolute_uri(request.path),
        "publisher": PUBLISHER,
        "author": PUBLISHER,
        "isAccessibleForFree": True,
    }
    return data | ({"creativeWorkStatus": INVENTED} if is_voorbeeld else {})


def article(page: Pagina, request: HttpRequest) -> Data:
    uitgever = page._state.fields_cache.get("uitgever")
    if uitgever is not None and not may_see(reader_of(request), uitgever):
        uitgever = None
    moments = {"datePublished": page.first_published_at, "dateModified": page.gewijzigd_op}
    data: Data = {
        "@context": CONTEXT,
        "@type": ARTICLES[page.soort],
        "headline": page.title[:HEADLINE],
        "description": page.samenvatting,
        "inLanguage": "nl-NL",
        "url": asked_address(request),
        "publisher": PUBLISHER,
        "author": {"@type": "Organization", "name": uitgever.title} if uitgever else PUBLISHER,
        "isAccessibleForFree": True,
    }
    data |= {name: moment.isoformat() for name, moment in moments.items() if moment}
    if version := getattr(page, "versie", ""):
        data["version"] = version
    if page.is_voorbeeld:
        data["creativeWorkStatus"] = INVENTED
    return data
