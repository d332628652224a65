"""Every address of the admin, from the resolver itself, with something in each of its places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from urllib.parse import quote

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

# They end the session that goes on after them.
LEFT_OUT = {"wagtailadmin_logout", "wagtailadmin_login"}
ROUTE_PLACE = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
GROUP = re.compile(r"\(\?P<(?P<name>\w+)>(?P<pattern>(?:[^()\\]|\\.|\((?:[^()]|\([^()]*\))*\))*)\)")
WORDS = (
    "woord", "9" * 20, "-1", "0", "1.5", "é", "😀", "a" * 300, "00000000-0000-4000-8000-000000000000", "None", '"', "'",
    "%00", "<x-fuzz>", "..", "1 or 1=1", "%ED%A0%80", "portal", "wagtailcore", "pagina", "٣",
)  # fmt: skip


@dataclass(frozen=True)
class Address:
    """`parts` are fixed text, or (name, kind) of a place; `kind` is a converter's name or a pattern."""

    name: str
    parts: tuple[str | tuple[str, str], ...]

    def filled(self, chance: Random, keys: dict[str, list[str]]) -> str:
        return "".join(part if isinstance(part, str) else _value(part, chance, keys) for part in self.parts)


def addresses(prefix: str) -> list[Address]:
    """All below this prefix, in the resolver's order."""
    return [address for address in _walk(get_resolver().url_patterns, (), "") if _begins(address, prefix)]


def _begins(address: Address, prefix: str) -> bool:
    first = address.parts[0] if address.parts else ""
    return isinstance(first, str) and first.startswith(prefix) and address.name not in LEFT_OUT


def _walk(
    patterns: list[URLPattern | URLResolver], before: tuple[str | tuple[str, str], ...], namespace: str
) -> Iterator[Address]:
    for one in patterns:
        parts = _joined((*before, *_parts(one)))
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, parts, one.namespace or namespace)
        else:
            yield Address(one.name or "", parts)


def _joined(parts: tuple[str | tuple[str, str], ...]) -> tuple[str | tuple[str, str], ...]:
    joined: list[str | tuple[str, str]] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    return tuple(joined)


def _parts(one: URLPattern | URLResolver) -> list[str | tuple[str, str]]:
    route = str(one.pattern)
    is_route = isinstance(one.pattern, RoutePattern)
    found: list[str | tuple[str, str]] = []
    last = 0
    for place in (ROUTE_PLACE if is_route else GROUP).finditer(route):
        found.append(_plain(route[last : place.start()], is_route))
        found.append((place["name"], (place["kind"] or "str") if is_route else place["pattern"]))
        last = place.end()
    return [*found, _plain(route[last:], is_route)]


def _plain(text: str, is_route: bool) -> str:
    return text if is_route else re.sub(r"[\^$?\\]|\(\?:|\)|\.\*", "", text)


def _value(place: tuple[str, str], chance: Random, keys: dict[str, list[str]]) -> str:
    """Three in five times something that can be there; else something that fits or does not fit the place."""
    name, kind = place
    known = keys.get(name) or keys["pk"]
    if chance.random() < 0.6:
        return chance.choice(known)
    if kind == "int":
        return chance.choice(["0", "9" * 20, "9" * 9, "1"])
    if kind == "uuid":
        return "00000000-0000-4000-8000-000000000000"
    word = chance.choice(WORDS)
    return word if "%" in word else quote(word)
