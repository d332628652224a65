"""The command that takes out of stored files what new ones lose when they come in."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from wagtail.images.rect import Rect

from portal.files.renditions import make_missing
from portal.models import Afbeelding, Bestand
from portal.models.media import AfbeeldingFile
from tests.portal.files.test_document_makers import names_in, stored
from tests.portal.files.test_pictures import assert_clean, is_clean
from tests.portal.named_documents import DOCUMENTS, MAKER, pdf
from tests.portal.photos import PHOTOS, TOKEN

pytestmark = pytest.mark.django_db


def before_we_did(name: str, data: bytes) -> Afbeelding:
    """An image as an older portal stored it."""
    image = Afbeelding(title=name, width=60, height=40)
    path = AfbeeldingFile(image, image._meta.get_field("file"), "").storage.save(
        f"original_images/{name}", io.BytesIO(data)
    )
    image.file = path
    image.set_focal_point(Rect(0, 0, 20, 20))
    image.save()
    return image


def run(*words: str) -> str:
    out = io.StringIO()
    call_command("clean_metadata", *words, stdout=out, stderr=out)
    return out.getvalue()


def test_old_images_lose_it_and_their_renditions_are_made_anew(django_capture_on_commit_callbacks: Any) -> None:
    image = before_we_did("oud.jpg", PHOTOS["gedraaid.jpg"])
    assert not image.metadata_verwijderd
    old = image.get_rendition("width-1000")
    files = [image.file.name, old.file.name]
    assert TOKEN.encode() in image.file.storage.open(files[0]).read()
    assert "Images to clean: 1." in run("--dry-run")
    assert TOKEN.encode() in image.file.storage.open(files[0]).read()
    with django_capture_on_commit_callbacks(execute=True):
        assert "Images cleaned: 1." in run()
    image = Afbeelding.objects.get()
    assert not [name for name in files if image.file.storage.exists(name)]
    assert not image.has_focal_point()
    assert make_missing() == 1
    assert is_clean(image.renditions.get().file.read())
    assert_clean(image)
    assert "Images cleaned: 0." in run()


def test_an_image_that_cannot_be_read_is_named_and_stops_no_other() -> None:
    broken, lost, good = (before_we_did(f"{number}.jpg", PHOTOS["gewoon.jpg"]) for number in range(3))
    with broken.file.storage.open(broken.file.name, "wb") as file:
        file.write(b"niets")
    lost.file.storage.delete(lost.file.name)
    out = io.StringIO()
    with pytest.raises(CommandError, match="2 files were not cleaned"):
        call_command("clean_metadata", stdout=out, stderr=out)
    assert f"image {broken.pk}: Wij kunnen" in out.getvalue()
    assert f"image {lost.pk}: " in out.getvalue()
    assert list(Afbeelding.objects.filter(metadata_verwijderd=True)) == [good]


def test_documents_are_named_and_cleaned_when_asked() -> None:
    word = stored("stuk.docx", DOCUMENTS["stuk.docx"])
    stored("stuk.txt", b"niets")
    assert f"document {word.pk} (stuk.docx): maker: {MAKER}" in run()
    assert "Documents that name makers: 1, cleaned: 0." in run("--dry-run", "--documents")
    assert names_in(word)
    assert "cleaned: 1." in run("--documents")
    assert not names_in(Bestand.objects.get(pk=word.pk))
    assert "Documents that name makers: 0, cleaned: 0." in run("--documents")
    stored("stuk.pdf", pdf(signed=True))
    with pytest.raises(CommandError):
        run("--documents")


def test_a_new_image_needs_no_command() -> None:
    Afbeelding.objects.create(title="Nieuw", file=ContentFile(PHOTOS["gewoon.jpg"], "nieuw.jpg"))
    assert "Images to clean: 0." in run("--dry-run")
