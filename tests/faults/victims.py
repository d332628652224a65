"""A portal on a database file of its own, whose commands run in processes that a test may kill.

`Portal` is for the test. The module itself is the program that it starts: it loads Django once and forks a process for
each command, so that a kill is cheap enough to try a hundred of them.

    python -m tests.faults.victims    reads a JSON list of words a line; answers with a process id, then with its end
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import traceback
from contextlib import closing
from pathlib import Path
from typing import Any

from search.protocol import Owner
from tests import prepared

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = 240
CHANGED = 60


class Portal:
    """The commands of one portal, in a folder."""

    def __init__(self, folder: Path, first: str = "fill", **environment: str) -> None:
        """`first` is the command that fills the database; DATABASE_URL names another one than the file."""
        self.folder, self.index = folder, folder / "search"
        self.output = folder / "output"
        shutil.copyfile(prepared.in_file(), folder / "kennisportaal.sqlite3")
        mine = {"KENNISPORTAAL_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "portal.settings.dev", **environment}
        plain = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "SEARCH_ENGINE")}
        self._parent = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.victims", str(self.output)],
            cwd=ROOT,
            env={**plain, **mine},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.run(first)

    def owner(self) -> Owner:
        """Whose index it is, for an engine of another process."""
        with closing(sqlite3.connect(self.folder / "kennisportaal.sqlite3")) as database:
            return Owner(*database.execute("SELECT identity FROM search_counter").fetchone())

    def close(self) -> None:
        """End the program; a command that still runs is killed with it."""
        self._parent.kill()
        self._parent.communicate()

    def start(self, *command: str) -> int:
        """Start a command; returns its process id."""
        assert self._parent.stdin is not None
        self._parent.stdin.write(json.dumps(command) + "\n")
        self._parent.stdin.flush()
        return self._answer()

    def _answer(self) -> int:
        assert self._parent.stdout is not None
        return int(self._parent.stdout.readline())

    def end(self) -> int:
        """Wait for the command that was started; returns its exit code, negative when a signal ended it."""
        return os.waitstatus_to_exitcode(self._answer())

    def killed_after(self, seconds: float, *command: str) -> bool:
        """kill -9 a command after so long; returns whether it was still running."""
        began = time.monotonic()
        victim = self.start(*command)
        time.sleep(max(0.0, seconds - (time.monotonic() - began)))
        try:
            os.kill(victim, signal.SIGKILL)
        except ProcessLookupError:
            self.end()
            return False
        return self.end() == -signal.SIGKILL

    def run(self, *command: str) -> str:
        """Run a command that must end well; returns what it said."""
        self.start(*command)
        code = self.end()
        said = self.output.read_text(encoding="utf-8")
        assert code == 0, (command, code, said)
        return said

    def timed(self, *command: str) -> float:
        """How many seconds a command takes."""
        began = time.monotonic()
        self.run(*command)
        return time.monotonic() - began


def fill() -> None:
    """Begrippen in the database, and nothing in any index."""
    from portal.models import Begrip

    Begrip.objects.bulk_create(
        Begrip(term=f"Begrip n{number}q", slug=f"begrip-{number}", definitie="Uitgave v0q van de meldroute. " * 8)
        for number in range(DOCUMENTS)
    )


def change(version: str, first: str) -> None:
    """A new text for many Begrippen in one transaction: too many to be delivered by the one who saves."""
    from django.db import transaction

    from portal.models import Begrip
    from search import signals

    with transaction.atomic():
        numbers = range(int(first), int(first) + CHANGED)
        changed = Begrip.objects.filter(slug__in=[f"begrip-{number}" for number in numbers])
        changed.update(definitie=f"Uitgave v{version}q van de meldroute. " * 8)
        signals.changed({("begrip", str(key)) for key in changed.values_list("uuid", flat=True)})


def _work(command: list[str], output: str) -> int:
    """One command, in the process that was forked for it; returns the exit code."""
    file = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(file, 1)
    os.dup2(file, 2)
    from django.core.management import call_command

    from tests.faults import publishing

    own: dict[str, Any] = {"fill": fill, "change": change, **publishing.COMMANDS}
    try:
        if command[0] in own:
            own[command[0]](*command[1:])
        else:
            call_command(*command)
    except SystemExit as end:
        return int(end.code or 0)
    except Exception:
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


def _warm_up() -> None:
    """Import what the commands need, and touch no database: the processes differ in their work only."""
    from portal.management.commands import worker  # noqa: F401
    from search import conf, engines
    from search.management.commands import search_index  # noqa: F401

    conf.sources(), conf.vocabulary(), conf.facets()
    engines.primary()
    list(engines.language().words("prostitutiebeleid"))


def main() -> None:
    """Fork a process for each line."""
    import django

    django.setup()
    _warm_up()
    for line in sys.stdin:
        victim = os.fork()
        if not victim:
            code = 70
            try:
                code = _work(json.loads(line), sys.argv[1])
            finally:
                # Not the parent's own end: nothing of it belongs to this process.
                os._exit(code)
        sys.stdout.write(f"{victim}\n")
        sys.stdout.flush()
        _, status = os.waitpid(victim, 0)
        sys.stdout.write(f"{status}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
