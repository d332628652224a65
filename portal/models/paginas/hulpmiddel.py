"""The toolkit."""

from django.db import models
from wagtail.admin.panels import FieldPanel, PageChooserPanel

from ...choices import Hulpmiddelvorm, Schema
from ...lists.filters import ChoiceFilter, begrip_filters
from ...soorten import Soort
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

    declaration = Soort(
        icon="wrench",
        schema_org="Article",
        searched=("rechtsgrond",),
        not_searched={"tijdsduur": "how long it takes, not what it is"},
        listed_as="hulpmiddelen (toolkit)",
        filters=(
            ChoiceFilter("soort", "soort hulpmiddel", lookup="vorm", choices=tuple(Hulpmiddelvorm.choices)),
            *begrip_filters(Schema.FASE, Schema.ROL, Schema.VORM, Schema.INSTRUMENT),
        ),
        relations=("uitgever",),
        detail=("uitgever",),
        context="portal.pages.contexts.hulpmiddel_context",
        followed=True,
    )
    template = "portal/hulpmiddel.html"
    parent_page_types = ["portal.Overzicht", "portal.Standaardpagina"]
    subpage_types: list[str] = []
    type_panels = [FieldPanel("vorm"), FieldPanel("rechtsgrond"), FieldPanel("tijdsduur"), PageChooserPanel("uitgever")]

    class Meta:
        verbose_name = "hulpmiddel"
        verbose_name_plural = "hulpmiddelen"
