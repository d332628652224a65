"""Who gets in: accounts come from the editors, never from a sign-up form."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from .limits import LimitedLogin

UNKNOWN_ACCOUNT = "account/email/unknown_account"


class ClosedSignupAdapter(LimitedLogin):
    """Sign-up is closed; an editor lands in the admin, everybody else on the page they came from or the front page."""

    # In the words of this site: allauth's own translation says "je".
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "Dit account is gesloten.",
        "email_password_mismatch": "Het e-mailadres of het wachtwoord klopt niet.",
        "username_password_mismatch": "De gebruikersnaam of het wachtwoord klopt niet.",
        "enter_current_password": "Vul uw huidige wachtwoord in.",
        "incorrect_password": "Het wachtwoord klopt niet.",
        "incorrect_code": "De code klopt niet.",
        "too_many_login_attempts": "Te veel pogingen. Wacht een paar minuten en probeer het opnieuw.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        if request.user.has_perm("wagtailadmin.access_admin"):
            return reverse("wagtailadmin_home")
        return settings.LOGIN_REDIRECT_URL

    def format_email_subject(self, subject: str) -> str:
        return f"{settings.WAGTAIL_SITE_NAME}: {subject}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Mail only who has an account: anybody can type anybody's address in the form for a lost password."""
        if template_prefix != UNKNOWN_ACCOUNT:
            super().send_mail(template_prefix, email, context)
