"""The views of the whole programme, for the sitemap."""

from __future__ import annotations

from django.urls import reverse

from portal.visibility import Reader

from .models import Register
from .querysets import aanbevelingen

VIEWS = ("programma", "matrix", "witte_vlekken", "vergelijken", "kaart", "bewijs")


def places(reader: Reader) -> list[str]:
    """The addresses of the views in which this reader finds something: none while every register is closed."""
    found = [reverse(name) for name in VIEWS] if Register.objects.visible_to(reader).exists() else []
    return [*found, *([reverse("aanbevelingen")] if aanbevelingen(reader).exists() else [])]
