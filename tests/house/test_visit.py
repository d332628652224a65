"""Below a view nobody takes a request: a Visit says who asks and from where."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.test_code import OWN, name

# Views and what Django and Wagtail call with a request: middleware, hooks, context processors, admin screens.
ABOVE = re.compile(
    r"(\w+/)*((admin_)?views|middleware|wagtail_hooks|hooks|signals|viewsets|koppeling_viewset|admin_urls)\.py"
    r"|portal/access/\w+\.py|portal/editing/(collisions|component_library|deletion|not_understood|start_panel)\.py"
    r"|portal/pages/(redirects|serving|site)\.py|portal/running/(outages|wellknown)\.py|portal/wetten/admin\.py"
    r"|proeftuinen/editing/\w+\.py"
)
# The one place that makes a Visit, what asks the settings to do so, and what Wagtail calls of a page or record.
MAY = {
    "portal/visit.py": {"visit_of", "reader_of", "read_as_anybody", "audience_of", "on_page", "_visit"},
    "search/conf.py": {"audience_of"},
    "portal/models/paginas/home.py": {"route"},
    "portal/models/paginas/pagina.py": {"get_context"},
    "proeftuinen/models/toepassing.py": {"get_preview_template", "get_preview_context"},
}


def takers(code: str) -> set[str]:
    """The functions that take a request, but for views: these answer an address, and say so by their decorator."""
    found = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.FunctionDef):
            taken = {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}
            is_view = any(ast.unparse(decorator).startswith("require_") for decorator in node.decorator_list)
            if "request" in taken and not is_view:
                found.add(node.name)
    return found


@pytest.mark.parametrize("path", [path for path in OWN if not ABOVE.fullmatch(name(path))], ids=name)
def test_no_function_below_a_view_takes_a_request(path: Path) -> None:
    assert takers(path.read_text(encoding="utf-8")) - MAY.get(name(path), set()) == set()


def test_it_sees_a_function_that_does() -> None:
    assert takers("def rows(reader, request): ...") == {"rows"}
    assert takers("@require_safe\ndef page(request): ...") == set()
