"""Draws the map of the code in docs/architectuur.md from the docstrings of the modules. Standard library only.

python -m tools.architecture           write it
python -m tools.architecture --check   say whether it is what the code says
"""

import argparse
import ast
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "architectuur.md"
BEGIN, END = "<!-- drawn by python -m tools.architecture -->\n", "<!-- end of what is drawn -->\n"
# An `__init__.py` is empty here, so what a room is for stands here.
ROOMS = {
    "portal": "The CMS, and the Django project around it: what every room asks, and what Django expects on top.",
    "portal/access": "Accounts: who gets in, as what, and what they may read.",
    "portal/blocks": "The blocks of a body, one purpose a file.",
    "portal/demo": "Content from data files.",
    "portal/editing": "The admin: forms, choosers, snippets, and what an editor is kept from.",
    "portal/files": "Uploads: reading, cleaning, keeping and sending them.",
    "portal/files/text": "The text of a document, one format a file.",
    "portal/finding": "What the portal tells search.",
    "portal/following": "Changes and feeds.",
    "portal/importing": "Pages from Markdown, and what every import asks.",
    "portal/lists": "Lists: filters, counts, columns, files.",
    "portal/management": "What the commands share.",
    "portal/management/commands": "The commands of the portal.",
    "portal/markdown": "Markdown to safe HTML.",
    "portal/models": "The records that are no page.",
    "portal/models/paginas": "The page types.",
    "portal/pages": "What a page shows: contexts, rows, structured data, where it went.",
    "portal/running": "What keeps a portal running: schedule, mail, sitemaps, health.",
    "portal/settings": "The settings: the only place that reads the environment.",
    "portal/templatetags": "The tags and filters of the templates.",
    "portal/wetten": "The law as records.",
    "proeftuinen": "The tracker: Proeftuin, Knelpunt, Oplossing, and the Toepassing that ties them to a result.",
    "proeftuinen/bewijs": "What the Toepassingen of an Oplossing say together, and how that ages.",
    "proeftuinen/demo": "The invented programme of the demo.",
    "proeftuinen/editing": "The tracker in the admin.",
    "proeftuinen/finding": "What the tracker tells search.",
    "proeftuinen/importing": "The tracker from a spreadsheet: a try first, then all or nothing.",
    "proeftuinen/lists": "Filters, columns and files of the tracker.",
    "proeftuinen/management/commands": "The commands of the tracker.",
    "proeftuinen/merging": "Two records that turn out to be one.",
    "proeftuinen/models": "The records of the tracker.",
    "proeftuinen/running": "What the worker does for the tracker, and a large one to measure on.",
    "proeftuinen/selectors": "Questions across models: one read model a page.",
    "proeftuinen/selectors/programma": "Questions about the whole programme.",
    "proeftuinen/templatetags": "What the tracker shows on pages of the portal.",
    "proeftuinen/toepassingen": "The pages of a Toepassing.",
    "search": "Documents to an index, questions to answers. Knows no page type.",
    "search/data": "Word lists of Dutch.",
    "search/elastic": "The engine on an Elasticsearch cluster.",
    "search/embedded": "The engine that needs no server.",
    "search/indexing": "From what was saved to the indexes, and whether they are right.",
    "search/language": "Dutch: tokens, compounds, spelling, other wordings.",
    "search/management/commands": "The command of search.",
    "search/results": "What is made of an answer.",
    "search/templatetags": "What a template asks search.",
    "tools": "What `make` runs, with the standard library only.",
}


class Unnamed(Exception):
    """A module or room does not say what it is for."""


def modules(root):
    """Every module with code of the packages, by path."""
    found = [
        path for package in ("portal", "proeftuinen", "search", "tools") for path in (root / package).rglob("*.py")
    ]
    return sorted(path for path in found if "migrations" not in path.parts and path.name != "__init__.py")


def line_of(path):
    """The first line of its docstring, as a cell of a table."""
    told = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    if not told:
        raise Unnamed(f"{path} has no docstring: its first line stands in docs/architectuur.md.")
    return told.splitlines()[0].replace("|", "\\|")


def drawn(root=ROOT):
    """The map as Markdown: a heading and a table a room, a line a module."""
    rooms: dict[str, list[Path]] = {}
    for path in modules(root):
        rooms.setdefault(path.parent.relative_to(root).as_posix(), []).append(path)
    if strange := sorted(rooms.keys() ^ ROOMS.keys()):
        raise Unnamed(f"ROOMS in tools/architecture.py and the folders differ: {', '.join(strange)}.")
    lines = []
    for room in sorted(rooms, key=lambda name: name.split("/")):
        lines += [f"### {room}", "", ROOMS[room], "", "| module | what it is |", "|---|---|"]
        lines += [f"| `{path.name}` | {line_of(path)} |" for path in rooms[room]]
        lines.append("")
    return "\n".join(lines)


def page(root=ROOT):
    """The whole page: what people wrote, and the map between its marks."""
    before, _, rest = (root / "docs" / "architectuur.md").read_text(encoding="utf-8").partition(BEGIN)
    return f"{before}{BEGIN}\n{drawn(root)}{END}{rest.partition(END)[2]}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; 1 when the page is not what the code says")
    options = parser.parse_args()
    wanted = page()
    if options.check:
        same = PAGE.read_text(encoding="utf-8") == wanted
        return 0 if same else "docs/architectuur.md is not what the code says: run python -m tools.architecture."
    PAGE.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
