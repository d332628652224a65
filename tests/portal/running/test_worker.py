"""The worker: one round of everything, and a loop that stops when it is told to."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from portal.management.commands.worker import Job, jobs

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.django_db(transaction=True)
def test_one_round() -> None:
    call_command("worker", "--once")


def test_a_job_that_fails_is_logged_and_tried_again_later(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise ValueError("stuk")

    job = Job("kapot", 0, fail)
    job.run_when_due()
    assert "kapot" in caplog.text
    caplog.clear()
    job.run_when_due()
    assert caplog.text == ""


def test_it_does_what_a_portal_needs() -> None:
    first = ["scheduled publication", "search outbox", "tasks", "Markdown", "texts of documents"]
    names = [*first, "renditions", "pruning", "evidence"]
    assert [job.name for job in jobs()] == names


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_cleanly(number: signal.Signals, tmp_path: Path) -> None:
    env = {**os.environ, "KENNISPORTAAL_VAR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/leeg.sqlite3"}
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "worker"], cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True
    )
    assert worker.stderr is not None
    # An empty database makes every job fail, which the worker survives too.
    for line in worker.stderr:
        if "The worker has started" in line:
            break
    worker.send_signal(number)
    _, rest = worker.communicate(timeout=30)
    assert worker.returncode == 0
    assert "The worker has stopped" in rest
