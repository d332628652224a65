"""What passes by itself is no error page: a message in the admin, and 503 with when to come back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ConnectionHandler, connection
from django.test import Client
from pytest_django import Settings

from portal.files.storage import WholeFileStorage
from portal.models import Bestand
from portal.running.outages import BUSY, FULL, GONE, READ_ONLY, explain
from portal.visibility import REDACTEUREN
from tests.factories.paginas import HandreikingFactory, home
from tests.factories.records import GebruikerFactory

pytestmark = pytest.mark.django_db
# Where nobody may make a file, root neither.
FORBIDDEN = "/sys/kernel/kennisportaal"


def sqlite_at(path: Path, **options: Any) -> Any:
    """A connection of Django's own to this file."""
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": {"timeout": 0, **options}}
    return ConnectionHandler({"default": database})["default"]


def failure(do: Any) -> Exception:
    try:
        do()
    except Exception as error:
        return error
    raise AssertionError("It did not fail.")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with a table that is large enough to break."""
    found = tmp_path / "proef.sqlite3"
    with sqlite3.connect(found) as raw:
        raw.execute("CREATE TABLE t (x TEXT)")
        raw.executemany("INSERT INTO t VALUES (?)", [("a" * 1000,)] * 100)
    raw.close()
    return found


def test_a_locked_database_is_busy(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("BEGIN EXCLUSIVE")
    assert explain(failure(lambda: sqlite_at(path).cursor().execute("INSERT INTO t VALUES ('x')"))) is BUSY
    other.close()


def test_a_full_database_is_full(path: Path) -> None:
    cursor = sqlite_at(path, init_command="PRAGMA max_page_count=1").cursor()
    assert explain(failure(lambda: cursor.execute("INSERT INTO t VALUES (%s)", ["b" * 100_000]))) is FULL


def test_a_read_only_database_keeps_nothing(path: Path) -> None:
    cursor = sqlite_at(path, init_command="PRAGMA query_only=1").cursor()
    assert explain(failure(lambda: cursor.execute("INSERT INTO t VALUES ('x')"))) is READ_ONLY


@pytest.mark.parametrize("how", ["folder", "garbage", "damage"])
def test_a_database_that_is_not_there_is_gone(path: Path, how: str) -> None:
    if how == "folder":
        path = path / "nergens" / "proef.sqlite3"
    elif how == "garbage":
        path.write_bytes(b"x" * 100_000)
    else:
        path.write_bytes(path.read_bytes()[:4096] + b"x" * 100_000)
    assert explain(failure(lambda: sqlite_at(path).cursor().execute("SELECT * FROM t").fetchall())) is GONE


def test_a_fault_of_ours_is_none_of_these(path: Path) -> None:
    cursor = sqlite_at(path).cursor()
    for query in ("SELECT * FROM geen_tabel", "SELEKT", "SELECT x'zz'"):
        assert explain(failure(lambda query=query: cursor.execute(query))) is None
    assert explain(failure(lambda: Path("/nergens/iets").read_bytes())) is None
    assert explain(ValueError("stuk")) is None


def test_what_came_from_an_outage_is_one() -> None:
    def write() -> None:
        try:
            with Path("/dev/full").open("w") as file:
                file.write("a" * 100_000)
        except OSError as error:
            raise ValueError("Dat is geen afbeelding.") from error

    assert explain(failure(write)) is FULL
    assert explain(failure(lambda: Path(FORBIDDEN).mkdir())) is READ_ONLY


@contextmanager
def refusing_database() -> Iterator[None]:
    """The server, or the file, takes nothing new."""
    postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on" if postgres else "PRAGMA query_only=1")
        try:
            yield
        finally:
            cursor.execute("SET default_transaction_read_only = off" if postgres else "PRAGMA query_only=0")


@pytest.fixture
def editor(client: Client, transactional_db: None) -> Client:
    home()
    client.raise_request_exception = False
    client.force_login(GebruikerFactory(groups=[REDACTEUREN], is_superuser=True))
    return client


def test_a_draft_that_cannot_be_kept_is_a_message_and_changes_nothing(editor: Client) -> None:
    page = HandreikingFactory(title="Eerst")
    url = f"/admin/pages/{page.pk}/unpublish/"
    with refusing_database():
        answer = editor.post(url, headers={"referer": f"http://testserver{url}"})
        assert (answer.status_code, answer.headers["Location"]) == (302, url)
        text = editor.post("/admin/pages/99/copy/", headers={"accept": "application/json"})
    assert READ_ONLY.text in editor.get(url).content.decode()
    page.refresh_from_db()
    assert page.live
    assert text.status_code in {404, 503}


def test_a_script_gets_the_message_too(editor: Client) -> None:
    page = HandreikingFactory()
    with refusing_database():
        answer = editor.post(f"/admin/pages/{page.pk}/unpublish/", headers={"accept": "application/json"})
    assert answer.status_code == 503
    assert answer.json() == {"success": False, "error_code": "outage", "error_message": READ_ONLY.text}


def test_a_page_that_cannot_be_read_says_when_to_come_back(editor: Client) -> None:
    """A lost password is written down for the worker; reading writes nothing."""
    reader = Client(raise_request_exception=False)
    reader.get("/")
    with refusing_database():
        assert reader.get("/").status_code == 200
        answer = reader.post("/account/password/reset/", {"email": "a@example.org"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "300")
    assert READ_ONLY.text in answer.content.decode()
    assert answer.headers["Cache-Control"] == "private, no-store"


def upload(client: Client, url: str, **headers: str) -> Any:
    files = {
        name: SimpleUploadedFile("nota.pdf", b"%PDF-1.4 nota", content_type="application/pdf")
        for name in ("file", "files[]")
    }
    data = {"title": "Nota", "collection": "1", **files}
    return client.post(url, data, headers={"referer": f"http://testserver{url}", **headers})


def test_an_upload_that_cannot_be_kept_is_a_message(editor: Client, settings: Settings) -> None:
    settings.MEDIA_ROOT = FORBIDDEN
    answer = upload(editor, "/admin/documents/add/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/documents/add/")
    assert READ_ONLY.text in editor.get("/admin/documents/add/").content.decode()
    answer = upload(editor, "/admin/documents/multiple/add/", **{"x-requested-with": "XMLHttpRequest"})
    assert (answer.status_code, answer.json()["error_message"]) == (200, READ_ONLY.text)
    assert not Bestand.objects.exists()


def test_half_a_file_is_removed(tmp_path: Path) -> None:
    class Half(ContentFile):
        def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
            yield b"de helft"
            with Path("/dev/full").open("wb", buffering=0) as disk:
                disk.write(b"de rest")

    with pytest.raises(OSError, match="No space left"):
        WholeFileStorage(location=tmp_path).save("map/nota.pdf", Half(b""))
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
