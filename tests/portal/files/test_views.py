"""How a file is sent: nobody keeps it without asking again, and what is not for everybody is not kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from tests.factories.paginas import HandreikingFactory
from tests.factories.records import AfbeeldingFactory, BestandFactory, BijlageFactory, GebruikerFactory, close

pytestmark = pytest.mark.django_db


def files() -> list[tuple[Any, str]]:
    """(page it stands on, address) of each way to a file."""
    document, image = BestandFactory(), AfbeeldingFactory()
    page = HandreikingFactory(afbeelding=image)
    BijlageFactory(pagina=page, document=document)
    known = reverse("wagtaildocs_serve", args=[document.pk, document.filename])
    return [(page, address) for address in (document.url, known, image.get_rendition("width-40").url)]


def test_a_public_file_is_asked_for_each_time_and_sent_once(client: Client) -> None:
    for page, address in files():
        first = client.get(address)
        assert first["Cache-Control"] == "public, no-cache"
        assert b"".join(first.streaming_content)
        for known in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
            again = client.get(address, headers=known)
            assert (again.status_code, again["ETag"]) == (304, first["ETag"])
            assert again["Cache-Control"] == "public, no-cache"
        close(page)
        for known in ({}, {"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
            refused = client.get(address, headers=known)
            assert (refused.status_code, refused["Cache-Control"]) == (403, "private, no-store")
        page.get_view_restrictions().delete()


def test_what_is_sent_to_somebody_who_is_logged_in_is_not_kept(client: Client) -> None:
    client.force_login(GebruikerFactory(groups=["Ketenpartners"]))
    for _, address in files():
        assert client.get(address)["Cache-Control"] == "private, no-store"


def test_a_file_is_sent_as_it_is_and_runs_nothing(client: Client) -> None:
    for _, address in files():
        for answer in (client.get(address), client.head(address)):
            assert answer.status_code == 200
            assert "Content-Encoding" not in answer
            assert answer["X-Content-Type-Options"] == "nosniff"
            assert int(answer["Content-Length"]) > 0
    document = BestandFactory(filename="verslag.txt")
    answer = client.get(document.url)
    assert answer["Content-Disposition"] == 'attachment; filename="verslag.txt"'
    assert answer["Content-Security-Policy"] == "default-src 'none'"
    assert client.get(BestandFactory(filename="stuk.pdf").url)["Content-Disposition"].startswith("inline")


def test_another_file_under_the_same_address_has_another_etag(client: Client) -> None:
    document = BestandFactory(content="een")
    first = client.get(document.url)
    document.file.save("document.txt", ContentFile(b"zes"), save=True)
    again = client.get(document.url, headers={"If-None-Match": first["ETag"]})
    assert b"".join(again.streaming_content) == b"zes"


def test_what_is_not_there_is_not_found(client: Client) -> None:
    document = BestandFactory()
    assert client.get(f"/documents/{document.pk}/anders.txt").status_code == 404
    assert client.get(f"/documents/{'9' * 30}/document.txt").status_code == 404
    assert client.get(f"/documents/{document.pk + 1}/{document.filename}").status_code == 404
    assert client.post(document.url).status_code == 405
    document.file.storage.delete(document.file.name)
    assert client.get(document.url).status_code == 404
