"""The structured tracker."""

from django.apps import AppConfig


class ProeftuinenConfig(AppConfig):
    name = "proeftuinen"
    verbose_name = "Proeftuinen"

    def ready(self) -> None:
        from portal.following import onderwerpen
        from portal.lists import uitkomsten
        from portal.pages import badges
        from portal.running import recurring

        from . import looks, signals  # noqa: F401  registers receivers
        from .bewijs import bewijsstand, praktijk
        from .models import Knelpunt, Oplossing, Toepassing
        from .models.toepassing import address_of

        badges.register(looks.LOOKS)
        uitkomsten.register(praktijk.outcomes)
        recurring.register("evidence", bewijsstand.SECONDS, bewijsstand.note_bewijs)
        onderwerpen.register(
            "toepassing", Toepassing.objects.visible_to, address=(Toepassing.objects.all(), address_of)
        )
        for merged in (Knelpunt, Oplossing):
            onderwerpen.register(f"{merged.__name__} (merged)", merged.objects.merged_for, key="translation_key")
