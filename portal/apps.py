"""The CMS, and the Django project around it."""

import gc

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Kennisportaal"

    def ready(self) -> None:
        from . import checks, signals  # noqa: F401  registers checks and receivers
        from .access import new_models, privacy, second_factor
        from .following import onderwerpen
        from .models import Aanbeveling
        from .pages import serving  # noqa: F401  asks visibility before Wagtail serves
        from .running import later  # noqa: F401  registers its receivers

        onderwerpen.register("aanbeveling", Aanbeveling.objects.visible_to)
        second_factor.refuse_exemptions_in_public()
        privacy.offer_plain_choices()
        new_models.connect()

        # The classes and functions of the program are never garbage: looking through them again and again takes a
        # twentieth of the time of a page. Nor is it worth to look after every 700 objects, as Python does by itself.
        gc.freeze()
        gc.set_threshold(50_000, 20, 20)
