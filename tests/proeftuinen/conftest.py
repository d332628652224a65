"""A tracker to test with."""

import pytest
from django.test import Client

from portal.models import Gebruiker

from .builders import Tracker


@pytest.fixture
def tracker(db: None) -> Tracker:
    return Tracker()


@pytest.fixture
def editor(db: None, client: Client) -> Client:
    """Somebody who may do everything in the admin."""
    user = Gebruiker.objects.create_superuser(username="redacteur", password="geheim-en-lang-genoeg")
    client.force_login(user)
    return client
