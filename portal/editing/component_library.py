"""The component library: every component of the pages in its states, with values that are invented.

What is shown stands beside the components, in `voorbeelden.yaml` of their folder. Nothing is read from the database.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

import yaml
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from ..markdown.markup import with_own_names

SAMPLES = "voorbeelden.yaml"


@dataclass(frozen=True, slots=True)
class State:
    naam: str
    html: SafeString
    in_lijst: bool


@dataclass(frozen=True, slots=True)
class Component:
    """`template` is its path below templates/."""

    template: str
    staten: tuple[State, ...]

    @property
    def anchor(self) -> str:
        return self.template.removesuffix(".html").replace("/", "-")


class SampleForm(forms.Form):
    """A form of which nothing was filled in as it should."""

    naam = forms.CharField(label="Naam", help_text="Zoals op uw pas.")
    email = forms.EmailField(label="E-mailadres")
    akkoord = forms.BooleanField(label="Ik deel geen gegevens van slachtoffers")

    def clean(self) -> None:
        raise forms.ValidationError("Kijk de velden hieronder na.")


@require_safe
def componenten(request: HttpRequest) -> HttpResponse:
    """GET /admin/componenten/: behind the log-in of the admin, which Wagtail puts before each of its addresses."""
    context = {
        "componenten": tuple(components(request)),
        "leeg_formulier": SampleForm(prefix="leeg"),
        "fout_formulier": SampleForm({"fout-email": "geen adres"}, prefix="fout"),
    }
    return render(request, "portal/componenten.html", context)


def components(request: HttpRequest) -> Iterator[Component]:
    number = count(1)
    for template, states in samples().items():
        yield Component(template, tuple(_state(template, state, next(number), request) for state in states))


def samples() -> dict[str, list[dict[str, Any]]]:
    """Template -> its states, of every folder that has samples."""
    found: dict[str, list[dict[str, Any]]] = {}
    root = settings.BASE_DIR / "templates"
    for path in sorted(root.rglob(SAMPLES)):
        folder = path.parent.relative_to(root).as_posix()
        for name, states in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            found[f"{folder}/{name}"] = states
    return found


def _state(template: str, state: Mapping[str, Any], number: int, request: HttpRequest) -> State:
    # A sample that brings a request of its own is drawn with that one, and without what every page gets.
    own = state["met"]
    html = render_to_string(template, own, None if "request" in own else request)
    return State(state["naam"], with_own_names(html, number), bool(state.get("in_lijst")))
