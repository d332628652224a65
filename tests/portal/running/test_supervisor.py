"""Two processes that start and stop together."""

import sys

from portal.management.supervisor import Supervisor

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
END = [sys.executable, "-c", "raise SystemExit(3)"]


def test_the_end_of_the_web_server_ends_the_worker() -> None:
    said: list[str] = []
    supervisor = Supervisor(END, SLEEP, said.append)
    assert supervisor.run("http://127.0.0.1:9/", lambda: None) == 1
    assert all(child.poll() is not None for child in supervisor.children)
    assert said == ["The web server ended with code 3."]
