"""What may be done with accounts and invitations: who may do it is asked here, whatever the door."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from ..models import Gebruiker, Uitnodiging
from ..models.uitnodiging import hash_of
from . import second_factor
from .roles import BY_GROUP, grants, may_manage
from .sessions import end_sessions


class NotUsable(Exception):
    """This invitation does not work (any more), or not for this account."""


def account_of(email: str) -> Gebruiker | None:
    """The account that this address belongs to."""
    known = EmailAddress.objects.filter(email__iexact=email, verified=True).select_related("user").first()
    if known is not None:
        return known.user
    # Made by a command, or never confirmed.
    return Gebruiker.objects.filter(email__iexact=email).order_by("pk").first()


@transaction.atomic
def invite(email: str, group: Group, *, by: Gebruiker, organisatie: str = "") -> tuple[Uitnodiging, str]:
    """A new invitation with the token of its link, which is not kept. Sending it is the caller's.

    ValidationError when the address has the role already, waits for an answer, or is closed; PermissionDenied when
    `by` may not hand out this role, or invites themselves.
    """
    if group.name not in grants(by):
        raise PermissionDenied
    email = email.strip().lower()
    account = account_of(email)
    if account == by:
        raise ValidationError({"email": "Dit is uw eigen adres: een rol krijgt u van iemand anders."})
    if account is not None and not account.is_active:
        raise ValidationError({"email": "Dit adres hoort bij een gesloten account. Heropen eerst dat account."})
    if account is not None and account.groups.filter(pk=group.pk).exists():
        raise ValidationError({"email": f"Dit adres hoort al bij een {BY_GROUP[group.name].person}."})
    waiting = Uitnodiging.objects.filter(email=email, groep=group, aangenomen_op=None, ingetrokken_op=None)
    if waiting.exists():
        raise ValidationError({"email": "Dit adres heeft deze uitnodiging al. U kunt haar opnieuw versturen."})
    made = Uitnodiging(email=email, groep=group, organisatie=organisatie, uitgenodigd_door=by)
    token = made.renew()
    made.save()
    log(made, "portal.invite", user=by)
    return made, token


@transaction.atomic
def renew(uitnodiging: Uitnodiging, *, by: Gebruiker) -> str:
    """A new link for an invitation that was not answered; the token of it."""
    found = _open_for(uitnodiging, by)
    token = found.renew()
    # Who sends it stands for it: the first may have left.
    found.uitgenodigd_door = by
    found.save(update_fields=["sleutel", "verloopt_op", "uitgenodigd_door"])
    log(found, "portal.invite_again", user=by)
    return token


@transaction.atomic
def withdraw(uitnodiging: Uitnodiging, *, by: Gebruiker) -> None:
    """End an open Uitnodiging: its link opens nothing any more. Raises PermissionDenied or NotUsable."""
    found = _open_for(uitnodiging, by)
    found.ingetrokken_op = timezone.now()
    found.save(update_fields=["ingetrokken_op"])
    log(found, "portal.invite_withdrawn", user=by)


def usable(token: str) -> Uitnodiging | None:
    """The invitation of this link, when it can be accepted now.

    It cannot when it expired, was answered or withdrawn, when who sent it may no longer hand out the role, or when its
    address belongs to a closed account.
    """
    found = (
        Uitnodiging.objects.select_related("groep", "uitgenodigd_door")
        .filter(sleutel=hash_of(token), aangenomen_op=None, ingetrokken_op=None, verloopt_op__gt=timezone.now())
        .first()
    )
    if found is None or found.uitgenodigd_door is None or found.groep.name not in grants(found.uitgenodigd_door):
        return None
    account = account_of(found.email)
    return found if account is None or account.is_active else None


@transaction.atomic
def accept_as_new(token: str, *, password: str, first_name: str, last_name: str) -> Gebruiker:
    """The account that this invitation makes; its address is known to be right, for the link was sent there."""
    found = _claim(token)
    if account_of(found.email) is not None or Gebruiker.objects.filter(username__iexact=found.email).exists():
        raise NotUsable
    made = Gebruiker.objects.create_user(found.email, found.email, password, first_name=first_name, last_name=last_name)
    EmailAddress.objects.create(user=made, email=found.email, primary=True, verified=True)
    _accept(found, made)
    return made


@transaction.atomic
def accept_as(token: str, gebruiker: Gebruiker) -> None:
    """Add the role to the account that the address belongs to; nobody else's, and nobody gives themselves one."""
    found = _claim(token)
    if account_of(found.email) != gebruiker or found.uitgenodigd_door == gebruiker:
        raise NotUsable
    _accept(found, gebruiker)


@transaction.atomic
def end_account(gebruiker: Gebruiker, *, by: Gebruiker) -> None:
    """Close an account and log it out everywhere. Its name stays with what it wrote; it can be reopened."""
    _may(by, gebruiker)
    gebruiker.is_active = False
    gebruiker.save(update_fields=["is_active"])
    end_sessions(gebruiker)
    log(gebruiker, "portal.account_ended", user=by)


@transaction.atomic
def reopen_account(gebruiker: Gebruiker, *, by: Gebruiker) -> None:
    """Let a closed account in again, without its old sessions. Raises PermissionDenied."""
    _may(by, gebruiker)
    gebruiker.is_active = True
    gebruiker.save(update_fields=["is_active"])
    # It may have been closed by another door: no session of before comes back.
    end_sessions(gebruiker)
    log(gebruiker, "portal.account_reopened", user=by)


@transaction.atomic
def withdraw_role(gebruiker: Gebruiker, group: Group, *, by: Gebruiker) -> None:
    """Take a person out of a group that `by` may give. Raises PermissionDenied."""
    _may(by, gebruiker)
    if group.name not in grants(by):
        raise PermissionDenied
    gebruiker.groups.remove(group)
    log(gebruiker, "portal.role_withdrawn", user=by, data={"groep": group.name})


@transaction.atomic
def reset_second_factor(gebruiker: Gebruiker, *, by: Gebruiker) -> None:
    """For somebody who lost telephone and codes: the next log-in enrols anew, and no session outlives the old ones."""
    _may(by, gebruiker)
    second_factor.reset(gebruiker)
    end_sessions(gebruiker)
    log(gebruiker, "portal.second_factor_reset", user=by)


def _may(by: Gebruiker, other: Gebruiker) -> None:
    if not may_manage(by, other):
        raise PermissionDenied


def _open_for(uitnodiging: Uitnodiging, by: Gebruiker) -> Uitnodiging:
    found = Uitnodiging.objects.select_for_update().get(pk=uitnodiging.pk)
    if found.groep.name not in grants(by):
        raise PermissionDenied
    if found.aangenomen_op or found.ingetrokken_op:
        raise NotUsable
    return found


def _claim(token: str) -> Uitnodiging:
    """The invitation, held until the transaction ends: two clicks at once accept it once."""
    Uitnodiging.objects.select_for_update().filter(sleutel=hash_of(token)).first()
    found = usable(token)
    if found is None:
        raise NotUsable
    return found


def _accept(uitnodiging: Uitnodiging, gebruiker: Any) -> None:
    uitnodiging.aangenomen_op = timezone.now()
    uitnodiging.aangenomen_door = gebruiker
    uitnodiging.save(update_fields=["aangenomen_op", "aangenomen_door"])
    gebruiker.groups.add(uitnodiging.groep)
    log(gebruiker, "portal.invite_accepted", user=gebruiker, data={"groep": uitnodiging.groep.name})
