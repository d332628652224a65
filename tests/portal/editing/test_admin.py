"""What an editor meets in the admin: lists, steps, the preview, the report and the form of a page."""

import datetime

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.choices import WijzigingSoort
from portal.models import (
    Aanbeveling,
    AanbevelingStap,
    Begrip,
    Gebruiker,
    Gemeente,
    Handreiking,
    Home,
    Overzicht,
    Rapport,
    Wijziging,
)
from portal.services import add_aanbeveling_stap
from portal.setup import make_groups
from tests.portal.editors import shown

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 1)


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
    assert told.tekst == "Van open naar overgenomen. Dat was op 1 maart 2026. Zie de brief."
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
    assert answer.content.decode().strip() == '<h2 id="kop">Kop</h2>'
    assert editor.get("/admin/markdown-voorbeeld/").status_code == 405


def test_the_preview_is_for_editors_and_their_own_forms(client: Client, redacteur: Gebruiker) -> None:
    assert client.post("/admin/markdown-voorbeeld/", {"tekst": "x"}).status_code == 302
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(redacteur)
    assert strict.post("/admin/markdown-voorbeeld/", {"tekst": "x"}).status_code == 403


# Markdown that would take too long


@pytest.mark.parametrize(("text", "word"), [("x" * 50_001, "te lang"), ("[" * 6_000, "haken")])
def test_too_much_markdown_is_refused_at_its_field_and_in_the_preview(
    editor: Client, home: Home, text: str, word: str
) -> None:
    shown_instead = editor.post("/admin/markdown-voorbeeld/", {"tekst": text}).content.decode()
    assert word in shown_instead
    assert len(shown_instead) < 500
    section = Overzicht.objects.get(slug="handreikingen")
    url = reverse("wagtailadmin_pages:add", args=["portal", "handreiking", section.pk])
    counts = {
        f"{name}-{key}": "0"
        for name in ("bijlagen", "gerelateerd", "comments")
        for key in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    block = {"inhoud-0-deleted": "", "inhoud-0-order": "0", "inhoud-0-type": "markdown", "inhoud-0-value": text}
    data = {"title": "Te veel", "slug": "te-veel", "inhoud-count": "1", **block, **counts, "action-publish": "1"}
    answer = editor.post(url, data)
    assert answer.status_code == 200
    [error] = answer.context["form"].errors.as_data()["inhoud"]
    assert word in error.block_errors[0].message
    assert not Handreiking.objects.exists()
    data["inhoud-0-value"] = "Kort en *goed*."
    assert editor.post(url, data).status_code == 302


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


# Writing a page


def test_a_page_needs_no_address_of_the_editor(editor: Client, home: Home) -> None:
    section = Overzicht.objects.get(slug="handreikingen")
    url = reverse("wagtailadmin_pages:add", args=["portal", "handreiking", section.pk])
    counts = {
        f"{name}-{key}": "0"
        for name in ("bijlagen", "gerelateerd", "comments")
        for key in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    data = {"title": "Één meldroute voor de balie", "slug": "", "inhoud-count": "0", **counts}
    answer = editor.post(url, data)
    assert answer.status_code == 302, answer.context["form"].errors
    assert Handreiking.objects.get().slug == "een-meldroute-voor-de-balie"


def test_begrippen_are_ticked_by_schema(editor: Client, home: Home) -> None:
    Begrip.objects.create(schema="sector", term="horeca", slug="horeca")
    Begrip.objects.create(schema="fase", term="opsporing", slug="opsporing", gearchiveerd=True)
    section = Overzicht.objects.get(slug="handreikingen")
    page = shown(editor, reverse("wagtailadmin_pages:add", args=["portal", "handreiking", section.pk]))
    assert "Fase van de aanpak" in page
    assert "opsporing (gearchiveerd)" in page
    assert page.count('type="checkbox" name="begrippen"') == 2


def test_redacteuren_manage_content_pictures_and_documents_but_no_accounts(client: Client, home: Home) -> None:
    make_groups(home)
    user = Gebruiker.objects.create_user("redacteur", password="x")
    user.groups.add(Group.objects.get(name="Redacteuren"))
    client.force_login(user)
    for path in ("images", "images/add", "documents", "documents/add", "snippets/portal/begrip"):
        assert client.get(f"/admin/{path}/", follow=False).status_code == 200, path
    assert client.get("/admin/users/").status_code == 302
