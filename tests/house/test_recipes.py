"""The recipes of CONTRIBUTING.md work as they stand there, and who forgets a step is told.

They are followed together in one copy of the repository, with a copy of a migrated database; each way to forget
something has a copy of its own, in which the system check is asked.
"""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests import prepared, recipes
from tests.recipes import Step

PROBES = recipes.ROOT / "tests" / "recipe_probes.py"
(CLASS,) = (node for node in ast.parse(PROBES.read_text(encoding="utf-8")).body if isinstance(node, ast.ClassDef))
NAMES = [node.name for node in CLASS.body if isinstance(node, ast.FunctionDef) and node.name.startswith(("a_", "an_"))]
STEPS = recipes.steps()
PAGE_TYPE, BLOCK, FEED = "A page type", "A block", "A feed"


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A program in a copy, with a database and index of its own and none of the settings of this run."""
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "KENNISPORTAAL_VAR": str(folder / "var"),
        "PYTHONPATH": str(folder),
    }
    return subprocess.run([sys.executable, *words], cwd=folder, env=env, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy in which everything was done."""
    return recipes.copy(tmp_path_factory.mktemp("recipes"), STEPS)


@pytest.fixture(scope="module")
def seen(followed: Path) -> dict[str, str]:
    """Probe -> what went wrong with it, "" when nothing did."""
    shutil.copyfile(prepared.in_file(), followed / "db.sqlite3")
    done = run(followed, "-m", "tests.recipe_probes", "outcome.json")
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, str] = json.loads((followed / "outcome.json").read_text(encoding="utf-8"))
    return found


def test_there_is_a_recipe_for_each_kind_of_work() -> None:
    wanted = [PAGE_TYPE, "A field that is searched", "A filter", "A facet", FEED, "An export column", BLOCK]
    assert list(dict.fromkeys(step.recipe for step in STEPS)) == [*wanted, "A vocabulary"]


def test_a_page_type_costs_at_most_four_files() -> None:
    """With its migration, which is made by a command."""
    assert len({step.path for step in STEPS if step.recipe == PAGE_TYPE}) + 1 <= 4


@pytest.mark.parametrize("name", NAMES)
def test_it_works(seen: dict[str, str], name: str) -> None:
    assert not seen[name], seen[name]


def test_no_check_complains(seen: dict[str, str]) -> None:
    assert seen["checks"] == ""


def test_a_recipe_keeps_the_house_style(followed: Path) -> None:
    ruff = Path(sys.executable).with_name("ruff")
    for words in (["check", "--quiet"], ["format", "--check", "--quiet"]):
        done = subprocess.run(
            [ruff, *words, "portal", "tests/leaks"], cwd=followed, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "change", ["Create model Training", "Add field aanleiding to nieuws", "Alter field inhoud", "Alter field schema"]
)
def test_a_forgotten_migration_is_named(seen: dict[str, str], change: str) -> None:
    """Of a page type, a field, a block and a vocabulary; `make lint` asks the same."""
    assert change in seen["migrations_forgotten"]
    assert "exit 1" in seen["migrations_forgotten"]
    assert "No changes detected" in seen["migrations_made"]


def without_templates(step: Step) -> Step | None:
    """Nor with the line by which a field is searched, nor the one of the feed among the addresses that are asked."""
    if step.kind == "html" or step.path == "tests/leaks/surfaces.py":
        return None
    return replace(step, text=step.text.replace('+        searched=("aanleiding",),\n', ""))


def without_registration(step: Step) -> Step | None:
    return None if step.path in ("portal/models/__init__.py", "portal/blocks/body.py") else step


def without_declaration(step: Step) -> Step | None:
    """Nor with the address of the feed."""
    if step.path == "portal/following/urls.py":
        return None
    return replace(step, text=re.sub(r"    declaration = Soort\(.*?\n    \)\n", "", step.text, flags=re.S))


Forgetting = Callable[[Step], Step | None]
CHECK = ("manage.py", "check")
LOOK = "import django; django.setup(); from tests.{0} import {1} as test; test.{2}"
SURFACES = ("-c", LOOK.format("leaks", "test_leaks", "test_every_url_pattern_is_in_the_table()"))
ADDRESSES = ("-c", LOOK.format("house", "test_urls", "test_a_view_has_an_address('portal.following.feeds')"))
FORGOTTEN: list[tuple[Forgetting, tuple[str, ...], list[str]]] = [
    (
        without_templates,
        CHECK,
        [
            "portal.E006) portal.Training has no template portal/training.html",
            "portal.E006) CijferBlock has no template blocks/cijfer.html",
            "portal.E003) portal.Nieuws: search forgets the text of aanleiding",
        ],
    ),
    (without_templates, SURFACES, ["AssertionError"]),
    (
        without_registration,
        CHECK,
        [
            "portal.E007) portal.models.paginas.training is imported by nothing",
            "portal.E007) portal.blocks.cijfer is imported by nothing",
        ],
    ),
    (without_declaration, CHECK, ["portal.E001) portal.Training has no declaration"]),
    (without_declaration, ADDRESSES, ["AssertionError", "assert not views"]),
]


@pytest.fixture(scope="module")
def forgetful(tmp_path_factory: pytest.TempPathFactory) -> dict[Forgetting, Path]:
    ways = dict.fromkeys(way for way, _, _ in FORGOTTEN)
    return {way: recipes.copy(tmp_path_factory.mktemp(way.__name__), STEPS, way) for way in ways}


@pytest.mark.parametrize(("way", "words", "expected"), FORGOTTEN)
def test_a_forgotten_step_is_an_error(
    forgetful: dict[Forgetting, Path], way: Forgetting, words: tuple[str, ...], expected: list[str]
) -> None:
    done = run(forgetful[way], *words)
    assert done.returncode
    for message in expected:
        assert message in done.stdout + done.stderr


def test_a_step_that_fits_nowhere_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("a\nb\n")
    recipes.take(Step("x", "diff", "one.py", " a\n+c\n b\n"), tmp_path)
    assert (tmp_path / "one.py").read_text() == "a\nc\nb\n"
    with pytest.raises(AssertionError, match="0 times"):
        recipes.take(Step("x", "diff", "one.py", " a\n b\n"), tmp_path)
