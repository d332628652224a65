"""Addresses: of a page of which only the path is known, and those that somebody else wrote."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

from wagtail.models import Page, Site


def address(url_path: str) -> str:
    """The public address of the page at `url_path`; "" when no site has it. Asks the remembered root paths."""
    if not any(url_path.startswith(root.root_path) for root in Site.get_site_root_paths()):
        return ""
    return Page(url_path=url_path).get_url() or ""


def parts_of(address: str) -> SplitResult:
    """The parts of an address; all of them empty when it is none ("//[" has no host that can be read)."""
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", "", "", "")


def is_address(text: str) -> bool:
    """Whether the text can be read as the address of a page, absolute or not: "" and "//[" cannot."""
    return any(parts_of(text))
