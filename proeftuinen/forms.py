"""Admin forms: what a rule of the tracker says, said at the field."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm


class ToepassingForm(WagtailAdminModelForm):
    """Begin each round of editing with an empty note."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.instance
        if row.pk and row.live and not row.has_unpublished_changes and "wat_veranderde" in self.fields:
            self.initial["wat_veranderde"] = ""

    def _post_clean(self) -> None:
        """Ask the rules of the service too, and say at the field what they refuse."""
        # Here, because the services read the models, whose forms these are.
        from .services import check_toepassing

        super()._post_clean()
        try:
            check_toepassing(self.instance)
        except forms.ValidationError as error:
            self.add_error(None, error)
