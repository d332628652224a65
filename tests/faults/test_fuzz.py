"""Requests that nobody would send, to a portal with production's settings: no server error, and nothing comes back.

A few in this process; 20,000 to a real gunicorn that serves the demo, as a proxy would pass them on.
"""

from __future__ import annotations

import http.client
import os
import random
import shutil
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest
from django.test import Client, override_settings

from portal.models import Handreiking
from search import service
from tests import prepared, production
from tests.factories import paginas, records, tracker
from tests.fuzzing import HOSTS, Asked, faults, requests

SEED = 20261128
FEW, MANY, CLIENTS = 300, 20_000, 4
ROOT = Path(__file__).resolve().parents[2]
# Every wrong host, over https and without it, on an address with and without a redirect: decided before any view.
AT_THE_DOOR = [
    Asked("GET", target, {"X-Forwarded-Proto": scheme}, host=host)
    for host in HOSTS
    for scheme in ("https", "http", "")
    for target in ("/", "/gezondheid/", "/zoeken", "/static/x.css")
]
PLACES = """
/ /zoeken/ /zoeken/?q=drang /zoeken/export.csv /zoeken/export.json /zoeken/suggesties /wijzigingen/
/handreikingen/ /toolkit/ /praktijkvoorbeelden/ /rapporten/ /organisaties/ /nieuws/ /proeftuinen/ /knelpunten/
/oplossingen/ /begrippen/drang/ /programma/ /programma/matrix/ /programma/witte-vlekken/ /programma/vergelijken/
/programma/vergelijken.xlsx /programma/kaart/ /programma/aanbevelingen/ /programma/export/toepassingen.csv
/programma/export/knelpunten.xlsx /programma/export/proeftuinen.json /programma/feeds/matrix.atom /feeds/
/feeds/alles.rss /feeds/alles.json /feeds/soort/handreiking.atom /feeds/begrip/drang.rss /feeds/zoeken.json
/sitemap.xml /robots.txt /.well-known/security.txt /gezondheid/ /waarom-zie-ik-dit-niet/ /media/images/x.png
/documents/1/x.pdf /static/x.css /documenten/00000000-0000-0000-0000-000000000000/ /account/login/
/account/password/reset/ /account/email/ /admin/ /admin/login/ /admin/pages/1/edit/ /admin/password_reset/
/_util/login/ /favicon.ico
""".split()


@pytest.fixture
def site(db: None) -> list[str]:
    """A page of each sort that a reader meets; returns their addresses."""
    begrip = records.BegripFactory(term="drang", slug="drang")
    guide = paginas.HandreikingFactory(title="Drang", begrippen=[begrip], published=True)
    applied = tracker.ToepassingFactory()
    records.BijlageFactory(pagina=Handreiking.objects.get(pk=guide.pk))
    service.rebuild()
    pages = [guide, applied.knelpunt, applied.oplossing, applied.proeftuin]
    return [page.url_path.replace("/portaal/", "/", 1) for page in pages]


def in_process(client: Client, asked: Asked) -> tuple[int, Mapping[str, str], bytes]:
    """The same request without a socket between."""
    given = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in asked.headers.items()}
    kind = given.pop("HTTP_CONTENT_TYPE", "application/x-www-form-urlencoded")
    if asked.host:
        given["HTTP_HOST"] = asked.host
    path, _, query = asked.target.partition("?")
    response = client.generic(asked.method, "/", asked.body, kind, QUERY_STRING=query, PATH_INFO=raw(path), **given)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, dict(response.items()), body


def raw(path: str) -> str:
    """As WSGI gives it: the bytes behind the percent signs, each as a character."""
    return unquote_to_bytes(path).decode("latin-1")


def told(faults: list[str]) -> str:
    """How many of each kind, and of each the first few."""
    kinds: dict[str, list[str]] = {}
    for fault in faults:
        kinds.setdefault(fault.partition(":")[0], []).append(fault)
    lines = [line for found in kinds.values() for line in (f"{len(found)} times", *found[:5])]
    return "\n".join([f"{len(faults)} faults with seed {SEED}", *lines])


@pytest.mark.django_db
def test_a_few_hostile_requests(site: list[str]) -> None:
    with override_settings(**production.settings()):
        client = Client(raise_request_exception=False, **production.FORWARDED)  # type: ignore[arg-type]
        drawn = requests(random.Random(SEED), [*PLACES, *site])
        found, kinds = [], Counter[int]()
        for asked in [*AT_THE_DOOR, *(next(drawn) for _ in range(FEW))]:
            client.cookies.clear()
            status, headers, body = in_process(client, asked)
            kinds[status // 100] += 1
            found += faults(asked, status, headers, body, production.HOST)
    assert not found, told(found)
    # Otherwise everything would be refused at the door.
    assert kinds[2] > FEW / 5


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a gunicorn that serves the demo with portal.settings.production."""
    folder = tmp_path_factory.mktemp("productie") / "var"
    if "PREPARED_DEMO" in os.environ:
        shutil.copytree(os.environ["PREPARED_DEMO"], folder)
    else:
        prepared.demo(folder)
    own = {
        **production.ENVIRONMENT,
        "KENNISPORTAAL_VAR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'kennisportaal.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    }
    env = {**os.environ, **own}
    subprocess.run([sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"], cwd=ROOT, env=env, check=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    words = ["gunicorn", "portal.wsgi", "-b", f"127.0.0.1:{port}", "-w", "2", "--threads", "2", "--timeout", "120"]
    log = (folder / "gunicorn.log").open("w+")
    process = subprocess.Popen([sys.executable, "-m", *words], cwd=ROOT, env=env, stdout=log, stderr=log)
    try:
        for _ in range(600):
            try:
                if send(port, Asked("GET", "/"))[0] == 200:
                    break
            except OSError:
                time.sleep(0.2)
        yield port
    finally:
        process.terminate()
        process.wait(30)
        log.seek(0)
        sys.stdout.write(log.read()[-4000:])


def send(port: int, asked: Asked) -> tuple[int, Mapping[str, str], bytes]:
    """Exactly these bytes, through a proxy that says what it knows."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection._validate_path = lambda url: None  # type: ignore[attr-defined]
    try:
        connection.putrequest(asked.method, asked.target, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", (asked.host or production.HOST).encode())
        forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}
        for name, value in {**forwarded, **asked.headers}.items():
            connection.putheader(name, value.encode())
        if asked.body:
            connection.putheader("Content-Length", str(len(asked.body)))
        connection.endheaders(asked.body or None)
        response = connection.getresponse()
        body = response.read()
        return response.status, dict(response.getheaders()), body
    finally:
        connection.close()


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_many_hostile_requests_to_a_real_server(served: int) -> None:
    dice = random.Random(SEED)
    _, _, sitemap = send(served, Asked("GET", "/sitemap.xml"))
    found = [place.decode().partition(production.HOST)[2] for place in sitemap.split(b"<loc>")[1:]]
    pages = [place.partition("<")[0] for place in found]
    assert len(pages) > 50
    drawn = requests(dice, [*PLACES, *dice.sample(pages, 50)])
    wrong, kinds = [], Counter[int]()

    def one(asked: Asked) -> tuple[Asked, int, Mapping[str, str], bytes]:
        return (asked, *send(served, asked))

    with ThreadPoolExecutor(CLIENTS) as clients:
        for asked, status, headers, body in clients.map(one, [*AT_THE_DOOR, *(next(drawn) for _ in range(MANY))]):
            kinds[status // 100] += 1
            wrong += faults(asked, status, headers, body, production.HOST)
    print(f"seed {SEED}: {dict(kinds)}")  # noqa: T201
    assert not wrong, told(wrong)
    assert kinds[2] > MANY / 5
    assert send(served, Asked("GET", "/"))[0] == 200
