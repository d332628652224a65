"""Who logs in: editors and ketenpartners."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import salted_hmac


class Gebruiker(AbstractUser):
    """Our own user model from the first migration on: it cannot be changed afterwards."""

    # Another text ends every session of this account: it is part of what each session must know.
    sessie = models.CharField("kenmerk van de sessies", max_length=32, blank=True, editable=False)
    laatst_gezien = models.DateTimeField("laatst gezien", null=True, blank=True, editable=False)
    # Empty for an account without days of grace: everybody who came after the second factor was asked for.
    respijt_vanaf = models.DateTimeField("respijt vanaf", null=True, blank=True, editable=False)

    class Meta(AbstractUser.Meta):
        verbose_name = "gebruiker"
        verbose_name_plural = "gebruikers"

    def _get_session_auth_hash(self, secret: Any = None) -> str:
        """Django's own, as long as nobody ended the sessions: an update logs nobody out."""
        known: str = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]
        if not self.sessie:
            return known
        return salted_hmac("portal.gebruiker.sessie", f"{known}{self.sessie}", secret=secret).hexdigest()
