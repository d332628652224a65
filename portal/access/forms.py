"""What somebody fills in to invite, and to accept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password

from ..models import Gebruiker
from .roles import ROLES, grants


class UitnodigingForm(forms.Form):
    """Whom an editor invites, and as what: only what this editor may hand out."""

    email = forms.EmailField(
        label="E-mailadres", max_length=150, help_text="Het werkadres van één persoon, geen gedeelde postbus."
    )
    groep = forms.ModelChoiceField(
        Group.objects.none(), label="Rol", widget=forms.RadioSelect, empty_label=None, to_field_name="name"
    )
    organisatie = forms.CharField(
        label="Organisatie", max_length=160, required=False, help_text="Alleen voor de lijst van accounts."
    )

    def __init__(self, *args: Any, by: Gebruiker, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = grants(by)
        field: Any = self.fields["groep"]
        field.queryset = Group.objects.filter(name__in=allowed)
        field.choices = [(role.group, f"{role.person}: {role.may}") for role in ROLES if role.group in allowed]


class NieuwAccountForm(forms.Form):
    """Name and password of somebody whose address is known from the invitation."""

    first_name = forms.CharField(
        label="Voornaam", max_length=150, widget=forms.TextInput({"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label="Achternaam", max_length=150, widget=forms.TextInput({"autocomplete": "family-name"})
    )
    password1 = forms.CharField(
        label="Wachtwoord",
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=password_validators_help_text_html,
    )
    password2 = forms.CharField(
        label="Wachtwoord nog een keer", strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", "De twee wachtwoorden zijn niet gelijk.")
        elif first:
            names = {name: cleaned.get(name, "") for name in ("first_name", "last_name")}
            try:
                validate_password(first, Gebruiker(username=self.email, email=self.email, **names))
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return cleaned
