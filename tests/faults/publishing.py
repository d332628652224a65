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
    """Change the title in the form of the admin and publish it, and be killed at this step. With 0: tell the steps."""
    from django.test import Client
    from wagtail.test.utils.form_data import querydict_from_html

    from portal.models import Gebruiker, Handreiking

    page = Handreiking.objects.get(slug="uitgave")
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(Gebruiker.objects.get(username=EDITOR))
    address = f"/admin/pages/{page.pk}/edit/"
    form = querydict_from_html(client.get(address).content.decode(), form_id="page-edit-form").dict()
    typed = {"title": f"Uitgave v{version}q", "wat_veranderde": NOTE.format(version), "action-publish": "1"}
    steps = Steps(int(kill_at))
    # The body has no blocks; a browser would say so.
    response = client.post(address, {**form, "inhoud-count": "0", **typed})
    assert response.status_code == 302, response.content.decode()
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
        "told in all": told.count(),
        "logged": logged.filter(revision=live).count(),
        "logged in all": logged.count(),
        "waits": page.has_unpublished_changes,
        "tree": [list(map(str, problems)) for problems in Page.find_problems()],
        "index": json.loads(compared.getvalue())["embedded"],
    }
    print(json.dumps(found))  # noqa: T201  the answer to who started this


class Steps:
    """Counts the steps of this process from now on, and ends it at one of them."""

    def __init__(self, kill_at: int) -> None:
        self.names: list[str] = []
        self._kill_at = kill_at
        self._watch_database()
        self._watch_index()

    def _step(self, name: str) -> None:
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
