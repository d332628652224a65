"""What happens to a request before a view sees it."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.middleware.security import SecurityMiddleware
from django.template.loader import render_to_string
from django.urls import resolve

Handler = Callable[[HttpRequest], HttpResponse]
HEALTH = "/gezondheid/"
# Nobody else keeps a copy: not a proxy, and not the browser of a shared computer after logging out.
PRIVATE = "private, no-store"
PRIVATE_PREFIXES = ("/admin/", "/account/")
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


class Headers(SecurityMiddleware):
    """What every answer gets, also one that is given before Django's own middleware sends to https."""

    def process_request(self, request: HttpRequest) -> None:
        """Send nobody anywhere: that asks for the host, which may be none of ours."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return super().process_response(request, response)


def health(get_response: Handler) -> Handler:
    """Answer whoever watches over the machines: by address, without TLS, and with a host that is nobody's name."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path != HEALTH:
            return get_response(request)
        response = resolve(HEALTH).func(request)
        response["Cache-Control"] = PRIVATE
        return response

    return middleware


def private_answers(get_response: Handler) -> Handler:
    """Let nobody keep what only this reader may see, nor a refusal that may be over in a minute."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if (
            response.status_code >= 400
            or request.path.startswith(PRIVATE_PREFIXES)
            # Without the cookie nobody is logged in, and there is no need to ask.
            or (settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated)
        ):
            response["Cache-Control"] = PRIVATE
        return response

    return middleware


def bad_input(get_response: Handler) -> Handler:
    """Answer a path that no database can look up (NUL, lone surrogates), and a host that is not ours, with 400.

    Before anything asks for them, the way to https included: an error page would ask for the host again, and fail.
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
