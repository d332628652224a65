"""Who may see what: one place decides, by groups, subtree and clock."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.utils import timezone
from wagtail.models import PageViewRestriction

from portal import visibility
from portal.models import Bestand, Pagina, Wijziging
from tests.factories.paginas import HandreikingFactory, StandaardpaginaFactory
from tests.factories.records import BestandFactory, GebruikerFactory, WijzigingFactory, close, closed_collection

pytestmark = pytest.mark.django_db


def member_of(*names: str, **fields: Any) -> Any:
    user = GebruikerFactory(**fields)
    user.groups.add(*(Group.objects.get_or_create(name=name)[0] for name in names))
    return user


def visible(reader: visibility.Reader) -> set[str]:
    return set(Pagina.objects.visible_to(reader).values_list("slug", flat=True))


def test_a_draft_and_an_expired_page_are_hidden_without_any_command() -> None:
    HandreikingFactory(slug="open")
    HandreikingFactory(slug="concept", live=False)
    HandreikingFactory(slug="verlopen", expire_at=timezone.now() - datetime.timedelta(seconds=1))
    HandreikingFactory(slug="nog-even", expire_at=timezone.now() + datetime.timedelta(hours=1))
    seen = visible(visibility.anonymous())
    assert {"open", "nog-even"} <= seen
    assert not seen & {"concept", "verlopen"}


def test_a_restriction_closes_the_whole_subtree_to_who_is_not_in_its_group() -> None:
    section = StandaardpaginaFactory(slug="besloten")
    StandaardpaginaFactory(slug="kind", parent=section)
    close(section)
    assert not visible(visibility.anonymous()) & {"besloten", "kind"}
    assert not visible(visibility.reader_for(member_of("Redacteuren"))) & {"besloten", "kind"}
    assert {"besloten", "kind"} <= visible(visibility.reader_for(member_of("Ketenpartners")))
    assert {"besloten", "kind"} <= visible(visibility.reader_for(GebruikerFactory(is_superuser=True)))


def test_nested_restrictions_are_an_and() -> None:
    section = StandaardpaginaFactory()
    child = StandaardpaginaFactory(parent=section)
    close(section)
    close(child, "Redacteuren")
    assert child.slug not in visible(visibility.reader_for(member_of("Ketenpartners")))
    assert child.slug in visible(visibility.reader_for(member_of("Ketenpartners", "Redacteuren")))
    assert visibility.tokens_of(child) == ()


def test_a_shared_password_opens_nothing() -> None:
    page = StandaardpaginaFactory()
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="geheim")
    assert page.slug not in visible(visibility.reader_for(member_of("Ketenpartners")))
    assert visibility.tokens_of(page) == ()


def test_a_login_restriction_opens_for_everybody_who_is_logged_in() -> None:
    page = StandaardpaginaFactory()
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert page.slug not in visible(visibility.anonymous())
    assert page.slug in visible(visibility.reader_for(member_of()))
    assert visibility.tokens_of(page) == (visibility.INGELOGD,)


@pytest.mark.parametrize("user", [None, AnonymousUser()])
def test_nobody_is_anonymous(user: Any) -> None:
    reader = visibility.reader_for(user)
    assert reader.is_anonymous
    assert not reader.reads_closed
    assert reader.real.tokens == {"openbaar"}
    assert reader.tokens == {"openbaar", "openbaar-voorbeeld"}


def test_an_account_that_was_switched_off_reads_as_anybody() -> None:
    assert visibility.reader_for(member_of("Ketenpartners", is_active=False)).is_anonymous


def test_tokens_and_queries_agree() -> None:
    open_page, closed_page = HandreikingFactory(), HandreikingFactory()
    close(closed_page)
    for reader in (visibility.anonymous(), visibility.reader_for(member_of("Ketenpartners"))):
        for page in (open_page, closed_page):
            by_token = not reader.tokens.isdisjoint(visibility.tokens_of(page))
            assert by_token == (page.slug in visible(reader)) == visibility.may_see(reader, page)


def test_a_partner_block_is_dropped_from_the_body() -> None:
    page = HandreikingFactory(
        inhoud=[("tekst", "<p>open</p>"), ("ketenpartners", [{"type": "tekst", "value": "<p>dicht</p>"}])]
    )
    page.refresh_from_db()
    assert [b.block_type for b in visibility.blocks_for(visibility.anonymous(), page.inhoud)] == ["tekst"]
    partner = visibility.reader_for(member_of("Ketenpartners"))
    assert [b.block_type for b in visibility.blocks_for(partner, page.inhoud)] == ["tekst", "ketenpartners"]


def test_a_document_is_as_closed_as_its_collection() -> None:
    public, private = BestandFactory(), BestandFactory(collection=closed_collection())
    found = set(Bestand.objects.filter(visibility.document_q(visibility.anonymous())))
    assert public in found
    assert private not in found


def test_a_change_is_seen_only_by_who_may_see_all_it_is_about() -> None:
    shown, hidden = HandreikingFactory(), HandreikingFactory()
    close(hidden)
    WijzigingFactory(pagina=shown, titel="samen", ook_op=[hidden])
    WijzigingFactory(pagina=shown, titel="alleen")
    titles = Wijziging.objects.visible_to(visibility.anonymous()).values_list("titel", flat=True)
    assert list(titles) == ["alleen"]


def test_anonymous_costs_one_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        visibility.anonymous()
