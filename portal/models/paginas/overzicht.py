"""Sections, plain pages, and the rule of which type lives in which section."""

from django.db import models
from wagtail.admin.panels import FieldPanel

from ...choices import Overzichtsoort
from .pagina import Pagina


class Overzicht(Pagina):
    """A section: lists every page of one type below it, with filters."""

    toont = models.CharField("toont", max_length=20, choices=Overzichtsoort.choices)

    announces_itself = False
    lezerswoorden = ("lijst", "lijsten")
    template = "portal/overzicht.html"
    parent_page_types = ["portal.Home", "portal.Standaardpagina"]
    type_panels = [FieldPanel("toont")]

    def list_queryset(self, reader, params):
        """The pages of this section that `reader` may see and that match the filter in `params`."""
        from ...lists.sections import overzicht_queryset

        return overzicht_queryset(self, reader, params)

    def extra_context(self, request, reader) -> dict:
        from ...lists.sections import overzicht_list

        return overzicht_list(self, reader, request)

    class Meta:
        verbose_name = "overzicht"
        verbose_name_plural = "overzichten"


class Standaardpagina(Pagina):
    """A page that is only text: about us, privacy, accessibility."""

    announces_itself = False
    lezerswoorden = ("uitleg", "uitleg")
    template = "portal/standaardpagina.html"
    parent_page_types = ["portal.Home", "portal.Standaardpagina"]

    def extra_context(self, request, reader) -> dict:
        from ...pages.contexts import standaardpagina_context

        return standaardpagina_context(self, request, reader)

    class Meta:
        verbose_name = "standaardpagina"
        verbose_name_plural = "standaardpagina's"


class InOverzicht(Pagina):
    """Mixin-like base rule: a content page lives in the section that lists its type (or in a partners' section)."""

    class Meta:
        abstract = True

    @classmethod
    def can_create_at(cls, parent) -> bool:
        if not super().can_create_at(parent):
            return False
        parent = parent.specific
        return not isinstance(parent, Overzicht) or parent.toont == cls._meta.model_name
