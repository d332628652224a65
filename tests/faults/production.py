"""A portal as it runs for real: gunicorn, the settings of production, and a proxy that says so in its headers."""

from __future__ import annotations

import http.client
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests import prepared
from tools.elasticsearch_node import free_ports

ROOT = Path(__file__).resolve().parents[2]
HOST = "portaal.example.org"
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "tests.faults.production_settings",
    "SECRET_KEY": "9x4mQ7vK2wTz8rBn5cLj6hFd3gYs1pAe0uXo-Ri_Wq~Vt:Nb;Mk",
    "ALLOWED_HOSTS": HOST,
    "KENNISPORTAAL_URL": f"https://{HOST}",
    "KENNISPORTAAL_FROM_EMAIL": "portaal@example.org",
    "EMAIL_HOST": "127.0.0.1",
    "TRUSTED_PROXIES": "1",
}
# As the proxy passes it on.
PASSED = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str


class Production:
    """A portal in a folder of its own; `url` is its database, an empty SQLite file without one."""

    def __init__(self, folder: Path, url: str = "", workers: int = 1) -> None:
        self.folder, (self.port,) = folder, free_ports(1)
        self.database = folder / "kennisportaal.sqlite3"
        if not url:
            shutil.copyfile(prepared.in_file(), self.database)
        self.environment = {
            **{name: value for name, value in os.environ.items() if name != "SEARCH_ENGINE"},
            **ENVIRONMENT,
            "DATABASE_URL": url or f"sqlite:///{self.database}",
            "KENNISPORTAAL_VAR": str(folder),
        }
        self.workers = workers

    def manage(self, *words: str) -> str:
        command = [sys.executable, "manage.py", *words]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self) -> None:
        options = ["--bind", f"127.0.0.1:{self.port}", "--workers", str(self.workers), "--threads", "2"]
        command = [sys.executable, "-m", "gunicorn", "portal.wsgi", *options, "--no-control-socket"]
        self.log = (self.folder / "log").open("a")
        self._process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stderr=self.log)
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                self.ask("/robots.txt")
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError((self.folder / "log").read_text())

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(30)
        self.log.close()

    def ask(
        self, path: str, method: str = "GET", body: str = "", headers: dict[str, str] | None = None, plain: bool = False
    ) -> Answer:
        """What it answers; `plain` without what the proxy adds."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {**({} if plain else PASSED), **(headers or {})}
        if body:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.putrequest(method, path, skip_host="Host" in sent, skip_accept_encoding=True)
            for name, value in {**sent, "Content-Length": str(len(body))}.items():
                connection.putheader(name, value)
            connection.endheaders(body.encode())
            response = connection.getresponse()
            return Answer(response.status, dict(response.getheaders()), response.read().decode(errors="replace"))
        finally:
            connection.close()
