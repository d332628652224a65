"""Reads the word lists beside it."""

from __future__ import annotations

from pathlib import Path


def listed(name: str) -> frozenset[str]:
    """The words of a list: separated by white space, lines with # are comments."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
