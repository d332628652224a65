"""Accounts in the admin: who sees the screens, and what ending an account, a role or a factor does."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.test import Client
from wagtail.models import ModelLogEntry

from portal.access import services
from portal.access.roles import BY_GROUP, grants, may_manage
from portal.models import Gebruiker, Uitnodiging
from tests.factories.paginas import HandreikingFactory
from tests.factories.records import PASSWORD, GebruikerFactory, close
from tests.portal.inviting import ADDRESS, NEW, invited

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]


@pytest.mark.parametrize("who", ["Ketenpartners", "Redacteuren", "Beheerders", "superuser", "closed superuser", "none"])
def test_who_may_invite_whom_and_end_whom(who: str) -> None:
    superuser = "superuser" in who
    user = GebruikerFactory(
        groups=[who] if who in BY_GROUP else [], is_superuser=superuser, is_active="closed" not in who
    )
    allowed = set(BY_GROUP) if who in ("Beheerders", "superuser") else set()
    assert grants(user) == allowed
    for name in BY_GROUP:
        if name in allowed:
            assert invited(user, name)
        else:
            with pytest.raises(PermissionDenied):
                invited(user, name)
    for other in ("Ketenpartners", "Redacteuren", "Beheerders"):
        assert may_manage(user, GebruikerFactory(groups=[other])) == bool(allowed)
    assert may_manage(user, GebruikerFactory(is_superuser=True)) == (who == "superuser")
    odd = GebruikerFactory(groups=["Een groep met andere rechten"])
    assert may_manage(user, odd) == (who == "superuser")
    assert not may_manage(user, user)


def doors(user: Gebruiker, waiting: Uitnodiging) -> list[tuple[str, str]]:
    other = f"/admin/accounts/{user.pk}/"
    invitation = f"/admin/accounts/uitnodigingen/{waiting.pk}/"
    return [
        ("get", "/admin/accounts/"),
        ("get", "/admin/accounts/results/"),
        ("get", "/admin/accounts/uitnodigingen/"),
        ("get", "/admin/accounts/uitnodigingen/results/"),
        ("get", "/admin/accounts/uitnodigen/"),
        ("post", "/admin/accounts/uitnodigen/"),
        ("get", invitation),
        ("post", f"{invitation}opnieuw/"),
        ("post", f"{invitation}intrekken/"),
        ("get", other),
        *(("post", f"{other}{action}/") for action in ("sluiten", "heropenen", "tweede-stap", "rol")),
    ]


@pytest.mark.parametrize("groups", [["Redacteuren"], ["Ketenpartners"], []])
def test_every_screen_is_closed_to_who_manages_nobody(client: Client, beheerder: Gebruiker, groups: list[str]) -> None:
    waiting, _ = invited(beheerder)
    other = GebruikerFactory(groups=["Ketenpartners"])
    client.force_login(GebruikerFactory(groups=groups))
    if groups == ["Redacteuren"]:
        assert "/admin/accounts/" not in client.get("/admin/").content.decode()
    for method, place in doors(other, waiting):
        answer = getattr(client, method)(place)
        assert answer.status_code == 302
        assert not answer.headers["Location"].startswith("/admin/accounts/")
    other.refresh_from_db()
    waiting.refresh_from_db()
    assert other.is_active
    assert other.groups.exists()
    assert waiting.ingetrokken_op is None


def test_every_screen_answers_its_manager(client: Client, beheerder: Gebruiker) -> None:
    waiting, _ = invited(beheerder)
    client.force_login(beheerder)
    assert "/admin/accounts/" in client.get("/admin/").content.decode()
    for method, place in doors(GebruikerFactory(groups=["Ketenpartners"]), waiting):
        assert getattr(client, method)(place, {"groep": "Ketenpartners"}).status_code in (200, 302), place
    for odd in ("?naam=%22a", "?groups=x", "?is_active=7", "?p=x", "?ordering=email", "?tweede_stap=True&naam=a+b"):
        assert client.get(f"/admin/accounts/{odd}").status_code in (200, 302)
    for missing in (f"{10**20}/", "999999/", "1/onzin/", f"uitnodigingen/{10**20}/"):
        assert client.get(f"/admin/accounts/{missing}").status_code in (404, 405)


def test_the_list_asks_no_more_for_more_accounts(
    client: Client, beheerder: Gebruiker, django_assert_max_num_queries: Any
) -> None:
    client.force_login(beheerder)
    for number in range(12):
        _, token = invited(beheerder, email=f"a{number}@gemeente.test")
        services.accept_as_new(token, password=NEW, first_name="A", last_name=str(number))
    client.get("/admin/accounts/")
    with django_assert_max_num_queries(20):
        text = client.get("/admin/accounts/").content.decode()
    assert text.count("a1@gemeente.test") == 1


@pytest.mark.parametrize("name", ["Superusers", "Een groep met andere rechten", "", "x" * 200])
def test_only_roles_are_handed_out(client: Client, beheerder: Gebruiker, name: str) -> None:
    Group.objects.create(name="Een groep met andere rechten")
    client.force_login(beheerder)
    answer = client.post("/admin/accounts/uitnodigen/", {"email": ADDRESS, "groep": name, "is_superuser": "on"})
    assert answer.status_code == 200
    assert not Uitnodiging.objects.exists()


def test_ending_an_account_ends_its_sessions_for_good(client: Client, beheerder: Gebruiker) -> None:
    page = HandreikingFactory()
    close(page)
    person = GebruikerFactory(groups=["Ketenpartners"])
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.force_login(person)
        assert browser.get(page.url).status_code == 200
    client.force_login(beheerder)
    client.post(f"/admin/accounts/{person.pk}/sluiten/")
    assert [browser.get(page.url).status_code for browser in browsers] == [403, 403]
    client.post(f"/admin/accounts/{person.pk}/heropenen/")
    person.refresh_from_db()
    assert person.is_active
    assert [browser.get(page.url).status_code for browser in browsers] == [403, 403]
    assert Client().login(username=person.username, password=PASSWORD)
    done = ModelLogEntry.objects.filter(action__startswith="portal.account_").order_by("pk")
    assert [(row.action, row.user) for row in done] == [
        ("portal.account_ended", beheerder),
        ("portal.account_reopened", beheerder),
    ]


def test_no_session_comes_back_whoever_closed_the_account(client: Client, beheerder: Gebruiker) -> None:
    person, session = GebruikerFactory(groups=["Ketenpartners"]), Client()
    session.force_login(person)
    Gebruiker.objects.filter(pk=person.pk).update(is_active=False)
    client.force_login(beheerder)
    client.post(f"/admin/accounts/{person.pk}/heropenen/")
    assert session.get("/account/").status_code == 302


def test_a_role_is_taken_back_and_a_factor_reset(client: Client, beheerder: Gebruiker) -> None:
    from allauth.mfa.models import Authenticator

    person, session = GebruikerFactory(groups=["Ketenpartners", "Redacteuren"]), Client()
    Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})
    session.force_login(person)
    client.force_login(beheerder)
    client.post(f"/admin/accounts/{person.pk}/rol/", {"groep": "Redacteuren"})
    assert set(person.groups.values_list("name", flat=True)) == {"Ketenpartners"}
    assert session.get("/account/").status_code == 200
    client.post(f"/admin/accounts/{person.pk}/tweede-stap/")
    assert not Authenticator.objects.exists()
    assert session.get("/account/").status_code == 302


def test_more_than_one_can_hand_out_is_left_alone(client: Client, beheerder: Gebruiker) -> None:
    client.force_login(beheerder)
    above = [GebruikerFactory(is_superuser=True), GebruikerFactory(groups=["Een groep met andere rechten"])]
    for person in above:
        assert "Sluit dit account" not in client.get(f"/admin/accounts/{person.pk}/").content.decode()
        for action in ("sluiten", "tweede-stap", "rol"):
            client.post(f"/admin/accounts/{person.pk}/{action}/", {"groep": "Een groep met andere rechten"})
        person.refresh_from_db()
        assert person.is_active
    assert above[1].groups.exists()


def test_an_update_logs_nobody_out() -> None:
    """Who has no mark yet has the session hash that Django gives."""
    from django.contrib.auth.base_user import AbstractBaseUser

    user = GebruikerFactory()
    known = AbstractBaseUser.get_session_auth_hash(user)
    assert user.get_session_auth_hash() == known
    user.sessie = "iets"
    assert user.get_session_auth_hash() != known
