"""Every address of the portal. A new one needs its line in the leak test."""

from allauth.account import views as account_views
from django.http import Http404
from django.urls import include, path, re_path, reverse_lazy
from django.views.defaults import page_not_found
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from . import views
from .files import views as file_views
from .running import sitemaps, wellknown
from .wetten import views as wetsartikel_views

handler500 = "portal.running.outages.server_error"
lost_password = RedirectView.as_view(url=reverse_lazy("account_reset_password"))
urlpatterns = [
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    # Wagtail's screen that fails on purpose.
    path("admin/failwhale/", page_not_found, {"exception": Http404()}),
    # Wagtail's own have no limits, say "je", and log out whoever follows a link.
    path("admin/password_reset/", lost_password),
    path("admin/password_reset/<path:rest>", lost_password),
    path("admin/logout/", account_views.logout),
    # Wagtail's other log-in form knows no limits and no second factor.
    path("_util/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/", include(wagtailadmin_urls)),
    path("account/", include("portal.access.urls")),
    path("account/", include("allauth.urls")),
    path("documents/", include([re_path(r"^(\d+)/(.*)$", file_views.document, name="wagtaildocs_serve")])),
    path("documenten/<uuid:uuid>/", file_views.bestand, name="bestand"),
    re_path(r"^media/(?P<path>.+)$", file_views.media, name="media"),
    path("pagina/<uuid:uuid>/", views.vaste_link, name="vaste_link"),
    path("begrippen/<slug:slug>/", views.begrip, name="begrip"),
    path("wetten/", wetsartikel_views.wetten, name="wetten"),
    path("wetten/<str:nummer>/<slug:slug>/", wetsartikel_views.wetsartikel, name="wetsartikel"),
    path("trefwoorden/<str:slug>/", views.trefwoord, name="trefwoord"),
    path("wijzigingen/", views.wijzigingen, name="wijzigingen"),
    path("waarom-zie-ik-dit-niet/", views.no_access, name="no_access"),
    path("zoeken/", include("search.urls")),
    path("feeds/", include("portal.following.urls")),
    path("export/", include("portal.lists.views")),
    path("programma/", include("proeftuinen.urls")),
    path("toepassingen/", include("proeftuinen.toepassingen.urls")),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("robots.txt", wellknown.robots, name="robots"),
    path(".well-known/security.txt", wellknown.security, name="security"),
    path("gezondheid/", views.health, name="health"),
    re_path(wagtail_urls.serve_pattern, views.pagina, name="wagtail_serve"),
    path("", include(wagtail_urls)),
]
