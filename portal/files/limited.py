"""Reads what a stranger made in a process of its own: whatever the bytes do, they do it to that process alone.

A reader is a function of a file that imports nothing of ours but readers beside it: it gets the bytes (and words that
can be JSON) and gives bytes, or data that can be JSON. Its process imports from nowhere but that folder and the
installed packages, gets no environment, and is killed when it takes too long.
"""

from __future__ import annotations

import inspect
import json
import math
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from . import limited_child

SECONDS = 20.0
MEMORY = 1_500_000_000


class Unread(ValueError):
    """The reader gave nothing. `kind` is the name of the exception that ended it, "" when it was killed."""

    def __init__(self, reason: str, kind: str = "") -> None:
        super().__init__(f"{kind}: {reason}" if kind else reason)
        self.reason, self.kind = reason, kind


def run_limited(
    reader: Callable[..., Any], data: bytes, *arguments: Any, seconds: float = SECONDS, memory: int = MEMORY
) -> Any:
    """What `reader(data, *arguments)` gives, within so many seconds and bytes of memory. Raises Unread."""
    file = str(inspect.getsourcefile(reader))
    # A second more of its own: who kills it can say why.
    limits = [str(math.ceil(seconds) + 1), str(memory)]
    words = [file, reader.__name__, *limits, json.dumps(arguments)]
    # Isolated: no folder of ours to import from, no site of the user, and no secrets in an environment.
    command = [sys.executable, "-I", limited_child.__file__, *words]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=seconds, env={}, check=False)
    except subprocess.TimeoutExpired as error:
        raise Unread(f"reading it takes more than {seconds:.0f} s") from error
    if done.returncode == limited_child.REFUSED:
        refusal = json.loads(done.stderr.splitlines()[-1])
        raise Unread(refusal["reason"], refusal["kind"])
    if done.returncode:
        raise Unread(f"it ended with {done.returncode}")
    kind, result = done.stdout[:1], done.stdout[1:]
    return result if kind == limited_child.BYTES else json.loads(result)
