"""The page that explains feeds and lists them."""

import pytest
from django.test import Client
from django.urls import reverse

from portal.following.formats import FORMATS
from tests.factories.records import BegripFactory, close
from tests.factories.tracker import ProeftuinFactory

pytestmark = pytest.mark.django_db


def test_the_page_of_feeds_lists_them_all(client: Client) -> None:
    begrip, proeftuin = BegripFactory(), ProeftuinFactory(title="Proeftuin Alkmaar")
    closed = ProeftuinFactory(title="Besloten proeftuin")
    close(closed)
    html = client.get("/feeds/").content.decode()
    for fmt in FORMATS:
        for address in (
            reverse("feed_all", args=[fmt]),
            reverse("feed_soort", args=["knelpunt", fmt]),
            reverse("feed_begrip", args=[begrip.slug, fmt]),
            reverse("feed_pagina", args=[proeftuin.translation_key, fmt]),
        ):
            assert f'href="{address}"' in html
            assert client.get(address).status_code == 200
    assert "Besloten proeftuin" not in html
    assert str(closed.translation_key) not in html
