"""Addresses of the feeds, below /feeds/."""

from django.urls import path, register_converter

from . import feeds
from . import page as feed_page
from .formats import FORMATS


class FormatConverter:
    regex = "|".join(FORMATS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FormatConverter, "feedformat")

urlpatterns = [
    path("", feed_page.feeds_page, name="feeds"),
    path("alles.<feedformat:fmt>", feeds.feed_all, name="feed_all"),
    path("soort/<slug:soort>.<feedformat:fmt>", feeds.feed_soort, name="feed_soort"),
    path("begrip/<slug:slug>.<feedformat:fmt>", feeds.feed_begrip, name="feed_begrip"),
    path("wet/<str:nummer>/<slug:slug>.<feedformat:fmt>", feeds.feed_wetsartikel, name="feed_wetsartikel"),
    path("trefwoord/<str:slug>.<feedformat:fmt>", feeds.feed_trefwoord, name="feed_trefwoord"),
    path("pagina/<uuid:key>.<feedformat:fmt>", feeds.feed_pagina, name="feed_pagina"),
    path("lijst/<uuid:key>.<feedformat:fmt>", feeds.feed_lijst, name="feed_lijst"),
    path("zoeken.<feedformat:fmt>", feeds.feed_zoeken, name="feed_zoeken"),
]
