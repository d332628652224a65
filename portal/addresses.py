"""The address of a page of which only the path is known, without reading the page."""

from __future__ import annotations

from wagtail.models import Page, Site


def address(url_path: str) -> str:
    """The public address of the page at `url_path`; "" when no site has it. Asks the remembered root paths."""
    if not any(url_path.startswith(root.root_path) for root in Site.get_site_root_paths()):
        return ""
    return Page(url_path=url_path).get_url() or ""
