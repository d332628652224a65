"""An article of the law, and who may put what rests on it under review."""

import pytest
from django.contrib.auth.models import Group

from portal import setup
from portal.models import Gebruiker, Wetsartikel
from portal.visibility import REDACTEUREN
from tests.factories.paginas import home
from tests.factories.records import WetsartikelFactory


@pytest.fixture
def artikel() -> Wetsartikel:
    return WetsartikelFactory(vroegere_namen="250a Sr\n250ter Sr", opmerking="Stelt mensenhandel strafbaar.")


@pytest.fixture
def editor() -> Gebruiker:
    setup.make_groups(home())
    user = Gebruiker.objects.create_user("redacteur", "redacteur@voorbeeld.test", "x")
    user.groups.add(Group.objects.get(name=REDACTEUREN))
    return user
