"""The mail with the link of an invitation."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.http import HttpRequest
from django.urls import reverse

from ..models import Uitnodiging
from ..models.uitnodiging import VALID_DAYS
from .roles import BY_GROUP


def send(uitnodiging: Uitnodiging, token: str, request: HttpRequest) -> None:
    """Mail the link to the address of the invitation, and to nobody else."""
    role = BY_GROUP[uitnodiging.groep.name]
    context = {
        "rol": role.person,
        "mag": role.may,
        "url": request.build_absolute_uri(reverse("account_uitnodiging", args=[token])),
        "dagen": VALID_DAYS,
    }
    get_adapter(request).send_mail("account/email/uitnodiging", uitnodiging.email, context)
