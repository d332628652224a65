"""The import as an admin screen: a try first, then for real."""

from __future__ import annotations

import io
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from wagtail.permission_policies.pages import PagePermissionPolicy

from portal.lists.downloads import XLSX_TYPE

from . import kept, sheets
from .run import run
from .template import template as empty_file

PUBLISH, DRAFT = "publiceren", "concept"
RESULTS = (
    (PUBLISH, "Publiceren: het staat meteen op de site"),
    (DRAFT, "Als concept: de redactie publiceert het later"),
)


class ImportForm(forms.Form):
    """`rows` are what the file says, `naam` and `inhoud` the file itself; an earlier try may have left it."""

    bestand = forms.FileField(
        label="Bestand",
        required=False,
        help_text="Excel (.xlsx) of CSV (UTF-8), ten hoogste 10 MB. Ook een bestand dat u hier hebt gedownload.",
    )
    bewaard = forms.UUIDField(required=False, widget=forms.HiddenInput)
    resultaat = forms.ChoiceField(
        label="Wat er met het resultaat gebeurt", choices=RESULTS, initial=PUBLISH, required=False
    )
    wat_veranderde = forms.CharField(
        label="Wat is er veranderd?",
        required=False,
        max_length=300,
        help_text="Staat bij elk record dat wijzigt, en in de feeds. Leeg: een kleine verbetering, zonder bericht.",
    )
    echt = forms.BooleanField(
        label="Echt importeren", required=False, help_text="Niet aangevinkt: alleen proberen, er verandert niets."
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if not may_publish(user):
            resultaat: Any = self.fields["resultaat"]
            resultaat.choices, resultaat.initial = RESULTS[1:], DRAFT

    def clean_resultaat(self) -> str:
        return str(self.cleaned_data["resultaat"] or self.fields["resultaat"].initial)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        upload = cleaned.get("bestand")
        if "bestand" in self.errors:
            return cleaned
        if upload:
            self.naam, self.inhoud = upload.name, upload.read(sheets.MAX_BYTES + 1)
        elif found := kept.kept(self.user, cleaned.get("bewaard")):
            self.naam, self.inhoud = found.naam, bytes(found.inhoud)
        else:
            self.add_error("bestand", "Kies een bestand.")
            return cleaned
        try:
            self.rows = sheets.read(io.BytesIO(self.inhoud), self.naam)
        except sheets.UnreadableFile as error:
            self.add_error("bestand", str(error))
        return cleaned


def may_import(user: Any) -> bool:
    """Whether the user may add and change Toepassingen."""
    return bool(user.has_perms(["proeftuinen.add_toepassing", "proeftuinen.change_toepassing"]))


def may_publish(user: Any) -> bool:
    """Whether the user may publish both Toepassingen and pages."""
    return bool(user.has_perm("proeftuinen.publish_toepassing")) and bool(
        PagePermissionPolicy().user_has_permission(user, "publish")
    )


def importeren(request: HttpRequest) -> HttpResponse:
    """Upload a file, see what it would change, and then import it. Raises PermissionDenied."""
    if not may_import(request.user):
        raise PermissionDenied
    form = ImportForm(request.POST or None, request.FILES or None, user=request.user)
    report = None
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        publish, note = asked["resultaat"] == PUBLISH, asked["wat_veranderde"]
        report = run(form.rows, apply=asked["echt"], user=request.user, publish=publish, note=note)
        form = _after(form, done=report.applied)
    context = {
        "form": form,
        "media": form.media,
        "report": report,
        "action_url": request.path,
        "header_icon": "upload",
        "header_title": "Importeren",
        "page_title": "Importeren",
        "page_subtitle": "Proeftuinen, knelpunten, oplossingen, toepassingen en aanbevelingen importeren",
        "form_is_multipart": True,
        "submit_button_label": "Verwerken",
        "submit_button_active_label": "Bezig",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": "Home"},
            {"url": "", "label": "Importeren"},
        ],
    }
    return render(request, "proeftuinen/admin/importeren.html", context)


def _after(form: ImportForm, *, done: bool) -> ImportForm:
    """The form for what comes next: after a try the same file for real, after an import an empty one."""
    if done:
        kept.forget(form.user)
        return ImportForm(user=form.user)
    file = kept.keep(form.user, form.naam, form.inhoud)
    answers = {name: form.cleaned_data[name] for name in ("resultaat", "wat_veranderde")}
    following = ImportForm(user=form.user, initial={"bewaard": file.uuid, **answers})
    told = f'Uw bestand "{file.naam}" is bewaard. Kies alleen een bestand als u het hebt verbeterd.'
    following.fields["bestand"].help_text = told
    return following


def template(request: HttpRequest) -> HttpResponse:
    """The empty workbook to fill in. Raises PermissionDenied."""
    if not may_import(request.user):
        raise PermissionDenied
    response = HttpResponse(empty_file(), content_type=XLSX_TYPE)
    response["Content-Disposition"] = 'attachment; filename="import-tracker.xlsx"'
    return response
