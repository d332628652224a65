"""Sections, plain pages, and the rule of which type lives in which section."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from ...soorten import Soort, listed
from .pagina import Pagina


class Overzicht(Pagina):
    """A section: lists every page of one type below it, with filters."""

    toont = models.CharField("toont", max_length=20, choices=listed)

    declaration = Soort(
        words=("lijst", "lijsten"),
        left_out="a section is found through what stands in it",
        context="portal.lists.sections.overzicht_list",
        listing="portal.lists.sections.overzicht_queryset",
    )
    template = "portal/overzicht.html"
    parent_page_types = ["portal.Home", "portal.Standaardpagina"]
    type_panels = [FieldPanel("toont")]

    class Meta:
        verbose_name = "overzicht"
        verbose_name_plural = "overzichten"


class Standaardpagina(Pagina):
    """A page that is only text: about us, privacy, accessibility."""

    declaration = Soort(words=("uitleg", "uitleg"), context="portal.pages.contexts.standaardpagina_context")
    template = "portal/standaardpagina.html"
    parent_page_types = ["portal.Home", "portal.Standaardpagina"]

    class Meta:
        verbose_name = "standaardpagina"
        verbose_name_plural = "standaardpagina's"


class InOverzicht(Pagina):
    """Mixin-like base rule: a content page lives in the section that lists its type (or in a partners' section)."""

    class Meta:
        abstract = True

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        if not super().can_create_at(parent):
            return False
        parent = parent.specific
        return not isinstance(parent, Overzicht) or parent.toont == cls._meta.model_name
