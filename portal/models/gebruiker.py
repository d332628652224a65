"""Who logs in: editors and ketenpartners."""

from django.contrib.auth.models import AbstractUser


class Gebruiker(AbstractUser):
    """Our own user model from the first migration on: it cannot be changed afterwards."""

    class Meta(AbstractUser.Meta):
        verbose_name = "gebruiker"
        verbose_name_plural = "gebruikers"
