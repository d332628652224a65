"""What the portal knows of each kind of content: declared once, beside its model, as `declaration`.

Lists, search, feeds, icons and structured data ask here; none of them keeps a list of types of its own. The system
check (`checks`) fails for a page type or snippet without a declaration, and for a field with text that none names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.module_loading import import_string
from django.utils.text import capfirst
from wagtail.models import Page

from .lists.filters import FilterField, Sort

NEWEST = Sort("nieuwste", "Nieuwste eerst", ("-first_published_at", "pk"))
CHANGED = Sort("gewijzigd", "Laatst gewijzigd", ("-gewijzigd_op", "pk"))
TITLE = Sort("titel", "Titel (A tot Z)", ("title", "pk"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Soort:
    """One kind of content.

    Fields with text are named as `field` or as `rows.field`, for rows that stand below a record:

    - `searched`: their words find the record, in the order in which they are named;
    - `placed`: their words find it too, at a place of their own in its document (title, summary, ...);
    - `not_searched`: they do not, with the reason.

    A type has the fields of what it inherits from as well. `left_out` says why nobody finds this kind by itself.

    `context`, `listing` and `form` are the dotted paths of the function that makes what its template shows beside what
    every page shows, `(page, visit) -> read model or mapping`; of the one that answers which pages a section lists,
    `(page, reader, query) -> queryset`; and of its form in the admin. They are paths, because a model knows no screen.
    """

    icon: str = "file-text"
    # What a reader calls one and many of them, where that is not the word of the editors.
    words: tuple[str, str] | None = None
    schema_org: str = ""
    searched: tuple[str, ...] = ()
    placed: tuple[str, ...] = ()
    not_searched: Mapping[str, str] = field(default_factory=dict)
    left_out: str = ""
    # The plural in the choice of what a section lists; empty: no section of the portal lists it.
    listed_as: str = ""
    filters: Sequence[FilterField] = ()
    sorts: tuple[Sort, ...] = (NEWEST, CHANGED, TITLE)
    # Foreign keys of which a row of a list shows something, and of which its own page does.
    relations: tuple[str, ...] = ()
    detail: tuple[str, ...] = ()
    context: str = ""
    listing: str = ""
    form: str = ""
    # Whether a first publication is news and changes are followed; and the heading and words over the feed of each.
    followed: bool = False
    followed_each: tuple[str, str] | None = None
    # Whether what is older counts less.
    ages: bool = False


def declaration_of(model: type[Model]) -> Soort:
    """What a model declares itself. Raises LookupError when it declares nothing."""
    own = vars(model).get("declaration")
    if not isinstance(own, Soort):
        raise LookupError(f"{model.__name__} has no declaration.")
    return own


def lineage(model: type[Model]) -> Iterator[Soort]:
    """The declarations that count for a model: of what it inherits from first, its own last."""
    for parent in reversed(model.__mro__):
        if isinstance(own := vars(parent).get("declaration"), Soort):
            yield own


@cache
def declared() -> Mapping[type[Model], Soort]:
    """Every model that says what it is, in the order in which the apps and models are known."""
    return {model: declaration_of(model) for model in apps.get_models() if "declaration" in vars(model)}


@cache
def by_name() -> Mapping[str, tuple[type[Model], Soort]]:
    """The same by the name that stands in addresses, facets and styles: `soort`."""
    return {str(model._meta.model_name): (model, soort) for model, soort in declared().items()}


@cache
def page_types(app_label: str = "") -> tuple[type[Page], ...]:
    """The types of which pages are made; of one package when it is named."""
    found: list[type[Page]] = [model for model in declared() if issubclass(model, Page)]
    return tuple(page for page in found if page.is_creatable and app_label in ("", page._meta.app_label))


@cache
def names(*, followed: bool = False, found_in: str = "") -> tuple[str, ...]:
    """The names of the page types that are followed, or that search finds in this package."""
    return tuple(
        str(model._meta.model_name)
        for model in page_types(found_in)
        if (not followed or declared()[model].followed) and (not found_in or not declared()[model].left_out)
    )


def icon_of(name: str) -> str:
    """The icon of a kind; a plain page for what is none."""
    known = by_name().get(name)
    return known[1].icon if known else Soort().icon


def labels() -> dict[str, str]:
    """name -> what a reader calls one of them."""
    return {name: capfirst(words_of(model)[0]) for name, (model, _) in by_name().items()}


def words_of(model: type[Model]) -> tuple[str, str]:
    """What a reader calls one of them, and many."""
    own = declaration_of(model).words
    return own or (str(model._meta.verbose_name), str(model._meta.verbose_name_plural))


def listed() -> list[tuple[str, str]]:
    """The choices of what a section lists, by their words."""
    kinds = [(str(model._meta.model_name), soort.listed_as) for model, soort in declared().items() if soort.listed_as]
    return sorted(kinds, key=lambda kind: kind[1])


def searched(model: type[Model]) -> tuple[str, ...]:
    """The fields whose words find a record, one after the other."""
    return tuple(dict.fromkeys(name for soort in lineage(model) for name in soort.searched))


@cache
def function(path: str) -> Callable[..., Any]:
    """What stands at a dotted path of a declaration. Raises ImportError."""
    found: Callable[..., Any] = import_string(path)
    return found


def shown(found: Any) -> Mapping[str, Any]:
    """A read model as a template asks for it: each of its fields by name. A mapping is one already."""
    return found if isinstance(found, Mapping) else {name.name: getattr(found, name.name) for name in fields(found)}
