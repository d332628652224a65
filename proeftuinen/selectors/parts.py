"""The smallest values of the read models: a state with its words, and a page to link to."""

from __future__ import annotations

from dataclasses import dataclass

from portal.models import Pagina
from portal.visibility import Reader, may_see


@dataclass(frozen=True, slots=True)
class Badge:
    kind: str
    label: str


VOORBEELD = Badge("voorbeeld", "Voorbeeld")


@dataclass(frozen=True, slots=True)
class Ref:
    """A page to link to. Without `url` only its name is shown."""

    title: str
    url: str
    is_voorbeeld: bool = False


def ref(page: Pagina) -> Ref:
    """A page as a link: its title, its path ("" when no site has it) and whether it is invented."""
    return Ref(page.title, page.url or "", page.is_voorbeeld)


def visible_ref(page: Pagina | None, reader: Reader) -> Ref | None:
    """The page when this reader may know of it, else None."""
    return ref(page) if page is not None and may_see(reader, page) else None
