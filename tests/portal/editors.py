"""An editor, and what one works on."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.models import GroupPagePermission, Page

from portal.models import Aanbeveling, Gebruiker, Handreiking, Home, Overzicht, Rapport


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
