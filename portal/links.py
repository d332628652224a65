"""Addresses that somebody else wrote: read without trusting that they are addresses."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

from django.http import HttpRequest
from django.utils.encoding import escape_uri_path


def parts_of(address: str) -> SplitResult:
    """The parts of an address; all of them empty when it is none ("//[" has no host that can be read)."""
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", "", "", "")


def is_address(text: str) -> bool:
    return any(parts_of(text))


def asked_address(request: HttpRequest) -> str:
    """The absolute address of what was asked, without its query. Its path is a visitor's: it is quoted, not read."""
    return f"{request.scheme}://{request.get_host()}{escape_uri_path(request.path)}"
