"""What cannot be deleted, and two drafts that cannot both be published."""

import json

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from portal.editing.collisions import TAKEN, explain
from portal.editing.deletion import reason_to_keep
from portal.models import Aanbeveling, Begrip, Gemeente, Handreiking, Home, Overzicht, Praktijkvoorbeeld, Rapport
from tests.portal.editors import shown

pytestmark = pytest.mark.django_db


def test_a_draft_that_nobody_saw_is_deleted(editor: Client, handreiking: Handreiking) -> None:
    editor.post(reverse("wagtailadmin_pages:delete", args=[handreiking.pk]))
    assert not Handreiking.objects.exists()


@pytest.mark.parametrize("live", [True, False])
def test_a_page_that_was_published_stays(editor: Client, handreiking: Handreiking, live: bool) -> None:
    handreiking.save_revision().publish()
    if not live:
        Handreiking.objects.get().unpublish()
    answer = editor.post(reverse("wagtailadmin_pages:delete", args=[handreiking.pk]))
    target = "wagtailadmin_pages:unpublish" if live else "wagtailadmin_pages:edit"
    assert answer.headers["Location"] == reverse(target, args=[handreiking.pk])
    assert "is niet verwijderd" in shown(editor, answer.headers["Location"])
    assert Handreiking.objects.exists()


def test_a_section_with_a_published_page_stays(editor: Client, handreiking: Handreiking) -> None:
    handreiking.save_revision().publish()
    Overzicht.objects.filter(slug="handreikingen").update(live=False, first_published_at=None)
    editor.post(reverse("wagtailadmin_pages:delete", args=[handreiking.get_parent().pk]))
    assert Handreiking.objects.exists()


def test_a_selection_with_a_published_page_stays(editor: Client, handreiking: Handreiking) -> None:
    handreiking.save_revision().publish()
    other = handreiking.add_sibling(instance=Handreiking(title="Concept", live=False))
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    editor.post(f"{url}?id={handreiking.pk}&id={other.pk}&next=/admin/")
    assert Handreiking.objects.count() == 2


def test_a_page_that_a_text_or_a_draft_links_to_stays(handreiking: Handreiking) -> None:
    assert reason_to_keep(handreiking) == ""
    other = handreiking.add_sibling(instance=Handreiking(title="Verwijst", live=False))
    other.save_revision()
    draft = other.get_latest_revision_as_object()
    draft.vervangen_door = handreiking
    draft.save_revision()
    assert "“Verwijst (concept)”" in reason_to_keep(handreiking)
    draft.vervangen_door = None
    draft.inhoud = json.dumps([{"type": "tekst", "value": f'<p><a linktype="page" id="{handreiking.pk}">x</a></p>'}])
    draft.save_revision()
    assert "“Verwijst (concept)”" in reason_to_keep(handreiking)
    draft.save()
    assert "“Verwijst”" in reason_to_keep(handreiking)


def test_a_begrip_in_use_is_archived_instead(editor: Client, handreiking: Handreiking) -> None:
    used = Begrip.objects.create(schema="fase", term="signalering", slug="signalering")
    free = Begrip.objects.create(schema="fase", term="preventie", slug="preventie")
    draft = handreiking.save_revision().as_object()
    draft.begrippen = [used]
    draft.save_revision()
    viewset = Begrip.snippet_viewset
    answer = editor.post(reverse(viewset.get_url_name("delete"), args=[used.pk]))
    assert answer.headers["Location"] == reverse(viewset.get_url_name("edit"), args=[used.pk])
    assert "gearchiveerd" in shown(editor, answer.headers["Location"])
    editor.post(reverse(viewset.get_url_name("delete"), args=[free.pk]))
    assert [begrip.term for begrip in Begrip.objects.all()] == ["signalering"]


def test_a_gemeente_with_a_praktijkvoorbeeld_stays(editor: Client, home: Home) -> None:
    gemeente = Gemeente.objects.create(naam="Duinmeer", slug="duinmeer", provincie="utrecht", politieregio="limburg")
    Overzicht.objects.get(slug="praktijk").add_child(
        instance=Praktijkvoorbeeld(title="Loket", gemeente=gemeente, live=False)
    )
    url = reverse("wagtail_bulk_action", args=["portal", "gemeente", "delete"])
    answer = editor.post(f"{url}?id={gemeente.pk}", follow=True)
    assert "“Loket”" in answer.content.decode()
    assert Gemeente.objects.exists()


def test_a_collision_at_publish_is_a_message(editor: Client, rapport: Rapport, aanbeveling: Aanbeveling) -> None:
    """Revisions skip the form's check: the database finds it, and the editor hears it."""
    editor.raise_request_exception = False
    first = Overzicht.objects.get(slug="handreikingen").add_child(instance=Handreiking(title="A", slug="a", live=False))
    second = first.add_sibling(instance=Handreiking(title="B", slug="b", live=False))
    for page in (first, second):
        draft = page.save_revision().as_object()
        draft.slug = "zelfde"
        draft.save_revision()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = editor.post(
        f"{url}?id={first.pk}&id={second.pk}&next=/admin/", headers={"referer": "http://testserver/admin/"}
    )
    assert answer.headers["Location"] == "/admin/"
    assert "Dit lukte niet" in shown(editor, "/admin/")
    assert not Handreiking.objects.filter(live=True).exists()


def test_what_the_database_refuses_is_explained(aanbeveling: Aanbeveling) -> None:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        Aanbeveling.objects.create(rapport=aanbeveling.rapport, nummer=1, tekst="Nog een.")
    assert explain(caught.value) == TAKEN
    assert explain(ValueError("x")) == ""
