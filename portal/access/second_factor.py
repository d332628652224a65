"""Nobody comes further than the pages of their account without a second factor.

Every account needs one: each was made to edit, or to read what is closed. A session proves it once, by enrolling or by
using the factor; what the session then carries is looked at without a query.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_used
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ImproperlyConfigured
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from ..models import Gebruiker
from ..visit import read_as_anybody
from .sessions import end_sessions

PROVEN = "tweede_stap"
# Recovery codes replace a factor that is lost; alone they are none.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
ACCOUNT_PAGES = "/account/"
ONLY_HERE = {"127.0.0.1", "localhost", "[::1]"}


def required(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Lead a session that did not prove its second factor to where it can; on the way it reads what anybody reads."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return get_response(request)
        if is_proven(request) or is_excused(request.user):
            return get_response(request)
        has_factor = is_mfa_enabled(request.user, FACTORS)
        grace = None if has_factor else grace_until(request.user)
        if grace is not None:
            request.second_factor_before = grace  # type: ignore[attr-defined]
            return get_response(request)
        if request.path in _ways_to_prove() if has_factor else request.path.startswith(ACCOUNT_PAGES):
            read_as_anybody(request)
            return get_response(request)
        if has_factor:
            return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': request.path})}")
        return redirect("mfa_index")

    return middleware


def is_proven(request: HttpRequest) -> bool:
    """Whether this session gave the second factor, for the account that it has now."""
    return bool(request.session.get(PROVEN) == request.user.pk)


def is_excused(user: Any) -> bool:
    """The accounts of a demo, by name."""
    return user.get_username() in settings.SECOND_FACTOR_EXEMPT


def grace_until(user: Any) -> datetime.datetime | None:
    """Until when an account from before the second factor may do without; None when it may not, or no longer."""
    if user.respijt_vanaf is None:
        return None
    end: datetime.datetime = user.respijt_vanaf + datetime.timedelta(days=settings.SECOND_FACTOR_GRACE_DAYS)
    return end if end > timezone.now() else None


def reset(gebruiker: Gebruiker) -> None:
    """Forget every factor and code of somebody who lost them: the next log-in enrols anew."""
    Authenticator.objects.filter(user=gebruiker).delete()


def refuse_exemptions_in_public() -> None:
    """Stop a portal that others can reach and that lets accounts in by a password alone."""
    if settings.SECOND_FACTOR_EXEMPT and not ONLY_HERE.issuperset(settings.ALLOWED_HOSTS):
        raise ImproperlyConfigured(
            "SECOND_FACTOR_EXEMPT is for a demo on this machine only: ALLOWED_HOSTS names a host that others can reach."
        )


def _ways_to_prove() -> set[str]:
    """All that is open to a session without proof of an account with a factor: its other pages could replace it."""
    return {reverse(name) for name in ("mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_logout")}


@receiver(authenticator_used)
def _proven(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    request.session[PROVEN] = user.pk


@receiver(authenticator_added)
def _added(request: HttpRequest, user: Any, authenticator: Authenticator, **kwargs: Any) -> None:
    """Who enrols has proven it here, and is logged out elsewhere: somebody else may have had the password alone."""
    if authenticator.type not in FACTORS:
        return
    end_sessions(user)
    update_session_auth_hash(request, user)
    request.session[PROVEN] = user.pk


@receiver(authenticator_removed)
def _removed(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    if not is_mfa_enabled(user, FACTORS):
        request.session.pop(PROVEN, None)
