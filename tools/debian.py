"""Programs that the tests need and Python packages cannot bring: Chromium and PostgreSQL, from Debian. Stdlib only."""

import glob
import os
import shutil
import subprocess

# The shell is the same browser without its own windows, which took a third of the time of the tests.
SHELL, WHOLE = "chromium-headless-shell", "chromium"
CHROMIUM_NAMES = (SHELL, WHOLE, "chromium-browser", "google-chrome")


def chromium():
    """Path of the browser for the tests (or CHROMIUM), or ""."""
    chosen = os.environ.get("CHROMIUM")
    return chosen or next((found for name in CHROMIUM_NAMES if (found := shutil.which(name))), "")


def postgres_bin():
    """Folder with initdb, pg_ctl and postgres, newest first, or ""."""
    found = glob.glob("/usr/lib/postgresql/*/bin/initdb")
    newest = max(found, key=lambda path: int(path.split("/")[4]), default="") or shutil.which("initdb") or ""
    return os.path.dirname(os.path.realpath(newest)) if newest else ""


def missing_packages():
    """Debian packages that would bring what is not there."""
    packages = [] if chromium() else [SHELL, "fonts-liberation"]
    if not (postgres_bin() or os.environ.get("POSTGRES_URL")):
        packages.append("postgresql")
    return packages


def install(packages, log):
    """Install with apt, as root or with a sudo that asks nothing. Returns "" or why it could not."""
    if not shutil.which("apt-get"):
        return "there is no apt-get here"
    prefix = []
    if os.geteuid() != 0:
        if not (shutil.which("sudo") and _quiet(["sudo", "-n", "true"], log) == 0):
            return "installing asks for root, or sudo without a password"
        prefix = ["sudo", "-n"]
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
    _quiet([*apt, "update"], log)
    apt += ["install", "--no-install-recommends"]
    # Not every release has the shell apart.
    whole = [WHOLE if name == SHELL else name for name in packages]
    if _quiet([*apt, *packages], log) and (whole == packages or _quiet([*apt, *whole], log)):
        return f"apt-get could not install {' '.join(packages)} (see {log.name})"
    return ""


def _quiet(command, log):
    log.flush()
    return subprocess.call(command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
