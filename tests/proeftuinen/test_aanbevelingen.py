"""The register of Aanbevelingen: what was done with each, for whom, in every form, at a fixed number of queries."""

from __future__ import annotations

import csv
import io
import json
from copy import deepcopy
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.models import Aanbeveling, AanbevelingStap, Rapport
from portal.running.bulk_load import renew_statistics
from portal.services import add_aanbeveling_stap

from .builders import Tracker, day

URL = "/programma/aanbevelingen/"


def add(tracker: Tracker, rapport: Rapport, nummer: int, tekst: str, status: str = "", **values: Any) -> Aanbeveling:
    addressed = values.pop("gericht_aan", [])
    row = Aanbeveling(rapport=rapport, nummer=nummer, tekst=tekst, **values)
    row.gericht_aan = addressed
    row.save()
    if status:
        AanbevelingStap.objects.create(
            aanbeveling=row,
            status=status,
            datum=day(f"2026-03-{nummer:02}"),
            toelichting="Zo staat het.",
            is_huidig=True,
        )
    return row


@pytest.fixture(scope="module")
def filled(base: Tracker) -> Tracker:
    rapporteur, gemeente = base.organisatie("Nationaal Rapporteur"), base.organisatie("Gemeente Alkmaar")
    rapport = base.home.add_child(instance=Rapport(title="Monitor 2026", slug="monitor-2026"))
    opvang, tolk, kennis = (
        add(base, rapport, 1, "Regel opvang.", "in_uitvoering", gegeven_door=rapporteur, gericht_aan=[gemeente]),
        add(base, rapport, 2, "Betaal de tolk.", "open", gegeven_door=rapporteur, reactie="Wij zoeken geld."),
        add(base, rapport, 3, "Vergroot de kennis."),
    )
    bed = base.knelpunt("Geen bed")
    bed.aanbevelingen = [opvang]
    bed.save()
    alkmaar = base.proeftuin("Alkmaar", gemeente=base.gemeente())
    alkmaar.aanbevelingen = [opvang]
    alkmaar.save()
    for name, value in locals().copy().items():
        if name != "base":
            setattr(base, name, value)
    return base


@pytest.fixture
def full(filled: Tracker, db: None) -> Tracker:
    return deepcopy(filled)


def text(client: Client, query: str = "") -> str:
    response = client.get(URL + query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_each_row_says_who_to_whom_and_what_was_done(full: Any, client: Client) -> None:
    html = text(client, "?q=opvang")
    assert "1 aanbeveling<" in html
    for words in (
        "Regel opvang.", "Nationaal Rapporteur", "Gemeente Alkmaar", "In uitvoering", "1 maart 2026", "Zo staat het.",
        "Geen bed", f'href="{full.alkmaar.url}"', "#aanbeveling-1", "Monitor 2026",
    ):  # fmt: skip
        assert words in html
    assert "Wij zoeken geld." in text(client, "?q=geld")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {1, 2, 3}),
        ("?status=open", {2}),
        ("?status=open&status=in_uitvoering", {1, 2}),
        ("?gericht_aan=gemeente-alkmaar", {1}),
        ("?gegeven_door=nationaal-rapporteur", {1, 2}),
        ("?rapport=monitor-2026", {1, 2, 3}),
        ("?rapport=onzin", set()),
        ("?koppeling=ja", {1}),
        ("?koppeling=nee", {2, 3}),
        ("?sinds=2026-03-02", {2}),
        ("?sinds=gisteren&status=onzin", {1, 2, 3}),
    ],
)
def test_filters_are_the_same_on_screen_in_the_file_and_counted(
    full: Any, client: Client, query: str, found: set[int]
) -> None:
    html = text(client, query)
    assert {n for n in (1, 2, 3) if f"Aanbeveling {n}</a>" in html} == found
    rows = json.loads(b"".join(client.get(f"/programma/export/aanbevelingen.json{query}")))
    assert {row["nummer"] for row in rows} == found


def test_a_filter_counts_what_it_gives(full: Any, client: Client) -> None:
    shown = {f["name"]: f["options"] for f in client.get(URL).context["filters"]}
    assert {o["value"]: o["count"] for o in shown["koppeling"]} == {"ja": 1, "nee": 2}
    assert [(o["label"], o["count"]) for o in shown["gericht_aan"]] == [("Gemeente Alkmaar", 1)]
    assert {o["value"]: o["count"] for o in shown["status"]} == {"open": 1, "in_uitvoering": 1}


def test_the_newest_state_comes_first(full: Any, client: Client) -> None:
    add_aanbeveling_stap(full.opvang, status="uitgevoerd", datum=day("2026-09-01"))
    html = text(client)
    assert html.index("Regel opvang.") < html.index("Betaal de tolk.") < html.index("Vergroot de kennis.")


def test_its_feed_tells_what_was_done(full: Any, client: Client) -> None:
    add_aanbeveling_stap(full.opvang, status="uitgevoerd", datum=day("2026-09-01"), toelichting="Er zijn bedden.")
    assert 'href="/programma/feeds/aanbevelingen.rss?status=uitgevoerd"' in text(client, "?status=uitgevoerd")
    for query, there in (("", True), ("?status=uitgevoerd", True), ("?status=open", False)):
        assert (b"Er zijn bedden." in client.get(f"/programma/feeds/aanbevelingen.atom{query}").content) is there


def test_the_file_names_all_who_are_meant(full: Any, client: Client) -> None:
    body = b"".join(client.get("/programma/export/aanbevelingen.csv")).decode()
    row = next(r for r in csv.DictReader(io.StringIO(body), delimiter=";") if r["Nummer"] == "1")
    assert (row["Gericht aan"], row["Knelpunten"], row["Proeftuinen"]) == ("Gemeente Alkmaar", "Geen bed", "Alkmaar")
    assert (row["Opvolging"], row["Opvolging sinds"]) == ("in uitvoering", "2026-03-01")


def test_the_pages_that_it_is_about_show_it(full: Any, client: Client) -> None:
    for page in (full.bed, full.alkmaar):
        html = client.get(page.url).content.decode()
        assert "Regel opvang." in html
        assert "In uitvoering" in html


def test_what_is_closed_is_not_named(full: Any, client: Client) -> None:
    for page in (full.gemeente, full.bed, full.alkmaar):
        full.close(page)
    cache.clear()
    for answer in (text(client), b"".join(client.get("/programma/export/aanbevelingen.csv")).decode()):
        assert "Regel opvang." in answer
        for name in ("Gemeente Alkmaar", "Geen bed", ">Alkmaar", ";Alkmaar"):
            assert name not in answer
    assert "Geen aanbevelingen met deze filters" in text(client, "?gericht_aan=gemeente-alkmaar")
    full.close(full.rapport)
    cache.clear()
    assert "Regel opvang." not in text(client)
    Aanbeveling.objects.update(live=False)
    client.force_login(full.ketenpartner())
    assert "Regel opvang." not in text(client)


def test_as_many_queries_at_10_as_at_1000(full: Any, client: Client) -> None:
    def count() -> int:
        client.get(URL)
        with CaptureQueriesContext(connection) as captured:
            client.get(f"{URL}?status=open&status=in_uitvoering&koppeling=ja")
        return len(captured)

    def grow(first: int, last: int) -> None:
        rows = Aanbeveling.objects.bulk_create(
            Aanbeveling(rapport=full.rapport, nummer=n, tekst=f"Doe {n}.", live=True) for n in range(first, last)
        )
        AanbevelingStap.objects.bulk_create(
            AanbevelingStap(aanbeveling=row, status="open", datum=day("2026-01-01"), is_huidig=True) for row in rows
        )
        for model, page, name in (
            (type(full.bed), full.bed, "knelpunt"),
            (type(full.alkmaar), full.alkmaar, "proeftuin"),
        ):
            through = model.aanbevelingen.through
            through.objects.bulk_create(through(**{f"{name}_id": page.pk, "aanbeveling_id": row.pk}) for row in rows)
        to = Aanbeveling.gericht_aan.through
        to.objects.bulk_create(to(aanbeveling_id=row.pk, organisatie_id=full.gemeente.pk) for row in rows)
        renew_statistics()

    grow(4, 11)
    few = count()
    grow(11, 1001)
    assert count() == few
    assert few <= 15
