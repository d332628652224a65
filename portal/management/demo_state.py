"""What the demo has done already, so that a second start skips it."""

import fcntl
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from django.conf import settings

STATE = Path(settings.VAR_DIR) / "demo.json"
LOCK = Path(settings.VAR_DIR) / "demo.lock"
ROOT = Path(settings.BASE_DIR)

# A change in one of these makes the step run again. Each step only adds what is missing.
INPUTS = {
    "migrate": ["*/migrations/*.py", "uv.lock"],
    "load": ["*/demo/**/*", "*/migrations/*.py"],
    "index": ["search/**/*.py", "search/data/*", "*/search_sources.py", "*/demo/**/*"],
}


def digest(step: str) -> str:
    """A hash of the files that a step depends on."""
    result = hashlib.sha256(settings.DATABASES["default"]["NAME"].__str__().encode())
    for path in sorted(_files(INPUTS[step])):
        result.update(path.read_bytes())
    return result.hexdigest()


def _files(patterns: Iterable[str]) -> set[Path]:
    return {
        path
        for pattern in patterns
        for path in ROOT.glob(pattern)
        if path.is_file() and "__pycache__" not in path.parts and not {".venv", "node_modules"} & set(path.parts)
    }


def is_done(step: str) -> bool:
    """Whether a step ran before, with the files that it depends on as they are now."""
    return _read().get(step) == digest(step)


def mark_done(step: str) -> None:
    """Remember that a step ran, with the files that it depends on as they are now."""
    STATE.parent.mkdir(parents=True, exist_ok=True)
    STATE.write_text(json.dumps({**_read(), step: digest(step)}))


def forget() -> None:
    """Let every step run again."""
    STATE.unlink(missing_ok=True)


def _read() -> dict[str, str]:
    try:
        return dict(json.loads(STATE.read_text()))
    except (OSError, ValueError):
        return {}


def take_lock(url: str) -> IO[str] | None:
    """Hold the demo's folder while the result stays open; None when a running demo holds it (see lock_holder)."""
    LOCK.parent.mkdir(parents=True, exist_ok=True)
    handle = LOCK.open("a+")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        handle.close()
        return None
    handle.truncate(0)
    handle.write(url)
    handle.flush()
    return handle


def lock_holder() -> str:
    """Where the demo runs that holds the lock."""
    return LOCK.read_text().strip() or "another terminal"
