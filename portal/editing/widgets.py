"""Widgets to choose many things: boxes to tick, and a chooser that finds or makes what is not among them.

The boxes are what is saved, so what was chosen can be read and unticked without script; static/admin/kiezer.js adds
boxes for what the chooser gives.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import cached_property
from wagtail.admin.telepath import JSContext
from wagtail.admin.viewsets.chooser import ChooserViewSet


class WithChooser(forms.CheckboxSelectMultiple):
    """Every choice as a box, and a button for one that is not there yet."""

    template_name = "portal/admin/kiezer.html"
    button = "Toevoegen"

    def __init__(self, chooser: ChooserViewSet, button: str = "", attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "keuzelijst", **(attrs or {})})
        self.chooser = chooser
        self.button = button or self.button

    @cached_property
    def _packed(self) -> tuple[Any, Any]:
        context = JSContext()
        return context.pack(self.chooser.widget_class()), context.media

    @property
    def media(self) -> forms.Media:
        return self._packed[1] + forms.Media(js=["admin/kiezer.js"])

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        return {**context, "definition": self._packed[0], "button": self.button}


class ChosenOnly(WithChooser):
    """Only what is chosen has a box: for lists that are too long to tick from."""

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> list[Any]:
        iterator: Any = self.choices
        chosen = iterator.queryset.filter(pk__in=[key for key in value if str(key).isdecimal()])
        options = []
        for index, row in enumerate(chosen):
            key, label = iterator.choice(row)
            options.append((None, [self.create_option(name, key, label, True, index, attrs=attrs)], index))
        return options
