"""What a Wijziging may be about beside its pages, and who may read of it now.

What is derived from a record is seen by whoever may see everything that it names: a Wijziging names its page, the pages
in `ook_op`, and by `onderwerp` one record, which each package that has records names here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias
from uuid import UUID

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When
from wagtail.models import Page

from ..visibility import Reader, page_q

# From a reader to the rows of which a change may be told to them now.
Readable: TypeAlias = Callable[[Reader], "QuerySet[Any]"]
# From the `onderwerp` of a change to where it is shown.
Address: TypeAlias = Callable[[UUID], str]
_readable: dict[str, tuple[Readable, str]] = {}
_addresses: dict[str, tuple[Any, str, Address]] = {}


def register(name: str, readable: Readable, key: str = "uuid", address: tuple[Any, Address] | None = None) -> None:
    """Let changes be about these rows; `key` is the field that `Wijziging.onderwerp` holds.

    `name` is theirs alone. Called when the apps are ready, which may be more than once. `address`: all rows, and where
    one of them is shown, when that is not on the page of the change.
    """
    _readable[name] = readable, key
    if address is not None:
        _addresses[name] = address[0], key, address[1]


def kind() -> Any:
    """On a Wijziging: the name of what it is about when that has an address of its own, else ""."""
    whens = [
        When(Exists(rows.order_by().filter(**{key: OuterRef("onderwerp")})), then=Value(name))
        for name, (rows, key, _) in _addresses.items()
    ]
    return Case(*whens, default=Value(""), output_field=CharField())


def address_of(name: str, onderwerp: UUID) -> str:
    """Where that is shown; "" for what has no address of its own."""
    return _addresses[name][2](onderwerp) if name in _addresses else ""


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
