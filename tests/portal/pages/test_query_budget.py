"""A page, list or feed asks the database as often at 1,000 rows as at 10, and never often."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from portal.models import Handreiking, Pagina, Wijziging
from portal.running.bulk_load import renew_statistics
from search import service
from tests.factories.bulk import add_pages
from tests.factories.paginas import HandreikingFactory, OrganisatieFactory, home, section
from tests.factories.records import BegripFactory

pytestmark = pytest.mark.django_db
BUDGET = 15


def fill(amount: int) -> dict[str, Any]:
    """A site with `amount` handreikingen under one term, each with a change; made in bulk, for speed."""
    begrip = BegripFactory(schema="vorm", slug="drang")
    organisatie = OrganisatieFactory(title="Samenwerking")
    parent = section("handreiking")
    kind = ContentType.objects.get_for_model(Handreiking)
    first = HandreikingFactory(title="Eerste", begrippen=[begrip], organisaties=[organisatie], uitgever=organisatie)
    now = timezone.now()
    parent.refresh_from_db()
    new = [
        Handreiking(
            title=f"Handreiking {number}",
            slug=f"bulk-{number}",
            samenvatting="Over signalen.",
            first_published_at=now,
            last_published_at=now,
            uitgever=organisatie,
        )
        for number in range(1, amount)
    ]
    add_pages(parent, new)
    pages = list(Pagina.objects.filter(content_type=kind))
    for through, extra in (
        (Pagina.begrippen.through, {"begrip_id": begrip.pk}),
        (Pagina.organisaties.through, {"organisatie_id": organisatie.pk}),
    ):
        through.objects.bulk_create([through(pagina_id=page.pk, **extra) for page in pages], ignore_conflicts=True)
    Wijziging.objects.bulk_create(
        Wijziging(
            soort="herzien",
            titel=page.title,
            tekst="Nieuw hoofdstuk.",
            pagina=page,
            onderwerp=page.translation_key,
            moment=now - datetime.timedelta(minutes=number),
        )
        for number, page in enumerate(pages)
    )
    renew_statistics()
    return {"page": first, "begrip": begrip, "organisatie": organisatie, "list": parent}


SURFACES: dict[str, Callable[[dict[str, Any]], str]] = {
    "home": lambda site: "/",
    "page": lambda site: site["page"].get_url(),
    "organisatie": lambda site: site["organisatie"].get_url(),
    "list": lambda site: site["list"].get_url(),
    "list with filter": lambda site: site["list"].get_url() + "?vorm=drang",
    "begrip": lambda site: site["begrip"].get_absolute_url(),
    "changes": lambda site: "/wijzigingen/",
    "feeds": lambda site: "/feeds/",
    "feed of all": lambda site: "/feeds/alles.rss",
    "feed of a type": lambda site: "/feeds/soort/handreiking.atom",
    "feed of a term": lambda site: "/feeds/begrip/drang.json",
    "feed of a page": lambda site: f"/feeds/pagina/{site['page'].translation_key}.rss",
    "feed of an organisatie": lambda site: f"/feeds/pagina/{site['organisatie'].translation_key}.rss",
    "feed of a list": lambda site: f"/feeds/lijst/{site['list'].translation_key}.rss?vorm=drang",
    "feed of a search": lambda site: "/feeds/zoeken.rss?q=handreiking",
    "sitemap": lambda site: "/sitemap.xml",
    "search": lambda site: "/zoeken/?q=handreiking",
    "404": lambda site: "/bestaat-niet/",
}


def counts(client: Client, site: dict[str, Any]) -> dict[str, int]:
    found = {}
    for name, address in SURFACES.items():
        client.get(address(site))  # what a process remembers is not asked of the database again
        with CaptureQueriesContext(connection) as asked:
            response = client.get(address(site))
        assert response.status_code == (404 if name == "404" else 200), name
        found[name] = len(asked)
    return found


def test_every_surface_keeps_within_its_budget_at_10_and_at_1000_rows(client: Client) -> None:
    cache.clear()
    home()
    site = fill(10)
    service.rebuild()
    few = counts(client, site)
    Wijziging.objects.all().delete()
    Pagina.objects.filter(slug__startswith="bulk-").delete()
    site_page = site["page"]
    site_page.delete()
    site["begrip"].delete()
    site = fill(1_000)
    service.rebuild()
    many = counts(client, site)
    grown = {name: (few[name], many[name]) for name in SURFACES if many[name] > few[name]}
    assert grown == {}
    assert Page.find_problems() == ([], [], [], [], [])
    assert {name: number for name, number in many.items() if number > BUDGET} == {}
