"""What happens to a request before a view sees it."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.template.loader import render_to_string

Handler = Callable[[HttpRequest], HttpResponse]
SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}
ADMIN_PREFIX = "/admin/"


def atomic_admin(get_response: Handler) -> Handler:
    """Make what an editor does in one click one transaction: content, audit log, Wijziging and outbox together.

    Reading stays outside one (ATOMIC_REQUESTS would lock SQLite on every page), and a response that reports a
    failure undoes what came before it.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(ADMIN_PREFIX):
            return get_response(request)
        if request.method in SAFE_METHODS:
            response = get_response(request)
        else:
            with transaction.atomic():
                response = get_response(request)
                if response.status_code >= 400:
                    transaction.set_rollback(True)
        response._csp_replace = settings.ADMIN_CONTENT_SECURITY_POLICY  # type: ignore[attr-defined]
        return response

    return middleware


def bad_input(get_response: Handler) -> Handler:
    """Answer a path that no database can look up (NUL, lone surrogates), and a host that is not ours, with 400.

    Before anything asks for them: an error page would ask for the host again, and fail.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or not _encodable(request.path) or not _is_our_host(request):
            return HttpResponseBadRequest(render_to_string("400.html"))
        return get_response(request)

    return middleware


def _is_our_host(request: HttpRequest) -> bool:
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return True


def _encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
