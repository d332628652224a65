"""A Toepassing is found by itself, by who may see all that it ties."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.core.cache import cache
from django.test import Client
from wagtail.models import PageViewRestriction

from proeftuinen.finding.toepassing_source import ToepassingSource
from proeftuinen.models import Toepassing
from search import service
from tests.proeftuinen.builders import Tracker, text


def test_it_is_found_by_itself_and_in_the_sitemap(row: Toepassing, tracker: Tracker, client: Client) -> None:
    address = f"/toepassingen/{row.uuid}/"
    service.rebuild()
    assert address in text(client, "/sitemap.xml")
    assert f'href="{address}"' in text(client, "/zoeken/?q=noodbed+alkmaar&soort=toepassing")
    assert "Toepassing" in text(client, "/zoeken/?q=noodbed")
    (document,) = ToepassingSource().documents([str(row.uuid)])
    assert document.facets == {"resultaat": ("werkte",), "regio": ("noord-holland",), "provincie": ("noord-holland",)}
    assert document.meta == {"plaats": "Alkmaar", "resultaat": "werkte"}
    tracker.close(row.knelpunt)
    cache.clear()
    assert address not in text(client, "/sitemap.xml")
    assert address not in text(client, "/zoeken/?q=noodbed")
    (closed,) = ToepassingSource().documents([str(row.uuid)])
    assert set(closed.readers).isdisjoint(document.readers)


def test_who_may_find_it_may_see_all_three(row: Toepassing, tracker: Tracker) -> None:
    for name, page in (("een", row.knelpunt), ("twee", row.proeftuin)):
        restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
        restriction.groups.set([Group.objects.create(name=name), Group.objects.get_or_create(name="beide")[0]])
    (document,) = ToepassingSource().documents([str(row.uuid)])
    assert document.readers == (f"groep-{Group.objects.get(name='beide').pk}",)
    Toepassing.objects.filter(pk=row.pk).update(is_voorbeeld=True)
    (document,) = ToepassingSource().documents([str(row.uuid)])
    assert document.readers == (f"groep-{Group.objects.get(name='beide').pk}-voorbeeld",)


def test_what_touches_it_touches_its_document(row: Toepassing, tracker: Tracker) -> None:
    source, own = ToepassingSource(), {("toepassing", str(row.uuid))}
    vorm = tracker.begrip("arbeidsuitbuiting", "vorm")
    row.knelpunt.begrippen.set([vorm])
    row.knelpunt.save()
    tracker.close(row.proeftuin)
    restriction = PageViewRestriction.objects.get()
    for one in (row, row.knelpunt, row.oplossing, row.proeftuin, vorm, tracker.gemeente(), restriction):
        assert source.affected(one, None) == own, one
    assert source.affected(tracker.knelpunt(), None) == set()
    assert source.ids("", 10) == [str(row.uuid)]
    assert source.ids(str(row.uuid), 10) == []
