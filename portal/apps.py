"""The CMS, and the Django project around it."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Kennisportaal"

    def ready(self) -> None:
        from . import checks, hooks_visibility, signals  # noqa: F401  register checks and receivers
