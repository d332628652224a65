"""What every test gets: no network beyond this machine, and nothing skipped in CI."""

import gc
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from tests import prepared, restoring

IN_CI = os.environ.get("CI", "").lower() in ("true", "1")
LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")


class OutsideRequest(RuntimeError):
    """A test tried to reach another machine."""


@pytest.fixture(autouse=True, scope="session")
def no_outside_network() -> Iterator[None]:
    """A connection to anything but this machine is an error in every test."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def check(sock: socket.socket, address: Any) -> None:
        if sock.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(LOOPBACK):
            raise OutsideRequest(f"No test may reach {address[0]}.")

    def guarded_connect(sock: socket.socket, address: Any) -> None:
        check(sock, address)
        connect(sock, address)

    def guarded_connect_ex(sock: socket.socket, address: Any) -> int:
        check(sock, address)
        return connect_ex(sock, address)

    socket.socket.connect = guarded_connect  # type: ignore[assignment,method-assign]
    socket.socket.connect_ex = guarded_connect_ex  # type: ignore[assignment,method-assign]
    yield
    socket.socket.connect, socket.socket.connect_ex = connect, connect_ex  # type: ignore[method-assign]


@receiver(user_logged_in)
def _forced_login_is_whole(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """`client.force_login` stands for a whole log-in, second factor included; a log-in by form has an address."""
    if not request.path:
        request.session["tweede_stap"] = user.pk


def _is_sqlite() -> bool:
    return settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"


def _asks_the_database(item: pytest.Item) -> bool:
    wanted = {"db", "transactional_db", "django_db_setup", "live_server"}
    return item.get_closest_marker("django_db") is not None or bool(wanted & set(getattr(item, "fixturenames", ())))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what asks the database: of the rest, SQLite's run said all there is to say."""
    if _is_sqlite():
        return
    kept = [item for item in items if _asks_the_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if not _asks_the_database(item)])
    items[:] = kept


def pytest_collection_finish() -> None:
    """Leave the tests themselves out of every garbage collection, as the program leaves itself."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Start from a copy of a migrated database.

    SQLite in a file, as in the demo: an in-memory database locks differently, and knows no second process.
    """
    test = settings.DATABASES["default"].setdefault("TEST", {})
    if not _is_sqlite():
        test["TEMPLATE"] = prepared.database()
        return
    path = Path(settings.TEST_DIR) / f"test-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}.sqlite3"
    shutil.copyfile(prepared.database(), path)
    test["NAME"] = str(path)


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    """Go on with the copy."""
    return bool(request.config.getoption("reuse_db")) or _is_sqlite()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Keep what the migrations made, for after a test that empties the database."""
    with django_db_blocker.unblock():
        restoring.remember()


@pytest.fixture(autouse=True)
def _restored(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a test that empties the database, what the migrations made is there again."""
    marker = request.node.get_closest_marker("django_db")
    empties = bool(marker and marker.kwargs.get("transaction")) or bool(
        {"transactional_db", "live_server", "django_db_serialized_rollback"} & set(request.fixturenames)
    )
    if not empties:
        yield
        return
    blocker = request.getfixturevalue("django_db_blocker")
    request.getfixturevalue("django_db_setup")
    yield
    with blocker.unblock():
        restoring.put_back()


@pytest.fixture(autouse=True)
def _django_db_marker(_restored: None, _django_db_marker: None) -> None:
    """pytest-django's own, after ours: what is set up later is torn down earlier, so the emptying comes first."""


@pytest.fixture(autouse=True)
def _fitting_index(request: pytest.FixtureRequest, _django_db_marker: None) -> None:
    """A test takes back what it did to the database, and not what it did to the index, which is then newer."""
    if not _asks_the_database(request.node) or "own_search" in request.fixturenames:
        return
    request.getfixturevalue("django_db_setup")
    from search import engines
    from search.indexing import delivery

    with request.getfixturevalue("django_db_blocker").unblock():
        if engines.embedded().trouble():
            delivery.rebuild(engines.embedded())


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """In CI a skipped test is a failed run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if IN_CI and exitstatus == 0 and reporter is not None and reporter.stats.get("skipped"):
        reporter.write_line("With CI=true no test may be skipped.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
