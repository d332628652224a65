"""Every account needs a second factor; a session without its proof reads what anybody reads, and is led to it."""

import datetime
import re
import subprocess
import sys
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from portal.access.second_factor import PROVEN
from portal.models import Gebruiker
from tests.factories.paginas import HandreikingFactory, home
from tests.factories.records import PASSWORD, GebruikerFactory, close
from tests.portal.inviting import code_of

pytestmark = pytest.mark.django_db
# allauth tells that a factor was added once that is committed, in the same request.
commits = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_attempts_yet() -> None:
    cache.clear()
    home()


def log_in(client: Client, user: Gebruiker, **extra: str) -> Any:
    return client.post("/account/login/", {"login": user.username, "password": PASSWORD, **extra})


def enrol(client: Client) -> Any:
    """Set up the app, as the page asks."""
    place = "/account/2fa/totp/activate/"
    client.post("/account/reauthenticate/", {"password": PASSWORD, "next": place})
    page = client.get(place).content.decode()
    secret = re.search(r"Sleutel: <code>(\w+)</code>", page)
    assert secret
    return client.post(place, {"code": code_of(secret[1])})


def with_app(user: Gebruiker) -> str:
    from allauth.mfa.totp.internal.auth import TOTP

    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


@pytest.mark.parametrize("groups", [["Redacteuren"], ["Ketenpartners"], ["Beheerders"], []])
@pytest.mark.parametrize("place", ["/", "/admin/", "/handreikingen/", "/zoeken/?q=a", "/media/images/x.jpg"])
def test_a_password_alone_leads_to_the_second_factor(client: Client, groups: list[str], place: str) -> None:
    log_in(client, GebruikerFactory(groups=groups))
    assert client.get(place).headers["Location"] == "/account/2fa/"
    assert "Stel eerst de tweede stap in" in client.get("/account/2fa/").content.decode()


def test_what_is_closed_stays_closed_on_the_way(client: Client) -> None:
    page = HandreikingFactory(title="Werkwijze die dicht is")
    close(page)
    user = GebruikerFactory(groups=["Ketenpartners"])
    log_in(client, user)
    for place in ("/account/", "/account/wat-ziet-u-extra/", "/account/2fa/"):
        answer = client.get(place)
        assert answer.status_code == 200
        assert page.title not in answer.content.decode()
    client.force_login(user)
    assert page.title in client.get("/account/wat-ziet-u-extra/").content.decode()


@commits
def test_enrolling_shows_recovery_codes_and_opens_the_admin(client: Client) -> None:
    from portal.setup import make_groups

    make_groups(home())
    log_in(client, GebruikerFactory(groups=["Redacteuren"]))
    answer = enrol(client)
    assert answer.headers["Location"] == "/account/2fa/recovery-codes/"
    page = client.get("/account/2fa/recovery-codes/").content.decode()
    assert len(re.findall(r"<li><code>\d{8}</code></li>", page)) == 10
    assert 'href="/admin/"' in page
    assert client.get("/admin/").status_code == 200


@commits
def test_enrolling_ends_the_sessions_elsewhere(client: Client) -> None:
    """Somebody else may know the password: their session began without a factor, too."""
    user, other = GebruikerFactory(), Client()
    log_in(client, user)
    log_in(other, user)
    enrol(client)
    assert client.get("/account/").status_code == 200
    assert other.get("/account/").headers["Location"].startswith("/account/login/")


def test_the_next_log_in_asks_for_it(client: Client) -> None:
    user = GebruikerFactory()
    secret = with_app(user)
    assert log_in(client, user).headers["Location"] == "/account/2fa/authenticate/"
    assert client.get("/account/").headers["Location"].startswith("/account/login/")
    wrong = client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert "Ongeldige code" in wrong.content.decode() or "klopt niet" in wrong.content.decode()
    assert client.post("/account/2fa/authenticate/", {"code": code_of(secret)}).status_code == 302
    assert client.get("/").status_code == 200


@commits
def test_a_recovery_code_opens_once(client: Client) -> None:
    user = GebruikerFactory()
    log_in(client, user)
    enrol(client)
    code = re.findall(r"<code>(\d{8})</code>", client.get("/account/2fa/recovery-codes/").content.decode())[0]
    client.post("/account/logout/")
    log_in(client, user)
    client.post("/account/2fa/authenticate/", {"code": code})
    assert client.get("/").status_code == 200
    client.post("/account/logout/")
    log_in(client, user)
    client.post("/account/2fa/authenticate/", {"code": code})
    assert client.get("/account/").headers["Location"].startswith("/account/login/")


def test_a_session_from_before_the_factor_must_use_it(client: Client) -> None:
    """Whatever door it came through, the pages that could replace the factor stay shut."""
    user = GebruikerFactory(groups=["Redacteuren"])
    log_in(client, user)
    with_app(user)
    for place in ("/", "/admin/", "/account/2fa/", "/account/2fa/recovery-codes/", "/account/2fa/totp/deactivate/"):
        assert client.get(place).headers["Location"].startswith("/account/2fa/reauthenticate/?next=%2F")
    assert client.get("/account/2fa/reauthenticate/").status_code == 200


@commits
def test_removing_the_last_factor_asks_for_a_new_one(client: Client) -> None:
    log_in(client, GebruikerFactory())
    enrol(client)
    assert client.get("/").status_code == 200
    assert client.post("/account/2fa/totp/deactivate/").status_code == 302
    assert not Authenticator.objects.exists()
    assert client.get("/").headers["Location"] == "/account/2fa/"


def test_an_old_account_has_its_days_of_grace(client: Client, settings: Any) -> None:
    settings.SECOND_FACTOR_GRACE_DAYS = 10
    user = GebruikerFactory(respijt_vanaf=timezone.now() - datetime.timedelta(days=9))
    log_in(client, user)
    page = client.get("/").content.decode()
    assert re.search(r"Stel vóór \d+ \w+ de tweede stap in", page)
    Gebruiker.objects.update(respijt_vanaf=timezone.now() - datetime.timedelta(days=11))
    assert client.get("/").headers["Location"] == "/account/2fa/"


def test_a_new_account_has_no_grace(client: Client, settings: Any) -> None:
    settings.SECOND_FACTOR_GRACE_DAYS = 10
    log_in(client, GebruikerFactory())
    assert client.get("/").headers["Location"] == "/account/2fa/"


def test_only_the_accounts_named_are_excused(client: Client, settings: Any) -> None:
    settings.SECOND_FACTOR_EXEMPT = ("redacteur",)
    log_in(client, GebruikerFactory(username="redacteur"))
    assert client.get("/").status_code == 200
    other = Client()
    log_in(other, GebruikerFactory(username="redacteur2"))
    assert other.get("/").headers["Location"] == "/account/2fa/"


def test_production_excuses_nobody() -> None:
    """Named in its own settings or inherited, a demo's exception stops a portal that others can reach."""
    lines = (
        "import django; from django.conf import settings",
        "from portal.settings import dev",
        "dev.ALLOWED_HOSTS = ['portaal.voorbeeld.nl']; dev.SECOND_FACTOR_EXEMPT = ('redacteur',)",
        "django.setup()",
    )
    environment = {"DJANGO_SETTINGS_MODULE": "portal.settings.dev", "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "SECOND_FACTOR_EXEMPT is for a demo on this machine only" in done.stderr


@pytest.mark.parametrize("door", ["/_util/login/", "/admin/login/"])
def test_no_other_form_logs_in(client: Client, door: str) -> None:
    user = GebruikerFactory(groups=["Redacteuren"])
    assert client.get(door).headers["Location"].startswith("/account/login/")
    client.post(door, {"username": user.username, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_anonymous_readers_are_asked_nothing(client: Client, django_assert_num_queries: Any) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert not answer.cookies


def test_proof_costs_no_query(client: Client, django_assert_num_queries: Any) -> None:
    client.force_login(GebruikerFactory())
    assert client.session[PROVEN]
    client.get("/robots.txt")
    # The session and the account; a page without a reader asks no more.
    with django_assert_num_queries(2):
        client.get("/robots.txt")


def test_a_session_ends_with_the_browser_or_after_eight_hours(client: Client) -> None:
    user = GebruikerFactory()
    secret = with_app(user)
    log_in(client, user)
    client.post("/account/2fa/authenticate/", {"code": code_of(secret)})
    cookie = client.cookies["sessionid"]
    assert not cookie["max-age"]
    assert not cookie["expires"]
    assert client.session.get_expiry_age() == 8 * 3600
    left = client.session.get_expiry_date() - timezone.now()
    assert datetime.timedelta(hours=7.9) < left <= datetime.timedelta(hours=8)


def test_a_device_that_is_remembered_lasts_two_weeks(client: Client) -> None:
    user = GebruikerFactory()
    assert "Onthoud dit apparaat" in client.get("/account/login/").content.decode()
    secret = with_app(user)
    log_in(client, user, remember="on")
    client.post("/account/2fa/authenticate/", {"code": code_of(secret)})
    assert client.cookies["sessionid"]["max-age"] == 14 * 24 * 3600
    assert client.session.get_expiry_age() == 14 * 24 * 3600


def test_using_a_session_keeps_it_and_notes_the_visit(client: Client, monkeypatch: Any) -> None:
    from django.contrib.sessions.models import Session

    user = GebruikerFactory()
    client.force_login(user)
    client.get("/")
    user.refresh_from_db()
    assert timezone.now() - user.laatst_gezien < datetime.timedelta(minutes=1)
    Session.objects.update(expire_date=timezone.now() + datetime.timedelta(hours=1))
    client.get("/")
    soon = Session.objects.get().expire_date
    assert soon < timezone.now() + datetime.timedelta(hours=2), "written again within ten minutes"
    session = client.session
    session["gezien"] = time.time() - 601
    session.save()
    Session.objects.update(expire_date=timezone.now() + datetime.timedelta(hours=1))
    client.get("/")
    assert Session.objects.get().expire_date > timezone.now() + datetime.timedelta(hours=7)


def test_an_idle_session_is_over_on_the_server(client: Client) -> None:
    from django.contrib.sessions.models import Session

    client.force_login(GebruikerFactory())
    assert client.get("/account/").status_code == 200
    Session.objects.update(expire_date=timezone.now() - datetime.timedelta(seconds=1))
    assert client.get("/account/").headers["Location"].startswith("/account/login/")


def test_reading_goes_on_when_nothing_can_be_written(client: Client, monkeypatch: Any) -> None:
    from django.db import OperationalError

    from portal.access import sessions

    client.force_login(GebruikerFactory())

    class Full:
        @staticmethod
        def filter(**kwargs: Any) -> Any:
            raise OperationalError("database or disk is full")

    monkeypatch.setattr(sessions.Gebruiker, "objects", Full, raising=False)
    assert client.get("/robots.txt").status_code == 200
