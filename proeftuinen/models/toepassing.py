"""The heart: what happened when an Oplossing met a Knelpunt in a Proeftuin."""

import datetime
import uuid

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Orderable,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    WorkflowMixin,
)
from wagtail.search import index

from portal.datum_fields import DatumField
from portal.models.velden import bewijsgraad_field, resultaat_field
from portal.soorten import Soort, function
from portal.visit import visit_of

from ..choices import NeveneffectAard
from ..querysets import ToepassingQuerySet


def address_of(key: uuid.UUID) -> str:
    """Where the Toepassing with this uuid is shown."""
    return reverse("toepassing", args=[key])


def name_of(oplossing: str, knelpunt: str, proeftuin: str = "") -> str:
    """What a Toepassing is called, from the titles of what it ties: those are often whole sentences."""
    return f"{oplossing} tegen “{knelpunt}”{f' ({proeftuin})' if proeftuin else ''}"


class Toepassing(
    PreviewableMixin, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, index.Indexed, ClusterableModel
):
    """One row for its whole life, with a uuid of its own. Failure is a result."""

    uuid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    knelpunt = models.ForeignKey(
        "proeftuinen.Knelpunt", verbose_name="knelpunt", on_delete=models.PROTECT, related_name="toepassingen"
    )
    oplossing = models.ForeignKey(
        "proeftuinen.Oplossing", verbose_name="oplossing", on_delete=models.PROTECT, related_name="toepassingen"
    )
    proeftuin = models.ForeignKey(
        "proeftuinen.Proeftuin", verbose_name="proeftuin", on_delete=models.PROTECT, related_name="toepassingen"
    )
    resultaat = resultaat_field()
    bewijsgraad = bewijsgraad_field()
    toelichting = models.TextField("toelichting", max_length=1500, help_text="Wat gebeurde er, en waardoor?")
    bron = models.CharField("bron", max_length=250, blank=True)
    bron_url = models.URLField("adres van de bron", blank=True)
    beoordeeld_door = models.ForeignKey(
        "portal.Organisatie",
        verbose_name="beoordeeld door",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="beoordeelde_toepassingen",
        help_text='Leeg: dan lezen bezoekers bij de bewijsgraad "door indiener opgegeven".',
    )
    beoordeeld_op = DatumField("beoordeeld op", null=True, blank=True)
    methode = models.CharField(
        "hoe is het beoordeeld?", max_length=250, blank=True, help_text="Bijvoorbeeld: een meting vooraf en een erna."
    )
    datum = DatumField("datum", default=datetime.date.today, help_text="Van wanneer is dit resultaat?")
    is_voorbeeld = models.BooleanField("verzonnen voorbeeld", default=False)
    wat_veranderde = models.CharField("wat is er veranderd?", max_length=300, blank=True)

    _revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="toepassing",
        for_concrete_model=False,
    )
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="toepassing",
        for_concrete_model=False,
    )

    objects = ToepassingQuerySet.as_manager()

    declaration = Soort(
        icon="puzzle",
        placed=(
            "toelichting", "bron", "methode", "neveneffecten.wat", "neveneffecten.waar", "neveneffecten.gezien_door",
        ),
        not_searched={
            "bron_url": "where it comes from, not what it says",
            "wat_veranderde": "becomes a Wijziging",
            "stappen.reden": "words of the Knelpunt",
        },
        context="proeftuinen.pages.toepassing_preview",
    )  # fmt: skip

    search_fields = [
        index.SearchField("toelichting"),
        index.AutocompleteField("toelichting"),
        index.FilterField("resultaat"),
    ]
    panels = [
        FieldPanel("proeftuin"),
        FieldPanel("knelpunt"),
        FieldPanel("oplossing"),
        FieldRowPanel([FieldPanel("resultaat"), FieldPanel("bewijsgraad"), FieldPanel("datum")]),
        FieldPanel("toelichting"),
        FieldRowPanel([FieldPanel("bron"), FieldPanel("bron_url")]),
        MultiFieldPanel(
            [
                PageChooserPanel("beoordeeld_door"),
                FieldRowPanel([FieldPanel("beoordeeld_op"), FieldPanel("methode")]),
            ],
            heading="wie heeft vastgesteld of het werkte?",
        ),
        InlinePanel("neveneffecten", heading="neveneffecten", label="neveneffect"),
        FieldPanel("is_voorbeeld"),
        FieldPanel("wat_veranderde"),
    ]

    class Meta:
        verbose_name = "toepassing"
        verbose_name_plural = "toepassingen"
        ordering = ["-datum", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["knelpunt", "oplossing", "proeftuin"],
                name="toepassing_once",
                violation_error_message="Deze oplossing staat al bij dit knelpunt in deze proeftuin: werk die bij.",
            )
        ]
        indexes = [models.Index(fields=["knelpunt", "resultaat"], name="toepassing_knelpunt_result")]

    def __str__(self) -> str:
        return name_of(self.oplossing.title, self.knelpunt.title, self.proeftuin.title)

    def get_absolute_url(self) -> str:
        return address_of(self.uuid)

    @property
    def revisions(self) -> models.QuerySet[Revision]:
        return self._revisions

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "proeftuinen/toepassing_voorbeeld.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, object]:
        shown = function(self.declaration.context)(self, visit_of(request))
        return {**super().get_preview_context(request, mode_name), **shown}


class Neveneffect(Orderable):
    """What a Toepassing did beside what it was meant for: follows its draft, and is never shown without it."""

    toepassing = ParentalKey(Toepassing, on_delete=models.CASCADE, related_name="neveneffecten")
    aard = models.CharField(
        "gewenst of ongewenst",
        max_length=10,
        choices=NeveneffectAard.choices,
        default=NeveneffectAard.ONGEWENST,
        db_index=True,
    )
    wat = models.CharField("wat gebeurde er?", max_length=300)
    waar = models.CharField("waar?", max_length=160, blank=True)
    gezien_door = models.CharField(
        "gezien door", max_length=160, blank=True, help_text="Een organisatie of functie, geen naam van een persoon."
    )

    panels = [
        FieldRowPanel([FieldPanel("aard"), FieldPanel("wat")]),
        FieldRowPanel([FieldPanel("waar"), FieldPanel("gezien_door")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "neveneffect"
        verbose_name_plural = "neveneffecten"
