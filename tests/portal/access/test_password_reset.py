"""One way to replace a lost password: limited, and alike in words and in work for whoever has an account or none."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from portal.models import Gebruiker
from portal.running import later

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "ketenpartner@example.org", "niemand@example.org"
FORM = "/account/password/reset/"


@pytest.fixture(autouse=True)
def ketenpartner() -> Gebruiker:
    cache.clear()
    return Gebruiker.objects.create_user("ketenpartner", KNOWN, "een lange zin van woorden")


def ask(address: str, **extra: Any) -> tuple[int, str, list[str]]:
    """(status, page, what the database was asked) of a request for a new password."""
    client = Client(**extra)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.post(FORM, {"email": address})
    page = answer.headers.get("Location", "") + re.sub(r'value="\w{64}"', "", answer.content.decode())
    asked = [re.sub(r"'[^']*'|\d+", "?", query["sql"].replace(address, "")) for query in queries.captured_queries]
    return answer.status_code, page, asked


def drain() -> None:
    for _ in range(20):
        later.do_some()


def test_a_known_and_an_unknown_address_are_the_same_work_in_the_same_words() -> None:
    ask(UNKNOWN), ask(KNOWN)
    assert ask(KNOWN) == ask(UNKNOWN)
    assert not mail.outbox, "no mail leaves in the request"
    drain()
    assert [message.to for message in mail.outbox] == [[KNOWN]] * 2


def test_the_link_leads_to_the_portal_whatever_the_visitor_said(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    settings.WAGTAILADMIN_BASE_URL = "https://portaal.example.org"
    ask(KNOWN, headers={"host": "evil.test", "x-forwarded-host": "evil.test"})
    drain()
    body = mail.outbox[0].body
    assert re.search(r"https://portaal\.example\.org/account/password/reset/key/\S+", body)
    assert "evil" not in body
    assert not re.search(r"\b[Jj](e|ij|ouw)\b", body)


def test_somebody_gets_a_few_mails_an_hour_whoever_asks_for_them() -> None:
    answers = [ask(KNOWN, REMOTE_ADDR=f"192.0.2.{number}")[0] for number in range(12)]
    assert set(answers) == {302}, "a stranger closes the way back for nobody"
    drain()
    assert len(mail.outbox) == 3


@pytest.mark.parametrize("address", [KNOWN, UNKNOWN])
def test_a_client_asks_only_so_often(address: str) -> None:
    answers = [ask(address)[0] for _ in range(21)]
    assert answers == [302] * 20 + [429]


def test_a_closed_account_gets_no_mail() -> None:
    Gebruiker.objects.update(is_active=False)
    ask(KNOWN)
    drain()
    assert not mail.outbox
    assert not DBTaskResult.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("path", ["", "done/", "confirm/MQ/set-password/", "complete/"])
def test_the_admin_leads_to_that_one(client: Client, path: str, method: str) -> None:
    for _ in range(3):
        answer = getattr(client, method)(f"/admin/password_reset/{path}", {"email": KNOWN})
        assert answer.headers["Location"] == FORM
    drain()
    assert not mail.outbox


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_link_logs_nobody_out_of_the_admin(client: Client, ketenpartner: Gebruiker, method: str) -> None:
    client.force_login(ketenpartner)
    getattr(client, method)("/admin/logout/")
    assert "_auth_user_id" in client.session
    client.post("/admin/logout/")
    assert "_auth_user_id" not in client.session


def test_logging_out_of_the_admin_needs_our_own_form(ketenpartner: Gebruiker) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ketenpartner)
    assert client.post("/admin/logout/").status_code == 403
    assert "_auth_user_id" in client.session
