"""Photos with all that cameras, programs and people write beside the pixels; `TOKEN` stands in each of it."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageCms, PngImagePlugin

TOKEN = "geheimadres"
XMP = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf>{TOKEN}</rdf></x:xmpmeta>".encode()
LEFT, RIGHT = (200, 30, 30), (30, 30, 200)


def picture(width: int = 60, height: int = 40, mode: str = "RGB") -> Any:
    """Left half red, right half blue: what is turned can be seen."""
    image = Image.new("RGB", (width, height), RIGHT)
    image.paste(LEFT, (0, 0, width // 2, height))
    return image.convert(mode)


def exif(orientation: int = 1) -> bytes:
    tags = Image.Exif()
    tags[0x010E], tags[0x013B], tags[0x0112] = f"Foto van {TOKEN}", TOKEN, orientation
    place = tags.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (52.0, 22.0, 1.0), "E", (4.0, 53.0, 1.0)
    place[27] = TOKEN.encode()
    return tags.tobytes()


def profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def written(image: Any, form: str, **options: Any) -> bytes:
    target = io.BytesIO()
    image.save(target, form, **options)
    return target.getvalue()


def _segment(marker: int, data: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data


def jpeg(orientation: int = 1, mode: str = "RGB", **options: Any) -> bytes:
    options = {"exif": exif(orientation), "comment": TOKEN.encode(), "icc_profile": profile(), "xmp": XMP} | options
    data = written(picture(mode=mode), "JPEG", quality=90, **options)
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">I", len(TOKEN)) + TOKEN.encode()
    unknown = _segment(0xED, iptc) + _segment(0xEB, TOKEN.encode())
    # What phones put behind the image: a film, say.
    return data[:2] + unknown + data[2:] + TOKEN.encode()


def mpo() -> bytes:
    return written(picture(), "MPO", save_all=True, append_images=[picture()], exif=exif(6))


def png(orientation: int = 1, mode: str = "RGBA") -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", TOKEN)
    info.add_text("Comment", TOKEN, zip=True)
    info.add_itxt("XML:com.adobe.xmp", XMP.decode())
    # A chunk of a program of its own.
    chunk = b"prVt" + TOKEN.encode()
    own = struct.pack(">I", len(TOKEN)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    options = {"icc_profile": profile()} if mode == "RGBA" else {}
    data = written(picture(mode=mode), "PNG", pnginfo=info, exif=exif(orientation), **options)
    return data[:33] + own + data[33:] + TOKEN.encode()


def webp(orientation: int = 1, **options: Any) -> bytes:
    return written(picture(), "WEBP", exif=exif(orientation), xmp=XMP, icc_profile=profile(), **options)


def gif() -> bytes:
    return written(picture(mode="P"), "GIF", comment=TOKEN.encode()) + TOKEN.encode()


def moving(form: str) -> bytes:
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "green", "blue")]
    more = {"comment": TOKEN.encode()} if form == "GIF" else {"exif": exif(), "xmp": XMP} if form == "WEBP" else {}
    return written(frames[0], form, save_all=True, append_images=frames[1:], duration=[100, 200, 300], loop=0, **more)


PHOTOS: dict[str, bytes] = {
    "gewoon.jpg": jpeg(),
    "gedraaid.jpg": jpeg(6),
    "gespiegeld.jpg": jpeg(5, icc_profile=b"onzin"),
    "grijs.jpg": jpeg(mode="L", icc_profile=None),
    "druk.jpg": jpeg(mode="CMYK", icc_profile=None),
    "telefoon.jpg": mpo(),
    "beeld.png": png(),
    "gedraaid.png": png(6),
    "palet.png": png(mode="P"),
    "beeld.webp": webp(),
    "gedraaid.webp": webp(8, lossless=True),
    "stil.gif": gif(),
    "beweegt.gif": moving("GIF"),
    "beweegt.webp": moving("WEBP"),
    "beweegt.png": moving("PNG"),
}
TURNED = {"gedraaid.jpg", "gespiegeld.jpg", "gedraaid.png", "gedraaid.webp", "telefoon.jpg"}


def flat_png(width: int, height: int) -> bytes:
    """One colour: few bytes, however many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer, row = zlib.compressobj(9), bytes(1 + (width + 7) // 8)
    rows = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
