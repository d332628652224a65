"""2,000 generated requests, as the web sends them: none makes the portal fail."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from django.core.cache import cache
from django.test import Client

from search import service
from tests.factories.paginas import HandreikingFactory, home, section
from tests.factories.records import BegripFactory, BestandFactory, WijzigingFactory
from tests.factories.tracker import KnelpuntFactory, OplossingFactory, ProeftuinFactory, ToepassingFactory

pytestmark = pytest.mark.django_db
# The long suite sends twenty times as many to a real server.
AMOUNT = 800
SEED = 20261124
NASTY = [
    "%00", "%ED%A0%80", "%ED%BF%BF", "%zz", "%", "%25", "%F0%9F%98%80", "%FF%FE", "a" * 5_000, "%C3%A9" * 900, "-1",
    "0", "1000000000", "9" * 400, "1e9", "NaN", "%E2%88%9E", "%C2%B2", "'%20OR%201=1--", "%22%3E%3Cscript%3E", "../..",
    "..%2f..%2fetc%2fpasswd", "%5C..%5C", "{{7*7}}", "%7B%25%20debug%20%25%7D", "(((", "*", "%22", "a%20AND%20OR%20NOT",
    "2026-13-45", "0000-00-00", "9999-12-31", "0001-01-01", "2026-02-30", "+", "&&&", ";", "%0d%0aX-Header:%201",
    "None", "true", "[]", "%5B%5D", "drang", "handreiking", "%E2%80%AE%E2%80%8B", "%0B%0C%1F", "%EF%BF%BF",
]  # fmt: skip
NAMES = (
    "q", "soort", "vorm", "fase", "rol", "sector", "regio", "provincie", "resultaat", "bewijsgraad", "sinds", "pagina",
    "sorteer", "gewijzigd_sinds", "van", "tot", "p", "proeftuin", "stadium", "status", "niveau", "x" * 300, "%00",
    "q[]", "", "%zz", "%ED%A0%80",
)  # fmt: skip
METHODS = ("get",) * 12 + ("head", "options", "post", "put", "delete", "patch", "trace")
HOSTS = ("testserver",) * 12 + ("evil.example", "testserver:99999", "a" * 300, "[::1", "test_server", "", "x y")
TYPES = ("application/json", "text/xml", "multipart/form-data", "multipart/form-data; boundary=x", "x", "a" * 500)
HEADERS = {
    "accept": ("*/*", "application/x-nothing", "a" * 4_000, "text/html;q=x"),
    "if-modified-since": ("Tue, 24 Nov 2026 21:00:00 GMT", "yesterday", "0", "Mon, 99 Foo 0000 99:99:99 GMT"),
    "if-none-match": ('"x"', "*", "W/", '"' * 50),
    "range": ("bytes=0-1", "bytes=9-1", "bytes=-", "x"),
    "cookie": ("sessionid=x", "csrftoken=" + "a" * 5_000, ";;;", "messages=%00"),
    "accept-language": ("nl", "xx-XX-" + "a" * 600, "*"),
}


def requests(paths: list[str]) -> list[tuple[str, str, dict[str, str], str]]:
    """(method, address, headers, host) of each request; the same in every run."""
    chance = random.Random(SEED)
    made = []
    for _ in range(AMOUNT):
        path = chance.choice(paths)
        if chance.random() < 0.35:
            place = chance.randrange(len(path) + 1)
            path = path[:place] + chance.choice(NASTY) + path[place:]
        pairs = [f"{chance.choice(NAMES)}={chance.choice(NASTY)}" for _ in range(chance.randrange(6))]
        if chance.random() < 0.2 and pairs:
            pairs *= 30
        headers = {name: chance.choice(values) for name, values in HEADERS.items() if chance.random() < 0.15}
        address = "/" + path.lstrip("/") + ("?" + "&".join(pairs) if pairs else "")
        made.append((chance.choice(METHODS), address, headers, chance.choice(HOSTS)))
    return made


def test_no_request_makes_the_portal_fail() -> None:
    cache.clear()
    begrip = BegripFactory(slug="drang", schema="vorm")
    page = HandreikingFactory(begrippen=[begrip])
    toepassing = ToepassingFactory()
    document = BestandFactory()
    WijzigingFactory(pagina=page)
    service.rebuild()
    lists = [
        section(factory._meta.model._meta.model_name)
        for factory in (ProeftuinFactory, KnelpuntFactory, OplossingFactory)
    ]
    lists.append(section("handreiking"))
    paths = [
        "/", page.get_url(), toepassing.proeftuin.get_url(), toepassing.knelpunt.get_url(), home().get_url(),
        *(place.get_url() for place in lists), *(f"/feeds/lijst/{place.translation_key}.rss" for place in lists),
        f"/feeds/pagina/{page.translation_key}.atom", "/feeds/begrip/drang.json", "/feeds/alles.rss", "/feeds/",
        "/feeds/soort/proeftuin.rss", "/feeds/zoeken.rss", "/feeds/zoeken.atom", "/feeds/zoeken.json", "/zoeken/",
        "/zoeken/suggesties", "/begrippen/drang/", "/wijzigingen/", "/waarom-zie-ik-dit-niet/", "/sitemap.xml",
        "/robots.txt", "/.well-known/security.txt", "/gezondheid/", f"/documenten/{document.uuid}/",
        f"/documents/{document.pk}/{document.filename}", "/media/images/x.png", "/media/documents/x.pdf",
        "/account/login/", "/account/password/reset/", "/admin/", "/admin/pages/", "/admin/login/", "/programma/",
        "/programma/matrix/", "/programma/witte-vlekken/", "/programma/vergelijken/", "/programma/vergelijken.xlsx",
        "/programma/kaart/", "/programma/export/knelpunten.csv", "/programma/export/toepassingen.json", "/bestaat-niet",
        *(f"{toepassing.get_absolute_url()}{tail}" for tail in ("", "?op=1-5-2026", "citeer.bib", "feed.rss")),
    ]  # fmt: skip
    client = Client(raise_request_exception=False)
    seen: Counter[int] = Counter()
    failed = []
    for number, (method, address, headers, host) in enumerate(requests(paths)):
        extra = {"content_type": TYPES[number % len(TYPES)], "data": "{"} if method in ("post", "put", "patch") else {}
        response = getattr(client, method)(address, headers=headers, SERVER_NAME="testserver", HTTP_HOST=host, **extra)
        seen[response.status_code] += 1
        if response.status_code >= 500:
            failed.append(f"{response.status_code} {method} {host[:20]} {address[:150]} {headers}")
        if response.streaming:
            # What is streamed can still fail; to the end, then.
            assert sum(map(len, response)) >= 0
    assert not failed, "\n".join(failed[:20])
    assert {200, 400, 404, 405} <= set(seen)
    assert seen[200] > AMOUNT / 10
