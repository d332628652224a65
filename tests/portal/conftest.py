"""Fixtures for what editors do; see `editing`."""

from tests.portal.editing import aanbeveling, editor, handreiking, home, rapport, redacteur

__all__ = ["aanbeveling", "editor", "handreiking", "home", "rapport", "redacteur"]
