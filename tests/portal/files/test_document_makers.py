"""A document shows its editor who it names, and loses it with one click."""

from __future__ import annotations

import hashlib
import io
import json
from typing import Any

import docx
import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from wagtail.models import Collection

from portal.files.document_makers import Kept, makers_of, remove_makers, without_makers
from portal.files.documents import text_of
from portal.models import Bestand
from tests.factories.records import GebruikerFactory
from tests.portal.named_documents import (
    CRITIC,
    DOCUMENTS,
    EDITOR,
    FIRM,
    MAKER,
    NAMES,
    TITLE,
    everything_in,
    odt,
    pdf,
    with_parts,
)
from tests.portal.photos import TOKEN

pytestmark = pytest.mark.django_db


def stored(name: str, data: bytes) -> Bestand:
    document = Bestand(title=name, file=ContentFile(data, name))
    document._set_document_file_metadata()
    document.save()
    return document


@pytest.mark.parametrize("name", list(DOCUMENTS))
def test_it_says_who_made_it_and_then_nobody_did(name: str, django_capture_on_commit_callbacks: Any) -> None:
    document = stored(name, DOCUMENTS[name])
    found = {who for _, who in makers_of(document) or ()}
    assert {MAKER, CRITIC} <= found
    # An XLSX of openpyxl has no place for a firm.
    assert found >= ({EDITOR} if name != "stuk.pdf" else set()) | ({FIRM} if name != "stuk.xlsx" else set())
    old, url = document.file.name, document.url
    address = reverse("wagtaildocs_serve", args=[document.pk, document.filename])
    with django_capture_on_commit_callbacks(execute=True):
        remove_makers(document)
    document = Bestand.objects.get(pk=document.pk)
    data = document.file.storage.open(document.file.name).read()
    assert not [who for who in (*NAMES, TOKEN) if who.encode() in everything_in(data)]
    assert makers_of(document) == ()
    assert (document.url, reverse("wagtaildocs_serve", args=[document.pk, document.filename])) == (url, address)
    assert document.file_hash == hashlib.sha1(data).hexdigest()
    assert document.file_size == len(data)
    assert not document.file.storage.exists(old)
    # It is still the same document.
    assert TITLE.encode() in everything_in(data)
    assert "meldroute" in text_of(document).paginas[0]


def test_what_makes_a_document_readable_stays() -> None:
    reader = PdfReader(io.BytesIO(without_makers(pdf(), "stuk.pdf")))
    xmp = reader.root_object["/Metadata"].get_object().get_data()
    assert b"pdfuaid:part>1<" in xmp
    assert reader.metadata.title == TITLE
    assert reader.pages[0]["/Annots"][0].get_object()["/Contents"] == "Klopt dit?"
    opened = docx.Document(io.BytesIO(without_makers(DOCUMENTS["stuk.docx"], "stuk.docx")))
    assert opened.core_properties.title == TITLE
    assert [comment.author for comment in opened.comments] == ["Auteur"]
    assert len(opened.inline_shapes) == 1
    book = openpyxl.load_workbook(io.BytesIO(without_makers(DOCUMENTS["stuk.xlsx"], "stuk.xlsx")))
    assert book.active["A1"].value == "Het woord is meldroute."
    packed = without_makers(odt(), "stuk.odt")
    assert packed[30:38] == b"mimetype"
    assert packed[8:10] == b"\x00\x00"


def test_libreoffice_leaves_empty_parts() -> None:
    empty = with_parts(odt(), {"Configurations2/accelerator/current.xml": ""})
    assert MAKER.encode() not in everything_in(without_makers(empty, "stuk.odt"))


def entity() -> bytes:
    return with_parts(odt(), {"meta.xml": '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'})


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.pdf", pdf(signed=True), "ondertekend"),
        ("a.odt", odt(signed=True), "ondertekend"),
        ("a.pdf", pdf(password="dicht"), "beveiligd"),
        ("a.pdf", b"%PDF-1.7 en dan niets", "beschadigd"),
        ("a.docx", b"PK geen archief", "beschadigd"),
        ("a.odt", with_parts(odt(), {"bom": " " * 150_000_000}), "beschadigd"),
        ("a.odt", entity(), "beschadigd"),
        ("a.pdf", b"x" * 20_000_001, "te groot"),
    ],
)
def test_what_cannot_be_cleaned_stays_and_says_why(name: str, data: bytes, reason: str) -> None:
    document = stored(name, data)
    old = document.file.name
    with pytest.raises(Kept, match=reason):
        remove_makers(document)
    document.refresh_from_db()
    assert document.file.name == old
    assert document.file.storage.open(old).read() == data


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(GebruikerFactory(is_superuser=True))
    return client


def root() -> int:
    return Collection.get_first_root_node().pk


def names_in(document: Bestand) -> list[str]:
    data = everything_in(document.file.storage.open(document.file.name).read())
    return [who for who in NAMES if who.encode() in data]


def test_the_form_after_an_upload_tells_and_saving_it_is_the_click(editor: Client) -> None:
    sent = {"title": "Stuk", "collection": root(), "files[]": SimpleUploadedFile("stuk.docx", DOCUMENTS["stuk.docx"])}
    answer = editor.post(reverse("wagtaildocs:add_multiple"), sent, headers={"X-Requested-With": "XMLHttpRequest"})
    told = json.loads(answer.content)["form"]
    for shown in (
        f"maker: {MAKER}",
        f"laatst bewerkt door: {EDITOR}",
        f"organisatie: {FIRM}",
        "Verwijder deze gegevens",
    ):
        assert shown in told
    document = Bestand.objects.get()
    assert names_in(document)
    form = {"title": "Stuk", "collection": root(), "tags": ""}
    url = reverse("wagtaildocs:edit_multiple", args=[document.pk])
    kept = {f"doc-{document.pk}-{name}": value for name, value in form.items()}
    assert json.loads(editor.post(url, kept, headers={"X-Requested-With": "XMLHttpRequest"}).content)["success"]
    assert names_in(Bestand.objects.get())
    clicked = {**kept, f"doc-{document.pk}-verwijder_makers": "on"}
    assert json.loads(editor.post(url, clicked, headers={"X-Requested-With": "XMLHttpRequest"}).content)["success"]
    assert not names_in(Bestand.objects.get())


def test_the_edit_screen_tells_and_removes(editor: Client) -> None:
    document = stored("stuk.pdf", DOCUMENTS["stuk.pdf"])
    url = reverse("wagtaildocs:edit", args=[document.pk])
    text = editor.get(url).content.decode()
    assert f"Dit bestand noemt maker: {MAKER}" in text
    form = {"title": "Ander", "collection": root(), "tags": ""}
    assert editor.post(url, form).status_code == 302
    assert names_in(Bestand.objects.get())
    assert editor.post(url, {**form, "verwijder_makers": "on"}).status_code == 302
    assert not names_in(Bestand.objects.get(title="Ander"))
    assert MAKER not in editor.get(url).content.decode()


@pytest.mark.parametrize("name", list(DOCUMENTS))
@pytest.mark.parametrize("click", [True, False])
def test_a_form_with_a_file_removes_before_it_stores(editor: Client, name: str, click: bool) -> None:
    form = {"title": "Stuk", "collection": root(), "tags": "", **({"verwijder_makers": "on"} if click else {})}
    chosen = {f"document-chooser-upload-{key}": value for key, value in form.items()}
    chosen["document-chooser-upload-file"] = SimpleUploadedFile(name, DOCUMENTS[name])
    assert editor.post(reverse("wagtaildocs_chooser:create"), chosen).status_code == 200
    assert bool(names_in(Bestand.objects.get())) is not click
    Bestand.objects.all().delete()
    sent = {**form, "file": SimpleUploadedFile(name, DOCUMENTS[name])}
    assert editor.post(reverse("wagtaildocs:add"), sent).status_code == 302
    document = Bestand.objects.get()
    assert bool(names_in(document)) is not click
    again = {**form, "file": SimpleUploadedFile(name, DOCUMENTS[name])}
    assert editor.post(reverse("wagtaildocs:edit", args=[document.pk]), again).status_code == 302
    assert bool(names_in(Bestand.objects.get())) is not click


def test_a_signed_or_broken_upload_is_told_at_the_click(editor: Client) -> None:
    for name, data in (("a.pdf", pdf(signed=True)), ("a.docx", b"PK geen archief")):
        form = {"title": "Stuk", "collection": root(), "tags": "", "verwijder_makers": "on"}
        answer = editor.post(reverse("wagtaildocs:add"), {**form, "file": SimpleUploadedFile(name, data)})
        assert answer.status_code == 200
        assert "Haal het vinkje weg" in answer.content.decode()
        assert not Bestand.objects.exists()


def test_the_upload_screens_say_who_will_see_the_file(editor: Client) -> None:
    document = stored("stuk.txt", b"niets")
    for url in (
        *(reverse(f"{app}:{name}") for app in ("wagtaildocs", "wagtailimages") for name in ("add", "add_multiple")),
        *(reverse(f"{app}_chooser:choose") for app in ("wagtaildocs", "wagtailimages")),
        reverse("wagtaildocs:edit", args=[document.pk]),
    ):
        answer = editor.get(url).content.decode()
        assert "Wie ziet dit bestand?" in answer, url
        if "image" in url:
            assert "halen wij eruit" in answer, url
