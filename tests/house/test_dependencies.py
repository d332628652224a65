"""Everything that a portal installs is used by it: what nobody imports is only a risk."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CODE = "\n".join(
    path.read_text(encoding="utf-8")
    for folder in ("portal", "proeftuinen", "search", "tools")
    for path in (ROOT / folder).rglob("*.py")
)
# Used without an import: the program that serves, and what these packages import themselves when they are there.
WITHOUT_IMPORT = {"gunicorn": "-m", "psycopg": "postgresql", "defusedxml": "openpyxl"}
# Programs and plugins of the tests: what asks for them does not import them.
RUNS = {
    "pytest", "pytest-django", "pytest-timeout", "pytest-xdist", "pytest-playwright", "ruff", "mypy", "django-stubs",
    "djlint", "import-linter",
}  # fmt: skip
GROUPS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
TESTS = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py"))
EXTRAS = {"mfa": "allauth.mfa", "brotli": "whitenoise.storage.Compressed", "binary": "postgresql"}


@pytest.mark.parametrize("requirement", PROJECT["dependencies"])
def test_a_dependency_is_used(requirement: str) -> None:
    name, extras = re.match(r"([\w.-]+)(?:\[([\w,]+)\])?", requirement).groups()  # type: ignore[union-attr]
    for extra in (extras or "").split(","):
        assert not extra or EXTRAS[extra] in CODE
    if name in WITHOUT_IMPORT:
        assert WITHOUT_IMPORT[name] in CODE
        return
    assert is_used(name, CODE)


@pytest.mark.parametrize("requirement", GROUPS["test"])
def test_what_only_tests_need_is_used(requirement: str) -> None:
    name = re.match(r"[\w.-]+", requirement).group()  # type: ignore[union-attr]
    if name.startswith("types-"):
        assert any(one.startswith(name.removeprefix("types-").lower()) for one in PROJECT["dependencies"])
        return
    assert name in RUNS or is_used(name, TESTS)


def is_used(name: str, code: str) -> bool:
    """Whether this code imports, or names, a module of an installed package."""
    modules = {str(file).split("/")[0].removesuffix(".py") for file in metadata.files(name) or []}
    modules = {module for module in modules if module.isidentifier() and not module.startswith("__")}
    used = r"""(?:^\s*(?:import|from)\s+|["'])(?:%s)\b"""
    return any(re.search(used % module, code, re.MULTILINE) for module in modules)
