"""How the tracker grows: times and SQL of its lists, views, files and admin tables, on SQLite and PostgreSQL.

    python -m benchmarks.tracker [--sizes 1000 10000 100000] [--only sqlite]

A size is a number of toepassingen; knelpunten and oplossingen are a tenth of it, proeftuinen a fiftieth. Each database
is its own, in a temporary folder: PostgreSQL as a private cluster, when it is installed. Prints figures only.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from statistics import median
from typing import Any

from tools import debian
from tools.postgres import private_cluster

ROOT = Path(__file__).resolve().parents[1]
TIMES = 3
LISTS = ("proeftuinen", "knelpunten", "oplossingen")
ADMIN = (
    "tracker_proeftuinen:index_results", "tracker_knelpunten:index_results", "tracker_oplossingen:index_results",
    "wagtailsnippets_proeftuinen_toepassing:list_results", "wagtailsnippets_proeftuinen_waarneming:list_results",
)  # fmt: skip
Figure = tuple[float, int]


def addresses() -> Iterator[tuple[str, str]]:
    """(what, address) of everything a reader can ask."""
    for name in LISTS:
        yield f"{name}", f"/{name}/"
        yield f"{name}, filtered", f"/{name}/?vorm=arbeidsuitbuiting&fase=signalering&fase=opsporing&sector=horeca"
        yield f"{name}, words", f"/{name}/?q=verzonnen&sorteer=titel"
        yield f"{name}, last page", f"/{name}/?pagina=999999"
        yield f"a page of {name}", f"/{name}/{_singular(name)}-1/"
    yield "knelpunten, by result", "/knelpunten/?resultaat=werkte&politieregio=noord-holland&van=2025-01-01"
    yield "knelpunten, white spots", "/knelpunten/?wit=ja&status=gesignaleerd"
    yield "dashboard", "/programma/"
    yield "matrix", "/programma/matrix/"
    yield "matrix, filtered", "/programma/matrix/?vorm=arbeidsuitbuiting&status=gesignaleerd"
    yield "witte vlekken", "/programma/witte-vlekken/"
    yield "witte vlekken, a vorm", "/programma/witte-vlekken/?vorm=arbeidsuitbuiting"
    yield "vergelijken", "/programma/vergelijken/?proeftuin=proeftuin-1&proeftuin=proeftuin-2&proeftuin=proeftuin-3"
    yield "kaart", "/programma/kaart/"
    yield "aanbevelingen", "/programma/aanbevelingen/"
    yield "home", "/"
    yield "feed of the tracker", "/programma/feeds/programma.rss"
    yield "feed of the matrix", "/programma/feeds/matrix.rss?vorm=arbeidsuitbuiting"
    for name in (*LISTS, "toepassingen", "aanbevelingen"):
        yield f"{name} as CSV", f"/programma/export/{name}.csv"
    yield "toepassingen as JSON", "/programma/export/toepassingen.json"
    yield "knelpunten as XLSX", "/programma/export/knelpunten.xlsx"


def _singular(name: str) -> str:
    return name.removesuffix("en")


def measure(sizes: Sequence[int]) -> None:
    """In a process with its own database: fill it, ask everything, and print one line of JSON a figure."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client
    from django.urls import reverse

    from portal.models import Gebruiker
    from proeftuinen.running.generator import Generator, Sizes

    settings.ALLOWED_HOSTS = ["*"]
    settings.SECOND_FACTOR_EXEMPT = ("meter",)
    call_command("migrate", verbosity=0)
    call_command("init_portal", verbosity=0)
    visitor, editor = Client(), Client()
    editor.force_login(Gebruiker.objects.create_superuser(username="meter", password="een-lang-wachtwoord"))
    before = 0
    for number, size in enumerate(sizes):
        more = size - before
        began = time.perf_counter()
        Generator(Sizes(more // 50, more // 10, more // 10, more, more // 100), seed=number + 1).run()
        report("generate", size, (time.perf_counter() - began, 0))
        before = size
        for what, address in addresses():
            report(what, size, ask(visitor, address))
        for name in ADMIN:
            report(f"admin: {name.partition(':')[0].rpartition('_')[2]}", size, ask(editor, reverse(name)))


def ask(client: Any, address: str) -> Figure:
    """(seconds, queries): the median of a few, after one to warm up."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    times: list[float] = []
    asked = 0
    for number in range(TIMES + 1):
        with CaptureQueriesContext(connection) as captured:
            began = time.perf_counter()
            answer = client.get(address)
            if answer.streaming:
                for _ in answer:
                    pass
            took = time.perf_counter() - began
        if answer.status_code != 200:
            raise SystemExit(f"{address} answers {answer.status_code}")
        asked = len(captured)
        if number:
            times.append(took)
        if took > 10:
            times = times or [took]
            break  # slow enough to know
    return median(times), asked


def report(what: str, size: int, figure: Figure) -> None:
    """One figure, for the process that prints the table."""
    sys.stdout.write(json.dumps([what, size, *figure]) + "\n")
    sys.stdout.flush()


def collect(url: str, sizes: Sequence[int], folder: Path) -> dict[tuple[str, int], Figure]:
    """The figures of one database, asked in a process of its own."""
    ours = {"KENNISPORTAAL_VAR": str(folder), "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "portal.settings.dev"}
    command = [sys.executable, "-m", "benchmarks.tracker", "--measure", "--sizes", *map(str, sizes)]
    found: dict[tuple[str, int], Figure] = {}
    engine = url.partition(":")[0]
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **ours}, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            for line in process.stdout:
                if line.startswith("["):
                    what, size, seconds, queries = json.loads(line)
                    found[what, size] = (seconds, queries)
                    # Each figure at once: a run of an hour that is stopped has not been for nothing.
                    sys.stderr.write(f"{engine:<9} {size:>7} {what:<28} {seconds * 1000:>8,.0f} ms {queries:>3} SQL\n")
        except BaseException:
            process.terminate()
            raise
    if process.returncode:
        raise SystemExit(f"measuring on {engine} failed")
    return found


def table(found: dict[str, dict[tuple[str, int], Figure]], sizes: Sequence[int]) -> str:
    """Milliseconds and SQL for each engine and size, and how much slower the largest is than the smallest."""
    names = list(dict.fromkeys(what for figures in found.values() for what, _ in figures))
    head = [f"{engine} {size}" for engine in found for size in [*sizes, "growth"]]
    lines = [f"{'milliseconds (SQL)':<28}" + "".join(f"{cell:>20}" for cell in head)]
    for what in names:
        cells = []
        for figures in found.values():
            cells += [f"{figures[what, s][0] * 1000:,.0f} ({figures[what, s][1]})" for s in sizes]
            first, last = (figures[what, s][0] for s in (sizes[0], sizes[-1]))
            cells.append(f"x {last / first:.1f}")
        lines.append(f"{what:<28}" + "".join(f"{cell:>20}" for cell in cells))
    return "\n".join(lines)


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--only", choices=("sqlite", "postgres"))
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    # Stopped from outside, it still stops its cluster and removes its folder.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(f"stopped by signal {number}"))
    sizes = sorted(set(chosen.sizes))
    if chosen.measure:
        measure(sizes)
        return
    found: dict[str, dict[tuple[str, int], Figure]] = {}
    with tempfile.TemporaryDirectory(prefix="kennisportaal-bench-") as name:
        folder = Path(name)
        if chosen.only != "postgres":
            found["SQLite"] = collect(f"sqlite:///{folder / 'tracker.sqlite3'}", sizes, folder / "sqlite")
        bin_dir = debian.postgres_bin()
        if chosen.only != "sqlite":
            with private_cluster(bin_dir) if bin_dir else nullcontext("") as url:
                if url:
                    found["PostgreSQL"] = collect(url, sizes, folder / "postgres")
                else:
                    sys.stderr.write("PostgreSQL is not installed: only SQLite is measured.\n")
    sys.stdout.write(table(found, sizes) + "\n")


if __name__ == "__main__":
    main()
