"""What changed when, in the editor's words."""

import uuid

from django.db import models
from django.utils import timezone

from ..choices import WijzigingSoort
from ..querysets import WijzigingQuerySet


class Wijziging(models.Model):
    """A published change. Feeds, "recent", "gewijzigd sinds", page history and mail all read this table.

    `onderwerp` is the uuid of the record that it tells of (a page's translation_key, or the uuid of
    an Aanbeveling or of a record of another package); `ook_op` are the other pages that the
    change is about. A reader sees it only who may see all of them: see `onderwerpen`.
    """

    uuid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    soort = models.CharField("soort", max_length=20, choices=WijzigingSoort.choices)
    moment = models.DateTimeField("moment", default=timezone.now, db_index=True)
    titel = models.CharField("titel", max_length=255)
    tekst = models.TextField("wat veranderde", max_length=600, blank=True)
    pagina = models.ForeignKey(
        "portal.Pagina", verbose_name="pagina", on_delete=models.CASCADE, related_name="wijzigingen"
    )
    ook_op = models.ManyToManyField("portal.Pagina", verbose_name="ook op", blank=True, related_name="ook_wijzigingen")
    onderwerp = models.UUIDField("onderwerp", db_index=True)
    # The text was made from the record (a summary, a result), not written for the change: it follows the record.
    afgeleid = models.BooleanField(default=False, editable=False)
    # Of an import: all that it changed is one line in a list of changes, and one item in a feed.
    partij = models.UUIDField("import", null=True, blank=True, editable=False, db_index=True)
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    # Whether anything that it names is invented; set by `with_labels`.
    verzonnen = False
    # What it is about when that has an address of its own, see `onderwerpen.kind`; set by `with_labels`.
    van = ""

    objects = WijzigingQuerySet.as_manager()

    class Meta:
        verbose_name = "wijziging"
        verbose_name_plural = "wijzigingen"
        ordering = ["-moment", "-pk"]
        indexes = [models.Index(fields=["pagina", "-moment"], name="wijziging_pagina_moment")]

    def __str__(self) -> str:
        return f"{self.titel}: {self.get_soort_display()}"
