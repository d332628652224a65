"""What an editor may choose in the visibility dialog, and that the redactie is never locked out of what it closes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.db.models import Q
from django.db.models.signals import m2m_changed, post_save
from django.dispatch import receiver
from wagtail.admin.forms.collections import CollectionViewRestrictionForm
from wagtail.admin.forms.pages import PageViewRestrictionForm
from wagtail.admin.views import collection_privacy
from wagtail.admin.views.page_privacy import SetPrivacyView
from wagtail.models import CollectionViewRestriction, PageViewRestriction
from wagtail.models.view_restrictions import BaseViewRestriction

from ..visibility import KETENPARTNERS, REDACTEUREN
from .roles import BEHEERDERS

PARTNERS, EDITORS = "ketenpartners", "redactie"
NONE, LOGIN, GROUPS = BaseViewRestriction.NONE, BaseViewRestriction.LOGIN, BaseViewRestriction.GROUPS
CHOICES = (
    (NONE, "Openbaar"),
    (PARTNERS, "Alleen voor ketenpartners en redactie"),
    (EDITORS, "Alleen voor de redactie"),
    (GROUPS, "Alleen voor bepaalde groepen en de redactie"),
)
# For everybody with an account: offered only where it was chosen once, for it is wider than it sounds.
FOR_EVERY_ACCOUNT = (LOGIN, "Voor iedereen met een account")
# The groups of a choice that names its own.
MEANS = {PARTNERS: (KETENPARTNERS, REDACTEUREN), EDITORS: (REDACTEUREN,)}


class PlainChoices:
    """Offers what editors mean, and stores it as Wagtail does: a type and groups."""

    fields: dict[str, Any]
    initial: dict[str, Any]
    instance: BaseViewRestriction

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password", None)
        kind = self.fields["restriction_type"]
        kind.choices = CHOICES
        groups = self.fields["groups"]
        groups.label, groups.required = "Welke groepen", False
        # The redactie always reads along, and who manages accounts reads nothing for it.
        groups.queryset = Group.objects.exclude(name__in=(REDACTEUREN, BEHEERDERS)).order_by("name")
        if self.instance.pk is None:
            return
        if self.instance.restriction_type == LOGIN:
            kind.choices = (*CHOICES, FOR_EVERY_ACCOUNT)
        elif self.instance.restriction_type == GROUPS:
            names = {group.name for group in self.instance.groups.all()} | {REDACTEUREN}
            named = [choice for choice, meant in MEANS.items() if names == set(meant)]
            if named:
                self.initial.update(restriction_type=named[0], groups=[])

    def clean_groups(self) -> Any:
        chosen = self.cleaned_data.get("groups")  # type: ignore[attr-defined]
        if self.cleaned_data.get("restriction_type") == GROUPS and not chosen:  # type: ignore[attr-defined]
            raise forms.ValidationError("Kies ten minste één groep.", code="invalid")
        return chosen

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()  # type: ignore[misc]
        kind = cleaned.get("restriction_type")
        if kind in MEANS:
            cleaned["restriction_type"] = GROUPS
            cleaned["groups"] = Group.objects.filter(name__in=MEANS[kind])
        elif kind == GROUPS:
            chosen = cleaned.get("groups") or ()
            cleaned["groups"] = Group.objects.filter(Q(pk__in=[g.pk for g in chosen]) | Q(name=REDACTEUREN))
        else:
            cleaned["groups"] = Group.objects.none()
        return cleaned


class PagePrivacyForm(PlainChoices, PageViewRestrictionForm):
    pass


class CollectionPrivacyForm(PlainChoices, CollectionViewRestrictionForm):
    pass


def offer_plain_choices() -> None:
    """Put our forms in Wagtail's two dialogs, which have no setting for it."""
    SetPrivacyView.form_class = PagePrivacyForm
    collection_privacy.CollectionViewRestrictionForm = CollectionPrivacyForm


def keep_the_redactie_in(restriction: BaseViewRestriction) -> None:
    """Whatever the door: a dialog, a command, code that comes later."""
    if restriction.restriction_type != GROUPS:
        return
    editors = Group.objects.filter(name=REDACTEUREN).first()
    if editors is not None and not restriction.groups.filter(pk=editors.pk).exists():
        restriction.groups.add(editors)


@receiver(post_save, sender=PageViewRestriction)
@receiver(post_save, sender=CollectionViewRestriction)
def _restriction_saved(instance: BaseViewRestriction, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        keep_the_redactie_in(instance)


@receiver(m2m_changed, sender=PageViewRestriction.groups.through)
@receiver(m2m_changed, sender=CollectionViewRestriction.groups.through)
def _groups_changed(instance: Any, action: str, reverse: bool, model: Any, pk_set: Any, **kwargs: Any) -> None:
    if action not in ("post_add", "post_remove", "post_clear"):
        return
    if not reverse:
        keep_the_redactie_in(instance)
    elif action != "post_add":
        # From the side of a group: who is taken out is asked back in, and it is only known whom when they are named.
        for restriction in model.objects.filter(pk__in=pk_set) if pk_set else model.objects.all():
            keep_the_redactie_in(restriction)
