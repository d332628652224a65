"""What an editor sees first: what to make, and what is due to be checked."""

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.editing.start_panel import AT_MOST, DAYS_AHEAD
from portal.models import Gebruiker, Handreiking, Overzicht

pytestmark = pytest.mark.django_db
HOME = reverse("wagtailadmin_home")


def test_an_editor_starts_a_page_in_the_section_that_lists_it(editor: Client, handreiking: Handreiking) -> None:
    section = Overzicht.objects.get(toont="handreiking")
    start = reverse("wagtailadmin_pages:add", args=("portal", "handreiking", section.pk))
    assert start in editor.get(HOME).content.decode()
    assert editor.get(start).status_code == 200


def test_who_may_not_write_is_offered_nothing_to_make(client: Client, handreiking: Handreiking) -> None:
    reader = Gebruiker.objects.create_user(username="kijker", password="een-lang-wachtwoord")
    reader.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(reader)
    text = client.get(HOME).content.decode()
    assert "Nieuw maken" not in text
    assert "hoeft u geen pagina te toetsen" in text


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-1, "had getoetst moeten zijn"),
        (DAYS_AHEAD, "toetsen voor"),
        (DAYS_AHEAD + 1, "hoeft u geen pagina te toetsen"),
    ],
)
def test_a_page_is_named_when_it_is_due(editor: Client, handreiking: Handreiking, days: int, said: str) -> None:
    handreiking.live, handreiking.toetsen_voor = True, timezone.localdate() + datetime.timedelta(days=days)
    handreiking.save()
    text = editor.get(HOME).content.decode()
    assert said in text
    assert (reverse("wagtailadmin_pages:edit", args=[handreiking.pk]) in text) is (days <= DAYS_AHEAD)


def test_a_long_list_is_cut_and_counted(editor: Client, handreiking: Handreiking) -> None:
    section = handreiking.get_parent()
    for number in range(AT_MOST + 2):
        section.add_child(
            instance=Handreiking(title=f"Handreiking {number}", slug=f"h-{number}", toetsen_voor=timezone.localdate())
        )
    assert "En nog 2." in editor.get(HOME).content.decode()
