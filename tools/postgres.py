"""A PostgreSQL of our own for the tests: private, in a temporary folder, with a socket in it. Stdlib only."""

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from tools.console import Stop

ROLE = "kennisportaal"
# The tests' data may be lost: nothing waits for the disk.
# jit: compiling costs more than the short queries of a test ever win.
# autovacuum: it would renew the statistics of a table by chance, and with it the plans of the tests.
SPEED = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "jit": "off",
    "max_connections": "60",
    "autovacuum": "off",
}


@contextmanager
def private_cluster(bin_dir):
    """Start a cluster and yield its URL; stop it and remove its folder afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="kennisportaal-pg-"))
    as_owner = []
    if os.geteuid() == 0:
        # PostgreSQL refuses to run as root.
        account = _account()
        as_owner = ["runuser", "-u", account.pw_name, "--"]
        os.chown(folder, account.pw_uid, account.pw_gid)
    data = folder / "data"
    options = " ".join(f"-c {name}={value}" for name, value in SPEED.items())
    options += f" -c listen_addresses='' -c unix_socket_directories={folder}"
    pg_ctl = [*as_owner, f"{bin_dir}/pg_ctl", "-D", str(data), "-w", "-t", "60"]
    try:
        _run([*as_owner, f"{bin_dir}/initdb", "-D", str(data), "-U", ROLE, "--auth=trust", "-E", "UTF8",
              "--locale=C.UTF-8", "--no-sync"], folder)  # fmt: skip
        _run([*pg_ctl, "-l", str(folder / "log"), "-o", options, "start"], folder)
        try:
            yield f"postgres://{ROLE}@{quote(str(folder), safe='')}/postgres"
        finally:
            subprocess.call([*pg_ctl, "-m", "immediate", "stop"], cwd=folder, stdout=subprocess.DEVNULL)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _account():
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Stop("PostgreSQL does not run as root, and there is no account postgres or nobody to run it as.")


def _run(command, folder):
    log = folder / "start.log"
    with log.open("a") as output:
        code = subprocess.call(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
    if code:
        raise Stop(f"PostgreSQL did not start: {log.read_text()[-1500:]}")
