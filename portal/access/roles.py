"""What an account may be here, and who may make somebody that."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from ..visibility import KETENPARTNERS, REDACTEUREN

BEHEERDERS = "Beheerders"


class Role(NamedTuple):
    """A group of accounts: its name, one of its people in a word, what they may, and which groups they may hand out."""

    group: str
    person: str
    may: str
    invites: frozenset[str] = frozenset()


ROLES = (
    Role(KETENPARTNERS, "ketenpartner", "leest ook wat alleen voor ketenpartners is"),
    Role(REDACTEUREN, "redacteur", "schrijft en publiceert, en leest ook wat alleen voor ketenpartners is"),
    Role(
        BEHEERDERS,
        "beheerder",
        "nodigt mensen uit en sluit accounts",
        frozenset({KETENPARTNERS, REDACTEUREN, BEHEERDERS}),
    ),
)
BY_GROUP = {role.group: role for role in ROLES}


def groups_of(user: Any) -> set[str]:
    """The names of the groups of an account; no query where they were fetched with it."""
    return {group.name for group in user.groups.all()}


def grants(user: Any) -> frozenset[str]:
    """The groups that this account may put others in, or take them out of; none for who is not active."""
    if not user.is_active:
        return frozenset()
    if user.is_superuser:
        return frozenset(BY_GROUP)
    return frozenset().union(*(BY_GROUP[name].invites for name in groups_of(user) if name in BY_GROUP))


def may_manage(user: Any, other: Any) -> bool:
    """Whether `user` may end, reopen or reset `other`: never oneself, nor who may more than `user` can hand out."""
    if user.pk == other.pk:
        return False
    granted = grants(user)
    if user.is_superuser:
        return bool(granted)
    return bool(granted) and not other.is_superuser and groups_of(other) <= granted


def persons(groups: Iterable[str]) -> list[str]:
    """What somebody in these groups is, in words; a group that is no role has its own name."""
    known = [role.person for role in ROLES if role.group in set(groups)]
    return known + sorted(name for name in groups if name not in BY_GROUP)


def manager_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For who may hand out at least one role."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not grants(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked
