"""Every address of the portal. A new one needs its line in the leak test."""

from allauth.account import views as account_views
from django.urls import include, path, re_path, reverse_lazy
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from . import sitemaps, views, wellknown

handler500 = "portal.outages.server_error"
lost_password = RedirectView.as_view(url=reverse_lazy("account_reset_password"))
urlpatterns = [
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    # Wagtail's own have no limits, say "je", and log out whoever follows a link.
    path("admin/password_reset/", lost_password),
    path("admin/password_reset/<path:rest>", lost_password),
    path("admin/logout/", account_views.logout),
    path("admin/", include(wagtailadmin_urls)),
    path("account/", include("allauth.urls")),
    path("documents/", include(wagtaildocs_urls)),
    path("documenten/<uuid:uuid>/", views.bestand, name="bestand"),
    re_path(r"^media/(?P<path>.+)$", views.media, name="media"),
    path("begrippen/<slug:slug>/", views.begrip, name="begrip"),
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
