"""The import as an admin screen: a try first, then for real."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from .exports import XLSX_TYPE
from .importing import sheets
from .importing.run import run


class ImportForm(forms.Form):
    bestand = forms.FileField(label="Bestand", help_text="Excel (.xlsx) of CSV (UTF-8), ten hoogste 10 MB.")
    echt = forms.BooleanField(
        label="Echt importeren", required=False, help_text="Niet aangevinkt: alleen proberen, er verandert niets."
    )

    def clean_bestand(self) -> Any:
        upload = self.cleaned_data["bestand"]
        try:
            self.rows = sheets.read(upload, upload.name)
        except sheets.UnreadableFile as error:
            raise forms.ValidationError(str(error)) from error
        return upload


def may_import(user: Any) -> bool:
    return bool(user.has_perms(["proeftuinen.add_toepassing", "proeftuinen.change_toepassing"]))


def importeren(request: HttpRequest) -> HttpResponse:
    if not may_import(request.user):
        raise PermissionDenied
    form = ImportForm(request.POST or None, request.FILES or None)
    report = None
    if request.method == "POST" and form.is_valid():
        report = run(form.rows, apply=form.cleaned_data["echt"], user=request.user)
    context = {
        "form": form,
        "media": form.media,
        "report": report,
        "action_url": request.path,
        "header_icon": "upload",
        "header_title": "Importeren",
        "page_title": "Importeren",
        "page_subtitle": "Proeftuinen, knelpunten, oplossingen en toepassingen importeren",
        "form_is_multipart": True,
        "submit_button_label": "Verwerken",
        "submit_button_active_label": "Bezig",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": "Home"},
            {"url": "", "label": "Importeren"},
        ],
    }
    return render(request, "proeftuinen/admin/importeren.html", context)


def template(request: HttpRequest) -> HttpResponse:
    if not may_import(request.user):
        raise PermissionDenied
    response = HttpResponse(sheets.template(), content_type=XLSX_TYPE)
    response["Content-Disposition"] = 'attachment; filename="import-tracker.xlsx"'
    return response
