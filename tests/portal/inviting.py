"""An invitation, and a telephone with an app, for the tests of accounts."""

from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.test import Client

from portal.access import services
from portal.models import Gebruiker, Uitnodiging
from portal.setup import make_groups
from tests.factories.paginas import home
from tests.factories.records import GebruikerFactory

NEW = "een zin van vier woorden"
ADDRESS = "Nieuw@Gemeente.test"


@pytest.fixture
def portal(db: None) -> None:
    cache.clear()
    make_groups(home())


def code_of(secret: str) -> str:
    """What the app shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.fixture
def beheerder(portal: None) -> Gebruiker:
    return GebruikerFactory(groups=["Beheerders"])


def group(name: str) -> Group:
    return Group.objects.get(name=name)


def invited(by: Gebruiker, name: str = "Ketenpartners", email: str = ADDRESS) -> tuple[Uitnodiging, str]:
    return services.invite(email, group(name), by=by)


def address(token: str) -> str:
    return f"/account/uitnodiging/{token}/"


def accept(client: Client, token: str, **extra: str) -> Any:
    data = {"first_name": "Noor", "last_name": "Bakker", "password1": NEW, "password2": NEW, **extra}
    return client.post(address(token), data)
