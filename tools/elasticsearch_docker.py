"""Elasticsearch in a container, where a Docker engine runs. Stdlib only."""

import shutil
import subprocess
import time
import urllib.error
import urllib.request
from uuid import uuid4

from tools.console import Stop
from tools.elasticsearch_fetch import VERSION

IMAGE = f"docker.elastic.co/elasticsearch/elasticsearch:{VERSION}"
INFO_SECONDS = 10
PULL_SECONDS = 1200
START_SECONDS = 300


def is_running():
    """Whether a Docker engine answers; a client without an engine does not count."""
    return bool(shutil.which("docker")) and _docker("info", seconds=INFO_SECONDS).returncode == 0


def has_image():
    """Whether the server's image is on this machine, so that a start downloads nothing."""
    return _docker("image", "inspect", IMAGE, seconds=INFO_SECONDS).returncode == 0


def pull():
    """Fetch the image; Stop when that fails."""
    done = _docker("pull", "--quiet", IMAGE, seconds=PULL_SECONDS)
    if done.returncode:
        raise Stop(f"Docker could not fetch {IMAGE}: {done.stderr[-400:].strip()}")


class Container:
    """A server of one node in a container; asked like `tools.elasticsearch_node.Node`."""

    def __init__(self, port, heap, java):
        self.url = f"http://127.0.0.1:{port}"
        self.name = f"kennisportaal-es-{uuid4().hex[:12]}"
        self._command = [
            "run", "--detach", "--rm", "--name", self.name, "--publish", f"127.0.0.1:{port}:9200",
            "--env", "discovery.type=single-node", "--env", "xpack.security.enabled=false",
            "--env", "cluster.routing.allocation.disk.threshold_enabled=false",
            "--env", f"ES_JAVA_OPTS=-Xms{heap} -Xmx{heap} {java}", IMAGE,
        ]  # fmt: skip

    def start(self):
        """Start it; it is up when `wait` returns."""
        done = _docker(*self._command, seconds=START_SECONDS)
        if done.returncode:
            raise Stop(f"Docker could not start Elasticsearch: {done.stderr[-400:].strip()}")

    def is_alive(self):
        """Whether the container runs."""
        return _docker("inspect", self.name, seconds=INFO_SECONDS).returncode == 0

    def wait(self):
        """Return when the server answers; Stop when it does not."""
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"{self.url}/_cluster/health?timeout=5s", timeout=10):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.5)
        said = _docker("logs", "--tail", "20", self.name, seconds=INFO_SECONDS)
        raise Stop(f"Elasticsearch did not start in Docker within {START_SECONDS} s: {said.stdout[-800:]}")

    def remove(self):
        """Stop it; Docker removes it then."""
        _docker("rm", "--force", self.name, seconds=60)


def _docker(*words, seconds):
    command = ["docker", *words]
    try:
        return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=seconds)
    except (OSError, subprocess.TimeoutExpired) as error:
        return subprocess.CompletedProcess(command, 1, "", str(error))
