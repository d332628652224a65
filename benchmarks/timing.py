"""Taking times and saying them: medians and 95th percentiles, of contenders that take turns."""

from __future__ import annotations

import math
import random
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median, quantiles
from typing import Any, NamedTuple

Contender = Callable[[str], Any]


def say(text: str) -> None:
    """One line of figures."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def timed(action: Callable[[], Any]) -> tuple[float, Any]:
    """(milliseconds, result)."""
    began = time.perf_counter()
    result = action()
    return (time.perf_counter() - began) * 1000, result


def spread(times: Sequence[float]) -> str:
    """Median and 95th percentile in milliseconds."""
    return f"p50 {median(times):7.1f}   p95 {quantiles(times, n=20)[-1]:7.1f} ms"


class Times(NamedTuple):
    """Milliseconds a question: by the clock, and what this process worked. The second says more on a busy machine."""

    clock: list[float]
    worked: list[float]

    def __str__(self) -> str:
        return f"{spread(self.clock)}   process {spread(self.worked)}"


def in_turns(
    questions: Sequence[str], contenders: Mapping[str, Contender], seed: int = 1, seconds: float = math.inf
) -> dict[str, Times]:
    """Name -> times. Each question goes to all contenders, in an order of its own.

    What else the machine does then slows all of them, and their ratio a question stays honest. After so many seconds no
    new question is asked, as soon as there are the two that a spread needs.
    """
    dice = random.Random(seed)
    times = {name: Times([], []) for name in contenders}
    started = time.monotonic()
    for number, question in enumerate(questions):
        if number >= 2 and time.monotonic() - started > seconds:
            break
        order = list(contenders)
        dice.shuffle(order)
        for name in order:
            began = time.process_time()
            took, _ = timed(lambda name=name, question=question: contenders[name](question))  # type: ignore[misc]
            times[name].clock.append(took)
            times[name].worked.append((time.process_time() - began) * 1000)
    return times


def ratio(times: Sequence[float], to: Sequence[float]) -> float:
    """The median of the ratios a question."""
    return median(one / other for one, other in zip(times, to, strict=True))


def resident() -> float:
    """Memory of this process now, in MB."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * 4096 / 1e6
