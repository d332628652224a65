"""What an editor does to many records at once, in the tables of the tracker."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions import (
    DeleteBulkAction,
    PublishBulkAction,
    UnpublishBulkAction,
)
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction

from ..models import Knelpunt, Oplossing, Proeftuin
from .stap_forms import FIELDS, write

MODELS = (Proeftuin, Knelpunt, Oplossing)


class InTable:
    """Only for the rows that were chosen: "all" would mean all there are, whatever the filters of the table say."""

    def get_all_objects_in_listing_query(self, parent_id: Any) -> list[int]:
        return []


class StapBulkAction(PageBulkAction):
    """The same step for each chosen record: for all of them, or for none and with what is wrong for each."""

    display_name = "Stap toevoegen"
    action_type = "stap"
    aria_label = "Dezelfde stap toevoegen aan de gekozen rijen"
    template_name = "proeftuinen/admin/stappen.html"
    action_priority = 5

    def check_perm(self, obj: Any) -> bool:
        merged = getattr(obj, "samengevoegd_met_id", None)
        return not merged and bool(obj.permissions_for_user(self.request.user).can_publish())

    def get_form_class(self) -> Any:
        return FIELDS[self.model]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        names = self.model._meta.verbose_name_plural
        return {**context, "names": names, "media": context["form"].media}

    def form_valid(self, form: Any) -> HttpResponse:
        records, _ = self.get_actionable_objects()
        refused = add_to_all(records, form.cleaned_data, self.request.user)
        if refused:
            form.add_error(None, "Er is niets vastgelegd. Haal deze rijen uit uw keuze, of pas de stap aan.")
            for title, reasons in refused:
                form.add_error(None, f"“{title}”: {' '.join(reasons)}")
            return self.form_invalid(form)
        opts = self.model._meta
        names = opts.verbose_name if len(records) == 1 else opts.verbose_name_plural
        messages.success(self.request, f"De stap is vastgelegd bij {len(records)} {names}.")
        return redirect(self.next_url)


def add_to_all(records: list[Any], values: dict[str, Any], user: Any) -> list[tuple[str, list[str]]]:
    """Add the same step to each of these, or to none; returns (title, what is wrong) of each that refused it."""
    refused = []
    with transaction.atomic():
        for record in records:
            try:
                write(record, values, user)
            except ValidationError as error:
                refused.append((record.title, error.messages))
        if refused:
            transaction.set_rollback(True)
    return refused


def bulk_actions() -> list[type[PageBulkAction]]:
    """The actions of each table: Wagtail's own, which it registers for pages in general, and ours."""
    own: list[tuple[type[PageBulkAction], tuple[Any, ...]]] = [
        (PublishBulkAction, MODELS),
        (UnpublishBulkAction, MODELS),
        (DeleteBulkAction, MODELS),
        (StapBulkAction, tuple(FIELDS)),
    ]
    return [
        type(f"{model.__name__}{action.__name__}", (InTable, action), {"models": [model]})
        for action, models in own
        for model in models
    ]
