"""Admin forms: what a rule of the tracker says, said at the field."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm

# What a Praktijkvoorbeeld can belong to: the fields of its Praktijkkoppeling.
TIES = ("toepassingen", "proeftuinen", "knelpunten", "oplossingen")


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
        from ..services import check_toepassing

        super()._post_clean()
        try:
            check_toepassing(self.instance)
        except forms.ValidationError as error:
            self.add_error(None, error)


class PraktijkkoppelingForm(WagtailAdminModelForm):
    """Chooses from what there is, and says what does not belong together."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        from .choosers import record_widgets

        super().__init__(*args, **kwargs)
        for name, widget in record_widgets().items():
            if name in self.fields:
                field: Any = self.fields[name]
                widget.choices = field.choices
                field.widget = widget
        if "toepassingen" in self.fields:
            chosen: Any = self.fields["toepassingen"]
            chosen.queryset = chosen.queryset.with_pages()

    def clean(self) -> dict[str, Any]:
        from .koppelingen import check_praktijkkoppeling

        values: dict[str, Any] = super().clean()
        if values.get("praktijkvoorbeeld"):
            chosen = {name: list(values.get(name) or ()) for name in TIES}
            try:
                check_praktijkkoppeling(values["praktijkvoorbeeld"], chosen)
            except forms.ValidationError as error:
                self.add_error(None, error)
        return values

    def _save_m2m(self) -> None:
        from .koppelingen import tell_koppeling, tied_to

        before = tied_to(self.instance)
        super()._save_m2m()
        tell_koppeling(self.instance, before)
