"""Admin forms: what a rule of the tracker says, said at the field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm


class ToepassingForm(WagtailAdminModelForm):
    """Begin each round of editing with an empty note, and keep the date out of the future."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.instance
        if row.pk and row.live and not row.has_unpublished_changes and "wat_veranderde" in self.fields:
            self.initial["wat_veranderde"] = ""

    def clean_datum(self) -> Any:
        datum = self.cleaned_data["datum"]
        if datum > timezone.localdate():
            raise forms.ValidationError("Deze datum ligt in de toekomst: een resultaat is er pas daarna.")
        return datum
