"""A domain of one model, to test the package without any other: groups are the documents."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime

from django.contrib.auth.models import Group, Permission
from django.db.models import Model
from django.http import HttpRequest

from search.facets import Facet
from search.source import Term
from search.types import EVERYONE, PUBLIC, Audience, SearchDocument

HIDDEN = "(verborgen)"
BROKEN = "(stuk)"
APART = "(apart)"
FACETS = (
    Facet("soort", "Soort", lambda: {"kort": "Kort", "lang": "Lang"}, order=1),
    Facet(
        "letter", "Beginletter", lambda: {letter: letter.upper() for letter in "abcdefghijklmnopqrstuvwxyz"}, order=2
    ),
)


class GroepSource:
    """A group is a document: its name is the title. A name with "(verborgen)" is seen by nobody, one with
    "(apart)" asks for a token of its own."""

    name = "groep"
    models: tuple[type[Model], ...] = (Group,)

    def affected(self, instance: Model, before: Mapping[str, object] | None) -> set[tuple[str, str]]:
        """The group itself."""
        return {(self.name, str(instance.pk))}

    def documents(self, ids: Collection[str]) -> Iterable[SearchDocument]:
        """The groups as they are now."""
        for group in Group.objects.filter(pk__in=ids).exclude(name__contains=HIDDEN):
            if BROKEN in group.name:
                raise ValueError(group.name)
            yield SearchDocument(
                source=self.name,
                object_id=str(group.pk),
                kind="kort" if len(group.name) < 10 else "lang",
                title=group.name,
                url=f"/groep/{group.pk}/",
                changed=datetime(2026, 1, 1, tzinfo=UTC),
                facets={"letter": (group.name[:1].lower(),)},
                readers=("apart",) if APART in group.name else (PUBLIC,),
            )

    def ids(self, after: str, limit: int) -> list[str]:
        """By primary key."""
        found = Group.objects.filter(pk__gt=int(after or 0)).order_by("pk").values_list("pk", flat=True)[:limit]
        return [str(pk) for pk in found]

    def visible_ids(self, audience: Audience, ids: Collection[str]) -> set[str]:
        """The groups that exist and are not hidden."""
        found = Group.objects.filter(pk__in=ids).exclude(name__contains=HIDDEN).values_list("pk", flat=True)
        return {str(pk) for pk in found}


class Woorden:
    """A vocabulary: permissions are terms, their codename an abbreviation."""

    models: tuple[type[Model], ...] = (Permission,)

    def terms(self) -> Iterable[Term]:
        """One fixed term and the permissions that a test made."""
        yield Term("Nederlandse Arbeidsinspectie", ("Inspectie SZW",), ("NLA",), url="/begrippen/nla/")
        for permission in Permission.objects.filter(codename__startswith="term_"):
            yield Term(permission.name, acronyms=(permission.codename.removeprefix("term_").upper(),))


def audience(_: HttpRequest) -> Audience:
    """Everybody is the public."""
    return EVERYONE
