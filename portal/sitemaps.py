"""The sitemap: what everybody may see."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as django_sitemap
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from .models import Begrip, Pagina
from .visibility import anonymous


class PaginaSitemap(Sitemap):
    limit = 10_000

    def items(self) -> Any:
        return Pagina.objects.visible_to(anonymous()).order_by("path").only("url_path", "last_published_at", "path")

    def location(self, item: Pagina) -> str:
        return item.get_url() or "/"

    def lastmod(self, item: Pagina) -> datetime.datetime | None:
        return item.last_published_at


class BegripSitemap(Sitemap):
    limit = 10_000

    def items(self) -> Any:
        return Begrip.objects.active().order_by("pk")


class VasteSitemap(Sitemap):
    def items(self) -> list[str]:
        return ["feeds", "wijzigingen"]

    def location(self, item: str) -> str:
        return reverse(item)


SITEMAPS = {"paginas": PaginaSitemap, "begrippen": BegripSitemap, "vast": VasteSitemap}


def sitemap(request: HttpRequest) -> HttpResponse:
    return django_sitemap(request, sitemaps=SITEMAPS)
