"""Recommendations, and what was done with each."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.models import DraftStateMixin, RevisionMixin
from wagtail.search import index

from ..choices import AanbevelingStatus
from ..datum_fields import DatumField
from ..editing.forms import AanbevelingForm
from ..querysets import AanbevelingQuerySet


class Aanbeveling(DraftStateMixin, RevisionMixin, index.Indexed, ClusterableModel):
    """One recommendation of a Rapport: who gave it, to whom, the response; its status is its latest step."""

    uuid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    rapport = models.ForeignKey(
        "portal.Rapport", verbose_name="rapport", on_delete=models.PROTECT, related_name="aanbevelingen"
    )
    nummer = models.PositiveSmallIntegerField("nummer")
    tekst = models.TextField("aanbeveling", max_length=1500)
    gegeven_door = models.ForeignKey(
        "portal.Organisatie",
        verbose_name="gegeven door",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="gegeven_aanbevelingen",
    )
    gericht_aan = ParentalManyToManyField(
        "portal.Organisatie", verbose_name="gericht aan", blank=True, related_name="ontvangen_aanbevelingen"
    )
    reactie = models.TextField("reactie", max_length=1500, blank=True)
    reactie_datum = DatumField("datum van de reactie", null=True, blank=True)

    objects = AanbevelingQuerySet.as_manager()

    base_form_class = AanbevelingForm

    search_fields = [index.SearchField("tekst"), index.AutocompleteField("tekst"), index.FilterField("rapport")]
    panels = [
        FieldRowPanel([PageChooserPanel("rapport"), FieldPanel("nummer")]),
        FieldPanel("tekst"),
        PageChooserPanel("gegeven_door"),
        FieldPanel("gericht_aan"),
        FieldPanel("reactie"),
        FieldPanel("reactie_datum"),
    ]

    class Meta:
        verbose_name = "aanbeveling"
        verbose_name_plural = "aanbevelingen"
        ordering = ["rapport_id", "nummer"]
        constraints = [models.UniqueConstraint(fields=["rapport", "nummer"], name="aanbeveling_number_once")]

    def __str__(self) -> str:
        return f"Aanbeveling {self.nummer}: {self.tekst[:60]}"


class AanbevelingStap(models.Model):
    """A dated status, outside the revision: a status never goes back because an older draft is published."""

    aanbeveling = models.ForeignKey(Aanbeveling, on_delete=models.PROTECT, related_name="stappen")
    status = models.CharField("status", max_length=20, choices=AanbevelingStatus.choices)
    datum = DatumField("datum")
    toelichting = models.TextField("toelichting", max_length=800, blank=True)
    is_huidig = models.BooleanField(default=False, editable=False)
    vastgelegd_op = models.DateTimeField(default=timezone.now, editable=False)
    vastgelegd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "stap van een aanbeveling"
        verbose_name_plural = "stappen van aanbevelingen"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["aanbeveling"], condition=models.Q(is_huidig=True), name="aanbeveling_one_current_stap"
            )
        ]
