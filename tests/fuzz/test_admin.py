"""Generated requests to every address of the admin, as those who may enter it send them: none makes it fail."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from django.core.signals import got_request_exception
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings

from . import bodies, world
from .addresses import Address, addresses

pytestmark = pytest.mark.django_db
SEED = 20261128
HOST = "portaal.example.org"
# As production.py has it, but for the files and mail of a real server.
PRODUCTION = {
    "ALLOWED_HOSTS": [HOST],
    "SECURE_SSL_REDIRECT": True,
    "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
    "SECURE_HSTS_SECONDS": 31_536_000,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "WAGTAILADMIN_BASE_URL": f"https://{HOST}",
}
ENVIRONMENTS: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "production": (PRODUCTION, {"HTTP_HOST": HOST, "HTTP_X_FORWARDED_PROTO": "https"}),
    "demo": ({}, {"HTTP_HOST": "testserver"}),
}
WHO = ("redacteur",) * 5 + ("beheerder",) * 4 + ("ketenpartner",)


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[world.World]:
    """One world for the file; each request is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield world.build()
        transaction.set_rollback(True)


class Visitor:
    """Sends requests as somebody; each is undone, also what it did to the session."""

    def __init__(self, person: Any, extra: dict[str, str]) -> None:
        self.client = Client(raise_request_exception=False)
        self.client.force_login(person)
        self.session = {name: cookie.value for name, cookie in self.client.cookies.items()}
        self.extra = extra

    def send(self, method: str, address: str, **given: Any) -> tuple[HttpResponse, str, bool]:
        """The answer, its text, and whether a refusal changed anything."""
        for name, value in self.session.items():
            self.client.cookies[name] = value
        with transaction.atomic():
            before = world.counted() if method == "post" else ()
            response = getattr(self.client, method)(address, **given, **self.extra)
            content = b"".join(response.streaming_content) if response.streaming else response.content
            half = method == "post" and response.status_code >= 400 and world.counted() != before
            transaction.set_rollback(True)
        return response, content.decode("utf-8", "replace"), half


def request(chance: Random, visitor: Visitor, address: str) -> tuple[str, Any]:
    """One request of any kind: a look with a strange question, or a form."""
    if chance.random() < 0.55:
        line = address + bodies.query(chance)
        return f"get {line}", visitor.send("get", line)
    line = address + (bodies.query(chance) if chance.random() < 0.2 else "")
    if chance.random() < 0.15:
        kind = chance.choice(bodies.TYPES)
        return f"post {kind} {line}", visitor.send("post", line, data="{", content_type=kind)
    _, page, _ = visitor.send("get", address)
    data = bodies.fields(chance, page)
    return f"post {line} {str(data)[:1500]}", visitor.send("post", line, data=data)


def complaints(response: HttpResponse, text: str, half: bool) -> Iterator[str]:
    if response.status_code >= 500:
        yield f"answers {response.status_code}"
    if half:
        yield f"answers {response.status_code} and wrote all the same"
    goal = response.get("Location", "")
    if goal.startswith(("//", "/\\")) or (":" in goal.split("/")[0] and not goal.startswith(f"https://{HOST}/")):
        yield f"leads away to {goal}"
    if bodies.MARK in text and response.get("Content-Type", "").startswith(("text/html", "application/json")):
        yield "gives back HTML as it came in"
    if "X-Fuzz" in response:
        yield "takes a header from a value"


def run(built: world.World, environment: str, part: int, amount: int) -> tuple[list[str], Counter[int]]:
    """What went wrong in this part of the requests, and how often each status came."""
    settings, extra = ENVIRONMENTS[environment]
    chance = Random(f"{SEED}-{environment}-{part}")
    places: list[Address] = addresses("admin/")
    assert len(places) > 200
    chance.shuffle(places)
    seen: Counter[int] = Counter()
    wrong: list[str] = []
    raised: list[str] = []

    def note(**kwargs: Any) -> None:
        raised.append("".join(traceback.format_exc().splitlines(keepends=True)[-9:]))

    got_request_exception.connect(note)
    try:
        with override_settings(**settings):
            visitors = {name: Visitor(person, extra) for name, person in built.people.items()}
            for number in range(amount):
                who = chance.choice(WHO)
                address = "/" + places[number % len(places)].filled(chance, built.keys)
                raised.clear()
                what, (response, text, half) = request(chance, visitors[who], address)
                seen[response.status_code] += 1
                wrong += [f"{who}: {what} {reason}\n{''.join(raised)}" for reason in complaints(response, text, half)]
    finally:
        got_request_exception.disconnect(note)
    return wrong, seen


@pytest.mark.parametrize("part", range(2))
@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_no_request_makes_the_admin_fail(built: world.World, db: None, environment: str, part: int) -> None:
    wrong, seen = run(built, environment, part, 125)
    assert not wrong, f"{len(wrong)} wrong\n" + "\n".join(wrong[:10])
    assert seen[200] > 20


@pytest.mark.long
@pytest.mark.parametrize("part", range(100, 108))
@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_no_request_of_two_thousand_makes_the_admin_fail(
    built: world.World, db: None, environment: str, part: int
) -> None:
    wrong, _ = run(built, environment, part, 125)
    assert not wrong, f"{len(wrong)} wrong\n" + "\n".join(wrong[:10])
