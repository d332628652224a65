"""Who asks: a client for each kind of reader."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.test import Client
from wagtail.models import GroupPagePermission

from portal.models import Gebruiker
from portal.setup import make_groups
from portal.visibility import KETENPARTNERS, REDACTEUREN
from tests.factories.paginas import home
from tests.factories.records import GebruikerFactory

from .states import GROEP_A, GROEP_B, READERS, REDACTEUR, SCHRIJVER

NETWORK_A, NETWORK_B, WRITERS = "Netwerk A", "Netwerk B", "Schrijvers"
GROUPS = {
    SCHRIJVER: [WRITERS],
    GROEP_A: [KETENPARTNERS, NETWORK_A],
    GROEP_B: [KETENPARTNERS, NETWORK_B],
    REDACTEUR: [REDACTEUREN],
}


def make_readers() -> dict[str, Gebruiker]:
    """An account for each reader with one; the writer may write every page, and read no more than anybody."""
    make_groups(home())
    users = {reader: GebruikerFactory(groups=groups) for reader, groups in GROUPS.items()}
    writers = users[SCHRIJVER].groups.get()
    wanted = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=("add_page", "change_page"))
    for permission in wanted:
        GroupPagePermission.objects.create(group=writers, page=home(), permission=permission)
    writers.permissions.add(Permission.objects.get(codename="access_admin"))
    return users


def client_of(reader: str, users: dict[str, Gebruiker], **environ: str) -> Client:
    """A browser behind the proxy of production, logged in as this reader."""
    assert reader in READERS
    client = Client(**environ)  # type: ignore[arg-type]
    if reader in users:
        client.force_login(users[reader])
    return client
