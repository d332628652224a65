"""What must still be told to an index, the counter that orders it, and what is known of each index."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q


class OutboxRow(models.Model):
    """ "This object may have changed", written in the transaction that changed it; one row an index."""

    index = models.CharField("index", max_length=40)
    source = models.CharField("bron", max_length=60)
    object_id = models.CharField("object", max_length=100)
    moment = models.DateTimeField("moment", auto_now_add=True)
    attempts = models.PositiveIntegerField("pogingen", default=0)
    not_before = models.DateTimeField("niet eerder dan", null=True, blank=True)
    delivered = models.DateTimeField("afgeleverd", null=True, blank=True)
    parked = models.BooleanField("opgegeven", default=False)
    error = models.TextField("fout", blank=True)

    class Meta:
        verbose_name = "wijziging voor de zoekindex"
        verbose_name_plural = "wijzigingen voor de zoekindex"
        constraints = [
            models.CheckConstraint(
                condition=Q(delivered__isnull=True) | Q(parked=False), name="delivered_rows_are_not_parked"
            )
        ]
        indexes = [
            models.Index(fields=["index", "id"], condition=Q(delivered__isnull=True), name="outbox_to_deliver"),
            models.Index(fields=["delivered"], name="outbox_delivered"),
        ]

    def __str__(self) -> str:
        return f"{self.index}: {self.source}:{self.object_id}"


def new_identity() -> str:
    """A name that no other database has."""
    return uuid4().hex[:16]


class Counter(models.Model):
    """One row: the last version given out, and the name of this database, which every index made from it bears.

    A number that is drawn later is higher, in every database.
    """

    value = models.BigIntegerField("stand", default=0)
    identity = models.CharField("naam van de database", max_length=32, default=new_identity)

    class Meta:
        verbose_name = "versieteller"
        verbose_name_plural = "versietellers"

    def __str__(self) -> str:
        return str(self.value)


class IndexState(models.Model):
    """What is known of one index: the newest version that has arrived there, and what the last comparison found."""

    index = models.CharField("index", max_length=40, primary_key=True)
    version = models.BigIntegerField("nieuwste versie", default=0)
    differences = models.PositiveIntegerField("verschillen", default=0)

    class Meta:
        verbose_name = "stand van een zoekindex"
        verbose_name_plural = "standen van de zoekindexen"

    def __str__(self) -> str:
        return f"{self.index}: {self.version}"
