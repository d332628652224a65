"""The addresses of the Toepassingen, below /toepassingen/."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter
from django.views.generic import RedirectView

from portal.following import urls as feed_urls  # noqa: F401  makes the formats of a feed known
from portal.pages.citaten import VORMEN

from . import views


class VormConverter(StringConverter):
    regex = "|".join(VORMEN)


register_converter(VormConverter, "citaatvorm")

urlpatterns = [
    # Who cuts an address short: all of them stand in the matrix.
    path("", RedirectView.as_view(pattern_name="matrix")),
    path("<uuid:uuid>/", views.toepassing, name="toepassing"),
    path("<uuid:uuid>/citeer.<citaatvorm:fmt>", views.citeer, name="toepassing_citeer"),
    path("<uuid:uuid>/feed.<feedformat:fmt>", views.feed, name="toepassing_feed"),
]
