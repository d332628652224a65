"""The addresses of search."""

from django.urls import path, re_path

from search import views

app_name = "search"
urlpatterns = [
    path("", views.results, name="results"),
    re_path(r"^export\.(?P<fmt>csv|json|xlsx)$", views.export, name="export"),
    path("suggesties", views.suggest, name="suggest"),
]
