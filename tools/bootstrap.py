"""Make `.venv` and `node_modules` from the lock files, with nothing but Python and its venv module.

Standard library only. What is already there and still matches its lock file is left alone.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

from tools.console import Stop, guarded, run, step

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_MODULES = ROOT / "node_modules"
UV_VERSION = "0.13.9"
OLDEST_PYTHON = (3, 11)


def cache_dir():
    """The one folder for downloads: KENNISPORTAAL_CACHE, or kennisportaal in the user's cache folder."""
    chosen = os.environ.get("KENNISPORTAAL_CACHE")
    if chosen:
        return Path(chosen).expanduser().resolve()
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kennisportaal"


def tool_env():
    """The environment for the tools: our own venv and cache, whatever the caller had activated."""
    ignored = {"VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "UV_PYTHON"}
    env = {name: value for name, value in os.environ.items() if name not in ignored}
    cache = cache_dir()
    env.update(
        UV_PROJECT_ENVIRONMENT=str(VENV),
        UV_PYTHON_DOWNLOADS="never",
        UV_CACHE_DIR=str(cache / "uv"),
        PIP_CACHE_DIR=str(cache / "pip"),
        npm_config_cache=str(cache / "npm"),
        PATH=f"{VENV / 'bin'}{os.pathsep}{env.get('PATH', '')}",
    )
    env.setdefault("UV_LINK_MODE", "copy" if _other_disk(cache) else "hardlink")
    return env


def _other_disk(cache):
    cache.mkdir(parents=True, exist_ok=True)
    return cache.stat().st_dev != ROOT.stat().st_dev


def require_python():
    """Go on in a Python that is new enough, or raise Stop."""
    if sys.version_info >= OLDEST_PYTHON:
        return
    for name in ("python3.11", "python3.12", "python3.13", "python3.14"):
        found = shutil.which(name)
        if found and subprocess.call([found, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            module = sys.modules["__main__"].__spec__.name
            os.execv(found, [found, "-m", module, *sys.argv[1:]])
    raise Stop(
        "Python 3.11 or newer is needed, and this is {}.{}: install python3.11, "
        "or name one with PYTHON=/path/to/python.".format(*sys.version_info[:2])
    )


def install_python_packages(groups, exact=False):
    """Fill `.venv` from uv.lock. `exact` also removes what these groups do not ask for."""
    require_python()
    _make_venv()
    lock = _digest([ROOT / "uv.lock", ROOT / "pyproject.toml"])
    if _stamps().get("lock") == lock and set(groups) <= set(_stamps().get("groups", [])):
        return
    with step("Installing the Python packages"):
        command = [VENV / "bin" / "uv", "sync", "--frozen"]
        command += ["--project", ROOT] + ([] if exact else ["--inexact"])
        for group in groups:
            command += ["--group", group]
        run(command, tool_env(), "The Python packages could not be installed; the reason is above. "
            "Check the network, then run the same command again.")  # fmt: skip
    _stamp(lock=lock, groups=groups)


def _make_venv():
    if _stamps().get("root") == str(ROOT) and _works():
        return
    if not (PYTHON.exists() and _works() and _stamps().get("root", str(ROOT)) == str(ROOT)):
        try:
            import ensurepip  # noqa: F401
        except ImportError:
            version = "{}.{}".format(*sys.version_info[:2])
            raise Stop(f"This Python cannot make a virtual environment: run `apt install python{version}-venv` "
                       "(as root), then the same command again.") from None  # fmt: skip
        with step("Making the virtual environment .venv"):
            run([sys.executable, "-m", "venv", "--clear", VENV], tool_env(),
                "The virtual environment could not be made; the reason is above.")  # fmt: skip
    uv = VENV / "bin" / "uv"
    have = subprocess.run([str(uv), "--version"], stdout=subprocess.PIPE).stdout.decode() if uv.exists() else ""
    if have.split()[1:2] != [UV_VERSION]:
        with step(f"Installing uv {UV_VERSION}"):
            pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
            run([*pip, f"uv=={UV_VERSION}"], tool_env(),
                "uv could not be installed; the reason is above. "
                "Check the network, then run the same command again.")  # fmt: skip
    _stamp(root=str(ROOT))


def _works():
    check = f"import sys; sys.exit(sys.version_info < {OLDEST_PYTHON!r})"
    return PYTHON.exists() and subprocess.call([str(PYTHON), "-c", check], stderr=subprocess.DEVNULL) == 0


def assets_are_there():
    """Whether node_modules matches its lock file."""
    stamp = NODE_MODULES / ".stamp"
    return stamp.exists() and stamp.read_text() == _assets_digest()


def install_assets():
    """Fill `node_modules` from package-lock.json, with the npm that came as a Python package."""
    if assets_are_there():
        return
    npm = VENV / "bin" / "npm"
    if not npm.exists():
        found = shutil.which("npm")
        if not found:
            raise Stop("There is no Node.js for this machine among the Python packages: install node and npm "
                       "(Debian: apt install npm), then run the same command again.")  # fmt: skip
        npm = Path(found)
    run([npm, "ci", "--prefix", ROOT, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], tool_env(),
        "The design system could not be installed with npm; the reason is above. "
        "Check the network, then run the same command again.")  # fmt: skip
    (NODE_MODULES / ".stamp").write_text(_assets_digest())


class AssetsInBackground:
    """install_assets beside other work; join() waits, and raises what went wrong."""

    def __init__(self):
        self._error = None
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def _work(self):
        try:
            install_assets()
        except Stop as stop:
            self._error = stop

    def join(self):
        self._thread.join()
        if self._error:
            raise self._error


def _assets_digest():
    return _digest([ROOT / "package-lock.json", ROOT / "package.json"])


def _digest(files):
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _stamps():
    try:
        return json.loads((VENV / ".stamps.json").read_text())
    except (OSError, ValueError):
        return {}


def _stamp(**facts):
    (VENV / ".stamps.json").write_text(json.dumps({**_stamps(), **facts}))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tests", action="store_true", help="also install what only the tests need")
    options = parser.parse_args()
    install_python_packages(["assets", "test"] if options.tests else ["assets"], exact=options.tests)
    if not assets_are_there():
        with step("Installing the design system"):
            install_assets()


if __name__ == "__main__":
    guarded(main)
