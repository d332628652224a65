"""The worker makes the sizes in which pages show images; a reader waits for none of a large one."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from PIL import Image

from portal.files import renditions
from portal.models import Afbeelding, AfbeeldingRendition
from tests.factories.paginas import HandreikingFactory
from tests.factories.records import AfbeeldingFactory
from tests.reading import one_line

pytestmark = pytest.mark.django_db
TEMPLATES = Path(__file__).resolve().parents[3] / "templates"


def large() -> Afbeelding:
    target = io.BytesIO()
    Image.new("RGB", (1_600, 900), "teal").save(target, "PNG")
    return Afbeelding.objects.create(title="Groot", file=ContentFile(target.getvalue(), "groot.png"))


def page_with(image: Afbeelding) -> str:
    block = ("afbeelding", {"image": image, "alt": "Een haven", "bijschrift": "Onderschrift"})
    url: str = HandreikingFactory(inhoud=[block]).url
    return url


def test_a_large_image_waits_for_the_worker(client: Client) -> None:
    url = page_with(large())
    text = one_line(client.get(url).content.decode())
    assert "Deze afbeelding wordt nog klaargezet" in text
    assert "Te zien is: Een haven" in text
    assert not AfbeeldingRendition.objects.exists()
    assert renditions.make_missing() == 1
    assert renditions.make_missing() == 0
    text = one_line(client.get(url).content.decode())
    made = AfbeeldingRendition.objects.get()
    assert f'<img src="{made.url}" width="1000" height="562" alt="Een haven" loading="lazy">' in text
    assert client.get(made.url).status_code == 200
    assert "klaargezet" not in text


def test_a_small_image_is_there_at_once(client: Client) -> None:
    assert "<img src=" in client.get(page_with(AfbeeldingFactory())).content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_worker_does_it() -> None:
    large()
    call_command("worker", "--once")
    assert [made.filter_spec for made in AfbeeldingRendition.objects.all()] == list(renditions.SPECS)


def test_an_image_without_a_file_stops_no_other(caplog: pytest.LogCaptureFixture, client: Client) -> None:
    other, lost = large(), large()
    lost.file.storage.delete(lost.file.name)
    assert renditions.make_missing() == 1
    assert renditions.make_missing() == 0
    assert AfbeeldingRendition.objects.get().image == other
    assert caplog.text.count(f"No rendition width-1000 of image {lost.pk}") == 1
    assert "Een haven" in client.get(page_with(lost)).content.decode()


def test_templates_ask_for_no_other_size() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html"))
    assert set(re.findall(r'{% rendition \S+ "([^"]+)"', code)) == set(renditions.SPECS)
    assert not re.search(r"{%\s*(image|picture|srcset_image|image_url)\s", code)
