"""What a run of the tests needs and takes long to make, made once: a migrated database, and a filled demo.

    python -m tests.prepared database      the empty, migrated database of DATABASE_URL (SQLite without one)
    python -m tests.prepared demo FOLDER   a demo for the browser tests, in this new folder

`make test` makes them beside the static checks; a run of pytest on its own makes what it misses.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "var" / "test"
# What was said when the demo was made: the passwords of its accounts are in it.
SAID = "said.txt"


def database() -> str:
    """The migrated, empty database: the path of an SQLite file, or the name of a database in PostgreSQL."""
    url = os.environ.get("DATABASE_URL", "")
    return in_postgres(url) if url.startswith("postgres") else str(in_file())


def in_file() -> Path:
    """Of these very migrations, to be copied: migrating takes half a minute."""
    path = KEPT / f"{_name()}.sqlite3"
    with _one_at_a_time():
        if not path.exists():
            building = path.with_suffix(".building")
            building.unlink(missing_ok=True)
            _manage("migrate", "--verbosity=0", DATABASE_URL=f"sqlite:///{building}")
            building.replace(path)
    return path


def in_postgres(url: str) -> str:
    """The same on the server of this URL, as a template for the databases of the tests."""
    name, building = _name(), f"{_name()}_building"
    with _one_at_a_time(), psycopg.connect(url, autocommit=True) as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(building)))
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(building)))
            _manage("migrate", "--verbosity=0", DATABASE_URL=urlsplit(url)._replace(path=f"/{building}").geturl())
            rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            server.execute(rename.format(sql.Identifier(building), sql.Identifier(name)))
    return name


def demo(folder: Path) -> None:
    """A demo with its content, on SQLite; its folder can be copied and served elsewhere."""
    building = folder.with_suffix(".building")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    shutil.copyfile(in_file(), building / "kennisportaal.sqlite3")
    settings = {"KENNISPORTAAL_VAR": str(building), "DJANGO_SETTINGS_MODULE": "portal.settings.dev"}
    (building / SAID).write_text(_manage("demo", "--prepare", DATABASE_URL="", **settings), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    building.replace(folder)


def _name() -> str:
    digest = hashlib.sha256((ROOT / "uv.lock").read_bytes())
    for path in sorted(ROOT.glob("*/migrations/*.py")):
        digest.update(path.read_bytes())
    return f"migrated_{digest.hexdigest()[:16]}"


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """The workers of a run ask for the same thing at the same moment."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _manage(*words: str, **env: str) -> str:
    """Run a management command; what it says on stdout. What goes wrong, it says itself on stderr."""
    settings = {"DJANGO_SETTINGS_MODULE": "portal.settings.test", **env}
    command = [sys.executable, "manage.py", *words]
    asked = {name: value for name, value in {**os.environ, **settings}.items() if value}
    return subprocess.run(command, cwd=ROOT, env=asked, stdout=subprocess.PIPE, text=True, check=True).stdout


if __name__ == "__main__":
    if sys.argv[1:2] == ["demo"]:
        demo(Path(sys.argv[2]))
    else:
        database()
