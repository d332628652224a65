"""The one vocabulary: facets, glossary, search synonyms and the SKOS export are all these rows."""

import uuid

from django.db import models
from django.urls import reverse
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, RevisionMixin
from wagtail.search import index

from ..choices import Schema, TermSoort
from ..querysets import BegripQuerySet
from ..soorten import Soort


class Begrip(RevisionMixin, index.Indexed, ClusterableModel):
    """A concept (SKOS): one preferred term, alternative terms, a definition, a broader concept and a source.

    A Begrip that was used is never deleted: it is archived, or merged into another and then points there.
    """

    uuid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    schema = models.CharField("schema", max_length=20, choices=Schema.choices, default=Schema.ALGEMEEN, db_index=True)
    term = models.CharField("term", max_length=120, help_text="De term die wij zelf schrijven.")
    slug = models.SlugField("slug", max_length=120, unique=True, help_text="Deel van het adres; daarna niet wijzigen.")
    afkorting = models.CharField("afkorting", max_length=20, blank=True)
    definitie = models.TextField("definitie", blank=True, max_length=1000, help_text="Een of twee zinnen.")
    toelichting = RichTextField("toelichting", blank=True, help_text="Wat een lezer verder moet weten.")
    bron = models.CharField("bron van de definitie", max_length=200, blank=True)
    bron_url = models.URLField("adres van de bron", blank=True)
    breder = models.ForeignKey(
        "self", verbose_name="breder begrip", null=True, blank=True, on_delete=models.PROTECT, related_name="smallere"
    )
    wetsartikelen = ParentalManyToManyField(
        "portal.Wetsartikel",
        verbose_name="rust op",
        blank=True,
        related_name="begrippen",
        help_text="De wetsartikelen waarop dit steunt, zoals die van een bevoegdheid of een vergunning.",
    )
    toetsen_voor = models.DateField(
        "toetsen vóór", null=True, blank=True, help_text="Daarna staat er dat de tekst oud is."
    )
    volgorde = models.PositiveSmallIntegerField("volgorde", default=100)
    samengevoegd_met = models.ForeignKey(
        "self",
        verbose_name="samengevoegd met",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="samengevoegde",
        help_text="Wie dit begrip zoekt, komt bij het andere uit.",
    )
    gearchiveerd = models.BooleanField("gearchiveerd", default=False, help_text="Niet meer te kiezen.")

    objects = BegripQuerySet.as_manager()

    declaration = Soort(
        icon="book-a",
        placed=("term", "afkorting", "definitie", "toelichting", "alternatieven.term"),
        not_searched={
            "slug": "part of the address",
            "bron": "where the definition comes from, not what it says",
            "bron_url": "where the definition comes from, not what it says",
        },
    )

    search_fields = [
        index.SearchField("term", boost=3),
        index.AutocompleteField("term"),
        index.SearchField("afkorting"),
        index.SearchField("definitie"),
        index.FilterField("schema"),
        index.FilterField("gearchiveerd"),
    ]
    panels = [
        FieldRowPanel([FieldPanel("schema"), FieldPanel("term"), FieldPanel("afkorting")]),
        FieldPanel("slug"),
        FieldPanel("definitie"),
        FieldRowPanel([FieldPanel("bron"), FieldPanel("bron_url")]),
        InlinePanel("alternatieven", heading="andere termen", label="term"),
        FieldPanel("toelichting"),
        FieldPanel("wetsartikelen"),
        FieldPanel("toetsen_voor"),
        MultiFieldPanel(
            [FieldPanel("breder"), FieldPanel("volgorde"), FieldPanel("samengevoegd_met"), FieldPanel("gearchiveerd")],
            heading="plaats in het schema",
        ),
    ]

    class Meta:
        verbose_name = "begrip"
        verbose_name_plural = "begrippen"
        ordering = ["schema", "volgorde", "term"]
        constraints = [models.UniqueConstraint(fields=["schema", "term"], name="begrip_term_once_per_schema")]

    def __str__(self) -> str:
        return f"{self.term} ({self.afkorting})" if self.afkorting else self.term

    def get_absolute_url(self) -> str:
        return reverse("begrip", args=[self.slug])


class AlternatieveTerm(Orderable):
    """Another word for a Begrip: it leads the searcher to the preferred term."""

    begrip = ParentalKey(Begrip, on_delete=models.CASCADE, related_name="alternatieven")
    term = models.CharField("term", max_length=120)
    soort = models.CharField("soort", max_length=20, choices=TermSoort.choices, default=TermSoort.SYNONIEM)

    panels = [FieldRowPanel([FieldPanel("term"), FieldPanel("soort")])]

    class Meta(Orderable.Meta):
        verbose_name = "andere term"
        verbose_name_plural = "andere termen"

    def __str__(self) -> str:
        return self.term
