"""The same number of queries at 10 and at 1,000, and a generator that gives the same for the same seed."""

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from portal.models import Gebruiker, Overzicht
from proeftuinen.models import Knelpunt, Toepassing, Waarneming
from proeftuinen.running.generator import Generator, Sizes

from .builders import Tracker

AT_MOST = 15
PUBLIC = (
    "/proeftuinen/", "/knelpunten/", "/oplossingen/", "/programma/", "/programma/matrix/", "/programma/witte-vlekken/",
    "/programma/kaart/", "/programma/vergelijken/?proeftuin=proeftuin-1&proeftuin=proeftuin-2",
    "/knelpunten/?vorm=arbeidsuitbuiting&fase=signalering&van=2020-01-01",
    "/oplossingen/?resultaat=werkte&provincie=noord-holland&q=verzonnen",
    "/proeftuinen/?vorm=arbeidsuitbuiting&fase=signalering&politieregio=noord-holland&tot=2030-01-01",
    "/programma/matrix/?vorm=arbeidsuitbuiting&fase=signalering", "/programma/witte-vlekken/?vorm=arbeidsuitbuiting",
    "/programma/kaart/?provincie=noord-holland", "/programma/aanbevelingen/", "/programma/bewijs/",
    "/oplossingen/?neveneffect=ongewenst&bewijs=door_indiener", "/programma/export/oplossingen.csv",
    "/programma/aanbevelingen/?koppeling=ja&q=verzonnen",
    "/programma/feeds/programma.rss", "/programma/feeds/matrix.atom?vorm=arbeidsuitbuiting",
    "/programma/feeds/aanbevelingen.json", "/programma/export/knelpunten.csv", "/programma/export/toepassingen.json",
    "/proeftuinen/proeftuin-1/", "/knelpunten/knelpunt-1/", "/oplossingen/oplossing-1/",
)  # fmt: skip
ADMIN = (
    "tracker_proeftuinen:index_results", "tracker_knelpunten:index_results", "tracker_oplossingen:index_results",
    "wagtailsnippets_proeftuinen_toepassing:list_results", "wagtailsnippets_proeftuinen_waarneming:list_results",
)  # fmt: skip


def count(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
        assert response.status_code == 200
        if response.streaming:
            assert sum(1 for _ in response)
    return len(captured)


@pytest.mark.django_db
def test_as_many_queries_at_10_as_at_1000(tracker: Tracker) -> None:
    tracker.gemeente()
    for term, schema in (("arbeidsuitbuiting", "vorm"), ("signalering", "fase"), ("huisvesting", "barrierestap")):
        tracker.begrip(term, schema)
    visitor, editor = Client(), Client()
    editor.force_login(Gebruiker.objects.create_superuser(username="redacteur", password="geheim-en-lang-genoeg"))
    pages = [(visitor, url) for url in PUBLIC] + [(editor, reverse(name)) for name in ADMIN]

    tracker.home.add_child(instance=Overzicht(title="Rapporten", slug="rapporten", toont="rapport"))
    Generator(Sizes(10, 10, 10, 10, 10)).run()
    small = {url: count(client, url) for client, url in pages}
    Generator(Sizes(200, 1000, 500, 1000, 1000), seed=2).run()
    large = {url: count(client, url) for client, url in pages}
    assert small == large
    assert max(large.values()) <= AT_MOST, large
    assert Page.find_problems() == ([], [], [], [], [])


def test_the_command_makes_what_is_asked_and_says_that_it_is_invented(tracker: Tracker) -> None:
    call_command("generate_tracker", proeftuinen=3, knelpunten=4, oplossingen=3, toepassingen=9, seed=7)
    assert (Knelpunt.objects.count(), Toepassing.objects.count()) == (4, 9)
    assert Waarneming.objects.count() == len(set(Toepassing.objects.values_list("knelpunt", "proeftuin")))
    assert all(page.is_voorbeeld for page in Knelpunt.objects.all())


def test_the_same_seed_gives_the_same(tracker: Tracker) -> None:
    def made(seed: int) -> tuple[list, set]:
        with transaction.atomic():
            Generator(Sizes(3, 4, 3, 9), seed=seed).run()
            found = (
                sorted(Toepassing.objects.values_list("resultaat", "datum")),
                set(Knelpunt.objects.values_list("translation_key", flat=True)),
            )
            transaction.set_rollback(True)
        return found

    assert made(7) == made(7)
    assert made(7) != made(8)


def test_the_self_made_pages_open(tracker: Tracker, client: Client) -> None:
    Generator(Sizes(2, 2, 2, 3)).run()
    for page in Knelpunt.objects.all():
        assert client.get(page.url).status_code == 200
