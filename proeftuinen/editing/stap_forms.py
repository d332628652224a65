"""The forms with which an editor adds a step, to one record or to many; the rules are the services'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from portal.datum import HELP
from portal.datum_fields import DatumFormField
from portal.models import Organisatie

from .. import services
from ..choices import KnelpuntStatus, Niveau, Stadium
from ..models import Knelpunt, KnelpuntStap, Proeftuin, ProeftuinStap, Toepassing

# A step is for ever: nobody should take one by leaving a list as it was.
NOTHING_YET = ("", "(kies)")


class StapFields(forms.Form):
    """What every step says."""

    datum = DatumFormField(
        label="Datum",
        initial=timezone.localdate,
        help_text=f"Sinds wanneer is dit zo? Een datum in het verleden mag, zolang de volgorde klopt. {HELP}",
    )
    reden = forms.CharField(
        label="Reden (openbaar)",
        required=False,
        max_length=800,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Deze tekst staat op de pagina en in de feed. Noem geen personen.",
    )


class ProeftuinStapFields(StapFields):
    stadium = forms.ChoiceField(label="Nieuw stadium", choices=[NOTHING_YET, *Stadium.choices])
    field_order = ("stadium", "datum", "reden")


class KnelpuntStapFields(StapFields):
    status = forms.ChoiceField(label="Nieuwe status", choices=[NOTHING_YET, *KnelpuntStatus.choices])
    niveau = forms.ChoiceField(
        label="Niveau", choices=[NOTHING_YET, *Niveau.choices], help_text="Waar ligt het nu: wie moet iets doen?"
    )
    eigenaar = forms.ModelChoiceField(
        label="Wie is aan zet?",
        queryset=Page.objects.none(),
        required=False,
        widget=AdminPageChooser(target_models=[Organisatie]),
    )
    field_order: tuple[str, ...] = ("status", "niveau", "eigenaar", "datum", "reden")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners: Any = self.fields["eigenaar"]
        owners.queryset = Organisatie.objects.all()


class ProeftuinStapForm(ProeftuinStapFields):
    """One new step of `record`."""

    def __init__(self, *args: Any, record: Proeftuin, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class KnelpuntStapForm(KnelpuntStapFields):
    """One new step of `record`, with the Toepassingen that may have solved it."""

    toepassing = forms.ModelChoiceField(
        label="Opgelost door",
        queryset=Toepassing.objects.none(),
        required=False,
        empty_label="(niet door een toepassing)",
        help_text='Alleen bij "opgelost": de toepassing die werkte. Staat zij er niet bij, schrijf dan de reden.',
    )
    field_order = ("status", "niveau", "eigenaar", "datum", "toepassing", "reden")

    def __init__(self, *args: Any, record: Knelpunt, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["toepassing"]
        choices.queryset = Toepassing.objects.published().filter(knelpunt=record).with_pages()
        choices.label_from_instance = lambda row: f"{row.oplossing.title} ({row.proeftuin.title})"


def write(record: Any, values: dict[str, Any], user: Any) -> Any:
    """Add the step that a form describes. Raises ValidationError by field."""
    add: Any = services.add_proeftuin_stap if isinstance(record, Proeftuin) else services.add_knelpunt_stap
    return add(record, door=user, **values)


# The form for one record, and the fields for many at once: which Toepassing solved it differs for each.
FORMS: dict[type[Any], Any] = {Proeftuin: ProeftuinStapForm, Knelpunt: KnelpuntStapForm}
FIELDS: dict[type[Any], type[StapFields]] = {Proeftuin: ProeftuinStapFields, Knelpunt: KnelpuntStapFields}


def initial_for(record: Any) -> dict[str, Any]:
    """Begin where the record stands now."""
    if isinstance(record, Proeftuin):
        step = ProeftuinStap.objects.filter(proeftuin=record, is_huidig=True).first()
        return {"stadium": step.stadium} if step else {}
    current = KnelpuntStap.objects.filter(knelpunt=record, is_huidig=True).first()
    if current is None:
        return {}
    return {"status": current.status, "niveau": current.niveau, "eigenaar": current.eigenaar_id}
