"""What a file says is read once, read again when the rules change, and what of it cannot be found is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, ReferenceIndex

from portal.choices import Bevinding
from portal.files import documents
from portal.models import Bestand, Bestandstekst
from search import service
from search.types import SearchQuery
from tests.factories.paginas import HandreikingFactory
from tests.factories.records import BijlageFactory, GebruikerFactory
from tests.portal.office_files import odt
from tests.reading import one_line

pytestmark = pytest.mark.django_db
CASES = Path(__file__).parents[1] / "gevallen" / "bijlagen"


def stored(name: str, data: bytes) -> Bestand:
    document = Bestand(title=name, file=ContentFile(data, name))
    document._set_document_file_metadata()
    document.save()
    return document


def case(name: str) -> Bestand:
    return stored(name, (CASES / name).read_bytes())


@pytest.fixture
def forgotten() -> Iterator[None]:
    documents._read.cache_clear()
    yield
    documents._read.cache_clear()


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch, forgotten: None) -> list[str]:
    """The suffixes of the files that are read."""
    run, read = documents.run_limited, []

    def noted(reader: Any, data: bytes, suffix: str, *args: Any, **more: Any) -> Any:
        read.append(suffix)
        return run(reader, data, suffix, *args, **more)

    monkeypatch.setattr(documents, "run_limited", noted)
    return read


def test_it_is_kept_and_read_no_more(reads: list[str], django_assert_num_queries: Any) -> None:
    document = stored("a.txt", b"Het woord is meldroute.")
    documents.keep_all()
    documents._read.cache_clear()
    documents.keep_all()
    document = Bestand.objects.select_related("tekst").get()
    with django_assert_num_queries(0):
        assert documents.text_of(document).paginas == ("Het woord is meldroute.",)
    assert reads == [".txt"]


def test_another_file_or_other_rules_are_read_again(reads: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    document = stored("a.txt", b"Het woord is meldroute.")
    documents.keep_all()
    document.file.save("b.txt", ContentFile(b"Het woord is ketenregie."), save=False)
    document._set_document_file_metadata()
    document.save()
    assert "ketenregie" in documents.text_of(document).paginas[0]
    documents.keep_all()
    assert Bestandstekst.objects.get().paginas == ["Het woord is ketenregie."]
    monkeypatch.setattr(documents, "VERSION", b"nieuwe regels")
    documents._read.cache_clear()
    documents.keep_all()
    assert reads == [".txt"] * 3


def test_what_older_rules_let_out_leaves_the_index(
    forgotten: None, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    document = case("a02-odt-verwijderde-tekst.odt")
    with monkeypatch.context() as older, django_capture_on_commit_callbacks(execute=True):
        older.setattr(documents, "VERSION", b"oude regels")
        older.setattr(documents, "run_limited", lambda *args, **more: {
            "pages": ["melder heet Zwartkopje"], "names": [""], "total": 1, "blank": 0, "cut": False,
        })  # fmt: skip
        BijlageFactory(pagina=HandreikingFactory(published=True), document=document)
        documents.keep_all()
    assert service.search(SearchQuery(text="zwartkopje")).total == 1
    documents._read.cache_clear()
    with django_capture_on_commit_callbacks(execute=True):
        documents.keep_all()
    assert service.search(SearchQuery(text="zwartkopje")).total == 0
    assert service.search(SearchQuery(text="de melder is onbekend")).total == 1


def test_a_store_that_is_away_says_nothing_of_the_file(forgotten: None) -> None:
    document = stored("a.txt", b"woord")
    document.file.storage.delete(document.file.name)
    documents.keep_all()
    assert not Bestandstekst.objects.exists()


def test_the_worker_does_other_work_too(forgotten: None) -> None:
    stored("a.txt", b"een")
    documents.keep_all(turn=-1)
    assert not Bestandstekst.objects.exists()


def test_a_kept_text_is_no_use_of_the_document() -> None:
    document = stored("a.txt", b"een")
    documents.keep_all()
    assert not ReferenceIndex.get_references_to(document).exists()


@pytest.mark.parametrize(
    ("name", "bevinding", "told"),
    [
        ("a01-odt-woord-in-spans.odt", Bevinding.ALLES, "Alle tekst"),
        ("a12-pdf-210-bladzijden.pdf", Bevinding.DEEL, "Alleen de eerste 200 van de 210 bladzijden"),
        ("a21-xlsx-bijlage.xlsx", Bevinding.ALLES, "Alle tekst"),
    ],
)
def test_the_editor_reads_what_of_a_file_is_found(client: Client, name: str, bevinding: str, told: str) -> None:
    document = case(name)
    assert documents.text_of(document).bevinding == bevinding
    client.force_login(GebruikerFactory(is_superuser=True))
    assert told in client.get(reverse("wagtaildocs:edit", args=[document.pk])).content.decode()


@pytest.mark.parametrize(
    ("name", "data", "bevinding"),
    [
        ("leeg.odt", odt("<text:p/>"), Bevinding.LEEG),
        ("kapot.docx", b"PK geen archief", Bevinding.ONLEESBAAR),
        ("dicht.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "wachtwoord"),
        ("lang.txt", b"woord " * 100_000, Bevinding.DEEL),
    ],
)
def test_why_not_everything_is_found(name: str, data: bytes, bevinding: str) -> None:
    found = documents.text_of(stored(name, data))
    assert found.bevinding == bevinding
    assert found.zin


def test_the_sentences_name_pages_and_scans() -> None:
    def said(*numbers: int) -> str:
        return documents.sentence(Bevinding.DEEL, *numbers)

    assert said(200, 210, 0) == "Alleen de eerste 200 van de 210 bladzijden zijn te vinden."
    assert said(1, 1, 0) == "Alleen de eerste 400.000 tekens zijn te vinden."
    assert said(9, 9, 3) == "Bladzijden met een plaatje zonder tekst, zoals een scan: 3."


def test_all_such_files_are_listed_for_who_may_change_them(client: Client) -> None:
    whole, part = case("a01-odt-woord-in-spans.odt"), case("a12-pdf-210-bladzijden.pdf")
    documents.keep_all()
    client.force_login(GebruikerFactory(is_superuser=True))
    url = reverse("portal_niet_gevonden")
    shown = client.get(url).content.decode()
    assert part.title in shown
    assert "200 van de 210" in shown
    assert whole.title not in shown
    assert part.title not in client.get(url, {"bevinding": "scan"}).content.decode()
    rows = b"".join(client.get(url, {"export": "csv"}).streaming_content).decode()
    assert "a12-pdf-210-bladzijden.pdf" in rows
    other = GebruikerFactory()
    from django.contrib.auth.models import Permission

    other.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(other)
    assert part.title not in client.get(url, follow=True).content.decode()
    assert Collection.objects.exists()


@pytest.fixture
def found(client: Client, django_capture_on_commit_callbacks: Any) -> Any:
    """What the page of results shows when this file is attached to a page and this word is asked."""

    def results(name: str, word: str) -> tuple[Bestand, str]:
        with django_capture_on_commit_callbacks(execute=True):
            document = case(name)
            BijlageFactory(pagina=HandreikingFactory(published=True), document=document, titel="Stuk")
        return document, one_line(client.get("/zoeken/", {"q": word}).content.decode())

    return results


def test_a_hit_says_the_printed_page_and_leads_to_the_right_one(found: Any) -> None:
    document, html = found("a14-pdf-bladzijdelabels.pdf", "kramsvogelregel")
    assert f'href="{document.url}#page=4">Stuk, pagina 2</a>' in html


def test_a_hit_in_a_sheet_says_which_and_in_a_text_says_none(found: Any) -> None:
    document, html = found("a21-xlsx-bijlage.xlsx", "tureluurlijst")
    assert "Stuk, blad Sheet</a>" in html
    document, html = found("a01-odt-woord-in-spans.odt", "kwinkeleren")
    assert f'href="{document.url}">Stuk</a>' in html
