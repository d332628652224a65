"""`make test`: install what the tests need, run every check, and say at the end what ran, failed or could not."""

import argparse
import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field

from tools import bootstrap, debian, elasticsearch, postgres
from tools.console import Stop, guarded, say, step

OUTPUT = bootstrap.ROOT / "var" / "test"
DEMO = OUTPUT / "demo"
IN_CI = os.environ.get("CI", "").lower() in ("true", "1")


@dataclass
class Result:
    """What became of one step. `state` is ok, FAILED or not run."""

    name: str
    state: str
    seconds: float = 0.0
    note: str = ""
    counts: dict = field(default_factory=dict)


def python(*words):
    return [str(bootstrap.PYTHON), "-m", *words]


def static_steps():
    """The checks that need no database server, as (name, command)."""
    manage = [str(bootstrap.PYTHON), "manage.py"]
    return [
        ("types", python("mypy", "--no-error-summary")),
        ("lint", python("ruff", "check", "--quiet", ".")),
        ("format", python("ruff", "format", "--check", "--quiet", ".")),
        ("import contracts", [str(bootstrap.VENV / "bin" / "lint-imports"), "--no-logo"]),
        ("templates", python("djlint", "--lint", "--quiet", "templates")),
        ("system checks", [*manage, "check", "--fail-level", "WARNING"]),
        ("migrations", [*manage, "makemigrations", "--check", "--dry-run"]),
    ]


def preparing_steps(wanted, env, postgres_url):
    """What the tests start from, made beside the static checks, as (name, command, environment)."""
    make = python("tests.prepared")
    if {"sqlite", "browser"} & set(wanted):
        yield "database in SQLite", [*make, "database"], env
    if "browser" in wanted:
        yield "demo for the browser", [*make, "demo", str(DEMO)], env
    if postgres_url:
        yield "database in PostgreSQL", [*make, "database"], {**env, "DATABASE_URL": postgres_url}


def run_step(name, command, env):
    started = time.monotonic()
    done = subprocess.run(command, cwd=bootstrap.ROOT, env=env, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip
    if done.returncode:
        say(f"\n--- {name}: FAILED\n{done.stdout.decode(errors='replace').rstrip()}\n")
    return Result(name, "FAILED" if done.returncode else "ok", time.monotonic() - started)


def run_pytest(name, arguments, env):
    """One pytest run with both cores; its own output is shown."""
    say(f"\n--- {name}")
    started = time.monotonic()
    report = OUTPUT / f"{name.replace(' ', '-')}.xml"
    report.unlink(missing_ok=True)
    # The default distribution keeps the order, in which tests that empty the database come last. In small chunks:
    # whoever gets a long row of slow tests would otherwise work on alone.
    command = python("pytest", "-n", "2", "--maxschedchunk", "2", "-q", "--durations", "15",
                     f"--junitxml={report}", *arguments)  # fmt: skip
    code = subprocess.call(command, cwd=bootstrap.ROOT, env=env, stdin=subprocess.DEVNULL)
    counts = read_counts(report)
    note = ", ".join(f"{number} {word}" for word, number in counts.items() if number)
    return Result(name, "FAILED" if code else "ok", time.monotonic() - started, note, counts)


def read_counts(report):
    """passed, failed, skipped of a JUnit report; nothing when there is none."""
    if not report.exists():
        return {}
    suite = ET.parse(report).getroot().find("testsuite")
    if suite is None:
        return {}
    total, failed, skipped = (int(suite.get(key, 0)) for key in ("tests", "failures", "skipped"))
    failed += int(suite.get("errors", 0))
    return {"passed": total - failed - skipped, "failed": failed, "skipped": skipped}


def run_steps(options):
    env = {**bootstrap.tool_env(), "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    env.pop("DATABASE_URL", None)
    results = []
    wanted = options.only or ["static", "sqlite", "postgresql", "browser"]
    missing = install_programs() if set(wanted) & {"postgresql", "browser"} else ""
    with ExitStack() as servers:
        node = start_elasticsearch(servers, results, options.long) if set(wanted) & {"sqlite", "postgresql"} else None
        postgres_url = start_postgres(servers, results, missing) if "postgresql" in wanted else ""
        steps = list(preparing_steps(wanted, env, postgres_url))
        if "static" in wanted:
            static = [(*pair, env) for pair in static_steps()]
            # The longest ones first, so that neither core is left with one of them at the end.
            steps = [*static[:1], *steps, *static[1:]]
        with step("Checking code and templates, and preparing the tests"), ThreadPoolExecutor(2) as pool:
            results += pool.map(lambda given: run_step(*given), steps)
        if node:
            env["ELASTICSEARCH_URL"] = address_of(node, results)
        marks = ["-m", "not browser" if options.long else "not browser and not long", "tests"]
        if "sqlite" in wanted:
            results.append(run_pytest("unit tests on SQLite", marks, env))
        if postgres_url:
            results.append(run_pytest("unit tests on PostgreSQL", marks, {**env, "DATABASE_URL": postgres_url}))
    if "browser" in wanted:
        results.append(in_browser("browser" if options.long else "browser and not long", env, missing))
    return results


def start_elasticsearch(servers, results, long):
    """One real server for the tests on both databases, that starts while the static checks run; None when it cannot."""
    try:
        if long:
            # The suites on three nodes and with TLS start servers of their own from it.
            elasticsearch.fetch()
        if os.environ.get("ELASTICSEARCH_URL"):
            return None
        return servers.enter_context(elasticsearch.starting())
    except Stop as stop:
        results.append(Result("tests of Elasticsearch", "not run", note=str(stop)))
        return None


def address_of(node, results):
    """Where the server answers, or "" when it does not come up."""
    try:
        node.wait()
    except Stop as stop:
        results.append(Result("tests of Elasticsearch", "not run", note=str(stop)))
        return ""
    return node.url


def in_browser(marks, env, missing):
    name, chromium = "browser tests", debian.chromium()
    if not chromium:
        return Result(name, "not run", note=f"no Chromium: {missing}")
    return run_pytest(name, ["-m", marks, "tests/browser"], {**env, "CHROMIUM": chromium, "PREPARED_DEMO": str(DEMO)})


def install_programs():
    """Install what is missing with apt. Returns why something stays missing, or ""."""
    packages = debian.missing_packages()
    if not packages:
        return ""
    with step(f"Installing {' and '.join(packages)} from Debian"), (OUTPUT / "apt.log").open("w") as log:
        return debian.install(packages, log)


def start_postgres(servers, results, missing):
    """The URL of a server for the tests, stopped with `servers`; "" when there is none, which `results` then says."""
    name = "unit tests on PostgreSQL"
    if os.environ.get("POSTGRES_URL"):
        return os.environ["POSTGRES_URL"]
    bin_dir = debian.postgres_bin()
    if not bin_dir:
        results.append(Result(name, "not run", note=f"no PostgreSQL: {missing}"))
        return ""
    try:
        return servers.enter_context(postgres.private_cluster(bin_dir))
    except Stop as stop:
        say(str(stop))
        results.append(Result(name, "FAILED", note="PostgreSQL did not start"))
        return ""


def summarise(results, seconds):
    """Print what became of every step. Returns the exit code."""
    say("\nSummary")
    for result in results:
        say(
            f"  {result.state:<8}{result.seconds:>6.0f} s  {result.name}" + (f" ({result.note})" if result.note else "")
        )
    say(f"  {'':<8}{seconds:>6.0f} s  in all")
    not_run = [result for result in results if result.state == "not run"]
    for result in not_run:
        say(f"Not run: {result.name}: {result.note}.")
    failed = [result.name for result in results if result.state == "FAILED"]
    if failed:
        say(f"Failed: {', '.join(failed)}.")
    if not_run and IN_CI:
        say("With CI=true nothing may be left out, so this run has failed.")
    totals = {word: sum(result.counts.get(word, 0) for result in results) for word in ("passed", "failed", "skipped")}
    steps_failed = sum(1 for result in results if result.state == "FAILED" and not result.counts)
    say(f"Tests: {totals['passed']} passed, {totals['failed'] + steps_failed} failed, {totals['skipped']} skipped")
    return 1 if failed or (not_run and IN_CI) else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long", action="store_true", help="also the long suites")
    parser.add_argument("--only", action="append", choices=["static", "sqlite", "postgresql", "browser"])
    options = parser.parse_args()
    started = time.monotonic()
    os.chdir(bootstrap.ROOT)
    OUTPUT.mkdir(parents=True, exist_ok=True)
    bootstrap.require_python()
    bootstrap.install_python_packages(["assets", "test"], exact=True)
    if not bootstrap.assets_are_there():
        with step("Installing the design system"):
            bootstrap.install_assets()
    return summarise(run_steps(options), time.monotonic() - started)


if __name__ == "__main__":
    sys.exit(guarded(main))
