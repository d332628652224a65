"""What a Wijziging may be about beside its pages, and who may read of it now.

What is derived from a record is seen by whoever may see everything that it names: a Wijziging names its page, the pages
in `ook_op`, and by `onderwerp` one record, which each package that has records names here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from wagtail.models import Page

from .visibility import Reader, page_q

# From a reader to the rows of which a change may be told to them now.
Readable: TypeAlias = Callable[[Reader], "QuerySet[Any]"]
_readable: dict[str, tuple[Readable, str]] = {}


def register(name: str, readable: Readable, key: str = "uuid") -> None:
    """Let changes be about these rows; `key` is the field that `Wijziging.onderwerp` holds.

    `name` is theirs alone. Called when the apps are ready, which may be more than once.
    """
    _readable[name] = readable, key


def told_q(reader: Reader) -> Q:
    """The condition on a Wijziging under which `reader` may see the record that it is about.

    Of a record that nobody registered, or that is gone, nothing is told.
    """
    itself = Q(onderwerp=F("pagina__translation_key"))
    page = Page.objects.filter(page_q(reader), translation_key=OuterRef("onderwerp")).order_by()
    condition = itself | Q(Exists(page))
    for readable, key in _readable.values():
        condition |= Q(Exists(readable(reader).order_by().filter(**{key: OuterRef("onderwerp")})))
    return condition
