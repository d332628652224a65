"""The file of a try, kept for the real import."""

import uuid

from django.conf import settings
from django.db import models


class Importbestand(models.Model):
    """What an editor tried to import: who tries and then imports does not choose the file twice.

    Kept for its owner only, for a day at most; written by `importing.kept`.
    """

    uuid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    gebruiker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    naam = models.CharField("naam", max_length=200)
    inhoud = models.BinaryField("inhoud")
    bewaard_op = models.DateTimeField("bewaard op", auto_now_add=True)

    class Meta:
        verbose_name = "importbestand"
        verbose_name_plural = "importbestanden"

    def __str__(self) -> str:
        return self.naam
