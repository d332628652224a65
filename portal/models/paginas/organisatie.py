"""Who does what, and how to reach them."""

from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from ...choices import Organisatiesoort, Politieregio, Provincie
from .overzicht import InOverzicht


class Organisatie(InOverzicht):
    """An organisation or regional network: its role, when to involve it, and its route for a signal."""

    organisatiesoort = models.CharField("soort", max_length=20, choices=Organisatiesoort.choices, db_index=True)
    afkorting = models.CharField("afkorting", max_length=20, blank=True)
    gemeente = models.ForeignKey(
        "portal.Gemeente",
        verbose_name="gemeente",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organisatiepaginas",
    )
    politieregio = models.CharField("politieregio", max_length=30, choices=Politieregio.choices, blank=True)
    provincie = models.CharField("provincie", max_length=20, choices=Provincie.choices, blank=True)
    rol = models.TextField("rol in de aanpak", max_length=800, blank=True)
    wanneer_betrekken = models.TextField("wanneer betrekt u hen?", max_length=800, blank=True)
    telefoon = models.CharField("telefoon", max_length=40, blank=True)
    email = models.EmailField("e-mailadres", blank=True)
    website = models.URLField("website", blank=True)
    meldroute = models.TextField("meldroute", max_length=800, blank=True, help_text="Hoe meldt u hier een signaal?")
    zorgcoordinatie = models.TextField("zorgcoördinatie", max_length=800, blank=True)

    detail_relations = ("gemeente",)
    template = "portal/organisatie.html"
    parent_page_types = ["portal.Overzicht", "portal.Standaardpagina"]
    subpage_types: list[str] = []
    type_panels = [
        FieldRowPanel([FieldPanel("organisatiesoort"), FieldPanel("afkorting")]),
        FieldRowPanel([FieldPanel("gemeente"), FieldPanel("politieregio"), FieldPanel("provincie")]),
        FieldPanel("rol"),
        FieldPanel("wanneer_betrekken"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("telefoon"), FieldPanel("email")]),
                FieldPanel("website"),
                FieldPanel("meldroute"),
            ],
            heading="contact",
        ),
        FieldPanel("zorgcoordinatie"),
    ]

    def extra_context(self, request, reader) -> dict:
        from ...pages.contexts import organisatie_context

        return organisatie_context(self, request, reader)

    class Meta:
        verbose_name = "organisatie"
        verbose_name_plural = "organisaties"
