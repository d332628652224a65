"""A file is for who may see one of the places where it stands, renditions included, from the very next request."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from modelcluster.models import ClusterableModel, get_all_child_relations
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Collection, GroupCollectionPermission, Page, ReferenceIndex

from portal.files.visibility import OPEN_RECORDS
from portal.models import Afbeelding, Bestand
from tests.factories.paginas import HandreikingFactory, PraktijkvoorbeeldFactory, StandaardpaginaFactory
from tests.factories.records import (
    AfbeeldingFactory,
    BegripFactory,
    BestandFactory,
    BijlageFactory,
    GebruikerFactory,
    close,
    closed_collection,
)

pytestmark = pytest.mark.django_db
Place = Callable[..., Any]


def addresses(file: Any) -> list[str]:
    """Every address at which a file can be had."""
    if isinstance(file, Bestand):
        return [file.url, reverse("wagtaildocs_serve", args=[file.pk, file.filename])]
    return [file.get_rendition(spec).url for spec in ("width-40", "max-165x165", "original")]


def answers(client: Client, file: Any) -> set[int]:
    return {client.get(address).status_code for address in addresses(file)}


def link(file: Any) -> str:
    return f'<p>Lees <a linktype="document" id="{file.pk}">het stuk</a>.</p>'


def attached(file: Any, **page: Any) -> Any:
    made = HandreikingFactory(**page)
    BijlageFactory(pagina=made, document=file)
    return made


def in_blocks(name: str, **more: Any) -> Place:
    def place(file: Any, **page: Any) -> Any:
        return HandreikingFactory(inhoud=[(name, {**more, file_field(file): file})], **page)

    return place


def file_field(file: Any) -> str:
    return "document" if isinstance(file, Bestand) else "image"


def in_text(file: Any, **page: Any) -> Any:
    return HandreikingFactory(inhoud=[("tekst", link(file))], **page)


def deep_in_text(file: Any, **page: Any) -> Any:
    return HandreikingFactory(inhoud=[("uitklap", {"titel": "Meer", "tekst": link(file)})], **page)


def in_a_field(file: Any, **page: Any) -> Any:
    return PraktijkvoorbeeldFactory(interventie=link(file), **page)


def as_picture(file: Any, **page: Any) -> Any:
    return HandreikingFactory(afbeelding=file, **page)


IMAGE = {"alt": "", "bijschrift": ""}
PLACES: dict[str, tuple[Any, Place]] = {
    "bijlage": (BestandFactory, attached),
    "document": (BestandFactory, in_blocks("document", titel="")),
    "tekst": (BestandFactory, in_text),
    "uitklap": (BestandFactory, deep_in_text),
    "veld": (BestandFactory, in_a_field),
    "afbeelding": (AfbeeldingFactory, in_blocks("afbeelding", **IMAGE)),
    "paginabeeld": (AfbeeldingFactory, as_picture),
}
places = pytest.mark.parametrize(("factory", "place"), list(PLACES.values()), ids=list(PLACES))


def in_closed_section(place: Place, file: Any) -> Any:
    section = StandaardpaginaFactory()
    close(section)
    return place(file, parent=section)


def expired(place: Place, file: Any) -> Any:
    return place(file, expire_at=timezone.now() - datetime.timedelta(seconds=1))


def unpublished(place: Place, file: Any) -> Any:
    page = place(file)
    page.unpublish()
    return page


def restricted(place: Place, file: Any) -> Any:
    page = place(file)
    close(page)
    return page


CLOSED = {
    "restricted": restricted,
    "child of a restricted page": in_closed_section,
    "expired": expired,
    "unpublished": unpublished,
    "draft": lambda place, file: place(file, live=False),
}


@pytest.mark.parametrize(
    ("name", "state"),
    [
        *((name, "restricted") for name in PLACES),
        *((name, state) for state in CLOSED for name in ("bijlage", "afbeelding")),
    ],
)
def test_a_file_that_stands_only_in_what_is_closed_is_closed(client: Client, name: str, state: str) -> None:
    factory, place = PLACES[name]
    file = factory()
    assert answers(client, file) == {200}
    page = CLOSED[state](place, file)
    assert answers(client, file) == {403}
    # One open place is enough; when it closes the file closes with it.
    second = place(file)
    assert answers(client, file) == {200}
    close(second)
    assert answers(client, file) == {403}
    client.force_login(GebruikerFactory(groups=["Ketenpartners"]))
    assert answers(client, file) == {200}
    second.delete()
    assert answers(client, file) == ({200} if "restricted" in state else {403})
    assert page.pk


@pytest.mark.parametrize("name", ["document", "afbeelding", "tekst", "uitklap"])
def test_a_file_in_a_block_for_ketenpartners_is_theirs(client: Client, name: str) -> None:
    file = AfbeeldingFactory() if name == "afbeelding" else BestandFactory()
    inside = {
        "document": {"document": file, "titel": ""},
        "afbeelding": {"image": file, **IMAGE},
        "tekst": link(file),
        "uitklap": {"titel": "Meer", "tekst": link(file)},
    }
    page = HandreikingFactory(inhoud=[("tekst", "<p>open</p>"), ("ketenpartners", [(name, inside[name])])])
    assert answers(client, file) == {403}
    client.force_login(GebruikerFactory(groups=["Ketenpartners"]))
    assert answers(client, file) == {200}
    close(page, "Redacteuren")
    assert answers(client, file) == {403}
    client.logout()
    page.inhoud = [(name, inside[name])]
    page.save()
    assert answers(client, file) == {403}
    HandreikingFactory(inhoud=[(name, inside[name])])
    assert answers(client, file) == {200}


def test_it_answers_as_a_closed_page_does(client: Client) -> None:
    document, image = BestandFactory(title="Werkwijze zeven"), AfbeeldingFactory(title="Plattegrond")
    page = in_blocks("document", titel="")(document, afbeelding=image)
    close(page)
    closed = client.get(page.url)
    for address in [*addresses(document), *addresses(image)]:
        answer = client.get(address)
        assert answer.status_code == closed.status_code == 403
        assert "Waarom zie ik dit niet" in answer.content.decode()
        assert answer["Cache-Control"] == "private, no-store"
        assert "Werkwijze zeven" not in answer.content.decode()
        assert client.head(address).status_code == 403


def test_an_attachment_that_was_taken_away_stands_there_no_more(client: Client) -> None:
    document = BestandFactory()
    shown, hidden = attached(document), attached(document)
    close(hidden)
    assert answers(client, document) == {200}
    page = Page.objects.get(pk=shown.pk).specific
    page.bijlagen.set([])
    page.save_revision().publish()
    assert answers(client, document) == {403}


def test_a_newer_draft_opens_and_closes_nothing(client: Client) -> None:
    document, other = BestandFactory(), BestandFactory()
    page = in_text(document)
    close(in_text(other))
    draft = Page.objects.get(pk=page.pk).specific
    draft.inhoud = [("tekst", link(other))]
    draft.save_revision()
    assert (answers(client, document), answers(client, other)) == ({200}, {403})
    draft.get_latest_revision().publish()
    assert (answers(client, document), answers(client, other)) == ({200}, {200})


def test_a_term_opens_what_it_points_at(client: Client) -> None:
    document = BestandFactory()
    close(attached(document))
    assert answers(client, document) == {403}
    BegripFactory(toelichting=link(document))
    assert answers(client, document) == {200}


@places
def test_a_closed_collection_keeps_its_files_wherever_they_stand(client: Client, factory: Any, place: Place) -> None:
    file = factory(collection=closed_collection())
    assert answers(client, file) == {403}
    place(file)
    assert answers(client, file) == {403}
    client.force_login(GebruikerFactory(groups=["Ketenpartners"]))
    assert answers(client, file) == {200}


@pytest.mark.parametrize("action", ["change", "choose"])
def test_who_handles_a_file_in_the_admin_has_it(client: Client, action: str) -> None:
    document, image = BestandFactory(collection=closed_collection()), AfbeeldingFactory()
    as_picture(image, live=False)
    editor = GebruikerFactory(groups=["Schrijvers"])
    client.force_login(editor)
    assert answers(client, document) == answers(client, image) == {403}
    for name in ("image", "document"):
        GroupCollectionPermission.objects.create(
            group=editor.groups.get(),
            collection=Collection.get_first_root_node(),
            permission=Permission.objects.get(
                codename=f"{action}_{name}", content_type__app_label__in=("wagtailimages", "wagtaildocs")
            ),
        )
    assert answers(client, document) == answers(client, image) == {200}


def test_every_kind_of_record_that_can_point_at_a_file_is_judged() -> None:
    """One more snippet with a document in it fails here, until somebody says who may see it."""

    def parts(model: Any) -> list[Any]:
        children = get_all_child_relations(model) if issubclass(model, ClusterableModel) else []
        return [model, *(relation.related_model for relation in children)]

    records = [model for model in ReferenceIndex.indexed_models if not issubclass(model, Page)]
    found = [model for model in records if any(_holds_files(part) for part in parts(model))]
    assert {model._meta.label_lower for model in found} == set(OPEN_RECORDS)


def _holds_files(model: Any) -> bool:
    return any(
        (isinstance(field, RichTextField) and "document-link" in (field.features or ["document-link"]))
        or isinstance(field, StreamField)
        or (field.is_relation and field.many_to_one and field.related_model in (Afbeelding, Bestand))
        for field in model._meta.get_fields()
    )


def test_a_file_costs_two_queries_however_often_it_stands_somewhere(
    client: Client, django_assert_num_queries: Any
) -> None:
    document, image = BestandFactory(), AfbeeldingFactory()
    for _ in range(3):
        close(attached(document, afbeelding=image))
    attached(document, afbeelding=image)
    for address in (*addresses(document), *addresses(image)):
        client.get(address)
        # Which restrictions there are, and the file.
        with django_assert_num_queries(2):
            assert client.get(address).status_code == 200


def test_the_privacy_screens_say_what_becomes_of_files(client: Client) -> None:
    client.force_login(GebruikerFactory(is_superuser=True))
    page, collection = StandaardpaginaFactory(), Collection.get_first_root_node().add_child(name="Stukken")
    told = client.get(reverse("wagtailadmin_pages:set_privacy", args=[page.pk])).json()["html"]
    assert "Bestanden gaan mee" in told
    assert 'name="restriction_type"' in told
    told = client.get(reverse("wagtailadmin_collections:set_privacy", args=[collection.pk])).json()["html"]
    assert "Een bestand in een besloten collectie" in told
    assert "Bestanden gaan mee" not in told
    form = {"restriction_type": "ketenpartners"}
    assert (
        "set_privacy_done"
        in client.post(reverse("wagtailadmin_collections:set_privacy", args=[collection.pk]), form).content.decode()
    )
