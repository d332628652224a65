"""Mail leaves later: a request writes it down, the worker sends it, and tries again when the mail server is away.

So nobody waits for a mail server, nobody learns from the clock whether a mail was sent, and a mail stands or falls with
the transaction in which it was written.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from email.utils import formatdate, make_msgid
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.utils import DNS_NAME
from django_tasks import task

from .later import LATER

FIELDS = ("subject", "body", "from_email", "to", "cc", "bcc", "reply_to")


class QueuedEmailBackend(BaseEmailBackend):
    """Django's EMAIL_BACKEND; what really sends is LATER_EMAIL_BACKEND."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        sent = [message for message in email_messages if message.recipients()]
        for message in sent:
            send_later.enqueue(_written(message))
        return len(sent)


@task(backend=LATER)
def send_later(written: dict[str, Any]) -> None:
    """Send what was written down. Sent twice, it is the same message to whoever receives it."""
    message = EmailMultiAlternatives(
        **{name: written[name] for name in FIELDS},
        headers=written["headers"],
        attachments=[(name, base64.b64decode(content), kind) for name, content, kind in written["attachments"]],
        connection=get_connection(settings.LATER_EMAIL_BACKEND),
    )
    message.content_subtype = written["content_subtype"]
    for content, kind in written["alternatives"]:
        message.attach_alternative(content, kind)
    message.send()


def _written(message: EmailMessage) -> dict[str, Any]:
    once = {"Message-ID": make_msgid(domain=DNS_NAME), "Date": formatdate(localtime=settings.EMAIL_USE_LOCALTIME)}
    return {
        **{name: getattr(message, name) for name in FIELDS},
        "subject": str(message.subject),
        "body": str(message.body),
        "headers": {**once, **message.extra_headers},
        "content_subtype": message.content_subtype,
        "alternatives": [[str(content), kind] for content, kind in getattr(message, "alternatives", [])],
        "attachments": [_attached(attachment) for attachment in message.attachments],
    }


def _attached(attachment: Any) -> tuple[str, str, str]:
    name, content, kind = attachment
    data = content.encode() if isinstance(content, str) else content
    return name, base64.b64encode(data).decode("ascii"), kind
