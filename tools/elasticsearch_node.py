"""One Elasticsearch server process from the fetched server, with its own data, configuration and logs. Stdlib only."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, suppress
from pathlib import Path

from tools.console import Stop
from tools.elasticsearch_fetch import home, java_home

ACCOUNT = "kennisportaal-es"
START_SECONDS = 300
# For a server that lives for minutes: most of its processor time went to compiling for a long life (measured: a half).
SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:-UseG1GC -XX:+UseSerialGC"
LOG4J = """status = error
appender.file.type = File
appender.file.name = file
appender.file.fileName = ${sys:es.logs.base_path}/server.log
appender.file.layout.type = PatternLayout
appender.file.layout.pattern = [%d{ISO8601}][%-5p][%c{1.}] %m%n
rootLogger.level = warn
rootLogger.appenderRef.file.ref = file
"""


def free_ports(count):
    """So many ports on this machine that nobody uses now."""
    with ExitStack() as probes:
        sockets = [probes.enter_context(socket.socket()) for _ in range(count)]
        for probe in sockets:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in sockets]


class Node:
    """One server process with data, configuration and logs in a temporary folder, which is removed with it.

    `settings` replace those below; `files` (name -> text) are put in its configuration folder; `program` is an unpacked
    server to share with another node. With `context`, a TLS context, it is asked over https, with `headers`. `java` are
    options of its virtual machine.
    """

    def __init__(self, name, port, transport, heap, settings, files=(), program=None, context=None, headers=(),
                 java=SHORT_LIVED):  # fmt: skip
        self.name, self.port, self.transport, self.heap, self.java = name, port, transport, heap, java
        self.context, self.headers = context, dict(headers)
        self.url = f"http{'s' if context else ''}://127.0.0.1:{port}"
        self.folder = Path(tempfile.mkdtemp(prefix="kennisportaal-es-"))
        self.program = program or self.folder / "program"
        self.process = None
        if not program:
            # Not in the cache folder: the account that it runs as cannot look into a home.
            shutil.copytree(home(), self.program, symlinks=True)
        self._configure(settings, dict(files))

    def _configure(self, settings, files):
        config, data, logs = self.folder / "config", self.folder / "data", self.folder / "logs"
        shutil.copytree(self.program / "config", config)
        data.mkdir()
        logs.mkdir()
        lines = {
            "cluster.name": "kennisportaal",
            "node.name": self.name,
            "path.data": data,
            "path.logs": logs,
            "network.host": "127.0.0.1",
            "http.port": self.port,
            "transport.port": self.transport,
            "discovery.type": "single-node",
            "xpack.security.enabled": "false",
            "cluster.routing.allocation.disk.threshold_enabled": "false",
            **settings,
        }
        files["elasticsearch.yml"] = "".join(f"{key}: {value}\n" for key, value in lines.items() if value)
        for name, text in {"log4j2.properties": LOG4J, **files}.items():
            (config / name).write_text(text)

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
            ES_JAVA_OPTS=f"-Xms{self.heap} -Xmx{self.heap} {self.java}",
            HOME=str(self.folder),
            ES_TMPDIR=str(self.folder / "logs"),
        )
        with (self.folder / "output").open("ab") as output:
            self.process = subprocess.Popen(
                [*prefix, "bash", "bin/elasticsearch-cli"], cwd=self.program, env=env, stdin=subprocess.DEVNULL,
                stdout=output, stderr=output, start_new_session=True,
            )  # fmt: skip

    def wait(self, nodes=1):
        """Return when the server answers as part of a cluster of so many nodes; Stop when it does not."""
        until = time.monotonic() + START_SECONDS
        health = f"{self.url}/_cluster/health?wait_for_nodes={nodes}&timeout=5s"
        request = urllib.request.Request(health, headers=self.headers)
        while time.monotonic() < until:
            if not self.is_alive():
                raise Stop(f"Elasticsearch stopped while starting: {self.output()}")
            try:
                with urllib.request.urlopen(request, timeout=10, context=self.context) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                pass
            time.sleep(0.5)
        raise Stop(f"Elasticsearch did not start within {START_SECONDS} s: {self.output()}")

    def is_alive(self):
        """Whether the process runs."""
        return self.process is not None and self.process.poll() is None

    def output(self):
        """The end of what it said."""
        texts = [self.folder / "output", self.folder / "logs" / "server.log"]
        return " ".join(path.read_text(errors="replace")[-1500:] for path in texts if path.exists())

    def kill(self):
        """End the launcher and the server it started at once, as kill -9 does. `start` brings it back with its data."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
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
