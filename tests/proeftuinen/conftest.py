"""A tracker to test with."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from portal.models import Gebruiker
from proeftuinen.models import Toepassing
from proeftuinen.services import record_toepassing

from .builders import Tracker


@pytest.fixture(scope="module")
def base(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Tracker]:
    """The tracker of the tests in a file, made once: each takes back what it changed."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Tracker()
        transaction.set_rollback(True)


@pytest.fixture
def tracker(base: Tracker, db: None) -> Tracker:
    return deepcopy(base)


@pytest.fixture
def editor(db: None, client: Client) -> Client:
    """Somebody who may do everything in the admin."""
    user = Gebruiker.objects.create_superuser(username="redacteur", password="geheim-en-lang-genoeg")
    client.force_login(user)
    return client


@pytest.fixture
def row(tracker: Tracker) -> Toepassing:
    """One that is told of, in a place, with a source."""
    found = tracker.toepassing(
        tracker.knelpunt("Geen bed"),
        tracker.oplossing("Noodbed"),
        tracker.proeftuin("Alkmaar", gemeente=tracker.gemeente()),
        bron="Eigen meting",
        bron_url="https://voorbeeld.test/meting",
    )
    record_toepassing(found)
    return found
