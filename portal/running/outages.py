"""What is nobody's mistake and passes: a database that is away or locked, a disk that is full or read-only."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

from ..editing.collisions import answer_in_admin
from ..middleware import ADMIN_PREFIX, HEALTH, PRIVATE, SAFE_METHODS


@dataclass(frozen=True, slots=True)
class Outage:
    """What to tell an editor, and after how many seconds it is worth to try again."""

    text: str
    retry_after: int
    # Whether the screens of the admin still work, so that the message can stand on one.
    can_read: bool = True


GONE = Outage("Het portaal kan nu niet bij zijn gegevens. Er is niets gewijzigd.", 30, can_read=False)
BUSY = Outage(
    "Dit lukte niet: het portaal is te druk met iets anders. Er is niets gewijzigd. Wacht een minuut en probeer het "
    "opnieuw.",
    60,
)
FULL = Outage(
    "Dit lukte niet: de schijf van het portaal is vol. Er is niets gewijzigd. Waarschuw de beheerder van de site.", 300
)
READ_ONLY = Outage(
    "Dit lukte niet: het portaal kan nu niets bewaren. Er is niets gewijzigd. Waarschuw de beheerder van de site.", 300
)

# https://www.sqlite.org/rescode.html: busy, locked, read-only, I/O error, corrupt, full, cannot open, protocol, and a
# file that is no database.
SQLITE = {5: BUSY, 6: BUSY, 8: READ_ONLY, 10: GONE, 11: GONE, 13: FULL, 14: GONE, 15: BUSY, 26: GONE}
# https://www.postgresql.org/docs/current/errcodes-appendix.html: the whole code, or its class.
POSTGRES = {
    "25006": READ_ONLY, "53100": FULL, "53": GONE, "08": GONE, "28": GONE, "3D": GONE, "57": GONE, "58": GONE,
    "40": BUSY, "55P03": BUSY, "57014": BUSY,
}  # fmt: skip
FILES = {
    errno.ENOSPC: FULL, errno.EDQUOT: FULL, errno.EFBIG: FULL,
    errno.EROFS: READ_ONLY, errno.EACCES: READ_ONLY, errno.EPERM: READ_ONLY, errno.EIO: READ_ONLY,
}  # fmt: skip


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`: 503 and when to come back for what passes, a message in the admin, else the 500 page.

    It sees what was raised anywhere, in a view and in all that is around one. It asks no database.
    """
    outage = explain(sys.exc_info()[1])
    if outage is None:
        return defaults.server_error(request)
    if request.path == HEALTH:
        response = HttpResponse("not ok", content_type="text/plain", status=503)
    elif request.path.startswith(ADMIN_PREFIX) and request.method not in SAFE_METHODS and _first_time(request, outage):
        return answer_in_admin(request, outage.text, "outage", status=503)
    else:
        response = HttpResponse(render_to_string("503.html", {"melding": outage.text}), status=503)
    response["Retry-After"] = str(outage.retry_after)
    response["Cache-Control"] = PRIVATE
    return response


def explain(exception: BaseException | None) -> Outage | None:
    """Which outage is behind an exception; None when it is a fault of ours."""
    for one in _chain(exception):
        found = _of_files(one) if isinstance(one, OSError) else _of_database(one)
        if found is not None:
            return found
    return None


def _of_files(error: OSError) -> Outage | None:
    return FILES.get(error.errno) if error.errno is not None else None


def _of_database(error: BaseException) -> Outage | None:
    if not isinstance(error, DatabaseError):
        return None
    cause = error.__cause__
    number = getattr(cause, "sqlite_errorcode", None)
    if number is not None:
        return SQLITE.get(number & 0xFF)
    if type(cause).__module__.partition(".")[0] != "psycopg":
        return None
    code = getattr(cause, "sqlstate", None)
    if code is not None:
        return POSTGRES.get(code, POSTGRES.get(code[:2]))
    # Without a code it did not come from the server: there is none.
    return GONE if type(error).__name__ in ("OperationalError", "InterfaceError") else None


def _chain(exception: BaseException | None) -> Iterator[BaseException]:
    """An exception, and what it came from."""
    seen: set[int] = set()
    while exception is not None and id(exception) not in seen:
        seen.add(id(exception))
        yield exception
        exception = exception.__cause__ or exception.__context__


def _first_time(request: HttpRequest, outage: Outage) -> bool:
    """Whether the message can be given; not again for what fails while it is kept, as a session on a full disk."""
    before = getattr(request, "_portal_outage", None)
    request._portal_outage = outage  # type: ignore[attr-defined]
    return outage.can_read and before is None and hasattr(request, "_messages")
