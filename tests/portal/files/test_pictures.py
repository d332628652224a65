"""A photo keeps its pixels and nothing else, by whatever door it comes in; what is broken or too large is refused."""

from __future__ import annotations

import hashlib
import io
import json
import resource
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection

from portal.files.pictures import without_metadata
from portal.models import Afbeelding
from tests.factories.records import AfbeeldingFactory, GebruikerFactory
from tests.portal.photos import LEFT, PHOTOS, RIGHT, TOKEN, TURNED, flat_png, jpeg, moving, png

pytestmark = pytest.mark.django_db
NAMES = list(PHOTOS)


def is_clean(data: bytes) -> bool:
    """No word of what was written beside the pixels, and no place for it."""
    image = Image.open(io.BytesIO(data))
    image.load()
    kept = set(image.info) & {"exif", "comment", "xmp", "icc_profile", "photoshop", "Author", "XML:com.adobe.xmp", "mp"}
    return TOKEN.encode() not in data and b"GPS" not in data and not kept and not dict(image.getexif())


@pytest.mark.parametrize("name", NAMES)
def test_nothing_but_pixels_is_left(name: str) -> None:
    assert not is_clean(PHOTOS[name]) or name == "beweegt.png"
    found = without_metadata(ContentFile(PHOTOS[name], name)).read()
    assert is_clean(found)
    before, after = Image.open(io.BytesIO(PHOTOS[name])), Image.open(io.BytesIO(found))
    assert after.format == ("JPEG" if before.format == "MPO" else before.format)
    assert after.size == (before.size[::-1] if name in TURNED else before.size)
    if "beweegt" in name:
        assert after.n_frames == before.n_frames == 3
        for frame, colour in enumerate(((255, 0, 0), (0, 128, 0), (0, 0, 255))):
            after.seek(frame)
            after.load()
            assert near(after.convert("RGB").getpixel((20, 15)), colour)
            assert after.info["duration"] == (100, 200, 300)[frame]
        assert after.info["loop"] == 0
    elif name not in ("grijs.jpg",):
        assert near(shown(after, first=True), shown(before, first=True))
        assert near(shown(after, first=False), shown(before, first=False))


def near(one: Any, other: Any) -> bool:
    return all(abs(a - b) < 25 for a, b in zip(one, other, strict=True))


def shown(image: Any, *, first: bool) -> Any:
    """The colour that a viewer who minds the orientation sees in the first or the last corner."""
    from PIL import ImageOps

    image = ImageOps.exif_transpose(image).convert("RGB")
    return image.getpixel((4, 4) if first else (image.width - 5, image.height - 5))


def test_a_turned_photo_stands_upright() -> None:
    upright = Image.open(without_metadata(ContentFile(jpeg(6, icc_profile=None), "foto.jpg")))
    assert near(upright.getpixel((20, 4)), LEFT)
    assert near(upright.getpixel((20, 55)), RIGHT)


def test_transparency_stays() -> None:
    image = Image.new("RGBA", (20, 20), (0, 128, 0, 0))
    image.paste((0, 128, 0, 255), (0, 0, 10, 20))
    target = io.BytesIO()
    image.quantize().save(target, "PNG")
    found = Image.open(without_metadata(ContentFile(target.getvalue(), "half.png"))).convert("RGBA")
    assert (found.getpixel((2, 2))[3], found.getpixel((18, 2))[3]) == (255, 0)


def test_what_is_clean_stays_much_the_same() -> None:
    once = without_metadata(ContentFile(jpeg(icc_profile=None), "foto.jpg")).read()
    twice = without_metadata(ContentFile(once, "foto.jpg")).read()
    assert abs(len(once) - len(twice)) < len(once) / 20


GIF, PNG, JPEG, WEBP = moving("GIF"), png(), jpeg(), PHOTOS["beeld.webp"]
BROKEN = {
    "leeg.png": b"\x89PNG\r\n\x1a\n",
    "woorden.jpg": b"Dit is geen foto.",
    "half.png": PNG[: len(PNG) // 2],
    "half.jpg": jpeg(icc_profile=None, exif=b"", xmp=b"")[:600],
    "half.webp": WEBP[: len(WEBP) // 2],
    "half.gif": GIF[: len(GIF) // 2],
    "kapot.gif": b"GIF89a\x05\x00\x05\x00\x00\x00\x00,\x00\x00\x00\x00\x05\x00\x05\x00\x00\x02\xff\xff;",
    "kop.gif": b"GIF89a",
    "kapot.png": PNG[:40] + b"\x00" * 20 + PNG[60:],
    "vector.gif": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "eps.jpg": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
}


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(GebruikerFactory(is_superuser=True))
    return client


def add(client: Client, name: str, data: bytes) -> Any:
    form = {"title": "Foto", "collection": root(), "file": SimpleUploadedFile(name, data)}
    return client.post(reverse("wagtailimages:add"), form)


def add_many(client: Client, name: str, data: bytes) -> Any:
    form = {"title": "Foto", "collection": root(), "files[]": SimpleUploadedFile(name, data)}
    return client.post(reverse("wagtailimages:add_multiple"), form, headers={"X-Requested-With": "XMLHttpRequest"})


def choose(client: Client, name: str, data: bytes) -> Any:
    form = {"title": "Foto", "collection": root(), "file": SimpleUploadedFile(name, data)}
    return client.post(
        reverse("wagtailimages_chooser:create"), {f"image-chooser-upload-{key}": value for key, value in form.items()}
    )


def replace(client: Client, name: str, data: bytes) -> Any:
    image = AfbeeldingFactory()
    form = {"title": "Foto", "collection": root(), "file": SimpleUploadedFile(name, data)}
    return client.post(reverse("wagtailimages:edit", args=[image.pk]), form)


def root() -> int:
    return Collection.get_first_root_node().pk


DOORS = (add, add_many, choose, replace)
doors = pytest.mark.parametrize("door", DOORS)


@doors
def test_every_form_removes_it(editor: Client, door: Callable[..., Any]) -> None:
    assert door(editor, "foto.jpg", PHOTOS["gedraaid.jpg"]).status_code in (200, 302)
    image = Afbeelding.objects.get(title="Foto")
    assert_clean(image)


def assert_clean(image: Afbeelding) -> None:
    data = image.file.storage.open(image.file.name).read()
    assert is_clean(data)
    assert image.metadata_verwijderd
    assert (image.width, image.height) == (40, 60)
    assert image.file_size == len(data)
    assert image.file_hash == hashlib.sha1(data).hexdigest()
    assert is_clean(image.get_rendition("width-30").file.read())
    assert is_clean(image.get_rendition("original").file.read())


def test_so_do_a_program_and_a_draft_of_an_upload() -> None:
    made = Afbeelding.objects.create(title="Een", file=ContentFile(PHOTOS["gedraaid.jpg"], "een.jpg"))
    later = Afbeelding(title="Twee")
    later.file.save("twee.jpg", ContentFile(PHOTOS["gedraaid.jpg"]), save=True)
    for image in (made, later):
        image.refresh_from_db()
        assert_clean(image)


@doors
@pytest.mark.parametrize("name", ["half.gif", "half.png", "woorden.jpg"])
def test_a_broken_image_is_told_at_its_field(editor: Client, door: Callable[..., Any], name: str) -> None:
    before = Afbeelding.objects.count()
    answer = door(editor, name, BROKEN[name])
    assert answer.status_code == 200
    assert "Wij kunnen dit bestand niet lezen als afbeelding" in text_of(answer)
    assert Afbeelding.objects.count() - before == (1 if door is replace else 0)


def text_of(answer: Any) -> str:
    if "json" not in answer["Content-Type"]:
        return str(answer.content.decode())
    told = json.loads(answer.content)
    return str(told.get("error_message") or told.get("html") or told)


@pytest.mark.parametrize("name", list(BROKEN))
def test_no_broken_file_gets_further_than_its_reader(name: str) -> None:
    with pytest.raises(ValidationError, match="niet lezen als afbeelding"):
        without_metadata(ContentFile(BROKEN[name], name))


def test_too_many_pixels_are_refused_before_any_is_decoded(editor: Client) -> None:
    bomb = flat_png(11_000, 11_000)
    assert len(bomb) < 20_000
    worked = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    answer = add(editor, "bom.png", bomb)
    assert "11000 bij 11000 beeldpunten" in answer.content.decode()
    assert "ten hoogste 25 miljoen" in answer.content.decode()
    assert not Afbeelding.objects.exists()
    # Decoding it takes several seconds; this is the start of a process.
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - worked < 1.5


def test_a_film_counts_all_its_images() -> None:
    frames = [Image.new("P", (2_000, 1_000), number) for number in range(14)]
    target = io.BytesIO()
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:])
    began = time.monotonic()
    with pytest.raises(ValidationError, match="14 beelden achter elkaar"):
        without_metadata(ContentFile(target.getvalue(), "film.gif"))
    assert time.monotonic() - began < 15
