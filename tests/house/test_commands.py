"""Every command that the books name runs here; one that no test knows fails, and so does one that no book names.

What needs a server, a registry or minutes only says here that it exists and takes these options; the reason stands
beside it.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
BOOKS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *sorted((ROOT / "docs").rglob("*.md"))]
STARTS = r"(?:python )?manage\.py|make|uv|npm|git|gunicorn|python -m|search_index|pre-commit"
COMMAND = re.compile(rf"`((?:{STARTS}) [^`]+)`")
# What the map says is drawn from docstrings, not told to anybody.
DRAWN = re.compile(r"<!-- drawn by.*?<!-- end", re.S)
BLOCK = re.compile(r"^ *```console\n(.*?)^ *```", re.M | re.S)


def commands(book: str) -> set[str]:
    """The commands of one book, between backticks or in a block of the console."""
    told = DRAWN.sub("", book)
    lines = [line.strip() for block in BLOCK.findall(told) for line in block.splitlines()]
    return {*COMMAND.findall(told), *filter(None, lines)}


NAMED = sorted({command for book in BOOKS for command in commands(book.read_text(encoding="utf-8"))})


def ran(*words: str | Path, fine: tuple[int, ...] = (0,)) -> str:
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    done = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode in fine, done.stdout + done.stderr
    return done.stdout + done.stderr


def managed(*words: str) -> Callable[[Path], object]:
    return lambda folder: call_command(*words)


def planned(target: str) -> Callable[[Path], object]:
    """Minutes, a server or the network: `make` says what it would run."""
    return lambda folder: ran("make", "-n", target)


def markdown(folder: Path) -> None:
    from portal.models import Standaardpagina

    call_command("init_portal")
    (folder / "een.md").write_text("---\ntitle: Proef\ntype: standaardpagina\n---\nTekst.\n", encoding="utf-8")
    call_command("import_markdown", folder)
    assert Standaardpagina.objects.filter(title="Proef").exists()


def tracker(folder: Path) -> None:
    """A real file, tried: the empty one that the command makes itself."""
    call_command("init_portal")
    call_command("import_tracker", folder / "leeg.xlsx", "--template")
    assert (folder / "leeg.xlsx").stat().st_size


def large(folder: Path) -> None:
    """The size that it has without options takes a minute."""
    call_command("init_portal")
    call_command("generate_tracker", proeftuinen=2, knelpunten=2, oplossingen=2, toepassingen=3)


def administrator(folder: Path) -> None:
    """It asks its questions of a person; the same without them."""
    os.environ["DJANGO_SUPERUSER_PASSWORD"] = "niet-echt-maar-lang"
    try:
        call_command("createsuperuser", "--noinput", "--username=beheer", "--email=beheer@example.org")
    finally:
        del os.environ["DJANGO_SUPERUSER_PASSWORD"]


def repaired(folder: Path) -> None:
    call_command("search_index", "rebuild")
    call_command("search_index", "check", "--repair")


def watched(action: str) -> Callable[[Path], object]:
    def run(folder: Path) -> None:
        call_command("search_index", "rebuild")
        call_command("search_index", action)

    return run


RUN: dict[str, Callable[[Path], object]] = {
    "make demo": planned("demo"),
    "make demo-reset": planned("demo-reset"),
    "make test": planned("test"),
    "make test-all": planned("test-all"),
    "make lint": planned("lint"),
    "make format": planned("format"),
    # Runs for itself in test_papers.
    "make sbom": planned("sbom"),
    "make elasticsearch": planned("elasticsearch"),
    "make help": lambda folder: ran("make", "help"),
    # A server: its settings are read, and the application is made.
    "gunicorn portal.wsgi --no-control-socket": lambda folder: ran(
        BIN / "gunicorn", "portal.wsgi", "--no-control-socket", "--check-config"
    ),
    # The three below ask other machines: only that their options exist.
    "git pull": lambda folder: ran("git", "pull", "-h", fine=(0, 129)),
    "uv sync --frozen --group assets": lambda folder: ran(
        BIN / "uv", "sync", "--frozen", "--group", "assets", "--offline", "--dry-run", "--inexact"
    ),
    "npm ci --ignore-scripts": lambda folder: ran(
        shutil.which("npm", path=f"{BIN}{os.pathsep}{os.environ['PATH']}") or "npm", "ci", "--ignore-scripts", "--help"
    ),
    "manage.py worker": managed("worker", "--once"),
    # It writes files: that there is nothing to write is what it says here; test_recipes lets it write.
    "manage.py makemigrations": managed("makemigrations", "--check", "--dry-run"),
    "manage.py migrate": managed("migrate", "--verbosity=0"),
    "manage.py collectstatic --noinput": managed("collectstatic", "--noinput", "--verbosity=0"),
    "manage.py init_portal": managed("init_portal"),
    "manage.py createsuperuser": administrator,
    "manage.py import_markdown MAP": markdown,
    "manage.py import_tracker FILE": tracker,
    "manage.py clean_metadata": managed("clean_metadata", "--dry-run"),
    "manage.py generate_tracker": large,
    "manage.py rebuild_references_index": managed("rebuild_references_index"),
    "manage.py search_index rebuild": managed("search_index", "rebuild"),
    "manage.py search_index status": watched("status"),
    "search_index check": watched("check"),
    "search_index check --repair": repaired,
    "search_index rebuild": managed("search_index", "rebuild"),
    "search_index work --once": managed("search_index", "work", "--once"),
    "python -m tools.architecture": lambda folder: ran(sys.executable, "-m", "tools.architecture", "--check"),
}


@pytest.mark.parametrize("command", NAMED)
def test_a_command_of_the_books_is_known(command: str) -> None:
    assert command in RUN, "give it a line in RUN that runs it"


@pytest.mark.django_db
@pytest.mark.parametrize("command", RUN)
def test_a_command_of_the_books_runs(command: str, tmp_path: Path, settings: Any) -> None:
    assert command in NAMED, "no book names it any more"
    settings.STATIC_ROOT = tmp_path / "static"
    RUN[command](tmp_path)


def test_a_command_is_seen() -> None:
    book = (
        "Run `make gold`, not `makers`.\n\n```console\nmanage.py dig --deep\n```\n<!-- drawn by x -->`make y`<!-- end"
    )
    assert commands(book) == {"make gold", "manage.py dig --deep"}
    assert shlex.split("manage.py dig --deep")[0] == "manage.py"
