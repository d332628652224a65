"""Images as they may be kept: without metadata, and not larger than a page can use."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File

from .limited import Unread, run_limited
from .picture_bytes import TooManyPixels, clean

BROKEN = (
    "Wij kunnen dit bestand niet lezen als afbeelding. Misschien is het beschadigd. Sla de afbeelding opnieuw op als "
    "JPEG, PNG, GIF of WebP en probeer het nog eens."
)


class CleanFile(ContentFile[bytes]):
    """An image that `without_metadata` wrote."""


def without_metadata(file: File[bytes]) -> CleanFile:
    """The same image with nothing but its pixels, turned the right way up.

    Raises ValidationError, in the editor's words, for what is no image, is broken or has too many pixels.
    """
    file.seek(0)
    try:
        data = run_limited(clean, file.read(), settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS)
    except Unread as error:
        if error.kind != TooManyPixels.__name__:
            raise ValidationError(BROKEN, code="invalid_image") from error
        raise ValidationError(_too_large(*map(int, error.reason.split())), code="file_too_many_pixels") from error
    return CleanFile(data, name=file.name)


def _too_large(width: int, height: int, frames: int) -> str:
    size = f"{width} bij {height} beeldpunten" + (f", {frames} beelden achter elkaar" if frames > 1 else "")
    most = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000
    return (
        f"Deze afbeelding is te groot: {size}. Het mogen er samen ten hoogste {most} miljoen zijn. Maak de afbeelding "
        "kleiner (3.000 beeldpunten breed is ruim genoeg) en probeer het opnieuw."
    )
