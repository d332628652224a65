"""The forms with which an editor adds a step; the rules are the services'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.admin.widgets import AdminDateInput, AdminPageChooser
from wagtail.models import Page

from portal.models import Organisatie

from . import services
from .choices import KnelpuntStatus, Niveau, Stadium
from .models import Knelpunt, KnelpuntStap, Proeftuin, ProeftuinStap, Toepassing


class StapForm(forms.Form):
    """One new step of `record`; `save` writes it, and says at the field which rule it breaks."""

    record: Any

    datum = forms.DateField(
        label="Datum",
        widget=AdminDateInput,
        initial=timezone.localdate,
        help_text="Sinds wanneer is dit zo? Een datum in het verleden mag, zolang de volgorde klopt.",
    )
    reden = forms.CharField(
        label="Reden (openbaar)",
        required=False,
        max_length=800,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Deze tekst staat op de pagina en in de feed. Noem geen personen.",
    )

    def __init__(self, *args: Any, record: Any, **kwargs: Any) -> None:
        self.record = record
        super().__init__(*args, **kwargs)

    def save(self, user: Any) -> bool:
        """Write the step. False, with the errors at their fields, when a rule refuses it."""
        try:
            self.write(user)
        except ValidationError as error:
            self.add_error(None, error)
            return False
        return True

    def write(self, user: Any) -> None:
        raise NotImplementedError


class ProeftuinStapForm(StapForm):
    stadium = forms.ChoiceField(label="Nieuw stadium", choices=Stadium.choices)
    field_order = ("stadium", "datum", "reden")

    def write(self, user: Any) -> None:
        services.add_proeftuin_stap(self.record, door=user, **self.cleaned_data)


class KnelpuntStapForm(StapForm):
    status = forms.ChoiceField(label="Nieuwe status", choices=KnelpuntStatus.choices)
    niveau = forms.ChoiceField(
        label="Niveau", choices=Niveau.choices, help_text="Waar ligt het nu: wie moet iets doen?"
    )
    eigenaar = forms.ModelChoiceField(
        label="Wie is aan zet?",
        queryset=Page.objects.none(),
        required=False,
        widget=AdminPageChooser(target_models=[Organisatie]),
    )
    toepassing = forms.ModelChoiceField(
        label="Opgelost door",
        queryset=Toepassing.objects.none(),
        required=False,
        empty_label="(niet door een toepassing)",
        help_text='Alleen bij "opgelost": de toepassing die werkte. Staat zij er niet bij, schrijf dan de reden.',
    )
    field_order = ("status", "niveau", "eigenaar", "datum", "toepassing", "reden")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["toepassing"]
        choices.queryset = Toepassing.objects.filter(knelpunt=self.record, live=True).with_pages()
        choices.label_from_instance = lambda row: f"{row.oplossing.title} in {row.proeftuin.title}"
        owners: Any = self.fields["eigenaar"]
        owners.queryset = Organisatie.objects.all()

    def write(self, user: Any) -> None:
        services.add_knelpunt_stap(self.record, door=user, **self.cleaned_data)


FORMS: dict[type[Any], type[StapForm]] = {Proeftuin: ProeftuinStapForm, Knelpunt: KnelpuntStapForm}


def initial_for(record: Any) -> dict[str, Any]:
    """Begin where the record stands now."""
    if isinstance(record, Proeftuin):
        step = ProeftuinStap.objects.filter(proeftuin=record, is_huidig=True).first()
        return {"stadium": step.stadium} if step else {}
    current = KnelpuntStap.objects.filter(knelpunt=record, is_huidig=True).first()
    if current is None:
        return {}
    return {"status": current.status, "niveau": current.niveau, "eigenaar": current.eigenaar_id}
