"""Writes an image anew, without all that was written beside its pixels. A reader for `portal.files.limited`.

Where the photo was taken and by which camera, a small copy of what was cut away, names and comments: a list of what to
remove would never be complete, so only pixels are kept, with how they move and what is transparent. The orientation is
applied first, and colours are translated to what every screen assumes.
"""

from __future__ import annotations

import io
from typing import Any

FORMATS = ("GIF", "JPEG", "PNG", "WEBP")
KEPT = ("transparency", "background", "duration", "loop", "disposal", "blend", "default_image")
ORIENTATION = 0x0112
QUALITY = 92


class TooManyPixels(Exception):
    """Width, height and number of frames, as the file itself says: nothing was decoded."""


def clean(data: bytes, max_pixels: int) -> bytes:
    """The image in its own format, pixels only. Raises TooManyPixels before it decodes any; any error may come out."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None
    image: Any = Image.open(io.BytesIO(data), formats=FORMATS)
    # MPO is a JPEG with more images behind it: a preview, a depth map, the other eye.
    form = "JPEG" if image.format == "MPO" else image.format
    frames = 1 if form == "JPEG" else getattr(image, "n_frames", 1)
    if image.width * image.height * frames > max_pixels:
        raise TooManyPixels(f"{image.width} {image.height} {frames}")
    target = io.BytesIO()
    if frames > 1:
        _save_moving(image, form, target)
    else:
        _save_still(image, form, target, lossless=b"VP8L" in data)
    return target.getvalue()


def _save_still(image: Any, form: str, target: io.BytesIO, *, lossless: bool) -> None:
    from PIL import ImageOps, JpegImagePlugin

    profile = image.info.get("icc_profile")
    turned = image.getexif().get(ORIENTATION, 1) != 1
    image.load()
    result = ImageOps.exif_transpose(image) if turned else image
    result = _as_srgb(result, profile) if profile else result
    options: dict[str, Any] = {"quality": QUALITY}
    if form == "JPEG" and result.mode == image.mode:
        # What its encoder chose is chosen again: finer would make a larger file and no better photo.
        options = {"qtables": image.quantization, "subsampling": max(JpegImagePlugin.get_sampling(image), 0)}
    if form == "WEBP" and lossless:
        options.update(lossless=True, quality=100)
    result.info = {name: value for name, value in result.info.items() if name in KEPT}
    result.save(target, form, **options)


def _as_srgb(image: Any, profile: bytes) -> Any:
    """The same colours without the profile, which names who made it; as they are when it makes no sense."""
    from PIL import ImageCms

    if image.mode not in ("RGB", "RGBA", "CMYK"):
        return image
    mode = "RGB" if image.mode == "CMYK" else image.mode
    try:
        return ImageCms.profileToProfile(image, io.BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image


def _save_moving(image: Any, form: str, target: io.BytesIO) -> None:
    from PIL import ImageSequence

    frames, durations = [], []
    for frame in ImageSequence.Iterator(image):
        one = frame.convert("RGBA")
        # Known once the frame is read.
        durations.append(frame.info.get("duration", 0))
        one.info = {}
        frames.append(one)
    options: dict[str, Any] = {"duration": durations}
    if (loop := image.info.get("loop")) is not None:
        options["loop"] = loop
    if form == "GIF":
        options["disposal"] = 2
    elif form == "WEBP":
        options["quality"] = QUALITY
    frames[0].save(target, form, save_all=True, append_images=frames[1:], **options)
