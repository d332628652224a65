"""Admin views of the tracker that Wagtail does not have: a step, and unpublishing what a solution rests on."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from wagtail.admin import messages
from wagtail.models import Page
from wagtail.snippets.views.snippets import CreateView, UnpublishView

from ..models import Knelpunt, Proeftuin, Toepassing
from ..services import knelpunten_solved_by
from .stap_forms import FORMS, initial_for, write


def add_stap(request: HttpRequest, pk: int) -> HttpResponse:
    """Add the next step to a Knelpunt or Proeftuin; who may publish the page may."""
    record = get_object_or_404(Page, pk=pk).specific
    form_class = FORMS.get(type(record))
    if form_class is None:
        raise Http404
    if not record.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    form = form_class(request.POST or None, record=record, initial=initial_for(record))
    if request.method == "POST" and form.is_valid() and _saved(form, record, request.user):
        messages.success(request, f"De stap bij “{record.title}” is vastgelegd.")
        return redirect("wagtailadmin_pages:edit", record.pk)
    kind = str(record._meta.verbose_name)
    context = {
        "form": form,
        "media": form.media,
        "record": record,
        "steps": _steps(record),
        "action_url": request.path,
        "header_icon": "list-ol",
        "page_title": "Stap toevoegen",
        "header_title": f"Stap toevoegen: {record.title}",
        "page_subtitle": f"Stap toevoegen bij {kind}: {record.title}",
        "submit_button_label": "Stap vastleggen",
        "submit_button_active_label": "Bezig",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": "Home"},
            {"url": reverse("wagtailadmin_pages:edit", args=[record.pk]), "label": record.title},
            {"url": "", "label": "Stap toevoegen"},
        ],
    }
    return render(request, "proeftuinen/admin/stap.html", context)


def _saved(form: Any, record: Any, user: Any) -> bool:
    """Write the step. False, with the errors at their fields, when a rule refuses it."""
    try:
        write(record, form.cleaned_data, user)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _steps(record: Any) -> list[dict[str, Any]]:
    """The steps so far, the newest first."""
    rows = record.stappen.select_related("vastgelegd_door").order_by("-pk")
    return [
        {
            "datum": row.datum,
            "vastgelegd_op": row.vastgelegd_op,
            "wat": row.get_status_display() if isinstance(record, Knelpunt) else row.get_stadium_display(),
            "niveau": row.get_niveau_display() if isinstance(record, Knelpunt) else "",
            "reden": row.reden,
            "door": str(row.vastgelegd_door or ""),
        }
        for row in rows
    ]


class ToepassingCreateView(CreateView):
    """Prefilled from the page one comes from: ?knelpunt=, ?oplossing= and ?proeftuin=."""

    def get_initial_form_instance(self) -> Toepassing:
        instance = super().get_initial_form_instance() or Toepassing()
        for name in ("knelpunt", "oplossing", "proeftuin"):
            value = self.request.GET.get(name, "")
            model: Any = Toepassing._meta.get_field(name).related_model
            if value.isdecimal() and len(value) < 12 and model.objects.filter(pk=int(value)).exists():
                setattr(instance, f"{name}_id", int(value))
        if instance.proeftuin_id:
            instance.is_voorbeeld = Proeftuin.objects.get(pk=instance.proeftuin_id).is_voorbeeld
        return instance


class ToepassingUnpublishView(UnpublishView):
    """Warns when a Knelpunt is "opgelost" because of this Toepassing, and lists which."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "opgelost": knelpunten_solved_by(self.object)}

    def unpublish(self) -> HttpResponse | None:
        solved = knelpunten_solved_by(self.object)
        response: HttpResponse | None = super().unpublish()
        if solved and response is None:
            names = ", ".join(f"“{knelpunt.title}”" for knelpunt in solved)
            messages.warning(self.request, f"Nog opgelost door deze toepassing: {names}. Voeg daar een stap toe.")
        return response
