"""What the register promises, over the whole demo: figures that are counts of real records, and what changed since."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from portal.lists.exports import OWN, columns_of
from portal.models import Aanbeveling, Overzicht, Wijziging
from portal.soorten import function
from proeftuinen.choices import ACTIEVE_STADIA, OPEN_STATUSSEN
from proeftuinen.lists.exports import EXPORTS
from proeftuinen.models import Knelpunt, Proeftuin, Register, Toepassing
from proeftuinen.setup import fill

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        cache.clear()
        fill(demo=True)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(filled: None, db: None) -> None:
    cache.clear()


def now(record: Any, field: str) -> str:
    """What the newest step says, asked one record at a time."""
    step = record.stappen.order_by("pk").last()
    return str(getattr(step, field)) if step else ""


def by_hand() -> dict[str, Counter[str]]:
    """Of what is real, counted in Python and without any selector."""
    pages = {model: model.objects.filter(is_voorbeeld=False, live=True) for model in (Knelpunt, Proeftuin)}
    tried = [
        row
        for row in Toepassing.objects.filter(is_voorbeeld=False, live=True)
        if not (row.knelpunt.is_voorbeeld or row.oplossing.is_voorbeeld or row.proeftuin.is_voorbeeld)
    ]
    advice = [row for row in Aanbeveling.objects.filter(live=True) if not row.rapport.is_voorbeeld]
    return {
        "status": Counter(now(page, "status") for page in pages[Knelpunt]),
        "niveau": Counter(now(page, "niveau") for page in pages[Knelpunt]),
        "stadium": Counter(now(page, "stadium") for page in pages[Proeftuin]),
        "resultaat": Counter(row.resultaat for row in tried),
        "aanbevelingen": Counter(now(row, "status") for row in advice),
    }


def figures(client: Client, address: str) -> dict[str, int]:
    """What stands beside each big figure -> the figure."""
    body = BeautifulSoup(client.get(address).content, "html.parser")
    names = body.select(".cijfer-naam")
    return {name.get_text(strip=True): int(name.find_previous(class_="cijfer-getal").get_text()) for name in names}  # type: ignore[union-attr]


@pytest.mark.parametrize("address", ["/", "/programma/"])
def test_every_big_figure_is_a_count_of_real_records(demo: None, client: Client, address: str) -> None:
    counted = by_hand()
    shown = figures(client, address)
    assert shown["open knelpunten"] == sum(counted["status"][status] for status in OPEN_STATUSSEN)
    assert shown["opgeloste knelpunten"] == counted["status"]["opgelost"]
    assert shown["proeftuinen bezig"] == sum(counted["stadium"][stadium] for stadium in ACTIEVE_STADIA)
    assert shown["keer werkte een oplossing"] == counted["resultaat"]["werkte"] + counted["resultaat"]["werkte_deels"]
    assert len(shown) == 5


def test_every_bar_of_the_dashboard_is_a_count_of_real_records(demo: None, client: Client) -> None:
    shown = client.get("/programma/").context["dashboard"]
    for name, counts in by_hand().items():
        found = {bar.kind: bar.aantal.echt for bar in getattr(shown, name) if bar.aantal.echt}
        assert found == {kind: n for kind, n in counts.items() if kind}, name


def test_changed_since_gives_all_that_changed_since_and_nothing_else(demo: None, client: Client) -> None:
    moments = sorted(timezone.localtime(one).date() for one in Wijziging.objects.values_list("moment", flat=True))
    # In the middle, so that there are records on both sides.
    day = moments[len(moments) // 2] + datetime.timedelta(days=1)
    begin = timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
    found = {True: 0, False: 0}
    for section in (*Overzicht.objects.filter(live=True), *Register.objects.filter(live=True)):
        page = section.specific
        rows = function(page.declaration.listing)(page, _anonymous(), _query(f"sinds={day.isoformat()}"))
        everything = function(page.declaration.listing)(page, _anonymous(), _query(""))
        listed = set(rows.values_list("pk", flat=True))
        for row in everything:
            changed = Wijziging.objects.about(row).filter(moment__gte=begin).exists()
            assert (row.pk in listed) == changed, (section.title, row.title)
            found[changed] += 1
    assert min(found.values()) > 3


def test_every_file_says_what_is_invented() -> None:
    for name, export in EXPORTS.items():
        assert "voorbeeld" in {column.name for column in export.kolommen}, name
    for toont in OWN:
        assert "voorbeeld" in {column.name for column in columns_of(toont)}, toont


@pytest.mark.parametrize("fmt", ["csv", "xlsx", "json"])
def test_every_list_is_a_file_in_each_format(demo: None, client: Client, fmt: str) -> None:
    lists = [page.url for page in (*Overzicht.objects.filter(live=True), *Register.objects.filter(live=True))]
    lists += ["/programma/aanbevelingen/", "/zoeken/?q=mensenhandel", "/begrippen/"]
    for address in lists:
        body = BeautifulSoup(client.get(address).content, "html.parser")
        # A workbook is made on demand: a button and no link.
        places = [
            *(str(link["href"]) for link in body.select("a[href]")),
            *(str(f["action"]) for f in body.select("form[action]")),
        ]
        links = [place for place in places if f".{fmt}" in place]
        files = [link for link in links if "export" in link or "zoeken" in link]
        assert files, (address, fmt)
        response = client.get(files[0])
        assert response.status_code == 200, files[0]
        data = response.content if not response.streaming else b"".join(response.streaming_content)
        assert len(data) > 100, files[0]
        if fmt == "json":
            assert json.loads(data), files[0]


def _anonymous() -> Any:
    from portal.visibility import anonymous

    return anonymous()


def _query(text: str) -> Any:
    from django.http import QueryDict

    return QueryDict(text)
