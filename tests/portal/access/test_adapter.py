"""Logging in, the way back after a lost password, and the sign-up that is closed."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.cache import cache
from django.test import Client

from portal.models import Gebruiker
from portal.running import later
from tests.reading import one_line

PASSWORD = "een lange zin van woorden"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_attempts_yet() -> None:
    cache.clear()


@pytest.fixture
def ketenpartner() -> Gebruiker:
    return Gebruiker.objects.create_user("ketenpartner", "ketenpartner@example.org", PASSWORD)


@pytest.fixture
def redacteur() -> Gebruiker:
    user = Gebruiker.objects.create_user("redacteur", "redacteur@example.org", PASSWORD)
    group = Group.objects.create(name="Wie het beheer in mag")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user.groups.add(group)
    return user


def log_in(client: Client, login: str, **extra: str):
    return client.post("/account/login/", {"login": login, "password": PASSWORD, **extra})


def test_sign_up_is_closed_and_says_how_to_get_in(client: Client) -> None:
    data = {"email": "a@example.org", "username": "a", "password1": PASSWORD, "password2": PASSWORD}
    for answer in (client.get("/account/signup/"), client.post("/account/signup/", data)):
        assert "U kunt zich niet zelf aanmelden" in answer.content.decode()
    assert not Gebruiker.objects.exists()


@pytest.mark.parametrize("login", ["ketenpartner", "ketenpartner@example.org"])
def test_a_ketenpartner_logs_in_by_name_or_address(client: Client, ketenpartner: Gebruiker, login: str) -> None:
    answer = log_in(client, login)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(ketenpartner.pk)


def test_an_editor_lands_in_the_admin(client: Client, redacteur: Gebruiker) -> None:
    assert log_in(client, "redacteur").headers["Location"] == "/admin/"


def test_the_page_that_was_asked_for_goes_first(client: Client, redacteur: Gebruiker) -> None:
    assert log_in(client, "redacteur", next="/handreikingen/").headers["Location"] == "/handreikingen/"


def test_another_site_is_no_way_back(client: Client, ketenpartner: Gebruiker) -> None:
    assert log_in(client, "ketenpartner", next="https://elders.example/").headers["Location"] == "/"


def test_a_wrong_password_gets_one_dutch_answer(client: Client, ketenpartner: Gebruiker) -> None:
    pages = [
        client.post("/account/login/", {"login": name, "password": "fout"}).content.decode()
        for name in ("ketenpartner", "niemand")
    ]
    errors = [re.findall(r'class="errorlist[^"]*"[^>]*><li>(.*?)</li>', page) for page in pages]
    assert errors[0] == errors[1] == ["De gebruikersnaam of het wachtwoord klopt niet."]


def test_the_admin_sends_to_the_one_login_page(client: Client) -> None:
    assert client.get("/admin/").headers["Location"] == "/account/login/?next=/admin/"
    assert client.get("/admin/login/?next=/admin/pages/").headers["Location"] == "/account/login/?next=/admin/pages/"


def test_the_login_page_speaks_dutch_and_asks_no_search_engine(client: Client) -> None:
    text = client.get("/account/login/").content.decode()
    assert 'content="noindex"' in text
    for word in ("Password", "Sign In", "Username", "Remember"):
        assert word not in text


def test_logging_out_needs_a_click(client: Client, ketenpartner: Gebruiker) -> None:
    client.force_login(ketenpartner)
    assert client.get("/account/logout/").status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post("/account/logout/").headers["Location"] == "/"
    assert "_auth_user_id" not in client.session


def test_a_lost_password_is_replaced_through_one_mail(client: Client, ketenpartner: Gebruiker) -> None:
    answer = client.post("/account/password/reset/", {"email": ketenpartner.email}, follow=True)
    assert "Kijk in uw mailbox" in answer.content.decode()
    later.do_some()
    (message,) = mail.outbox
    assert message.subject == "Kennisportaal Aanpak Mensenhandel: nieuw wachtwoord"
    assert "Uw gebruikersnaam is ketenpartner." in message.body
    found = re.search(r"http://127\.0\.0\.1:8000(\S+)", message.body)
    assert found
    page = client.get(found[1], follow=True)
    assert "Kies een nieuw wachtwoord" in page.content.decode()
    new = "heel andere woorden in een rij"
    done = client.post(page.request["PATH_INFO"], {"password1": new, "password2": new}, follow=True)
    assert "Uw wachtwoord is gewijzigd" in done.content.decode()
    assert Client().login(username="ketenpartner", password=new)
    assert "Deze link werkt niet meer" in Client().get(found[1], follow=True).content.decode()


def test_an_unknown_address_gets_the_same_page_and_no_mail(client: Client) -> None:
    answer = client.post("/account/password/reset/", {"email": "niemand@example.org"}, follow=True)
    assert "Kijk in uw mailbox" in answer.content.decode()
    later.do_some()
    assert not mail.outbox


def test_an_inactive_account_stays_outside(client: Client, ketenpartner: Gebruiker) -> None:
    Gebruiker.objects.update(is_active=False)
    log_in(client, "ketenpartner")
    assert "_auth_user_id" not in client.session
    assert "Dit account is gesloten" in client.get("/account/inactive/").content.decode()


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/account/2fa/", "Inloggen in twee stappen"),
        ("/account/2fa/totp/activate/", "Zet de tweede stap aan"),
        ("/account/password/change/", "Wachtwoord wijzigen"),
    ],
)
def test_the_pages_of_an_account_speak_dutch(client: Client, ketenpartner: Gebruiker, path: str, heading: str) -> None:
    log_in(client, "ketenpartner")
    answer = client.get(path, follow=True)
    if answer.redirect_chain:  # security settings ask once more who you are
        answer = client.post("/account/reauthenticate/", {"password": PASSWORD, "next": path}, follow=True)
    text = answer.content.decode()
    assert f"<h1>{heading}</h1>" in text
    assert not re.search(r"\b[Jj]e\b", text)


def test_security_settings_ask_once_more_who_you_are(client: Client, ketenpartner: Gebruiker) -> None:
    client.force_login(ketenpartner)
    answer = client.get("/account/2fa/totp/activate/", follow=True)
    assert "Bevestig dat u het bent" in answer.content.decode()


def test_an_address_is_confirmed_by_mail(client: Client, ketenpartner: Gebruiker) -> None:
    client.force_login(ketenpartner)
    page = one_line(client.get("/account/email/").content.decode())
    assert "nog niet bevestigd" in page
    client.post("/account/email/", {"email": ketenpartner.email, "action_send": ""})
    (message,) = mail.outbox
    assert "Bevestig hier dat het van u is" in message.body
    link = re.search(r"http://[^/]+(/account/confirm-email/\S+)", message.body).group(1)  # type: ignore[union-attr]
    assert "Is ketenpartner@example.org uw e-mailadres?" in client.get(link).content.decode()
    client.post(link)
    page = one_line(client.get("/account/email/").content.decode())
    assert "nog niet bevestigd" not in page
    assert "Het adres ketenpartner@example.org is bevestigd." in page
