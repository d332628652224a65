"""Calls one reader within limits that hold even when nobody is left to kill this. Started by `portal.files.limited`.

Arguments: the reader's file and name, the seconds of CPU, the bytes of memory, and a JSON list of what else the reader
wants to know. The bytes come in on standard input; out goes one byte for the kind of answer, and the answer. An exit
code of REFUSED comes with one line of JSON on standard error that says why there is none.
"""

from __future__ import annotations

import importlib
import json
import logging
import resource
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

REFUSED = 3
BYTES, JSON = b"B", b"J"


def call(file: str, name: str, data: bytes, arguments: list[Any]) -> bytes:
    """The answer of the reader, with its kind before it. Any error may come out."""
    # A reader may stand on others in its folder, and on nothing else of ours.
    folder = ModuleType("readers")
    folder.__path__ = [str(Path(file).parent)]
    sys.modules[folder.__name__] = folder
    module = importlib.import_module(f"{folder.__name__}.{Path(file).stem}")
    result = getattr(module, name)(data, *arguments)
    return BYTES + result if isinstance(result, bytes) else JSON + json.dumps(result).encode()


def main() -> int:
    """Read one file from stdin within the limits given and write the answer to stdout: the exit code."""
    file, name, seconds, memory, arguments = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # A file can be wrong in a million places: only the error that ends it is told. What a library prints is no answer.
    logging.disable()
    answer, sys.stdout = sys.stdout.buffer, sys.stderr
    try:
        result = call(file, name, sys.stdin.buffer.read(), json.loads(arguments))
    except Exception as error:
        told = {"kind": type(error).__name__, "reason": str(error)[:500]}
        sys.stderr.write(f"\n{json.dumps(told)}\n")
        return REFUSED
    answer.write(result)
    answer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
