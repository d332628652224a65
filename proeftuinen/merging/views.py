"""The screen on which an editor merges a record into another: choose, look at what moves, confirm; or take it back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from wagtail.admin import messages
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from .merge import TAKEN_OVER, Plan, merge, plan_merge
from .unmerge import undo_merge


class SamenvoegForm(forms.Form):
    """Which record stays. `bevestigd` holds the one of which the editor has seen what moves."""

    blijft = forms.ModelChoiceField(label="Deze blijft", queryset=Page.objects.none())
    bevestigd = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, record: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record, self.user = record, user
        self.plan: Plan | None = None
        field: Any = self.fields["blijft"]
        field.queryset = type(record).objects.all()
        field.widget = AdminPageChooser(target_models=[type(record)])
        field.help_text = (
            f"“{record.title}” gaat hierin op: de pagina en de feed verwijzen daarna door. U ziet eerst wat verhuist."
        )

    def clean_blijft(self) -> Any:
        target = self.cleaned_data["blijft"]
        if not may_merge(self.user, target):
            raise forms.ValidationError(f"U mag “{target.title}” niet publiceren, en er dus niets mee samenvoegen.")
        self.plan = plan_merge(self.record, target)
        if self.plan.errors:
            raise forms.ValidationError(list(self.plan.errors.values()))
        return target

    @property
    def is_confirmed(self) -> bool:
        """Whether the editor confirmed this very target, after seeing what would move."""
        return self.cleaned_data["bevestigd"] == str(self.cleaned_data["blijft"].pk)


def may_merge(user: Any, record: Any) -> bool:
    """Whether the user may publish this record, and so merge it."""
    return bool(record.permissions_for_user(user).can_publish())


def samenvoegen(request: HttpRequest, pk: int) -> HttpResponse:
    """Merge the record `pk` into another. ?blijft= fills in which."""
    record = get_object_or_404(Page, pk=pk).specific
    if type(record) not in TAKEN_OVER:
        raise Http404
    if not may_merge(request.user, record):
        raise PermissionDenied
    if record.samengevoegd_met_id:
        return _undo(request, record)
    form = SamenvoegForm(
        request.POST or None, record=record, user=request.user, initial={"blijft": _key(request.GET.get("blijft", ""))}
    )
    if request.method == "POST" and form.is_valid() and form.is_confirmed:
        target = form.cleaned_data["blijft"]
        merge(record, target, request.user)
        back = reverse("proeftuinen_samenvoegen", args=[record.pk])
        messages.success(
            request,
            f"“{record.title}” is samengevoegd met “{target.title}”.",
            buttons=[messages.button(back, "Terugdraaien")],
        )
        return redirect("wagtailadmin_pages:edit", target.pk)
    context = {
        **_context(request, record, "Samenvoegen"),
        "form": form,
        "media": form.media,
        "plan": form.plan if form.is_bound and form.is_valid() else None,
    }
    context["submit_button_label"] = "Samenvoegen" if context["plan"] else "Bekijk wat verhuist"
    return render(request, "proeftuinen/admin/samenvoegen.html", context)


def _undo(request: HttpRequest, record: Any) -> HttpResponse:
    if not may_merge(request.user, record.samengevoegd_met):
        raise PermissionDenied
    form = forms.Form(request.POST or None)
    if request.method == "POST":
        try:
            target = undo_merge(record, request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, f"“{record.title}” en “{target.title}” zijn weer twee pagina's.")
        return redirect("wagtailadmin_pages:edit", record.pk)
    context = {
        **_context(request, record, "Samenvoegen terugdraaien"),
        "form": form,
        "target": record.samengevoegd_met,
        "submit_button_label": "Terugdraaien",
    }
    return render(request, "proeftuinen/admin/samengevoegd.html", context)


def _context(request: HttpRequest, record: Any, title: str) -> dict[str, Any]:
    return {
        "record": record,
        "action_url": request.path,
        "header_icon": "link",
        "page_title": title,
        "header_title": f"{title}: {record.title}",
        "page_subtitle": f"{title}: {record.title}",
        "submit_button_active_label": "Bezig",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": "Home"},
            {"url": reverse("wagtailadmin_pages:edit", args=[record.pk]), "label": record.title},
            {"url": "", "label": title},
        ],
    }


def _key(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 12 else None
