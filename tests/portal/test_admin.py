"""What an editor meets in the admin: lists, steps, the preview, and what cannot be deleted or published."""

import datetime
import json

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page

from portal.choices import WijzigingSoort
from portal.collisions import TAKEN, explain
from portal.deletion import reason_to_keep
from portal.models import (
    Aanbeveling,
    AanbevelingStap,
    Begrip,
    Gebruiker,
    Gemeente,
    Handreiking,
    Home,
    Overzicht,
    Praktijkvoorbeeld,
    Rapport,
    Wijziging,
)
from portal.services import add_aanbeveling_stap

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 1)


@pytest.fixture
def home() -> Home:
    home = Page.objects.get(depth=1).add_child(instance=Home(title="Home", slug="voordeur", kopregel="Welkom"))
    for soort, title in (("handreiking", "Handreikingen"), ("rapport", "Rapporten"), ("praktijkvoorbeeld", "Praktijk")):
        home.add_child(instance=Overzicht(title=title, slug=title.lower(), toont=soort))
    return home


@pytest.fixture
def redacteur(home: Home) -> Gebruiker:
    """An editor as Wagtail sees one: the admin, every page, and the snippets; no superuser."""
    group = Group.objects.create(name="Schrijvers")
    models = ("begrip", "gemeente", "aanbeveling")
    wanted = [
        "access_admin",
        *(f"{action}_{model}" for model in models for action in ("add", "change", "delete", "view")),
    ]
    wanted.append("publish_aanbeveling")
    group.permissions.set(Permission.objects.filter(codename__in=wanted))
    for codename in ("add_page", "change_page", "publish_page"):
        GroupPagePermission.objects.create(group=group, page=home, permission=Permission.objects.get(codename=codename))
    user = Gebruiker.objects.create_user("schrijver", "schrijver@example.org", "wachtwoord")
    user.groups.add(group)
    return user


@pytest.fixture
def editor(client: Client, redacteur: Gebruiker) -> Client:
    client.force_login(redacteur)
    return client


@pytest.fixture
def handreiking(home: Home) -> Handreiking:
    return Overzicht.objects.get(slug="handreikingen").add_child(
        instance=Handreiking(title="Ketenregie", slug="ketenregie", live=False)
    )


@pytest.fixture
def rapport(home: Home) -> Rapport:
    rapport = Overzicht.objects.get(slug="rapporten").add_child(instance=Rapport(title="Monitor 2025", live=False))
    rapport.save_revision().publish()
    rapport.refresh_from_db()
    return rapport


@pytest.fixture
def aanbeveling(rapport: Rapport) -> Aanbeveling:
    return Aanbeveling.objects.create(rapport=rapport, nummer=1, tekst="Maak afspraken over melden.")


def shown(client: Client, url: str) -> str:
    answer = client.get(url, follow=True)
    assert answer.status_code == 200, url
    return answer.content.decode()


# Lists


@pytest.mark.parametrize("model", [Begrip, Gemeente, Aanbeveling])
def test_a_snippet_has_a_list_a_form_and_an_export(editor: Client, aanbeveling: Aanbeveling, model: type) -> None:
    Begrip.objects.create(schema="fase", term="signalering", slug="signalering")
    Gemeente.objects.create(naam="Duinmeer", slug="duinmeer", provincie="utrecht", politieregio="limburg")
    row = model.objects.get()
    viewset = model.snippet_viewset
    url = reverse(viewset.get_url_name("list"))
    assert str(row)[:20] in shown(editor, url) or row.term in shown(editor, url)
    shown(editor, reverse(viewset.get_url_name("edit"), args=[row.pk]))
    shown(editor, reverse(viewset.get_url_name("add")))
    export = editor.get(url, {"export": "csv"})
    assert export["Content-Type"].startswith("text/csv")
    assert len(b"".join(export.streaming_content).splitlines()) == 2


def test_begrippen_are_filtered_by_schema_and_found_by_word(editor: Client) -> None:
    Begrip.objects.create(schema="fase", term="signalering", slug="signalering")
    Begrip.objects.create(schema="sector", term="horeca", slug="horeca")
    url = reverse(Begrip.snippet_viewset.get_url_name("list"))
    page = shown(editor, f"{url}?schema=sector")
    assert "horeca" in page
    assert "signalering" not in page
    page = shown(editor, f"{url}?q=signal")
    assert "signalering" in page
    assert "horeca" not in page


def test_the_list_of_aanbevelingen_asks_as_much_at_ten_rows_as_at_one(
    editor: Client, rapport: Rapport, django_assert_max_num_queries
) -> None:
    for nummer in range(1, 11):
        row = Aanbeveling.objects.create(rapport=rapport, nummer=nummer, tekst=f"Tekst {nummer}")
        add_aanbeveling_stap(row, status="open", datum=TODAY)
    url = reverse(Aanbeveling.snippet_viewset.get_url_name("list"))
    shown(editor, url)
    with django_assert_max_num_queries(40):
        shown(editor, url)


# Steps


def test_a_step_becomes_the_current_one_and_is_told_on_the_rapport(aanbeveling: Aanbeveling) -> None:
    add_aanbeveling_stap(aanbeveling, status="open", datum=TODAY)
    add_aanbeveling_stap(aanbeveling, status="overgenomen", datum=TODAY, toelichting="Zie de brief.")
    assert [(s.status, s.is_huidig) for s in aanbeveling.stappen.all()] == [("open", False), ("overgenomen", True)]
    told = Wijziging.objects.filter(soort=WijzigingSoort.STATUSWIJZIGING).latest("pk")
    assert told.onderwerp == aanbeveling.uuid
    assert told.pagina_id == aanbeveling.rapport_id
    assert told.tekst == "Van open naar overgenomen. Zie de brief."
    assert told.titel == "Aanbeveling 1 uit Monitor 2025"


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("datum", {"status": "uitgevoerd", "datum": TODAY - datetime.timedelta(1)}),
        ("datum", {"status": "uitgevoerd", "datum": datetime.date.max}),
        ("status", {"status": "open", "datum": TODAY}),
        ("status", {"status": "onzin", "datum": TODAY}),
    ],
)
def test_a_step_that_breaks_a_rule_names_the_field(aanbeveling: Aanbeveling, field: str, values: dict) -> None:
    add_aanbeveling_stap(aanbeveling, status="open", datum=TODAY)
    with pytest.raises(ValidationError) as caught:
        add_aanbeveling_stap(aanbeveling, **values)
    assert list(caught.value.message_dict) == [field]
    assert AanbevelingStap.objects.count() == 1


def test_nothing_is_told_of_what_is_not_published(aanbeveling: Aanbeveling) -> None:
    aanbeveling.rapport.unpublish()
    aanbeveling.rapport.refresh_from_db()
    add_aanbeveling_stap(aanbeveling, status="open", datum=TODAY)
    assert not Wijziging.objects.filter(soort=WijzigingSoort.STATUSWIJZIGING).exists()


def test_an_editor_adds_a_step_on_its_own_screen(
    editor: Client, aanbeveling: Aanbeveling, redacteur: Gebruiker
) -> None:
    viewset = Aanbeveling.snippet_viewset
    edit = reverse(viewset.get_url_name("edit"), args=[aanbeveling.pk])
    url = reverse(viewset.get_url_name("stap"), args=[aanbeveling.pk])
    assert url in shown(editor, edit)
    assert "Maak afspraken over melden." in shown(editor, url)
    later = {"status": "open", "datum": (timezone.localdate() + datetime.timedelta(9)).isoformat(), "toelichting": ""}
    assert "Deze datum ligt in de toekomst" in editor.post(url, later).content.decode()
    answer = editor.post(url, {"status": "open", "datum": "2026-03-01", "toelichting": ""})
    assert answer.headers["Location"] == edit
    assert aanbeveling.stappen.get().vastgelegd_door == redacteur
    assert "open (nu)" in shown(editor, edit)


def test_who_may_not_change_an_aanbeveling_adds_no_step(client: Client, aanbeveling: Aanbeveling) -> None:
    user = Gebruiker.objects.create_user("lezer", password="x")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    url = reverse(Aanbeveling.snippet_viewset.get_url_name("stap"), args=[aanbeveling.pk])
    client.post(url, {"status": "open", "datum": "2026-03-01"})
    assert not AanbevelingStap.objects.exists()


# Preview


def test_the_preview_shows_what_the_page_would_show(editor: Client) -> None:
    answer = editor.post("/admin/markdown-voorbeeld/", {"tekst": "## Kop\n<script>x</script>"})
    assert answer.content.decode().strip() == "<h2>Kop</h2>"
    assert editor.get("/admin/markdown-voorbeeld/").status_code == 405
    assert editor.post("/admin/markdown-voorbeeld/", {"tekst": "x" * 100_001}).status_code == 413


def test_the_preview_is_for_editors_and_their_own_forms(client: Client, redacteur: Gebruiker) -> None:
    assert client.post("/admin/markdown-voorbeeld/", {"tekst": "x"}).status_code == 302
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(redacteur)
    assert strict.post("/admin/markdown-voorbeeld/", {"tekst": "x"}).status_code == 403


# Reports


def test_the_report_lists_changes_and_exports_them(editor: Client, rapport: Rapport) -> None:
    url = reverse("portal_wijzigingen")
    page = shown(editor, url)
    assert "Monitor 2025" in page
    assert "Monitor 2025" not in shown(editor, f"{url}?soort=herzien")
    export = editor.get(url, {"export": "csv"})
    assert b"Monitor 2025" in b"".join(export.streaming_content)


def test_the_report_holds_only_pages_that_the_editor_may_find(client: Client, rapport: Rapport) -> None:
    user = Gebruiker.objects.create_user("lezer", password="x")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert "Monitor 2025" not in client.get(reverse("portal_wijzigingen"), follow=True).content.decode()


# Deleting


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


# Two drafts that cannot both be true


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
