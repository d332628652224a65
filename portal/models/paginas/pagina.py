"""The concrete base of every page type."""

from collections.abc import Sequence

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import HttpRequest
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
    Panel,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, PageViewRestriction
from wagtail.search import index

from ...blocks import BodyBlock
from ...querysets import PaginaManager
from ...soorten import Soort, by_name, function, lineage, shown, words_of
from ...visit import on_page
from ..velden import KeptDateTimeField


class PaginaTag(TaggedItemBase):
    content_object = ParentalKey("portal.Pagina", on_delete=models.CASCADE, related_name="tagged_items")


class Pagina(Page):
    """What every page has. One table for all types, so that lists, search and feeds ask one question.

    The permanent id of a page is its `translation_key`: a copy gets a new one, a move or publication keeps it.
    """

    samenvatting = models.TextField(
        "samenvatting",
        max_length=400,
        blank=True,
        help_text="Een of twee zinnen: wat is dit, en voor wie? Staat in lijsten, zoekresultaten en feeds.",
    )
    inhoud = StreamField(BodyBlock(required=False), verbose_name="inhoud", blank=True)
    begrippen = ParentalManyToManyField(
        "portal.Begrip",
        verbose_name="begrippen",
        blank=True,
        related_name="paginas",
        help_text="Kies vorm, sector, fase, rol en instrument: hierop filteren lezers.",
    )
    tags = ClusterTaggableManager(
        through=PaginaTag, verbose_name="vrije trefwoorden", blank=True, help_text="Alleen wat geen begrip is."
    )
    organisaties = ParentalManyToManyField(
        "portal.Organisatie", verbose_name="organisaties", blank=True, related_name="genoemd_op"
    )
    wetsartikelen = ParentalManyToManyField(
        "portal.Wetsartikel",
        verbose_name="rust op",
        blank=True,
        related_name="paginas",
        help_text="De wetsartikelen waarop deze tekst steunt. Verandert de wet, dan is zij zo te vinden.",
    )
    afbeelding = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name="afbeelding",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    eigenaar = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="inhoudelijk eigenaar",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="eigen_paginas",
        help_text="Wie beoordeelt of de tekst nog klopt? De naam komt niet op de site.",
    )
    # When the newest Wijziging about this page was recorded; before the first one, when it was first published.
    # Written by `changes` only: a publication that tells nothing changes nothing.
    gewijzigd_op = KeptDateTimeField("gewijzigd op", null=True, blank=True, editable=False, db_index=True)
    contact_email = models.EmailField(
        "e-mailadres voor vragen",
        blank=True,
        help_text="Een postbus van een team, geen persoonlijk adres. Leeg: de redactie.",
    )
    getoetst_op = models.DateField("inhoudelijk getoetst op", null=True, blank=True)
    toetsen_voor = models.DateField(
        "toetsen vóór", null=True, blank=True, help_text="Daarna staat er dat de tekst oud is."
    )
    bron_naam = models.CharField("naam van de bron", max_length=200, blank=True)
    bron_url = models.URLField(
        "adres van de bron", blank=True, help_text="Staat de tekst zelf op een andere site? Vul dan hier het adres in."
    )
    bron_gecontroleerd_op = models.DateField("bron gecontroleerd op", null=True, blank=True)
    is_voorbeeld = models.BooleanField(
        "verzonnen voorbeeld", default=False, help_text='De pagina krijgt overal het label "Voorbeeld".'
    )
    wat_veranderde = models.CharField(
        "wat is er veranderd?",
        max_length=300,
        blank=True,
        help_text="Komt bij publiceren in de feeds en op de pagina. Leeg: een kleine verbetering, zonder bericht.",
    )

    objects = PaginaManager()

    # What every type shares; a type says beside its fields what is its own.
    declaration = Soort(
        placed=("title", "samenvatting", "inhoud", "bijlagen.titel"),
        not_searched={
            "path": "a place in the tree",
            "slug": "part of the address",
            "url_path": "the address",
            "draft_title": "what is not published",
            "seo_title": "the title again, for other search engines",
            "search_description": "the summary again, for other search engines",
            "contact_email": "of the team behind a page, not of what it is about",
            "bron_naam": "where it comes from, not what it says",
            "bron_url": "where it comes from, not what it says",
            "wat_veranderde": "becomes a Wijziging",
            "wijzigingen.titel": "what changed is followed, and not what a page says",
            "wijzigingen.tekst": "what changed is followed, and not what a page says",
            "ook_wijzigingen.titel": "what changed is followed, and not what a page says",
            "ook_wijzigingen.tekst": "what changed is followed, and not what a page says",
        },
        context="portal.pages.presenters.page_context",
        form="portal.editing.forms.PaginaForm",
        left_out="a page always has a type of its own",
    )

    is_creatable = False
    private_page_options = ["groups"]
    show_in_menus_default = False

    search_fields = [
        *Page.search_fields,
        index.SearchField("samenvatting"),
        index.FilterField("is_voorbeeld"),
        index.FilterField("toetsen_voor"),
    ]

    # A copy is a record of its own.
    exclude_fields_in_copy = ["gewijzigd_op"]

    # Panels in the order of the work; a type adds its own between the two lists.
    kop_panels = [TitleFieldPanel("title"), FieldPanel("samenvatting")]
    body_panels = [FieldPanel("inhoud"), InlinePanel("bijlagen", heading="bijlagen", label="bijlage")]
    type_panels: list[Panel] = []
    ordening_panels = [
        FieldPanel("begrippen"),
        FieldPanel("organisaties"),
        FieldPanel("wetsartikelen"),
        FieldPanel("tags"),
        InlinePanel("gerelateerd", heading="zie ook", label="pagina"),
        FieldPanel("afbeelding"),
    ]
    beheer_panels = [
        FieldPanel("wat_veranderde"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("getoetst_op"), FieldPanel("toetsen_voor")]),
                FieldPanel("eigenaar"),
                FieldPanel("contact_email"),
            ],
            heading="actueel houden",
        ),
        MultiFieldPanel(
            [FieldPanel("bron_naam"), FieldPanel("bron_url"), FieldPanel("bron_gecontroleerd_op")],
            heading="bron op een andere site",
        ),
        FieldPanel("is_voorbeeld"),
        FieldPanel("slug"),
        PublishingPanel(),
    ]

    class Meta:
        indexes = [
            # Few pages or none: what leaves them out asks for them, and not for all the others.
            models.Index(fields=["is_voorbeeld"], condition=models.Q(is_voorbeeld=True), name="pagina_verzonnen"),
        ]
        verbose_name = "pagina"
        verbose_name_plural = "pagina's"

    @classmethod
    def get_edit_handler(cls) -> TabbedInterface:
        """Three tabs: what a reader sees, where it belongs, and how it is kept true."""
        form = next(function(soort.form) for soort in reversed(list(lineage(cls))) if soort.form)
        return TabbedInterface(
            [
                ObjectList([*cls.kop_panels, *cls.type_panels, *cls.body_panels], heading="Inhoud"),
                ObjectList(cls.ordening_panels, heading="Ordening"),
                ObjectList(cls.beheer_panels, heading="Beheer"),
            ],
            base_form_class=form,
        ).bind_to_model(cls)

    # Set by `pages.serving` when visibility has decided about this request.
    reader_decided = False

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """None once visibility decided: Wagtail would ask the same again in two queries."""
        if self.reader_decided:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def get_context(
        self, request: HttpRequest, *args: object, ancestors: Sequence[Page] | None = None, **kwargs: object
    ) -> dict[str, object]:
        """What the template shows: decided by the functions that its type and what it inherits from name."""
        visit = on_page(request, ancestors)
        context: dict[str, object] = super().get_context(request, *args, **kwargs)
        for soort in lineage(type(self)):
            if soort.context:
                context.update(shown(function(soort.context)(self, visit)))
        return context

    @property
    def announces_itself(self) -> bool:
        """Whether its first publication is news; a section or a page about the site itself is not."""
        return by_name()[self.soort][1].followed

    @property
    def soort(self) -> str:
        """The slug of the page type: facet value, feed name and CSS hook."""
        return ContentType.objects.get_for_id(self.content_type_id).model

    @property
    def soort_naam(self) -> str:
        """The page type in the reader's words."""
        return words_of(by_name()[self.soort][0])[0]

    @property
    def soort_namen(self) -> str:
        """Many of them."""
        return words_of(by_name()[self.soort][0])[1]


class Bijlage(Orderable):
    pagina = ParentalKey(Pagina, on_delete=models.CASCADE, related_name="bijlagen")
    document = models.ForeignKey(
        settings.WAGTAILDOCS_DOCUMENT_MODEL, verbose_name="document", on_delete=models.PROTECT, related_name="bijlagen"
    )
    titel = models.CharField("titel", max_length=160, blank=True, help_text="Leeg: de titel van het document.")

    panels = [FieldPanel("document"), FieldPanel("titel")]

    class Meta(Orderable.Meta):
        verbose_name = "bijlage"
        verbose_name_plural = "bijlagen"


class Gerelateerd(Orderable):
    """A page that an editor chose beside this one."""

    pagina = ParentalKey(Pagina, on_delete=models.CASCADE, related_name="gerelateerd")
    doel = models.ForeignKey(Page, verbose_name="pagina", on_delete=models.CASCADE, related_name="+")

    panels = [PageChooserPanel("doel")]

    class Meta(Orderable.Meta):
        verbose_name = "zie ook"
        verbose_name_plural = "zie ook"
