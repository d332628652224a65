"""Run a web server and its worker together, and stop them together."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from types import FrameType

GRACE = 10.0
RESTART_DELAY = 5.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Supervisor:
    """Two child processes. The end of the web process ends both; a worker that falls over is started again."""

    def __init__(self, web: Sequence[str], worker: Sequence[str], report: Callable[[str], None]) -> None:
        self.web_command, self.worker_command, self.report = web, worker, report
        self.stopping = False
        self.children: list[subprocess.Popen[bytes]] = []

    def run(self, url: str, when_up: Callable[[], None]) -> int:
        """Start both, call `when_up` once the address answers, and wait. Returns the exit code."""
        for number in STOP_SIGNALS:
            signal.signal(number, self._stop)
        web, worker = _start(self.web_command), _start(self.worker_command)
        self.children = [web, worker]
        announced, restart_at = False, 0.0
        while not self.stopping and web.poll() is None:
            if not announced and _answers(url):
                announced = True
                when_up()
            if worker.poll() is not None and restart_at == 0.0:
                self.report(f"The worker ended with code {worker.returncode}; it is started again.")
                restart_at = time.monotonic() + RESTART_DELAY
            if restart_at and time.monotonic() >= restart_at:
                worker = _start(self.worker_command)
                self.children, restart_at = [web, worker], 0.0
            time.sleep(0.2)
        failed = not self.stopping
        if failed:
            self.report(f"The web server ended with code {web.returncode}.")
        self._end_all()
        return 1 if failed else 0

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _end_all(self) -> None:
        for child in self.children:
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + GRACE
        for child in self.children:
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """A child in a process group of its own.

    A Ctrl-C in the terminal then reaches only us. gunicorn's workers would otherwise hear it twice, from the terminal
    and from their master, and one that hears it twice at the same moment can wait for its own lock for ever.
    """
    return subprocess.Popen(command, process_group=0)


def _answers(url: str) -> bool:
    """Whether a server answers, whatever it answers."""
    try:
        with urllib.request.urlopen(url, timeout=20):  # noqa: S310 - always http on this machine
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def web_command(port: int) -> list[str]:
    """gunicorn for one small machine."""
    options = ["--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4", "--no-control-socket"]
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "portal.wsgi",
        *options,
        "--timeout",
        "60",
        "--graceful-timeout",
        "5",
        "--log-level",
        "warning",
    ]


def worker_command() -> list[str]:
    """The command that starts the worker beside the web server."""
    return [sys.executable, "manage.py", "worker"]
