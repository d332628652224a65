"""Fill this machine's demo and serve it; `make demo` ends here."""

import shutil
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from rich.console import Console

from portal.management import demo_state
from portal.management.supervisor import Supervisor, web_command, worker_command


class Command(BaseCommand):
    help = "Prepare the demo (database, content, search index, accounts) and serve it with its worker."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--prepare", action="store_true", help="prepare and stop")
        parser.add_argument("--serve", action="store_true", help="serve what was prepared")
        parser.add_argument("--reset", action="store_true", help="first throw away database, media and index")

    def handle(self, *args: Any, **options: Any) -> None:
        self.console = Console(stderr=True)
        self.url = f"http://127.0.0.1:{options['port']}"
        lock = demo_state.take_lock(self.url)
        if lock is None:
            raise CommandError(f"The demo of this folder runs already, at {demo_state.lock_holder()}: stop it first.")
        if options["reset"]:
            self.reset()
        if not options["serve"]:
            self.prepare()
        connections.close_all()
        if not options["prepare"]:
            self.serve(options["port"])
        lock.close()

    def reset(self) -> None:
        """Throw the demo away: database, files, index. Raises CommandError on any but its own SQLite."""
        database = settings.DATABASES["default"]
        if database["ENGINE"] != "django.db.backends.sqlite3":
            raise CommandError("Only the demo's own SQLite file is thrown away: empty this database yourself.")
        connections.close_all()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{database['NAME']}{suffix}").unlink(missing_ok=True)
        shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
        shutil.rmtree(Path(str(settings.SEARCH["EMBEDDED_PATH"])), ignore_errors=True)
        demo_state.forget()

    def prepare(self) -> None:
        """Do what was not done yet. Every step only adds, so what an editor changed stays."""
        for folder in (settings.VAR_DIR, settings.STATIC_ROOT, settings.MEDIA_ROOT):
            Path(folder).mkdir(parents=True, exist_ok=True)
        self.step("migrate", "Making the database", self.migrate)
        self.step("load", "Loading the demo content", lambda: call_command("load_demo", verbosity=0))
        self.step("index", "Building the search index", self.rebuild_index)
        call_command("demo_accounts", stdout=self.stdout)

    def migrate(self) -> None:
        with self.console.status("Making the tables"):
            call_command("migrate", verbosity=0, interactive=False)

    def rebuild_index(self) -> None:
        call_command("search_index", "rebuild", stdout=StringIO())

    def step(self, name: str, text: str, work: Callable[[], Any]) -> None:
        """Do the work of one step, unless it was done before; it tells so on one line."""
        if demo_state.is_done(name):
            return
        # One line in a log; on a terminal the work below it shows its own progress.
        self.stdout.write(f"* {text} ...")
        self.stdout.flush()
        work()
        demo_state.mark_done(name)

    def serve(self, port: int) -> None:
        supervisor = Supervisor(web_command(port), worker_command(), self.stderr.write)
        code = supervisor.run(self.url, self.announce)
        if code:
            sys.exit(code)
        self.stdout.write("\nStopped. `make demo` goes on where you left off.")

    def announce(self) -> None:
        self.stdout.write(f"\nThe portal is at {self.url}, its admin at {self.url}/admin/. Ctrl-C stops it.\n")
        # A passkey belongs to a name, and an address of numbers has none.
        named = self.url.replace("127.0.0.1", "localhost")
        self.stdout.write(
            "To try the second factor, log in as beheerder: with an authenticator app,"
            f" or with a passkey at {named}/account/login/.\n"
            "What the portal mails, an invitation say, is printed here.\n"
        )
        self.stdout.flush()
