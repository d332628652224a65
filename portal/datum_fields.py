"""A `Datum` in a model, in a form and in a block: one field, in which people write what they know."""

from __future__ import annotations

import datetime
from contextlib import suppress
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.functional import cached_property
from wagtail.blocks import FieldBlock

from .datum import HELP, Datum, parse

LENGTH = 12


class _AsDatum(DeferredAttribute):
    """A date, an EDTF text or a Datum may be assigned; a Datum is read."""

    def __set__(self, instance: models.Model, value: Any) -> None:
        name = self.field.attname
        # What cannot be read stays as it was given: validation says what is wrong with it.
        with suppress(TypeError, ValueError):
            value = Datum.of(value)
        instance.__dict__[name] = value


class DatumField(models.CharField):  # type: ignore[type-arg]  # its value is a Datum
    """Stored as EDTF: in the order of the text lie the dates, "" is unknown and sorts before them, NULL is not said.

    Compare with `begun_q`, `not_over_q` and `overlap_q` of `portal.datum`: a month lies in no order to its days.
    """

    descriptor_class = _AsDatum
    # What the type checker's plugin reads.
    _pyi_private_set_type: Datum | datetime.date | str  # type: ignore[assignment]
    _pyi_private_get_type: Datum  # type: ignore[assignment]
    empty_strings_allowed = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "max_length": LENGTH})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("max_length", None)
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, *_: Any) -> Datum | None:
        return Datum.of(value)

    def to_python(self, value: Any) -> Datum | None:
        try:
            return Datum.of(value)
        except (TypeError, ValueError):
            raise ValidationError(f"Dit is geen datum. {HELP}") from None

    def get_prep_value(self, value: Any) -> str | None:
        found = Datum.of(value)
        return None if found is None else found.edtf

    def value_to_string(self, obj: models.Model) -> Any:
        return self.get_prep_value(self.value_from_object(obj))

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """An unknown date is an answer, so not empty."""
        if value is None and not self.null:
            raise ValidationError(self.error_messages["null"], code="null")

    def run_validators(self, value: Any) -> None:
        """Its length is its own affair."""

    @cached_property
    def validators(self) -> list[Any]:
        return []

    def formfield(self, **kwargs: Any) -> Any:
        given = {key: kwargs[key] for key in ("widget", "label", "help_text", "required", "initial") if key in kwargs}
        default = self.get_default() if self.has_default() else None
        about = f"{self.help_text} {HELP}" if self.help_text else HELP
        return DatumFormField(
            **{"label": self.verbose_name, "required": not self.blank, "help_text": about, "initial": default, **given}
        )


class DatumFormField(forms.CharField):
    """One line of text in which a person writes a date as far as it is known."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 40, "help_text": HELP, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str):
            # What was typed, or what a draft holds.
            try:
                value = Datum.of(value) if value else value
            except ValueError:
                return value
        if isinstance(value, datetime.date):
            value = Datum.of(value)
        return written(value) if isinstance(value, Datum) else value

    def to_python(self, value: Any) -> Datum | None:  # type: ignore[override]
        if isinstance(value, Datum):
            return value
        text = super().to_python(value)
        return parse(text) if text else None

    def validate(self, value: Any) -> None:
        if value is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        if isinstance(value, str):
            super().run_validators(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return Datum.of(initial) != self.to_python(data)
        except (TypeError, ValueError, ValidationError):
            return True


def written(value: Datum) -> str:
    """As an editor writes it, so that it is read back as the same."""
    return value.begin.strftime("%-d-%-m-%Y") if value.exact and value.begin else value.tekst


class DatumBlock(FieldBlock):
    """A Datum in a StreamField, stored as EDTF; what a DateBlock stored is read."""

    def __init__(self, required: bool = True, help_text: str | None = None, **kwargs: Any) -> None:
        self.field = DatumFormField(required=required, help_text=help_text or HELP)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Datum | None:
        return Datum.of(value)

    def get_prep_value(self, value: Any) -> str | None:
        found = Datum.of(value)
        return None if found is None else found.edtf

    def value_for_form(self, value: Any) -> Any:
        return self.field.prepare_value(value)

    def value_from_form(self, value: Any) -> Datum | None:
        return self.field.to_python(value)
