"""An invitation to be somebody here: an e-mail address, a role and a link that works once."""

from __future__ import annotations

import datetime
import hashlib
import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ..choices import UitnodigingStaat

VALID_DAYS = 14


class Uitnodiging(models.Model):
    """Only a hash of the link is kept: who reads the database, or a backup of it, cannot accept in another's place."""

    email = models.EmailField("e-mailadres", max_length=150)
    groep = models.ForeignKey("auth.Group", verbose_name="rol", on_delete=models.CASCADE, related_name="+")
    organisatie = models.CharField("organisatie", max_length=160, blank=True)
    sleutel = models.CharField("kenmerk van de link", max_length=64, unique=True, editable=False)
    uitgenodigd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="uitgenodigd door",
        null=True,
        on_delete=models.SET_NULL,
        related_name="uitnodigingen",
    )
    gemaakt_op = models.DateTimeField("uitgenodigd op", default=timezone.now)
    verloopt_op = models.DateTimeField("verloopt op")
    aangenomen_op = models.DateTimeField("aangenomen op", null=True, blank=True)
    aangenomen_door = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="aangenomen door",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="aangenomen_uitnodigingen",
    )
    ingetrokken_op = models.DateTimeField("ingetrokken op", null=True, blank=True)

    class Meta:
        verbose_name = "uitnodiging"
        verbose_name_plural = "uitnodigingen"
        ordering = ["-gemaakt_op", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["email", "groep"],
                condition=Q(aangenomen_op__isnull=True, ingetrokken_op__isnull=True),
                name="uitnodiging_een_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} als {self.groep}"

    @property
    def staat(self) -> UitnodigingStaat:
        """Where it stands now, by the clock."""
        if self.aangenomen_op:
            return UitnodigingStaat.AANGENOMEN
        if self.ingetrokken_op:
            return UitnodigingStaat.INGETROKKEN
        return UitnodigingStaat.VERLOPEN if self.verloopt_op <= timezone.now() else UitnodigingStaat.OPEN

    def renew(self) -> str:
        """Give this invitation a new link, from now on; the old one works no more. Returns the token; does not save."""
        token = secrets.token_urlsafe(32)
        self.sleutel = hash_of(token)
        self.verloopt_op = timezone.now() + datetime.timedelta(days=VALID_DAYS)
        return token


def hash_of(token: str) -> str:
    """The token is random and long, so one plain hash is enough."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
