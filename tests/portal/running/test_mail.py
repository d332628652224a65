"""Mail is written down in the request and sent by the worker, once, also when the mail server was away."""

from __future__ import annotations

import datetime

import pytest
from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives, send_mail
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from portal.running import later

pytestmark = pytest.mark.django_db
MEMORY = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture(autouse=True)
def _queued(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "portal.running.mail.QueuedEmailBackend"
    settings.LATER_EMAIL_BACKEND = MEMORY


def test_it_arrives_as_it_was_written() -> None:
    message = EmailMultiAlternatives(
        "Onderwerp é", "Tekst é", "van@example.org", ["aan@example.org"], ["bcc@example.org"], cc=["cc@example.org"],
        reply_to=["antwoord@example.org"], headers={"X-Soort": "proef"},
    )  # fmt: skip
    message.attach_alternative("<p>Tekst é</p>", "text/html")
    message.attach("nota.txt", "inhoud é", "text/plain")
    message.attach("plaatje.png", b"\x89PNG\x00", "image/png")
    assert message.send() == 1
    assert not mail.outbox
    later.do_some()
    (sent,) = mail.outbox
    assert sent.recipients() == ["aan@example.org", "cc@example.org", "bcc@example.org"]
    assert (sent.subject, sent.body, sent.from_email) == ("Onderwerp é", "Tekst é", "van@example.org")
    assert (sent.reply_to, sent.extra_headers["X-Soort"]) == (["antwoord@example.org"], "proef")
    assert [tuple(one) for one in sent.alternatives] == [("<p>Tekst é</p>", "text/html")]
    assert sent.attachments[0][1] in ("inhoud é", "inhoud é".encode())
    assert sent.attachments[1][1] == b"\x89PNG\x00"
    assert not DBTaskResult.objects.exists(), "what was sent is not kept"


def test_html_alone_stays_html() -> None:
    message = EmailMessage("Onderwerp", "<p>Tekst</p>", "van@example.org", ["aan@example.org"])
    message.content_subtype = "html"
    message.send()
    later.do_some()
    assert mail.outbox[0].message().get_content_type() == "text/html"


def test_nobody_to_send_to_is_no_mail() -> None:
    assert EmailMessage("Onderwerp", "Tekst").send() == 0
    assert not DBTaskResult.objects.exists()


def test_a_mail_server_that_is_away_delays_it(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    settings.LATER_EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    send_mail("Onderwerp", "Tekst", "van@example.org", ["aan@example.org"])
    later.do_some()
    assert "send_later failed; it is tried again in 30 s: ConnectionRefusedError" in caplog.text
    assert "aan@example.org" not in caplog.text
    settings.LATER_EMAIL_BACKEND = MEMORY
    DBTaskResult.objects.update(run_after=timezone.now() - datetime.timedelta(seconds=1))
    later.do_some()
    later.do_some()
    assert len(mail.outbox) == 1


def test_the_same_mail_is_sent_again_not_another(settings: Settings) -> None:
    send_mail("Onderwerp", "Tekst", "van@example.org", ["aan@example.org"])
    written = DBTaskResult.objects.get().args_kwargs["args"][0]
    assert {"Message-ID", "Date"} <= set(written["headers"])


def test_what_is_undone_is_not_mailed() -> None:
    with transaction.atomic():
        send_mail("Onderwerp", "Tekst", "van@example.org", ["aan@example.org"])
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists()
