"""How long a log-in lasts: until the browser closes, eight hours pass without a request, or somebody ends it."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import get_random_string

from ..models import Gebruiker

logger = logging.getLogger(__name__)

SEEN = "gezien"
# Often enough for eight hours, and a hundred times less writing than at every request.
WRITE_EVERY = datetime.timedelta(minutes=10)


def keep_session(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Let a session that is used live on, and note when its owner was last seen."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            _note(request, request.user)
        return get_response(request)

    return middleware


def end_sessions(gebruiker: Gebruiker) -> None:
    """Log this account out everywhere, at once and for good."""
    gebruiker.sessie = get_random_string(32)
    gebruiker.save(update_fields=["sessie"])


def _note(request: HttpRequest, user: Any) -> None:
    now = timezone.now()
    if now.timestamp() - request.session.get(SEEN, 0) < WRITE_EVERY.total_seconds():
        return
    try:
        with transaction.atomic():
            Gebruiker.objects.filter(pk=user.pk).update(laatst_gezien=now)
    except DatabaseError:
        # Reading goes on while nothing can be written: on a full disk, say.
        logger.warning("Could not note that an account was seen.")
        return
    request.session[SEEN] = now.timestamp()
