"""A request of the admin that cannot be understood: a key that is none is not found, a form without its fields is bad.

Wagtail's own screens never send these, and its views fail on them. Only what is named here becomes an answer, and it is
logged; any other error stays the error that it is.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import NoReverseMatch
from django.utils.datastructures import MultiValueDictKeyError
from django.views.defaults import page_not_found

from ..middleware import ADMIN_PREFIX, SAFE_METHODS

logger = logging.getLogger("portal.admin")
Handler = Callable[[HttpRequest], HttpResponse]
MISSING = "In dit formulier ontbreekt iets, of er staat iets in dat er niet hoort. Ga terug en probeer het opnieuw."
# Where Wagtail counts on a record or a field that such a request does not give: (end of the file, function, error).
COUNTED_ON = {
    ("wagtail/admin/forms/choosers.py", "is_absolute_path", AttributeError): 400,
    ("wagtail/admin/views/generic/chooser.py", "post", AttributeError): 404,
    ("wagtail/admin/views/pages/lock.py", "get_success_url", AttributeError): 400,
    ("wagtail/admin/views/pages/revisions.py", "get_object", AttributeError): 404,
    ("wagtail/contrib/redirects/forms.py", "clean", KeyError): 400,
}


def not_understood(get_response: Handler) -> Handler:
    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        ours = request.path.startswith(ADMIN_PREFIX)
        status = 400 if ours and _leads_nowhere(request, exception) else status_of(exception) if ours else 0
        if not status:
            return None
        logger.warning("Not understood in the admin, %s: %s", status, exception, exc_info=exception)
        if status == 404 and request.method in SAFE_METHODS:
            return page_not_found(request, Http404())
        # In a transaction, that may be broken and will be undone: nothing here asks the database.
        if not request.accepts("text/html"):
            return JsonResponse({"success": False, "error_message": MISSING}, status=400)
        return HttpResponse(render_to_string("400.html", {"melding": MISSING}), status=400)

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def status_of(exception: Exception) -> int:
    """404 for a key that no record can have, 400 for a form without its fields; 0 for any other error."""
    if isinstance(exception, MultiValueDictKeyError):
        return 400
    frames = traceback.extract_tb(exception.__traceback__)
    last = frames[-1] if frames else None
    if last is None:
        return 0
    if isinstance(exception, ValueError | ValidationError | OverflowError | DataError) and _is_no_key(exception, last):
        return 404
    for (file, function, error), status in COUNTED_ON.items():
        if last.filename.endswith(file) and last.name == function and type(exception) is error:
            return status
    return 0


def _leads_nowhere(request: HttpRequest, exception: Exception) -> bool:
    """Whether the address to go on to is a bare word, which Django takes for the name of a view."""
    goal = request.POST.get("next") or request.GET.get("next") or ""
    return isinstance(exception, NoReverseMatch) and bool(goal) and "/" not in goal and repr(goal) in str(exception)


def _is_no_key(exception: Exception, last: traceback.FrameSummary) -> bool:
    """Whether the database, or Django on its behalf, refused a value that its column cannot hold."""
    if isinstance(exception, OverflowError | DataError):
        return "django/db/" in last.filename
    in_a_field = last.filename.endswith("django/db/models/fields/__init__.py")
    return in_a_field and last.name in ("get_prep_value", "to_python")
