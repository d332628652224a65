"""Images of pages, in the sizes that the worker makes."""

from __future__ import annotations

from django import template

from portal.models import Afbeelding, AfbeeldingRendition

from ..files import renditions

register = template.Library()


@register.simple_tag
def rendition(image: Afbeelding, spec: str) -> AfbeeldingRendition | None:
    """The image in one of the sizes of `renditions.SPECS`; None while it has still to be made."""
    return renditions.ready(image, spec)
