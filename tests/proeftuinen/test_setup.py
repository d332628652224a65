"""The two ways to fill a portal: the empty one, and the demo."""

from collections import Counter
from typing import Any

import pytest
import yaml
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, ReferenceIndex
from wagtail.search.backends import get_search_backend

from portal.demo import loader as content
from portal.demo.loader import ContentError, Loader, moment
from portal.models import Begrip, Bestand, Gemeente, Handreiking, Home, Pagina, Portaalinstellingen, Wijziging
from proeftuinen import setup
from proeftuinen.demo import loader as tracker
from proeftuinen.models import Knelpunt, Proeftuin, Toepassing
from search import service

pytestmark = pytest.mark.django_db
# One more than elsewhere: a Rapport also shows its recommendations with their steps, and who they are for.
BUDGET = 16


def records(kind: str = "") -> list[dict[str, Any]]:
    paths = [*content.FOLDER.glob("*.yaml"), *tracker.FOLDER.glob("*.yaml")]
    found = [record for path in paths for record in content.read(path) if "type" in record]
    return [record for record in found if not kind or record["type"] == kind]


def test_the_demo_loads_is_public_and_loads_no_second_time(client: Client) -> None:
    first = setup.fill(demo=True)
    assert first.pages >= 60
    assert Proeftuin.objects.count() >= 8
    assert Toepassing.objects.count() >= 15
    assert Bestand.objects.exists()
    assert Portaalinstellingen.objects.exists()
    closed = Bestand.objects.get(file__contains="/draaiboek-controle-ketenpartners")
    assert client.get(closed.url).status_code in (302, 403, 404)
    handreiking = Handreiking.objects.first()
    handreiking.title = "Door de redactie gewijzigd"
    handreiking.save_revision().publish()
    changes = Wijziging.objects.count()
    second = setup.fill(demo=True)
    assert (second.pages, second.begrippen, second.gemeenten, second.toepassingen) == (0, 0, 0, 0)
    assert Wijziging.objects.count() == changes
    assert Handreiking.objects.get(pk=handreiking.pk).title == "Door de redactie gewijzigd"
    service.rebuild()
    for page in Pagina.objects.live().specific():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page.url).status_code in (200, 403), page.url
        # What a process remembers for a while is not asked again: only the second time counts then.
        assert len(captured) <= BUDGET or queries(client, page.url) <= BUDGET, page.url


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def test_an_empty_portal_has_sections_vocabulary_groups_and_menu_but_no_content(client: Client) -> None:
    call_command("init_portal", verbosity=0)
    call_command("init_portal", verbosity=0)
    assert Home.objects.count() == 1
    assert not Handreiking.objects.exists()
    assert not Knelpunt.objects.exists()
    assert not Gemeente.objects.filter(is_voorbeeld=True).exists()
    assert Group.objects.filter(name__in=("Redacteuren", "Ketenpartners")).count() == 2
    assert Portaalinstellingen.objects.get().menu.count() >= 5
    for page in Pagina.objects.live().specific():
        assert client.get(page.url).status_code == 200, page.url


def test_a_record_that_refers_to_nothing_loads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    original = content.read
    broken = {"key": "kapot", "type": "Nieuws", "parent": "bestaat-niet", "title": "Kapot"}
    monkeypatch.setattr(content, "read", lambda path: [*original(path), *([broken] if path.stem == "nieuws" else [])])
    with pytest.raises(CommandError, match="kapot: there is no parent bestaat-niet"):
        call_command("load_demo", verbosity=0)
    assert not Home.objects.exists()


def test_an_unknown_type_is_named() -> None:
    loader = Loader(setup.Page.get_first_root_node())
    with pytest.raises(ContentError, match="x: there is no page type Gedicht"):
        loader.add([{"key": "x", "type": "Gedicht", "title": "X"}])


def test_keys_are_unique_and_texts_fit() -> None:
    assert [key for key, n in Counter(record["key"] for record in records()).items() if n > 1] == []
    assert [r["key"] for r in records() if len(r.get("samenvatting") or "") > 300] == []


def test_what_is_invented_says_so() -> None:
    invented = {g["slug"] for g in content.read(content.FOLDER / "gemeenten.yaml") if g.get("is_voorbeeld")}
    assert [r["key"] for r in records() if r.get("gemeente") in invented and not r.get("is_voorbeeld")] == []
    real = {r["key"] for r in records("Proeftuin") if not r.get("is_voorbeeld")}
    results = yaml.safe_load((tracker.FOLDER / "toepassingen.yaml").read_text(encoding="utf-8"))
    assert [
        r["key"] for r in results if r["proeftuin"] in real and r["resultaat"] != "nog_onbekend" and not r.get("bron")
    ] == []


def test_a_day_without_time_is_a_moment_in_the_morning() -> None:
    assert moment(yaml.safe_load("2026-09-01")).isoformat() == "2026-09-01T09:00:00+02:00"


def test_what_was_loaded_is_in_the_two_indexes_of_the_admin() -> None:
    """They waited while it was loaded; afterwards a save fills them again."""
    setup.fill(demo=False)
    page = Pagina.objects.get(slug="over")
    query = get_search_backend().search(page.title, Page)
    assert page.pk in {found.pk for found in query}
    broader = Begrip.objects.filter(smallere__isnull=False).first()
    assert ReferenceIndex.get_references_to(broader).exists()
    page.title = "Zeldzaamwoord"
    page.save()
    assert [found.pk for found in get_search_backend().search("Zeldzaamwoord", Page)] == [page.pk]
