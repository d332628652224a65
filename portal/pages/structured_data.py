"""schema.org data of a page: where it is, and what it is. Only what the page itself shows to everybody."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

from ..models import Pagina
from ..soorten import by_name
from ..visibility import may_see
from ..visit import Visit

CONTEXT = "https://schema.org"
PUBLISHER = {"@type": "Organization", "name": "Taskforce Aanpak Mensenhandel"}
HEADLINE = 110
WEBSITE, ORGANIZATION = "WebSite", "Organization"
INVENTED = "Voorbeeld (verzonnen)"
Data = dict[str, Any]


def jsonld_for(page: Pagina, crumbs: list[tuple[str, str]], visit: Visit) -> list[Data]:
    """JSON-LD objects of a page; `crumbs` are (title, url) of the pages above. No query."""
    found = [breadcrumbs(page, crumbs, visit)] if crumbs else []
    schema = by_name()[page.soort][1].schema_org
    if schema == WEBSITE:
        found.append(website(visit))
    elif schema == ORGANIZATION:
        # What does not exist is not announced as an organisation.
        found += [] if page.is_voorbeeld else [organisation(page)]
    elif schema:
        found.append(article(page, schema, visit))
    return found


def breadcrumbs(page: Pagina, crumbs: list[tuple[str, str]], visit: Visit) -> Data:
    """The trail to a page as schema.org's BreadcrumbList; `crumbs` are (title, path)."""
    trail = [*crumbs, (page.title, visit.path)]
    places = [
        {"@type": "ListItem", "position": place, "name": title, "item": visit.absolute(url)}
        for place, (title, url) in enumerate(trail, 1)
    ]
    return {"@context": CONTEXT, "@type": "BreadcrumbList", "itemListElement": places}


def website(visit: Visit) -> Data:
    """The site with its search box."""
    search = visit.absolute(reverse("search:results"))
    return {
        "@context": CONTEXT,
        "@type": WEBSITE,
        "name": settings.WAGTAIL_SITE_NAME,
        "url": visit.absolute("/"),
        "inLanguage": "nl-NL",
        "publisher": PUBLISHER,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{search}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def organisation(page: Pagina) -> Data:
    """An Organisatie as schema.org's Organization; what is empty is left out."""
    given = {
        "alternateName": getattr(page, "afkorting", ""),
        "description": page.samenvatting,
        "url": getattr(page, "website", ""),
        "telephone": getattr(page, "telefoon", ""),
        "email": getattr(page, "email", ""),
    }
    filled = {name: value for name, value in given.items() if value}
    return {"@context": CONTEXT, "@type": ORGANIZATION, "name": page.title, **filled}


def record(title: str, description: str, is_voorbeeld: bool, visit: Visit) -> Data:
    """What has an address and is no page."""
    data: Data = {
        "@context": CONTEXT,
        "@type": "Article",
        "headline": title[:HEADLINE],
        "description": description,
        "inLanguage": "nl-NL",
        "url": visit.address,
        "publisher": PUBLISHER,
        "author": PUBLISHER,
        "isAccessibleForFree": True,
    }
    return data | ({"creativeWorkStatus": INVENTED} if is_voorbeeld else {})


def article(page: Pagina, schema: str, visit: Visit) -> Data:
    """A page as a schema.org type; names its publisher only to who may see that page."""
    uitgever = page._state.fields_cache.get("uitgever")
    if uitgever is not None and not may_see(visit.reader, uitgever):
        uitgever = None
    moments = {"datePublished": page.first_published_at, "dateModified": page.gewijzigd_op}
    data: Data = {
        "@context": CONTEXT,
        "@type": schema,
        "headline": page.title[:HEADLINE],
        "description": page.samenvatting,
        "inLanguage": "nl-NL",
        "url": visit.address,
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
