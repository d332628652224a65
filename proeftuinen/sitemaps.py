"""The views of the whole programme and the Toepassingen, for the sitemap."""

from __future__ import annotations

from django.urls import reverse

from portal.visibility import Reader

from .models import Register, Toepassing
from .models.toepassing import address_of
from .querysets import aanbevelingen

VIEWS = ("programma", "matrix", "witte_vlekken", "vergelijken", "kaart", "bewijs")


def places(reader: Reader) -> list[str]:
    """The Toepassingen, and the views in which this reader finds something: none while every register is closed."""
    found = [reverse(name) for name in VIEWS] if Register.objects.visible_to(reader).exists() else []
    found += [reverse("aanbevelingen")] if aanbevelingen(reader).exists() else []
    return [*found, *toepassingen(reader)]


def toepassingen(reader: Reader) -> list[str]:
    """The paths of the Toepassingen that this reader may see."""
    rows = Toepassing.objects.visible_to(reader).order_by("pk").values_list("uuid", flat=True)
    return [address_of(uuid) for uuid in rows]
