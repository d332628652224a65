"""The sizes in which pages show images, made by the worker: no reader waits for the work on a large photo."""

from __future__ import annotations

import logging

from django.db.models import Exists, OuterRef
from wagtail.images.models import Filter

from ..models import Afbeelding, AfbeeldingRendition

logger = logging.getLogger("portal.worker")
# Each size that a template asks for; a test compares.
SPECS = ("width-1000",)
# Made while the reader waits: as many pixels take a twentieth of a second.
SMALL = 1_000_000
AT_ONCE = 20
# (key, file) of images that nothing can be made of: told once, and not tried again until the file is another.
_given_up: set[tuple[int, str]] = set()


def ready(image: Afbeelding, spec: str) -> AfbeeldingRendition | None:
    """The image in this size; None while the worker has still to make it."""
    try:
        found: AfbeeldingRendition = image.find_existing_rendition(Filter(spec))
    except AfbeeldingRendition.DoesNotExist:
        return _made(image, spec) if image.width * image.height <= SMALL else None
    return found


def make_missing() -> int:
    """Make what is missing, the newest image first, a few at a time; returns how many were made."""
    made = 0
    for spec in SPECS:
        there = AfbeeldingRendition.objects.filter(image=OuterRef("pk"), filter_spec=spec)
        waiting = Afbeelding.objects.filter(~Exists(there)).exclude(pk__in=[key for key, _ in _given_up])
        for image in waiting.order_by("-pk")[:AT_ONCE]:
            made += _made(image, spec) is not None
    return made


def _made(image: Afbeelding, spec: str) -> AfbeeldingRendition | None:
    known = (image.pk, image.file.name)
    if known in _given_up:
        return None
    try:
        made: AfbeeldingRendition = image.get_rendition(spec)
    except Exception as error:
        _given_up.add(known)
        logger.warning("No rendition %s of image %s: %s", spec, image.pk, error)
        return None
    return made
