"""Asks an address as a reader, and looks for what that reader may not see."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import unquote

from django.test import Client

from .states import STATES, State
from .texts import TOKEN


def read(response: Any) -> str:
    """All that was sent, headers and the parts of a spreadsheet included."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body[:2] == b"PK":
        archive = zipfile.ZipFile(io.BytesIO(body))
        body = b" ".join(archive.read(name) for name in archive.namelist())
    headers = " ".join(f"{name}: {value}" for name, value in response.items())
    # What is found is marked, in the middle of a word too.
    text = body.decode("utf-8", "replace").replace("<mark>", "").replace("</mark>", "")
    return unquote(f"{headers}\n{text}")


def without_own_address(text: str, address: str) -> str:
    """A page repeats the address that was asked, which is no news to who asked."""
    path, _, query = address.partition("?")
    for known in (address, path, path.rstrip("/").rsplit("/", 1)[-1], query):
        for written in (escape(known), known):
            if written:
                text = text.replace(written, "")
    return text


@dataclass
class Found:
    """What a reader met: tokens that were not for them, errors, and the states that they saw."""

    leaks: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    asked: int = 0

    def __str__(self) -> str:
        """How many of each state, and of each the first few."""
        by_state: dict[str, list[str]] = {}
        for leak in self.leaks:
            by_state.setdefault(leak.split()[0], []).append(leak)
        counts = ", ".join(f"{state} {len(found)}" for state, found in by_state.items())
        examples = [leak for found in by_state.values() for leak in found[:2]]
        return "\n".join([f"{len(self.leaks)} leaks in {self.asked} answers: {counts}", *examples])


def look(client: Client, addresses: Iterable[str], hidden: Collection[State]) -> Found:
    """Ask all addresses; `hidden` are the states of which no token may be met."""
    found, wanted = Found(), {state.name for state in hidden}
    for address in dict.fromkeys(addresses):
        response = client.get(address)
        found.asked += 1
        text = without_own_address(read(response), address)
        met = set(TOKEN.findall(text)) & set(STATES)
        found.seen |= met
        for state in sorted(met & wanted):
            at = text.index(f"qq{state}qq")
            around = text[max(0, at - 90) : at + 60]
            found.leaks.append(f"{state} at {address} ({response.status_code}): …{around!r}")
        if response.status_code >= 500:
            found.leaks.append(f"{response.status_code} at {address}")
    return found


def open_files(client: Client, files: Iterable[tuple[str, str]], hidden: Collection[State]) -> Iterator[str]:
    """The files of hidden states that are sent all the same: an image names no token."""
    wanted = {state.name for state in hidden}
    for state, address in files:
        if state in wanted:
            status = client.get(address).status_code
            if status not in (403, 404):
                yield f"{state} at {address}: {status}"
