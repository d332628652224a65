"""Readers that do what a file could make a reader do; run apart, so they import nothing of ours."""

import importlib.util
import os
import signal
import sys
import time
from typing import Any


class Refusal(Exception):
    pass


def backwards(data: bytes) -> bytes:
    return data[::-1]


def count(data: bytes, times: int) -> dict[str, Any]:
    return {"characters": len(data) * times, "text": "é"}


def refuse(data: bytes) -> None:
    raise Refusal("Dit is geen tabel.\nEcht niet.")


def loop(data: bytes) -> None:
    while True:
        pass


def sleep(data: bytes) -> None:
    time.sleep(60)


def swell(data: bytes) -> int:
    return len(b"x" * 500_000_000)


def crash(data: bytes) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def chatter(data: bytes) -> int:
    sys.stdout.write("een waarschuwing van een bibliotheek")
    return 7


def look_around(data: bytes) -> tuple[str, bool]:
    return str(dict(os.environ)), importlib.util.find_spec("portal") is not None
