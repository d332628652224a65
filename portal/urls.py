"""Every address of the portal. A new one needs its line in the leak test."""

from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from . import sitemaps, views, wellknown

urlpatterns = [
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/", include(wagtailadmin_urls)),
    path("account/", include("allauth.urls")),
    path("documents/", include(wagtaildocs_urls)),
    path("documenten/<uuid:uuid>/", views.bestand, name="bestand"),
    re_path(r"^media/(?P<path>.+)$", views.media, name="media"),
    path("begrippen/<slug:slug>/", views.begrip, name="begrip"),
    path("trefwoorden/<str:slug>/", views.trefwoord, name="trefwoord"),
    path("wijzigingen/", views.wijzigingen, name="wijzigingen"),
    path("waarom-zie-ik-dit-niet/", views.no_access, name="no_access"),
    path("zoeken/", include("search.urls")),
    path("feeds/", include("portal.feed_urls")),
    path("programma/", include("proeftuinen.urls")),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("robots.txt", wellknown.robots, name="robots"),
    path(".well-known/security.txt", wellknown.security, name="security"),
    path("gezondheid/", views.health, name="health"),
    re_path(wagtail_urls.serve_pattern, views.pagina, name="wagtail_serve"),
    path("", include(wagtail_urls)),
]
