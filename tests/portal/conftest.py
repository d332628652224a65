"""Fixtures for what editors do; see `editing`."""

from tests.portal.editors import aanbeveling, editor, handreiking, home, rapport, redacteur
from tests.portal.inviting import beheerder, portal

__all__ = ["aanbeveling", "beheerder", "editor", "handreiking", "home", "portal", "rapport", "redacteur"]
