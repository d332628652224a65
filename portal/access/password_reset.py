"""A lost password. The request asks nothing about the address: the worker looks whether anybody has it."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.forms import EmailField, default_token_generator
from allauth.account.internal.flows.password_reset import request_password_reset
from allauth.account.internal.userkit import filter_users_by_email
from allauth.core import context
from allauth.core.internal import ratelimit
from django import forms
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest
from django_tasks import task

from ..running.later import LATER


class ResetPasswordForm(forms.Form):
    """allauth's form, that does the same work in the same time for an address of an account and for any other."""

    email = EmailField(required=True)

    def clean_email(self) -> str:
        address: str = get_adapter().clean_email(self.cleaned_data["email"].lower())
        return address

    def save(self, request: HttpRequest, **_: Any) -> str:
        send_reset.enqueue(self.cleaned_data["email"])
        address: str = self.cleaned_data["email"]
        return address


@task(backend=LATER)
def send_reset(address: str) -> None:
    """Mail the link to whoever has this address, and to nobody else; a few times an hour at most.

    That limit is silent, and here: refused in the request, it would let a stranger keep somebody from a new password.
    """
    request = _request()
    users = filter_users_by_email(address, is_active=True, prefer_verified=True, for_login=True)
    if users and ratelimit.consume(request, app="allauth.account", action="reset_password_mail", key=address):
        with context.request_context(request):
            request_password_reset(request, address, users, default_token_generator)


def _request() -> WSGIRequest:
    """Of nobody, at the address of the portal: the links in a mail never come from what a visitor sent along."""
    base = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    return WSGIRequest(
        {
            "REQUEST_METHOD": "POST",
            "HTTP_HOST": base.netloc,
            "SERVER_NAME": base.hostname,
            "SERVER_PORT": str(base.port or (443 if base.scheme == "https" else 80)),
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": base.scheme,
            "wsgi.input": io.BytesIO(),
        }
    )
