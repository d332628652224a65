"""An editor publishes a page in the admin, in a process that kills itself at a step that was agreed.

A step is a statement to the database, the moment before and after a commit, or a statement to the file of the index.
The first commit is the publication's own; what comes after it is the delivery to the index and the end of the request.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
from contextlib import suppress
from io import StringIO
from typing import Any

NOTE = "Uitgave {} is verschenen."
# Of the demo's accounts, from which a demo asks no second factor.
EDITOR = "redacteur"


def begin() -> None:
    """A small site with one published page, and who publishes it."""
    from portal.models import Gebruiker
    from search import service
    from tests.factories.paginas import HandreikingFactory

    Gebruiker.objects.create_superuser(EDITOR, f"{EDITOR}@voorbeeld.test", "een-lang-wachtwoord-voor-tests")
    HandreikingFactory(title="Uitgave v0q", slug="uitgave", published=True)
    service.rebuild()


def publish(version: str, kill_at: str) -> None:
    """Write a draft; then publish it in the admin, and be killed at this step. With 0: say which steps there were."""
    from django.test import Client

    from portal.models import Gebruiker, Handreiking

    steps = Steps()
    page = Handreiking.objects.get(slug="uitgave").get_latest_revision_as_object()
    page.title = f"Uitgave v{version}q"
    page.wat_veranderde = NOTE.format(version)
    page.save_revision()
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(Gebruiker.objects.get(username=EDITOR))
    steps.count(int(kill_at))
    response = client.post(f"/admin/bulk/wagtailcore/page/publish/?next=/admin/&id={page.pk}")
    assert response.status_code == 302, response.content[:500]
    assert response["Location"] == "/admin/", response["Location"]
    print(json.dumps(steps.names))  # noqa: T201  the answer to who started this


def look() -> None:
    """What became of the publication, as another process finds it."""
    from django.core.management import call_command
    from wagtail.models import Page, PageLogEntry

    from portal.models import Handreiking, Wijziging

    page = Handreiking.objects.get(slug="uitgave")
    latest, live = page.latest_revision, page.live_revision
    told, logged = Wijziging.objects.filter(pagina=page), PageLogEntry.objects.filter(action="wagtail.publish")
    compared = StringIO()
    # It ends with an error when something differs, which the answer tells as well.
    with suppress(SystemExit):
        call_command("search_index", "check", "--json", stdout=compared)
    found = {
        "title": page.title,
        "live": live.content["title"],
        "latest": latest.content["title"],
        "told": [*told.filter(revision=live).values_list("tekst", flat=True)],
        "told of the draft": told.filter(revision=latest).count() if latest != live else 0,
        "logged": logged.filter(revision=live).count(),
        "logged of the draft": logged.filter(revision=latest).count() if latest != live else 0,
        "waits": page.has_unpublished_changes,
        "tree": [list(map(str, problems)) for problems in Page.find_problems()],
        "index": json.loads(compared.getvalue())["embedded"],
    }
    print(json.dumps(found))  # noqa: T201  the answer to who started this


class Steps:
    """Watches this process from now on; counts its steps when it is told to, and ends it at one of them."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._kill_at, self._counts = 0, False
        self._watch_database()
        self._watch_index()

    def count(self, kill_at: int) -> None:
        self._kill_at, self._counts = kill_at, True

    def _step(self, name: str) -> None:
        if not self._counts:
            return
        self.names.append(name)
        if len(self.names) == self._kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def _watch_database(self) -> None:
        from django.db import connection

        def statement(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            self._step("statement")
            return execute(sql, params, many, context)

        commit = connection.commit

        def committed() -> None:
            self._step("commit")
            commit()
            self._step("committed")

        connection.execute_wrappers.append(statement)
        connection.commit = committed

    def _watch_index(self) -> None:
        connect = sqlite3.connect

        def watched(*args: Any, **kwargs: Any) -> sqlite3.Connection:
            connection = connect(*args, **kwargs)
            connection.set_trace_callback(lambda sql: self._step("index"))
            return connection

        # Django's own connections come from another name.
        sqlite3.connect = watched  # type: ignore[assignment]


COMMANDS = {"begin": begin, "publish": publish, "look": look}
