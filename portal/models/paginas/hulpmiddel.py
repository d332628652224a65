"""The toolkit."""

from django.db import models
from wagtail.admin.panels import FieldPanel, PageChooserPanel

from ...choices import Hulpmiddelvorm
from ..velden import uitgever_field
from .overzicht import InOverzicht


class Hulpmiddel(InOverzicht):
    """Something to use at once: a model document, checklist, covenant, legal framework, signal card or e-learning."""

    vorm = models.CharField("vorm", max_length=20, choices=Hulpmiddelvorm.choices, db_index=True)
    rechtsgrond = models.TextField(
        "wettelijke grondslag", max_length=500, blank=True, help_text="Op grond van welke wet of regeling mag dit?"
    )
    tijdsduur = models.CharField("hoeveel tijd kost het?", max_length=80, blank=True)
    uitgever = uitgever_field("uitgegeven_hulpmiddelen")

    detail_relations = ("uitgever",)
    template = "portal/hulpmiddel.html"
    parent_page_types = ["portal.Overzicht", "portal.Standaardpagina"]
    subpage_types: list[str] = []
    type_panels = [FieldPanel("vorm"), FieldPanel("rechtsgrond"), FieldPanel("tijdsduur"), PageChooserPanel("uitgever")]

    def extra_context(self, request, reader) -> dict:
        from ...pages.contexts import hulpmiddel_context

        return hulpmiddel_context(self, request, reader)

    class Meta:
        verbose_name = "hulpmiddel"
        verbose_name_plural = "hulpmiddelen"
