"""How an editor chooses many things at once: boxes to tick, not a list in which one wrong click loses the rest."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import ManyToManyField
from django.forms.models import ModelChoiceIterator
from django.utils.text import capfirst
from wagtail.admin.forms.models import register_form_field_override
from wagtail.models import Page

from ..choices import Schema
from ..models import Aanbeveling, Begrip, Organisatie, Pagina, Wetsartikel
from .choosers import guidance_chooser, organisatie_chooser
from .widgets import ChosenOnly, WithChooser


class BySchema(ModelChoiceIterator[Begrip]):
    """Choices in groups, one for each schema."""

    def __iter__(self) -> Iterator[Any]:
        order = list(Schema.values)
        rows = sorted(self.queryset, key=lambda row: (order.index(row.schema), row.volgorde, row.term))
        for schema, group in groupby(rows, key=lambda row: row.schema):
            yield capfirst(Schema(schema).label), [self.choice(row) for row in group]


class BegrippenField(forms.ModelMultipleChoiceField[Begrip]):
    """The vocabulary by schema. What was archived stays visible, so that saving a page does not drop it unseen."""

    iterator = BySchema

    def label_from_instance(self, obj: Begrip) -> str:
        return f"{obj} (gearchiveerd)" if obj.gearchiveerd or obj.samengevoegd_met_id else str(obj)


class OrganisatiesField(forms.ModelMultipleChoiceField[Page]):
    """Organisations by name. There may be hundreds: only those that are chosen are shown."""

    def __init__(self, queryset: Any, **kwargs: Any) -> None:
        super().__init__(queryset.order_by("title"), **kwargs)

    def label_from_instance(self, obj: Page) -> str:
        return f"{obj.title} (concept)" if not obj.live else obj.title


class AanbevelingenField(forms.ModelMultipleChoiceField[Aanbeveling]):
    """Recommendations, each with its report: every report has a number 1."""

    def __init__(self, queryset: Any, **kwargs: Any) -> None:
        super().__init__(queryset.select_related("rapport"), **kwargs)

    def label_from_instance(self, obj: Aanbeveling) -> str:
        return f"{obj} ({obj.rapport.title})"


class PaginasField(OrganisatiesField):
    """Pages by title."""


def register() -> None:
    """Use these fields in every admin form that chooses many of something."""
    register_form_field_override(ManyToManyField, override=_override)


def _override(field: Any) -> dict[str, Any]:
    if field.related_model is Begrip:
        # Its chooser exists once the snippet is registered.
        chooser = Begrip.snippet_viewset.chooser_viewset
        return {"form_class": BegrippenField, "widget": WithChooser(chooser, "Zoek of maak een begrip")}
    if field.related_model is Organisatie:
        return {"form_class": OrganisatiesField, "widget": ChosenOnly(organisatie_chooser, "Kies organisaties")}
    if field.related_model is Aanbeveling:
        chooser = Aanbeveling.snippet_viewset.chooser_viewset
        return {"form_class": AanbevelingenField, "widget": ChosenOnly(chooser, "Kies aanbevelingen")}
    if field.related_model is Wetsartikel:
        chooser = Wetsartikel.snippet_viewset.chooser_viewset
        return {"widget": ChosenOnly(chooser, "Kies of maak een wetsartikel")}
    if field.related_model is Pagina:
        return {"form_class": PaginasField, "widget": ChosenOnly(guidance_chooser, "Kies handreikingen")}
    return {}
