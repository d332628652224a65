"""A server with TLS and security on, and an API key that is good for the portal's own indices only.

The server is the fetched one, with its own security module: nothing stands in between.
"""

from __future__ import annotations

import base64
import json
import ssl
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from pytest_django import Settings

from search import engines, service, signals
from search.indexing import outbox
from search.types import SearchQuery
from tests.faults.certificates import issue
from tests.search import elasticsearch_server
from tests.search.conftest import Create
from tools.elasticsearch_node import Node, free_ports

pytestmark = [pytest.mark.long, pytest.mark.django_db, pytest.mark.timeout(600)]
ROOT = Path(__file__).resolve().parents[2]
PREFIX = "veilig"
PASSWORD = "alleen-voor-deze-test"
HASHED = "$2a$10$kennisportaalproefzoue1S0jpNqSRdDypmXL94nQ7T/vCBNrG1i"
# What docs/beheer.md tells an operator to allow.
ALLOWED = {"portaal": {"indices": [{"names": [f"{PREFIX}-*"], "privileges": ["read", "write", "manage"]}]}}


@dataclass(frozen=True)
class Secured:
    """A server behind TLS, the file of its authority, and a key limited to our prefix."""

    url: str
    authority: str
    key: str


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    elasticsearch_server.require_fetched()
    issued = issue()
    authority = tmp_path_factory.mktemp("tls") / "ca.pem"
    authority.write_text(issued.authority)
    settings = {
        "xpack.security.enabled": "true",
        "xpack.security.http.ssl.enabled": "true",
        "xpack.security.http.ssl.certificate": "http.pem",
        "xpack.security.http.ssl.key": "http.key",
    }
    files = {
        "http.pem": issued.certificate,
        "http.key": issued.key,
        "users": f"beheer:{HASHED}\n",
        "users_roles": "superuser:beheer\n",
    }
    context = ssl.create_default_context(cadata=issued.authority)
    password = base64.b64encode(f"beheer:{PASSWORD}".encode()).decode()
    headers = {"Authorization": f"Basic {password}", "Content-Type": "application/json"}
    node = Node("veilig", *free_ports(2), "512m", settings, files=files, context=context, headers=headers)
    try:
        node.start()
        node.wait()
        body = json.dumps({"name": "portaal", "role_descriptors": ALLOWED}).encode()
        request = urllib.request.Request(f"{node.url}/_security/api_key", body, headers)
        with urllib.request.urlopen(request, context=context, timeout=60) as answer:
            key = json.load(answer)["encoded"]
        # A server without any index says of every name that it does not exist, also to who may not know.
        request = urllib.request.Request(f"{node.url}/{PREFIX}-ander-gebruik", b"{}", headers, method="PUT")
        urllib.request.urlopen(request, context=context, timeout=60).close()
        yield Secured(node.url, str(authority), key)
    finally:
        node.remove()


def use(settings: Settings, server: Secured, **more: object) -> None:
    """Search with this server."""
    elastic = {"HOSTS": [server.url], "PREFIX": PREFIX, "API_KEY": server.key, "CA_CERTS": server.authority}
    elastic |= {"SEARCH_TIMEOUT": 20, "WRITE_TIMEOUT": 60, **more}
    settings.SEARCH = {**settings.SEARCH, "ENGINE": "elastic", "ELASTIC": elastic}
    engines.forget_vocabulary()


def answer(text: str) -> tuple[list[str], str]:
    """The titles that a visitor finds, and the engine that found them."""
    found = service.search(SearchQuery(text))
    return [hit.title_text for hit in found.hits], found.engine


def test_everything_works_with_a_limited_key(
    settings: Settings, own_search: Path, create: Create, secured: Secured, capsys: pytest.CaptureFixture[str]
) -> None:
    use(settings, secured)
    with signals.switched_off():
        Group.objects.create(name="Signaalkaart")
    call_command("search_index", "rebuild")
    create("Meldroute jeugd")
    call_command("search_index", "work", "--once")
    call_command("search_index", "check")
    assert answer("meldroute") == (["Meldroute jeugd"], "elastic")
    assert answer("signaalkart")[1] == "elastic"
    assert service.search(SearchQuery("signaalkart")).did_you_mean == "signaalkaart"
    assert [one.text for one in service.suggest("meld")] == ["Meldroute jeugd"]
    capsys.readouterr()
    call_command("search_index", "status", "--json")
    said = capsys.readouterr()
    status = json.loads(said.out)["elastic"]
    assert (status["available"], status["documents"], status["waiting"]) == (True, 2, 0)
    # A second rebuild finds and removes what the first one made.
    assert service.rebuild() == {"elastic": 2, "embedded": 2}
    assert said.err == ""


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"PREFIX": "andermans"}, "the API key may not do this (403): action [indices:"),
        ({"API_KEY": base64.b64encode(b"onbekend:geheim").decode()}, "the server does not accept the API key (401)"),
        ({"API_KEY": ""}, "the server does not accept the API key (401)"),
        ({"CA_CERTS": "other"}, "no TLS connection; is CA_CERTS the authority that signed the server's certificate?"),
        ({"CA_CERTS": ""}, "no TLS connection; is CA_CERTS the authority that signed the server's certificate?"),
    ],
    ids=["another prefix", "an unknown key", "no key", "another authority", "no authority"],
)
def test_what_is_not_allowed_is_said_and_the_embedded_index_answers(
    more: dict[str, str],
    said: str,
    settings: Settings,
    own_search: Path,
    create: Create,
    secured: Secured,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if more.get("CA_CERTS") == "other":
        other = tmp_path / "other.pem"
        other.write_text(issue("Een ander").authority)
        more = {"CA_CERTS": str(other)}
    use(settings, secured, **more)
    create("Meldroute jeugd")
    assert answer("meldroute") == (["Meldroute jeugd"], "embedded")
    assert said in caplog.text
    assert service.work() == 0
    assert outbox.waiting("elastic")[:2] == (1, 0)
    for action in ("rebuild", "check", "status"):
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            call_command("search_index", action)
        assert end.value.code == 1
        written = capsys.readouterr()
        assert said in written.out + written.err
        assert "Traceback" not in written.err


def test_an_operator_reads_it_on_stderr(secured: Secured, tmp_path: Path) -> None:
    """The settings as they are given in production: in the environment, read by a process of its own."""
    env = {
        "PATH": "/usr/bin:/bin",
        "KENNISPORTAAL_VAR": str(tmp_path),
        "SEARCH_ENGINE": "elastic",
        "ELASTICSEARCH_URL": secured.url,
        "ELASTICSEARCH_CA": secured.authority,
        "ELASTICSEARCH_API_KEY": secured.key,
        "ELASTICSEARCH_PREFIX": "andermans",
        "DATABASE_URL": f"sqlite:///{tmp_path}/leeg.sqlite3",
    }
    code = "from search import engines; print(engines.primary().status())"
    run = [sys.executable, "manage.py", "shell", "-v", "0", "-c", code]
    done = subprocess.run(run, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert "the API key may not do this (403)" in done.stdout, done.stderr
    env["ELASTICSEARCH_CA"] = str(tmp_path / "nergens.pem")
    done = subprocess.run(run, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "ELASTICSEARCH_CA names no file of certificates in PEM" in done.stderr
