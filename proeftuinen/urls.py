"""The addresses of the tracker that are no Wagtail page."""

from django.urls import path, re_path

from . import feeds, views
from .bewijs import uitleg

urlpatterns = [
    path("", views.programma, name="programma"),
    path("matrix/", views.matrix, name="matrix"),
    path("witte-vlekken/", views.witte_vlekken, name="witte_vlekken"),
    path("vergelijken/", views.vergelijken, name="vergelijken"),
    path("vergelijken.xlsx", views.vergelijken_xlsx, name="vergelijken_xlsx"),
    path("kaart/", views.kaart, name="kaart"),
    path("bewijs/", uitleg.bewijs, name="bewijs"),
    path("aanbevelingen/", views.aanbevelingen, name="aanbevelingen"),
    re_path(r"^feeds/(?P<weergave>[a-z_]+)\.(?P<fmt>rss|atom|json)$", feeds.feed, name="tracker_feed"),
    re_path(r"^export/(?P<soort>[a-z]+)\.(?P<fmt>csv|json|xlsx)$", views.export, name="tracker_export"),
]
