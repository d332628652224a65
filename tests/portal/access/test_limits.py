"""Guessing a password is stopped, in all processes and after a restart; the owner of the account is not."""

from __future__ import annotations

import pytest
from django.core.cache import cache, caches
from django.core.cache.backends.locmem import LocMemCache
from django.test import Client, RequestFactory
from pytest_django import Settings

from portal.access.limits import NOBODY, client_of
from portal.models import Gebruiker

pytestmark = pytest.mark.django_db
PASSWORD = "een lange zin van woorden"
OWNER, STRANGER = "192.0.2.1", "198.51.100.7"
REFUSED = "Te veel pogingen"


@pytest.fixture(autouse=True)
def ketenpartner(settings: Settings) -> Gebruiker:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    cache.clear()
    return Gebruiker.objects.create_user("ketenpartner", "ketenpartner@example.org", PASSWORD)


def attempt(password: str, address: str, login: str = "ketenpartner", claimed: str = "") -> str:
    """What happens to who tries to log in from an address: "in", "wrong" or "refused"."""
    forwarded = f"{claimed}, {address}" if claimed else address
    answer = Client(headers={"x-forwarded-for": forwarded}).post(
        "/account/login/", {"login": login, "password": password}
    )
    if answer.status_code == 302:
        return "in"
    return "refused" if answer.status_code == 429 or REFUSED in answer.content.decode() else "wrong"


def test_who_guesses_is_stopped_and_the_owner_is_not() -> None:
    assert [attempt("fout", STRANGER) for _ in range(6)] == ["wrong"] * 5 + ["refused"]
    assert attempt(PASSWORD, STRANGER) == "refused", "the right guess comes too late"
    assert attempt(PASSWORD, OWNER) == "in"


def test_what_a_visitor_says_about_himself_is_not_believed() -> None:
    tries = [attempt("fout", STRANGER, claimed=f"203.0.113.{number}") for number in range(6)]
    assert tries[-1] == "refused"


def test_a_client_may_not_try_one_account_after_another() -> None:
    tries = [attempt("fout", STRANGER, login=f"iemand{number}") for number in range(22)]
    assert "refused" in tries
    assert attempt(PASSWORD, OWNER) == "in"


@pytest.mark.parametrize(
    "login", ["ketenpartner", "Ketenpartner ", "niemand", "ketenpartner@example.org", "n@example.org"]
)
def test_known_and_unknown_names_are_limited_alike(login: str) -> None:
    assert [attempt("fout", STRANGER, login=login) for _ in range(6)] == ["wrong"] * 5 + ["refused"]


def test_one_subscriber_with_many_addresses_is_one_client() -> None:
    tries = [attempt("fout", f"2001:db8:1:2::{number}") for number in range(6)]
    assert tries[-1] == "refused"
    assert attempt("fout", "2001:db8:1:3::1") == "wrong"


def test_many_clients_guess_a_hundred_times_and_the_owner_still_comes_in(
    settings: Settings, ketenpartner: Gebruiker
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login_failed_account": "10/d/key"}
    assert attempt(PASSWORD, OWNER) == "in"
    tries = [attempt("fout", f"198.51.100.{number}") for number in range(11)]
    assert tries == ["wrong"] * 10 + ["refused"]
    assert attempt(PASSWORD, OWNER) == "in", "from where he logged in before"
    assert attempt(PASSWORD, "192.0.2.99") == "refused"


def test_the_right_password_uses_nothing_up() -> None:
    assert [attempt(PASSWORD, OWNER) for _ in range(12)] == ["in"] * 12


def test_the_counts_are_shared_and_the_rest_stays_in_memory() -> None:
    cache.set("allauth:rl:x", [1], 60)
    cache.set("gewoon", 1, 60)
    assert caches["limits"].get("allauth:rl:x") == [1]
    assert LocMemCache("another process", {}).get("allauth:rl:x") is None
    assert cache.get("allauth:rl:x") == [1]
    assert cache.get("gewoon") == 1
    assert caches["limits"].get("gewoon") is None
    assert not cache.add("allauth:rl:x", [2])
    cache.delete("allauth:rl:x")
    assert caches["limits"].get("allauth:rl:x") is None


def test_after_a_restart_it_is_remembered() -> None:
    for _ in range(5):
        attempt("fout", STRANGER)
    LocMemCache.clear(cache)  # what a process forgets when it ends
    assert attempt(PASSWORD, STRANGER) == "refused"


@pytest.mark.parametrize(
    ("trusted", "forwarded", "direct", "client"),
    [
        (0, "203.0.113.1", OWNER, OWNER),
        (1, "203.0.113.1", OWNER, "203.0.113.1"),
        (1, "6.6.6.6, 203.0.113.1", OWNER, "203.0.113.1"),
        (2, "6.6.6.6, 203.0.113.1, 10.0.0.1", OWNER, "203.0.113.1"),
        (2, "203.0.113.1", OWNER, OWNER),
        (1, "", OWNER, OWNER),
        (1, " , ,", OWNER, OWNER),
        (1, "203.0.113.1:4711", OWNER, "203.0.113.1"),
        (1, "[2001:db8::1]:443", OWNER, "2001:db8::1"),
        (1, "2001:db8::1", OWNER, "2001:db8::1"),
        (1, "::ffff:203.0.113.1", OWNER, "203.0.113.1"),
        (1, "unknown", OWNER, NOBODY),
        (1, "x" * 5000, OWNER, NOBODY),
        (0, "", "", NOBODY),
    ],
)
def test_who_the_client_is(settings: Settings, trusted: int, forwarded: str, direct: str, client: str) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = trusted
    request = RequestFactory().get("/", REMOTE_ADDR=direct, headers={"x-forwarded-for": forwarded})
    assert client_of(request) == client
