"""The structured tracker."""

from django.apps import AppConfig


class ProeftuinenConfig(AppConfig):
    name = "proeftuinen"
    verbose_name = "Proeftuinen"

    def ready(self) -> None:
        from . import signals  # noqa: F401
