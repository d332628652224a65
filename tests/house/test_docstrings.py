"""What is public says its contract: over 80% of the functions and methods of each package."""

import ast
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.test_code import PACKAGES, ROOT, name, sources

LEAST = 0.8


def public(tree: ast.Module, module: object = None) -> Iterator[tuple[str, bool]]:
    """(name, has a docstring) of what a module offers: its functions, and the methods of its classes.

    A method that overrides one of a class from outside the project says nothing: what it must do stands there.
    """
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node.name, bool(ast.get_docstring(node))
        if isinstance(node, ast.ClassDef):
            kind = getattr(module, node.name, None)
            methods = [part for part in node.body if isinstance(part, ast.FunctionDef)]
            for method in methods:
                if not method.name.startswith("_") and not overrides(kind, method.name):
                    yield f"{node.name}.{method.name}", bool(ast.get_docstring(method))


def overrides(kind: object, method: str) -> bool:
    """Whether a class from outside the project, below which `kind` stands, has this method too."""
    parents = inspect.getmro(kind) if isinstance(kind, type) else ()
    return any(method in vars(parent) for parent in parents if parent.__module__.split(".")[0] not in PACKAGES)


def offered(package: str) -> list[tuple[str, bool]]:
    """The same for all modules of a package; settings and entry points offer nothing."""
    found = []
    for path in sources(package):
        dotted = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        tree = ast.parse(path.read_text(encoding="utf-8"))
        kinds = importlib.import_module(dotted) if any(isinstance(node, ast.ClassDef) for node in tree.body) else None
        found += [(f"{name(path)}: {what}", said) for what, said in public(tree, kinds)]
    return found


@pytest.mark.parametrize("package", PACKAGES)
def test_what_is_public_says_its_contract(package: str) -> None:
    found = offered(package)
    silent = [what for what, said in found if not said]
    assert 1 - len(silent) / len(found) > LEAST, silent


def test_it_hears_silence() -> None:
    code = 'def one(): pass\ndef two():\n    """Said."""\ndef _own(): pass\nclass A:\n    def three(self): pass\n'
    assert list(public(ast.parse(code))) == [("one", False), ("two", True), ("A.three", False)]


def test_an_override_says_nothing() -> None:
    kind = type("Own", (Path,), {"__module__": "portal.x"})
    assert overrides(kind, "exists")
    assert not overrides(kind, "own")
