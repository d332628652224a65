"""The portal behind its proxy, as production runs it: hosts, health, headers, a database that is away for a while."""

from __future__ import annotations

import os
import re
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.faults.production import HOST, PASSED, Production
from tools import debian, postgres

PAGES = (
    "/", "/handreikingen/", "/zoeken/?q=drang", "/zoeken/suggesties?q=dra", "/wijzigingen/", "/feeds/", "/sitemap.xml",
    "/feeds/alles.rss", "/programma/", "/begrippen/drang/", "/bestaat-niet/", "/documents/1/x.pdf",
    "/media/images/x.png", "/account/login/", "/account/password/reset/", "/waarom-zie-ik-dit-niet/",
    "/.well-known/security.txt", "/gezondheid/",
)  # fmt: skip
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
STATIC = "/static/css/base.css"


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Production]:
    made = Production(tmp_path_factory.mktemp("productie"))
    made.manage("init_portal")
    made.manage("search_index", "rebuild")
    made.start()
    yield made
    made.stop()


@pytest.mark.parametrize("host", ["evil.test", "127.0.0.1", "a" * 300, "[::1", "x y", "test_server", ""])
@pytest.mark.parametrize("proto", ["", "https"])
def test_an_unknown_host_is_a_bad_request(portal: Production, host: str, proto: str) -> None:
    headers = {"Host": host, **({"X-Forwarded-Proto": proto} if proto else {})}
    for path in ("/", "/admin/", STATIC):
        answer = portal.ask(path, headers=headers, plain=True)
        assert answer.status == 400, (host, proto, path)
        assert "evil" not in answer.text
        if "Dit adres kunnen wij niet lezen" in answer.text:
            assert ALWAYS.items() <= answer.headers.items()
            assert "Content-Security-Policy" in answer.headers
            assert "camera=()" in answer.headers["Permissions-Policy"]


def test_another_name_in_a_header_or_in_the_request_line_changes_nothing(portal: Production) -> None:
    answer = portal.ask("/robots.txt", headers={"X-Forwarded-Host": "evil.test", "Forwarded": "host=evil.test"})
    assert (answer.status, "evil" in answer.text) == (200, False)
    assert "evil" not in portal.ask("http://evil.test/robots.txt").text


def test_over_plain_http_our_own_host_leads_to_https(portal: Production) -> None:
    answer = portal.ask("/zoeken/?q=a", headers={"Host": HOST}, plain=True)
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}/zoeken/?q=a")


@pytest.mark.parametrize(
    "headers",
    [{}, {"Host": "10.0.0.7:8000"}, {"Host": "evil.test"}, {"Host": "[::1"}, {"Host": ""}, {"Host": HOST}, PASSED],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_the_health_address_answers_whoever_asks(portal: Production, headers: dict[str, str], method: str) -> None:
    answer = portal.ask("/gezondheid/", method, headers=headers, plain=True)
    assert answer.status == 200, answer
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.text in ("ok", "")


def test_it_answers_the_oldest_load_balancer(portal: Production) -> None:
    with socket.create_connection(("127.0.0.1", portal.port), 30) as plain:
        plain.sendall(b"GET /gezondheid/ HTTP/1.0\r\n\r\n")
        assert plain.recv(100).split()[1] == b"200"


def test_health_takes_no_other_question(portal: Production) -> None:
    assert portal.ask("/gezondheid/", "POST", "a=b", plain=True).status == 405


def test_every_answer_has_the_headers_and_an_anonymous_page_is_kept_as_before(portal: Production) -> None:
    for path in (*PAGES, "/admin/", STATIC):
        answer = portal.ask(path)
        assert ALWAYS.items() <= answer.headers.items(), path
        assert "camera=()" in answer.headers["Permissions-Policy"]
        closed = answer.status >= 400 or path.startswith(("/admin/", "/account/", "/gezondheid"))
        assert (answer.headers.get("Cache-Control") == "private, no-store") == closed, (path, answer.headers)
        assert "None" not in answer.headers.values()


def assert_away(portal: Production) -> None:
    """Every page says that it will be back, also to somebody with a session; what needs no database is there."""
    for path in (*PAGES, "/admin/", "/admin/pages/"):
        answer = portal.ask(path, headers={"Cookie": "sessionid=abcdefghijklmnopqrstuvwxyz012345"})
        if path == "/.well-known/security.txt" or path.startswith("/media/"):
            assert answer.status in {404, 503}, path
            continue
        assert (answer.status, answer.headers.get("Retry-After")) == (503, "30"), path
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert ALWAYS.items() <= answer.headers.items()
        assert not re.search("sqlite|postgres|psycopg|socket", answer.text, re.IGNORECASE)
        assert ("Het portaal is er even niet" in answer.text) == (path != "/gezondheid/")
    assert [portal.ask(path).status for path in (STATIC, "/robots.txt")] == [200, 200]


def statuses(portal: Production) -> dict[str, int]:
    return {path: portal.ask(path).status for path in PAGES}


def test_a_broken_database_is_503_from_every_page_and_over_at_the_next_request(portal: Production) -> None:
    before = statuses(portal)
    assert set(before.values()) <= {200, 404}
    portal.stop()
    kept = portal.database.with_suffix(".kept")
    portal.manage(
        "shell", "-c", "from django.db import connection as c; c.cursor().execute('PRAGMA wal_checkpoint(TRUNCATE)')"
    )
    portal.database.rename(kept)
    portal.database.write_bytes(b"geen database " * 1000)
    portal.start()
    assert_away(portal)
    kept.replace(portal.database)
    assert statuses(portal) == before


@pytest.mark.long
@pytest.mark.timeout(900)
def test_a_server_that_stops_is_503_and_over_when_it_is_back(tmp_path: Path) -> None:
    """PostgreSQL, with connections that were open when it went, and nobody who starts the portal anew."""
    bin_dir = debian.postgres_bin()
    with postgres.private_cluster(bin_dir) as url:
        portal = Production(tmp_path, url)
        portal.manage("migrate", "-v0")
        portal.manage("init_portal")
        portal.manage("search_index", "rebuild")
        portal.start()
        try:
            before = statuses(portal)
            assert set(before.values()) <= {200, 404}
            for how in ("immediate", "fast"):
                turn(bin_dir, url, "stop", "-m", how)
                assert_away(portal)
                turn(bin_dir, url, "start")
                assert statuses(portal) == before
        finally:
            portal.stop()


def turn(bin_dir: str, url: str, action: str, *how: str) -> None:
    """Stop or start the private server, as whoever owns it."""
    folder = Path(unquote(urlsplit(url).netloc.partition("@")[2]))
    owner = ["runuser", "-u", folder.owner(), "--"] if os.geteuid() == 0 else []
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    start = ["-o", options, "-l", str(folder / "log")] if action == "start" else []
    command = [*owner, f"{bin_dir}/pg_ctl", "-D", str(folder / "data"), "-w", *start, action, *how]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
