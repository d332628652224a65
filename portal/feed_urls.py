"""Addresses of the feeds, below /feeds/."""

from django.urls import path

from . import feeds

urlpatterns = [
    path("", feeds.feeds_page, name="feeds"),
    path("alles.<str:fmt>", feeds.feed_all, name="feed_all"),
    path("soort/<slug:soort>.<str:fmt>", feeds.feed_soort, name="feed_soort"),
    path("begrip/<slug:slug>.<str:fmt>", feeds.feed_begrip, name="feed_begrip"),
    path("pagina/<uuid:key>.<str:fmt>", feeds.feed_pagina, name="feed_pagina"),
    path("lijst/<uuid:key>.<str:fmt>", feeds.feed_lijst, name="feed_lijst"),
    path("zoeken.<str:fmt>", feeds.feed_zoeken, name="feed_zoeken"),
]
