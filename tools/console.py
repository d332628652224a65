"""What the commands say while they work. Standard library only: it runs before anything is installed."""

import subprocess
import sys
import time
from contextlib import contextmanager


class Stop(Exception):
    """A reason to stop, as one line that says what to do."""


def say(text: str) -> None:
    print(text, flush=True)


def guarded(main):
    """Run `main`; turn Stop into one line on stderr and exit code 1, and Ctrl-C into a quiet exit code 130."""
    try:
        code = main()
    except Stop as stop:
        print(stop, file=sys.stderr, flush=True)
        code = 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr, flush=True)
        code = 130
    sys.exit(code or 0)


@contextmanager
def step(text):
    """Say what is being done, and how long it took."""
    started = time.monotonic()
    say(f"* {text} ...")
    yield
    say(f"  done in {time.monotonic() - started:.0f} s")


def run(command, env=None, why=""):
    """Run a command whose output matters only when it fails; then show it and raise Stop with `why`."""
    # A terminal sees the tool's own progress bar; a log does not need one.
    stream = None if sys.stderr.isatty() else subprocess.PIPE
    done = subprocess.run([str(part) for part in command], env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=stream, universal_newlines=True, errors="replace")  # fmt: skip
    if done.returncode:
        output = (done.stdout or "") + (done.stderr or "")
        print(output[-4000:], file=sys.stderr, flush=True)
        raise Stop(why or f"{command[0]} failed; its message is above.")
    return done.stdout
