"""The same thing is written once: no two modules define the same constant or function alike."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.house.test_code import OWN, name

# As many nodes as a function needs before two that are alike are no accident.
SMALLEST = 12


def constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """(name, value) of what a module defines in capitals."""
    for node in tree.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        value = getattr(node, "value", None)
        for target in targets:
            if isinstance(target, ast.Name) and target.id.isupper() and _says_something(value):
                yield target.id, ast.dump(value)  # type: ignore[arg-type]


def _says_something(value: ast.expr | None) -> bool:
    """A number alone is often the same by accident, and what is made of a module's own file or numbers differs."""
    if value is None:
        return False
    parts = list(ast.walk(value))
    literals = [part.value for part in parts if isinstance(part, ast.Constant)]
    figures = bool(literals) and all(isinstance(literal, int | float) for literal in literals)
    names = {part.id for part in parts if isinstance(part, ast.Name)}
    return not figures and "__file__" not in names and not any(what.isupper() for what in names)


def functions(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """(name, body) of every function and method, without its docstring; names of its own do not count."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            nodes = sum(1 for part in body for _ in ast.walk(part))
            if nodes >= SMALLEST and not _leads_on(body):
                yield node.name, "\n".join(ast.dump(part) for part in body)


def _leads_on(body: list[ast.stmt]) -> bool:
    """A function of one line that calls another is what is left when the twins became one."""
    return len(body) == 1 and isinstance(body[0], ast.Return | ast.Expr)


def alike(paths: list[Path]) -> list[str]:
    """What stands in two modules, with where."""
    known: dict[tuple[str, str], set[str]] = defaultdict(set)
    bodies: dict[str, set[str]] = defaultdict(set)
    for path in paths:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for what, value in constants(tree):
            known[what, value].add(name(path))
        for what, value in functions(tree):
            bodies[value].add(f"{name(path)}:{what}")
    twins = [f"{what}: {', '.join(sorted(places))}" for (what, _), places in known.items() if len(places) > 1]
    return sorted(twins + [", ".join(sorted(places)) for places in bodies.values() if len(places) > 1])


def test_no_two_modules_define_the_same() -> None:
    assert alike([path for path in OWN if "settings" not in path.parts]) == []


def test_it_sees_twins() -> None:
    code = 'MOST = "veel"\n\n\ndef {}(value: str) -> str:\n    text = str(value)[:120]\n    return text.upper()\n'
    one, other = (ast.parse(code.format(what)) for what in ("usable", "to_use"))
    assert list(constants(one)) == list(constants(other)) != []
    assert [body for _, body in functions(one)] == [body for _, body in functions(other)] != []
