"""Names that lead nowhere: what is defined and never used, and what a comment names that is no more."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("portal", "proeftuinen", "search", "tools", "tests", "benchmarks")
FILES = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
OWN = [path for path in FILES if not {"migrations", "settings"} & set(path.parts)]
OTHERS = [*(ROOT / "templates").rglob("*.*"), ROOT / "pyproject.toml", ROOT / "manage.py"]
WORDS = Counter(word for path in (*FILES, *OTHERS) for word in re.findall(r"\w+", path.read_text(encoding="utf-8")))
MODULES = {path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".") for path in FILES}
MODULES |= {module.rpartition(".")[0] for module in MODULES}
# Asked for by their place or name: by Django, pytest, or a test that asks for all of their kind.
ASKED = re.compile(r"test_\w+|Test\w+|pytest\w*|\w+Config|\w+Factory|app_name|__all__")
FOUND_BY_DECORATOR = re.compile(r"register|receiver|fixture|tag|filter|hook")
ELSEWHERE = {"matched_queries"}  # a word of Elasticsearch


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def defined(code: str) -> Iterator[str]:
    """What a module defines for others, or itself, to use."""
    for node in ast.parse(code).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            if not FOUND_BY_DECORATOR.search(" ".join(ast.unparse(one) for one in node.decorator_list)):
                yield node.name
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def dead(code: str) -> list[str]:
    return [word for word in defined(code) if not ASKED.fullmatch(word) and WORDS[word] <= 1]


@pytest.mark.parametrize("path", OWN, ids=name)
def test_what_is_defined_is_used(path: Path) -> None:
    assert not dead(path.read_text(encoding="utf-8"))


def test_a_dead_name_is_seen() -> None:
    unused = "nobody" + "_calls"
    assert dead(f"def {unused}():\n    pass\n\n{unused.upper()}, x = 1, 2\n{unused}s = 3\n") == [unused, f"{unused}s"]


def astray(text: str, known: set[str]) -> list[str]:
    """Words between backticks that are the name of nothing; dotted ones, when they begin with a package."""
    found = []
    for word in re.findall(r"`([A-Za-z_][\w.]*)`", text):
        first, *rest = word.split(".")
        if not rest:
            found += [] if word in known | ELSEWHERE else [word]
        elif first in PACKAGES and rest[-1] not in ("py", "md", "toml") and f"{first}.{rest[0]}" not in MODULES:
            found.append(word)
    return found


@pytest.mark.parametrize("path", [path for path in OWN if path.parts[len(ROOT.parts)] != "tests"], ids=name)
def test_a_comment_names_what_is_there(path: Path) -> None:
    """A module, a file or a word of the code; a name that stands between backticks only was moved or renamed."""
    text = path.read_text(encoding="utf-8")
    assert not astray(text, CODE_WORDS)


def words_of_code() -> Iterator[str]:
    """Names and the words of texts, of every module: not those of comments and docstrings."""
    for path in FILES:
        yield from (path.stem, path.parent.name)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Name):
                yield node.id
            elif isinstance(node, ast.Attribute):
                yield node.attr
            elif isinstance(node, ast.FunctionDef | ast.ClassDef):
                yield node.name
            elif isinstance(node, ast.arg | ast.keyword) and node.arg:
                yield node.arg
            elif isinstance(node, ast.alias):
                yield from filter(None, (*node.name.split("."), node.asname))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 60:
                yield from re.findall(r"\w+", node.value)


CODE_WORDS = set(words_of_code())


def test_a_name_that_leads_nowhere_is_seen() -> None:
    assert astray("See `gone`, `portal.gone.x`, `portal.models.x` and `known`.", {"known"}) == ["gone", "portal.gone.x"]
