"""The recipes of CONTRIBUTING.md as steps, and a copy of this repository in which to take them."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NEEDED = ("portal", "proeftuinen", "search", "static", "templates", "tests", "tools", "manage.py", "pyproject.toml")
STEP = re.compile(r"^```(\w+) (\S+)\n(.*?)^```$", re.M | re.S)


@dataclass(frozen=True, slots=True)
class Step:
    """One block of a recipe: a whole file, or what changes in one."""

    recipe: str
    kind: str
    path: str
    text: str


def steps() -> list[Step]:
    """Every step of every recipe, in the order in which they stand."""
    recipes = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("\n# Recipes\n")[2]
    found = []
    for part in recipes.split("\n## ")[1:]:
        name = part.partition("\n")[0]
        found += [Step(name, *given) for given in STEP.findall(part)]
    return found


def take(step: Step, folder: Path) -> None:
    """Do what a step says. What it stands beside must be there once, or a reader would not know where."""
    path = folder / step.path
    if step.kind != "diff":
        assert not path.exists(), f"{step.path} is there already"
        path.write_text(step.text, encoding="utf-8")
        return
    lines = step.text.splitlines(keepends=True)
    old = "".join(line[1:] or "\n" for line in lines if not line.startswith("+"))
    new = "".join(line[1:] or "\n" for line in lines if not line.startswith("-"))
    code = path.read_text(encoding="utf-8")
    assert code.count(old) == 1, f"{step.recipe}: {step.path} has this {code.count(old)} times:\n{old}"
    path.write_text(code.replace(old, new), encoding="utf-8")


def copy(folder: Path, wanted: Iterable[Step] = (), changed: Callable[[Step], Step | None] = lambda step: step) -> Path:
    """A copy of the code with these steps taken; `changed` gives a step as a forgetful reader takes it, or None."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *NEEDED]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    if (ROOT / "node_modules").exists():
        (folder / "node_modules").symlink_to((ROOT / "node_modules").resolve())
    for step in wanted:
        if (taken := changed(step)) is not None:
            take(taken, folder)
    return folder
