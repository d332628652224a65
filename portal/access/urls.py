"""The addresses below /account/ that allauth does not have."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.overview, name="account_overview"),
    path("wat-ziet-u-extra/", views.extra, name="account_extra"),
    path("uitnodiging/<str:token>/", views.uitnodiging, name="account_uitnodiging"),
]
