"""Pilots."""

from django.db import models
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.blocks import StreamBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable

from portal.choices import Politieregio
from portal.datum_fields import DatumField
from portal.models.paginas.vijf_i import FEATURES
from portal.soorten import Soort

from ..blocks import IndicatorBlock
from ..choices import MijlpaalStatus
from ..querysets import ProeftuinManager
from .register import InRegister


class Proeftuin(InRegister):
    """A pilot in one place. Its stadium is its current ProeftuinStap, not a field: a status never goes back."""

    gemeente = models.ForeignKey(
        "portal.Gemeente",
        verbose_name="gemeente",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="proeftuinen",
        help_text="Leeg als de proeftuin over een hele regio of over meer gemeenten gaat.",
    )
    politieregio = models.CharField(
        "politieregio", max_length=30, choices=Politieregio.choices, blank=True, help_text="Leeg: die van de gemeente."
    )
    startdatum = DatumField("begin", null=True, blank=True)
    einddatum = DatumField("einde", null=True, blank=True)
    doel = models.TextField("doel", max_length=800, blank=True)
    aanpak = RichTextField("aanpak", blank=True, features=FEATURES, help_text="Wat doen de partners samen?")
    resultaten = RichTextField("resultaten", blank=True, features=FEATURES)
    lessen = RichTextField("lessen", blank=True, features=FEATURES)
    neveneffecten = RichTextField("neveneffecten", blank=True, features=FEATURES)
    reden_gestopt = models.TextField("waarom gestopt", max_length=800, blank=True)
    indicatoren = StreamField(
        StreamBlock([("indicator", IndicatorBlock())], required=False), verbose_name="indicatoren", blank=True
    )
    aanbevelingen = ParentalManyToManyField(
        "portal.Aanbeveling", verbose_name="aanbevelingen", blank=True, related_name="proeftuinen"
    )

    objects = ProeftuinManager()

    template = "proeftuinen/proeftuin.html"
    declaration = Soort(
        icon="sprout",
        schema_org="Article",
        searched=(
            "doel", "aanpak", "resultaten", "lessen", "neveneffecten", "reden_gestopt", "voortgang.titel",
            "voortgang.tekst", "mijlpalen.naam", "partners.rol", "overdrachtsvoorwaarden.tekst", "stappen.reden",
            "indicatoren",
        ),
        relations=("gemeente",),
        detail=("gemeente",),
        context="proeftuinen.pages.proeftuin_context",
        followed=True,
        followed_each=("Per proeftuin", "Ook resultaten en nieuwe stappen."),
    )  # fmt: skip
    type_panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("gemeente"), FieldPanel("politieregio")]),
                FieldRowPanel([FieldPanel("startdatum"), FieldPanel("einddatum")]),
            ],
            heading="waar en wanneer",
        ),
        FieldPanel("doel"),
        FieldPanel("aanpak"),
        InlinePanel("partners", heading="partners", label="partner"),
        InlinePanel("mijlpalen", heading="mijlpalen", label="mijlpaal"),
        InlinePanel("voortgang", heading="voortgang", label="bericht"),
        FieldPanel("indicatoren"),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("resultaten", "lessen", "neveneffecten", "reden_gestopt")],
            heading="wat leverde het op",
        ),
        InlinePanel("overdrachtsvoorwaarden", heading="wat moet er lokaal waar zijn?", label="voorwaarde"),
        FieldPanel("aanbevelingen"),
    ]

    class Meta:
        verbose_name = "proeftuin"
        verbose_name_plural = "proeftuinen"


class ProeftuinPartner(Orderable):
    proeftuin = ParentalKey(Proeftuin, on_delete=models.CASCADE, related_name="partners")
    organisatie = models.ForeignKey(
        "portal.Organisatie", verbose_name="organisatie", on_delete=models.PROTECT, related_name="proeftuin_rollen"
    )
    rol = models.CharField("wat doet deze partner?", max_length=300, blank=True)

    panels = [PageChooserPanel("organisatie"), FieldPanel("rol")]

    class Meta(Orderable.Meta):
        verbose_name = "partner"
        verbose_name_plural = "partners"


class Mijlpaal(Orderable):
    proeftuin = ParentalKey(Proeftuin, on_delete=models.CASCADE, related_name="mijlpalen")
    naam = models.CharField("mijlpaal", max_length=160)
    datum = DatumField("datum", null=True, blank=True)
    status = models.CharField("status", max_length=20, choices=MijlpaalStatus.choices, default=MijlpaalStatus.GEPLAND)

    panels = [FieldRowPanel([FieldPanel("naam"), FieldPanel("datum"), FieldPanel("status")])]

    class Meta(Orderable.Meta):
        verbose_name = "mijlpaal"
        verbose_name_plural = "mijlpalen"


class Voortgangsbericht(Orderable):
    proeftuin = ParentalKey(Proeftuin, on_delete=models.CASCADE, related_name="voortgang")
    datum = DatumField("datum")
    titel = models.CharField("titel", max_length=160)
    tekst = RichTextField("bericht", blank=True, features=FEATURES)

    panels = [FieldRowPanel([FieldPanel("datum"), FieldPanel("titel")]), FieldPanel("tekst")]

    class Meta(Orderable.Meta):
        verbose_name = "voortgangsbericht"
        verbose_name_plural = "voortgangsberichten"


class Overdrachtsvoorwaarde(Orderable):
    """What must be true in another place before the same can work there."""

    proeftuin = ParentalKey(Proeftuin, on_delete=models.CASCADE, related_name="overdrachtsvoorwaarden")
    tekst = models.CharField("voorwaarde", max_length=300)

    panels = [FieldPanel("tekst")]

    class Meta(Orderable.Meta):
        verbose_name = "overdrachtsvoorwaarde"
        verbose_name_plural = "overdrachtsvoorwaarden"
