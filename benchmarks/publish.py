"""What publishing one page costs an editor, and how soon a visitor finds it, with an Elasticsearch in every state.

    python -m benchmarks.publish [--times 40] [--elasticsearch URL]

Portals with the demo content, each with its own worker: on the embedded index, on an Elasticsearch that answers (one of
ours, unless a URL is given), on one that hangs (it takes the connection and says nothing) and on one that refuses. They
publish the same page in turns, through the form of the admin. Afterwards nothing may be lost: the portals whose server
did not answer are given the one that does, and their index is compared with the database.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from html.parser import HTMLParser
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LONGEST_WAIT = 30.0
BARS = {"publishing": 1.2, "visible": 1.0}


class Form(HTMLParser):
    """The fields of an edit form, as a browser without script would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._area = self._select = ""

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """Fields, and what is chosen in them."""
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "input" and name and given.get("type") not in ("submit", "file"):
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                self.values[name] = given.get("value", "")
        elif tag == "textarea" and name:
            self._area, self.values[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in given and self._select:
            self.values[self._select] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        """The end of a text field."""
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        """What stands in a text field."""
        if self._area:
            self.values[self._area] += data


class Editor:
    """Publishes one page again and again, in the process of a portal."""

    def __init__(self) -> None:
        from django.conf import settings
        from django.test import Client
        from django.urls import reverse

        from portal.models import Gebruiker, Nieuws, Overzicht

        user = Gebruiker.objects.create_superuser("meter", "meter@example.org", "wachtwoord van de meter")
        section = Overzicht.objects.filter(toont="nieuws").live().first()
        page = section.add_child(instance=Nieuws(title="Meting", slug="meting", samenvatting="Een meting."))
        page.save_revision().publish()
        self.client = Client(headers={"host": "127.0.0.1"})
        settings.SECOND_FACTOR_EXEMPT = (user.username,)
        self.client.force_login(user)
        self.url = reverse("wagtailadmin_pages:edit", args=[page.pk])

    def publish(self, word: str) -> float:
        """Publish the page with this word in its title; returns milliseconds."""
        form = Form()
        form.feed(self.client.get(self.url).content.decode())
        wanted = {name: value for name, value in form.values.items() if not name.startswith(("action-", "comments-"))}
        data = {**wanted, "title": f"Meting {word}", "inhoud-count": "0", "action-publish": "1"}
        data |= {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
        began = time.perf_counter()
        answer = self.client.post(self.url, data)
        took = (time.perf_counter() - began) * 1000
        if answer.status_code != 302:
            raise SystemExit(f"The admin did not publish: {answer.status_code}\n{answer.content.decode()[-3000:]}")
        return took

    def seen(self, word: str, engine: str) -> float:
        """Seconds until this engine finds the word; LONGEST_WAIT when it does not."""
        from search import service
        from search.types import SearchQuery

        began = time.perf_counter()
        while time.perf_counter() - began < LONGEST_WAIT:
            answer = service.search(SearchQuery(word))
            if answer.engine == engine and any(word in hit.title_text for hit in answer.hits):
                break
            time.sleep(0.02)
        return time.perf_counter() - began


def serve() -> None:
    """A portal's own process: a JSON list a line, (word, engine to be seen in or ""); answers with the two times."""
    import django

    django.setup()
    editor = Editor()
    for line in sys.stdin:
        word, engine = json.loads(line)
        took = editor.publish(word)
        visible = editor.seen(word, engine) if engine else 0.0
        sys.stdout.write(json.dumps([took, visible]) + "\n")
        sys.stdout.flush()


class Portal:
    """A copy of the demo in a folder, with the settings of one state."""

    def __init__(self, name: str, template: Path, folder: Path, **environment: str) -> None:
        self.name, self.folder = name, folder / name
        shutil.copytree(template, self.folder)
        self.env = {**_plain(), "KENNISPORTAAL_VAR": str(self.folder), **environment}

    def manage(self, *words: str, **environment: str) -> str:
        """Run a command of this portal; returns what it said. Exit code 1 says that something is not well, and may."""
        command = [sys.executable, "manage.py", *words]
        env = {**self.env, **environment}
        done = subprocess.run(command, cwd=ROOT, env=env, check=False, capture_output=True, text=True)
        if "Traceback" in done.stderr:
            raise SystemExit(done.stderr)
        return done.stdout

    def open(self, stack: ExitStack) -> None:
        """Start its worker and its editor."""
        quiet = {"stderr": subprocess.DEVNULL, "cwd": ROOT, "env": self.env}
        worker = subprocess.Popen([sys.executable, "manage.py", "worker"], **quiet)  # type: ignore[call-overload]
        stack.callback(_end, worker)
        self._editor = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.publish", "--serve"],
            cwd=ROOT, env=self.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        stack.callback(_end, self._editor)

    def publish(self, word: str, engine: str = "") -> tuple[float, float]:
        """(milliseconds that publishing took, seconds until that engine found it)."""
        assert self._editor.stdin is not None
        assert self._editor.stdout is not None
        self._editor.stdin.write(json.dumps([word, engine]) + "\n")
        self._editor.stdin.flush()
        took, visible = json.loads(self._editor.stdout.readline())
        return took, visible


def _plain() -> dict[str, str]:
    env = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "SEARCH_ENGINE")}
    return {**env, "DJANGO_SETTINGS_MODULE": "portal.settings.dev"}


def _end(process: subprocess.Popen[Any]) -> None:
    process.kill()
    process.wait()


@contextmanager
def hanging() -> Iterator[str]:
    """A server that takes every connection and says nothing."""
    with socket.create_server(("127.0.0.1", 0), backlog=500) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def refusing() -> str:
    """An address where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    return f"http://127.0.0.1:{port}"


def compare(portals: Sequence[Portal], times: int) -> None:
    """Publish in turns, and print what each portal took."""
    dice = random.Random(5)
    took: dict[str, list[float]] = {portal.name: [] for portal in portals}
    for portal in portals:
        portal.publish("opwarmen")
    for number in range(times):
        order = list(portals)
        dice.shuffle(order)
        for portal in order:
            took[portal.name].append(portal.publish(f"beurt{number}")[0])
    normal = took["answers"]
    for name, found in took.items():
        ratios = [one / other for one, other in zip(found, normal, strict=True)]
        say(
            f"{name:<9} publishing {median(found):6.0f} ms (median of {times}), most {max(found):6.0f} ms,"
            f" {median(ratios):.2f} times the normal (bar {BARS['publishing']})"
        )


def visible(portals: Sequence[Portal], times: int) -> None:
    """Publish, and print how soon it is found."""
    for portal in portals:
        engine = "elastic" if portal.name == "answers" else "embedded"
        found = []
        for number in range(times):
            # Not in step with the worker's rounds.
            time.sleep(random.uniform(0, 0.5))
            found.append(portal.publish(f"zichtbaar{number}", engine)[1])
        say(
            f"{portal.name:<9} found in {engine} after {median(found):.2f} s (median of {times}),"
            f" at most {max(found):.2f} s (bar {BARS['visible']:.0f} s)"
        )


def say(text: str) -> None:
    """One line of figures."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def measure(times: int, url: str) -> None:
    """Everything, on a server that answers."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kennisportaal-publish-")))
        template = folder / "template"
        template.mkdir()
        first = Portal("first", template, folder)
        for words in (("migrate", "-v0"), ("load_demo",), ("search_index", "rebuild")):
            first.manage(*words)
        states = {"answers": url, "hangs": stack.enter_context(hanging()), "refuses": refusing()}
        portals = [
            Portal(name, first.folder, folder, SEARCH_ENGINE="elastic", ELASTICSEARCH_URL=server,
                   ELASTICSEARCH_PREFIX=f"publish-{name}")
            for name, server in states.items()
        ]  # fmt: skip
        for portal in portals:
            portal.manage("search_index", "rebuild", ELASTICSEARCH_URL=url)
        portals.append(Portal("embedded", first.folder, folder))
        with ExitStack() as running:
            for portal in portals:
                portal.open(running)
            compare(portals, times)
            visible(portals, times // 2)
        for portal in portals[1:3]:
            account(portal, url)


def account(portal: Portal, url: str) -> None:
    """Deliver what waited for a server that did not answer, to one that does, and print what is missing."""
    waited = json.loads(portal.manage("search_index", "status", "--json"))["elastic"]
    until, left = time.monotonic() + 120, 1
    while left and time.monotonic() < until:
        left = json.loads(portal.manage("search_index", "work", "--once", "--json", ELASTICSEARCH_URL=url))["waiting"]
        time.sleep(1)
    found = json.loads(portal.manage("search_index", "check", "--json", ELASTICSEARCH_URL=url))["elastic"]
    lost = len(found["missing"]) + len(found["stale"]) + len(found["orphan"]) + left + waited["parked"]
    say(f"{portal.name:<9} {waited['waiting']} changes waited, {lost} of {found['documents']} documents lost or old")


def main() -> None:
    """Measure, or be a portal's process."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--elasticsearch", default="", metavar="URL")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.serve:
        serve()
        return
    with ExitStack() as stack:
        url = chosen.elasticsearch
        if not url:
            from tools.elasticsearch import running

            url = stack.enter_context(running()).url
        measure(chosen.times, url)


if __name__ == "__main__":
    main()
