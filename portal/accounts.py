"""Accounts are made by the redactie: nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignupAdapter(DefaultAccountAdapter):
    """Log-in, log-out and password reset, without sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
