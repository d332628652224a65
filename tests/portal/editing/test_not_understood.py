"""What Wagtail's own screens never send gets a message; an error of ours stays an error."""

import io
import logging

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from modelsearch.query import And, Boost, Fuzzy, Not, Or, Phrase, PlainText
from PIL import Image

from portal.editing import admin_search, not_understood
from portal.models import Afbeelding, Gebruiker
from tests.factories.paginas import HandreikingFactory, home
from tests.factories.records import BegripFactory, BestandFactory

pytestmark = pytest.mark.django_db
QUESTIONS = (
    '"',
    '"a',
    'a" OR "b',
    "'",
    "a*",
    "(((",
    "NEAR(",
    "a AND",
    "-",
    "^",
    ":",
    "%",
    "\\",
    "\x00a",
    "é😀",
    "a" * 9_000,
)
BOXES = (
    "/admin/tracker_knelpunten/", "/admin/snippets/portal/begrip/", "/admin/snippets/portal/aanbeveling/",
    "/admin/images/", "/admin/documents/", "/admin/pages/search/", "/admin/choose-page/search/", "/admin/users/",
    "/admin/redirects/", "/admin/kies/organisatie/results/", "/admin/searchpicks/", "/admin/images/chooser/results/",
)  # fmt: skip


@pytest.fixture
def admin(client: Client) -> Client:
    home()
    client.force_login(Gebruiker.objects.create_superuser("beheerder", "beheerder@voorbeeld.test", "x"))
    return client


@pytest.mark.parametrize("box", BOXES)
def test_any_word_can_be_typed_in_a_search_box(admin: Client, box: str) -> None:
    for question in QUESTIONS:
        assert admin.get(box, {"q": question}).status_code == 200, question


def test_a_quoted_phrase_is_still_found(admin: Client) -> None:
    HandreikingFactory(title="Samen signalen delen")
    assert "Samen signalen delen" in admin.get("/admin/pages/search/", {"q": '"signalen delen"'}).content.decode()
    assert "Samen signalen delen" not in admin.get("/admin/pages/search/", {"q": '"delen signalen"'}).content.decode()


def test_every_kind_of_question_is_made_plain() -> None:
    made = admin_search.plain(And([Or([PlainText('a"b'), Phrase('"')]), Not(Boost(Fuzzy("\x00c"), 2))]))
    either, negated = made.subqueries
    assert [one.query_string for one in either.subqueries] == ["a b", "-"]
    assert negated.subquery.subquery.query_string == "c"


@pytest.mark.parametrize("key", ["woord", "9" * 20, "1.5", "-1", "😀", "00000000-0000-4000-8000-000000000000"])
@pytest.mark.parametrize(
    "place",
    [
        "/admin/kies/organisatie/chosen/{}/", "/admin/snippets/portal/begrip/edit/{}/",
        "/admin/images/chooser/chosen/{}/", "/admin/snippets/choose/portal/gemeente/chosen/{}/",
        "/admin/snippets/portal/begrip/history/{}/",
    ],
)  # fmt: skip
def test_a_key_that_is_none_is_not_found(admin: Client, place: str, key: str) -> None:
    assert admin.get(place.format(key)).status_code == 404


def test_several_keys_of_which_one_is_none(admin: Client) -> None:
    begrip = BegripFactory()
    url = "/admin/snippets/choose/portal/begrip/chosen-multiple/"
    assert admin.get(url, {"id": [begrip.pk, "woord"]}).status_code in (200, 404)


@pytest.mark.parametrize(
    "place",
    [
        "/admin/images/multiple/add/",
        "/admin/documents/multiple/add/",
        "/admin/choose-external-link/",
        "/admin/failwhale/",
    ],
)
def test_a_form_without_its_fields_is_no_fault(admin: Client, place: str) -> None:
    assert admin.post(place, {"x": "y"}).status_code in (200, 400, 403, 404)


def test_a_page_form_without_its_fields_changes_nothing(admin: Client) -> None:
    page = HandreikingFactory()
    assert admin.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {}).status_code == 400
    assert not page.revisions.exists()


@pytest.mark.parametrize("goal", ["Infinity", "woord", "a b", "-", "é"])
def test_a_next_address_that_is_none_is_no_fault(admin: Client, goal: str) -> None:
    document = BestandFactory(title="Oud")
    data = {"title": "Nieuw", "collection": document.collection_id, "next": goal}
    assert admin.post(f"/admin/documents/edit/{document.pk}/", data).status_code in (302, 400)


def test_an_error_of_ours_stays_one(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise ValueError("een fout van ons")

    monkeypatch.setattr("portal.editing.admin_views.refusal_of_markdown", fail)
    with pytest.raises(ValueError, match="een fout van ons"):
        admin.post("/admin/markdown-voorbeeld/", {"tekst": "x"})
    assert not_understood.status_of(KeyError("x")) == 0


def test_it_is_told_in_the_log(admin: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "portal.admin"):
        admin.get("/admin/kies/organisatie/chosen/woord/")
    assert "Not understood in the admin, 404" in caplog.text


def picture(kind: str) -> bytes:
    target = io.BytesIO()
    Image.effect_noise((300, 200), 50).convert("RGB").save(target, kind)
    return target.getvalue()


@pytest.mark.parametrize("kind", ["GIF", "JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("part", [0.02, 0.3, 0.9])
def test_a_picture_that_is_cut_off_gets_a_message_at_its_field(admin: Client, kind: str, part: float) -> None:
    data = picture(kind)
    upload = SimpleUploadedFile(f"a.{kind.lower()}", data[: int(len(data) * part)])
    answer = admin.post("/admin/images/add/", {"title": "Kapot", "file": upload, "collection": 1})
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert not Afbeelding.objects.exists()


@pytest.mark.parametrize("kind", ["GIF", "JPEG", "PNG", "WEBP"])
def test_a_whole_picture_is_taken(admin: Client, kind: str) -> None:
    upload = SimpleUploadedFile(f"a.{kind.lower()}", picture(kind))
    answer = admin.post("/admin/images/add/", {"title": "Heel", "file": upload, "collection": 1})
    assert answer.status_code == 302
    assert (Afbeelding.objects.get().width, Afbeelding.objects.get().height) == (300, 200)
