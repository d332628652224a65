"""Two drafts that cannot both be true: the second to be published gets a message, not an error page."""

import logging
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse

from ..links import parts_of
from ..middleware import ADMIN_PREFIX

logger = logging.getLogger("portal.admin")
Handler = Callable[[HttpRequest], HttpResponse]
TAKEN = (
    "Dit lukte niet: er bestaat al iets anders met dezelfde gegevens (bijvoorbeeld hetzelfde nummer of hetzelfde "
    "adres). Er is niets gewijzigd. Pas dat aan en probeer het opnieuw."
)
# Its script shows the message beside the file, but only of an answer that succeeded.
UPLOAD_OF_MANY = "add_multiple"
IN_USE = "Dit lukte niet: iets anders verwijst hiernaar. Er is niets gewijzigd."


def collision_message(get_response: Handler) -> Handler:
    """Turn a broken unique rule in the admin into a message on the screen where the editor was."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        text = explain(exception)
        if not text or not request.path.startswith(ADMIN_PREFIX):
            return None
        logger.warning("Refused in the admin: %s", exception, exc_info=exception)
        return answer_in_admin(request, text, "collision", status=400)

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def answer_in_admin(request: HttpRequest, text: str, code: str, *, status: int) -> HttpResponse:
    """Undo what the request did, and tell the editor: on the screen where it was, or as what a script there expects."""
    if transaction.get_connection().in_atomic_block:
        transaction.set_rollback(True)
    data = {"success": False, "error_code": code, "error_message": text}
    if request.resolver_match and request.resolver_match.url_name == UPLOAD_OF_MANY:
        return JsonResponse(data)
    if not request.accepts("text/html"):
        return JsonResponse(data, status=status)
    messages.error(request, text)
    return HttpResponseRedirect(_back(request))


def explain(exception: Exception) -> str:
    """What went wrong, for an editor; "" when it is not a rule of the data but a fault of ours."""
    if isinstance(exception, ProtectedError):
        return IN_USE
    if isinstance(exception, IntegrityError):
        return TAKEN if "unique" in str(exception).lower() else ""
    if isinstance(exception, ValidationError):
        return f"Dit lukte niet: {' '.join(exception.messages)} Er is niets gewijzigd."
    return ""


def _back(request: HttpRequest) -> str:
    """The admin page that sent the request, or the admin's front page."""
    sender = parts_of(request.headers.get("Referer", ""))
    return sender.path if sender.netloc == request.get_host() and sender.path.startswith(ADMIN_PREFIX) else ADMIN_PREFIX
