"""Invented never counts as real: with all examples taken out, every figure of what is real is what it was."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker
from wagtail.models import Site

from portal.choices import Bewijsgraad, Resultaat
from portal.models import Aanbeveling, Pagina, Portaalinstellingen
from portal.visibility import anonymous
from proeftuinen.choices import KnelpuntStatus, Stadium
from proeftuinen.selectors.programma.dashboard import dashboard
from proeftuinen.selectors.programma.overzicht import tracker_counts
from proeftuinen.setup import fill
from search import conf, service

from . import echtheid
from .builders import Tracker

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo, made once for this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        cache.clear()
        fill(demo=True)
        service.rebuild()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def mixed(tracker: Tracker, seed: int) -> Tracker:
    """Records of which half are invented, tied at random."""
    chance = random.Random(seed)

    def made_up() -> dict[str, bool]:
        return {"is_voorbeeld": chance.random() < 0.5}

    terms = [tracker.begrip(f"{schema} {n}", schema) for schema in ("vorm", "fase", "barrierestap") for n in (1, 2)]
    gemeente, regios = tracker.gemeente(), ("", "", "limburg", "den-haag")
    proeftuinen = [
        tracker.proeftuin(
            stadium=chance.choice(Stadium.values),
            gemeente=chance.choice((gemeente, None)),
            politieregio=chance.choice(regios),
            begrippen=chance.sample(terms, 3),
            **made_up(),
        )
        for _ in range(8)
    ]
    knelpunten = [
        tracker.knelpunt(status=chance.choice(KnelpuntStatus.values), begrippen=chance.sample(terms, 4), **made_up())
        for _ in range(8)
    ]
    oplossingen = [tracker.oplossing(begrippen=chance.sample(terms, 3), **made_up()) for _ in range(6)]
    every = [(k, o, p) for k in knelpunten for o in oplossingen for p in proeftuinen]
    for knelpunt, oplossing, proeftuin in chance.sample(every, 40):
        result, evidence = chance.choice(Resultaat.values), chance.choice(Bewijsgraad.values)
        tracker.toepassing(knelpunt, oplossing, proeftuin, resultaat=result, bewijsgraad=evidence, **made_up())
    for knelpunt, proeftuin in chance.sample([(k, p) for k in knelpunten for p in proeftuinen], 20):
        tracker.waarneming(knelpunt, proeftuin)
    return tracker


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_is_tied_to_whatever(mixed: Tracker, client: Client) -> None:
    """In a tracker in which real and invented are tied at random."""
    filtered = (
        "/knelpunten/?wit=ja", "/oplossingen/?wit=ja", "/oplossingen/?resultaat=werkte",
        "/programma/kaart/?provincie=geen",
        "/knelpunten/?politieregio=limburg", "/programma/?vorm=vorm-1&politieregio=limburg",
        "/proeftuinen/?resultaat=werkte",
    )  # fmt: skip
    places = [*echtheid.addresses(), *filtered]
    shown = {place: echtheid.figures(client, place) for place in places}
    files = {soort: echtheid.rows_of(client, soort) for soort in echtheid.FILES}
    Portaalinstellingen.objects.update_or_create(site=Site.objects.get(), defaults={"toon_voorbeelden": False})
    cache.clear()
    hidden = {place: echtheid.figures(client, place) for place in places}
    assert sum(len(found) for found in hidden.values()) > 500
    assert not list(echtheid.differences(shown, hidden)), "\n".join(echtheid.differences(shown, hidden))
    assert {soort: echtheid.rows_of(client, soort) for soort in echtheid.FILES} == files


@pytest.fixture
def demo(filled: None, db: None) -> None:
    cache.clear()


def switch_off() -> None:
    Portaalinstellingen.objects.update(toon_voorbeelden=False)
    cache.clear()


def test_no_figure_of_what_is_real_rests_on_what_was_invented(demo: None, client: Client) -> None:
    """Shown, hidden by the setting, or never written: the same figures; and hidden reads exactly as never written."""
    places = echtheid.addresses()
    assert len(places) > 60
    shown = {place: echtheid.figures(client, place) for place in places}
    files = {soort: echtheid.rows_of(client, soort) for soort in echtheid.FILES}
    switch_off()
    hidden = {place: echtheid.figures(client, place) for place in places}
    read = {place: echtheid.text_of(client, place) for place in places}
    assert not list(echtheid.differences(shown, hidden)), "\n".join(echtheid.differences(shown, hidden))
    assert {soort: echtheid.rows_of(client, soort) for soort in echtheid.FILES} == files
    echtheid.delete_what_is_invented()
    service.rebuild()
    assert not Pagina.objects.filter(is_voorbeeld=True).exists()
    without = {place: echtheid.text_of(client, place) for place in places}
    # The order of hits follows how rare a word is in the whole index; what is counted of them is compared above.
    listed = [place for place in places if not place.startswith("/zoeken/")]
    assert [place for place in listed if read[place] != without[place]] == []
    assert {soort: echtheid.rows_of(client, soort) for soort in echtheid.FILES} == files


def test_the_demo_counts_no_invented_result(demo: None, client: Client) -> None:
    counts = tracker_counts(anonymous())
    assert {result: amount.echt for result, amount in counts["resultaat"].items() if amount.echt} == {"nog_onbekend": 1}
    assert sum(amount.voorbeelden for amount in counts["resultaat"].values()) == 22
    shown = dashboard(anonymous())
    assert sum(bar.aantal.echt for bar in shown.stadium) == Pagina.objects.of_soort("proeftuin").real().count()
    html = " ".join(client.get("/").content.decode().split())
    assert re.search(r'"cijfer-getal">0</span> <span class="cijfer-naam">keer werkte een oplossing', html)
    assert "en 16 voorbeelden" in html


def test_without_examples_nothing_invented_is_anywhere(demo: None, client: Client) -> None:
    pages = list(Pagina.objects.filter(is_voorbeeld=True).visible_to(anonymous()))
    assert len(pages) > 30
    title = next(page for page in pages if page.soort == "proeftuin").title
    surfaces = (
        "/proeftuinen/", "/sitemap.xml", "/feeds/", "/feeds/alles.rss", "/feeds/soort/proeftuin.json", "/wijzigingen/",
        f"/zoeken/?q={title}", f"/zoeken/suggesties?q={title[:12]}", f"/zoeken/export.csv?q={title}",
        "/programma/kaart/", "/programma/feeds/programma.rss",
    )  # fmt: skip

    def seen() -> set[str]:
        texts = {surface: client.get(surface).content.decode() for surface in surfaces}
        return {
            surface
            for surface, text in texts.items()
            if any(page.url in text or str(page.translation_key) in text for page in pages)
        }

    assert seen() == set(surfaces)
    switch_off()
    assert {page.url: client.get(page.url).status_code for page in pages} == {page.url: 404 for page in pages}
    assert seen() == set()


# What Python writes of an object that is no text: "proeftuinen.ProeftuinPartner.None", "<Manager object at 0x7f>".
NO_TEXT = re.compile(r"\b[a-z_]+\.[A-Z]\w+\.None\b|\bobject at 0x|<QuerySet|<class ")


def test_every_document_holds_words_only(demo: None) -> None:
    kinds, wrong = set(), []
    for source in conf.sources().values():
        for document in source.documents(source.ids("", 1_000)):
            kinds.add(document.kind)
            text = " ".join((document.title, document.summary, document.body, document.body_closed, document.context))
            wrong += [f"{document.key}: {found}" for found in NO_TEXT.findall(text)]
    assert {"proeftuin", "knelpunt", "oplossing", "handreiking", "praktijkvoorbeeld", "aanbeveling"} <= kinds
    assert wrong == []


def test_a_label_in_search_has_its_own_capitals(demo: None) -> None:
    labels = {facet.name: set(facet.value_labels().values()) for facet in conf.facets()}
    assert {"Noord-Holland", "Oost-Nederland", "Zeeland-West-Brabant"} <= labels["regio"]
    assert {"Fryslân", "Noord-Brabant"} <= labels["provincie"]


def test_nobody_in_the_demo_advises_himself_or_was_tested_by_nobody(demo: None) -> None:
    assert Aanbeveling.objects.exists()
    assert [row for row in Aanbeveling.objects.all() if row.gegeven_door in row.gericht_aan.all()] == []
    assert not Pagina.objects.filter(getoetst_op__isnull=False).exists()
