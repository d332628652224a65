"""The screen on which an editor ties a Praktijkvoorbeeld to the tracker."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from portal.models import Praktijkvoorbeeld

from ..models import Praktijkkoppeling
from .forms import TIES


class PraktijkkoppelingCreateView(CreateView):
    """Prefilled from the page one comes from: ?praktijkvoorbeeld=."""

    def get_initial_form_instance(self) -> Praktijkkoppeling:
        instance = super().get_initial_form_instance() or Praktijkkoppeling()
        value = self.request.GET.get("praktijkvoorbeeld", "")
        if value.isdecimal() and len(value) < 12 and Praktijkvoorbeeld.objects.filter(pk=int(value)).exists():
            instance.praktijkvoorbeeld_id = int(value)
        return instance


class PraktijkkoppelingViewSet(SnippetViewSet):
    model = Praktijkkoppeling
    icon = "link"
    menu_label = "Praktijkvoorbeelden"
    panels = (PageChooserPanel("praktijkvoorbeeld"), *(FieldPanel(name) for name in TIES))
    list_display = ("praktijkvoorbeeld",)
    list_per_page = 50
    copy_view_enabled = False
    add_view_class = PraktijkkoppelingCreateView

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        return Praktijkkoppeling.objects.select_related("praktijkvoorbeeld")


def koppeling_url(page: Any) -> str:
    """Where this Praktijkvoorbeeld is tied: its own row, or a new one."""
    known = Praktijkkoppeling.objects.filter(praktijkvoorbeeld=page.pk).first()
    names = Praktijkkoppeling.snippet_viewset.get_url_name  # type: ignore[attr-defined]
    return reverse(names("edit"), args=[known.pk]) if known else f"{reverse(names('add'))}?praktijkvoorbeeld={page.pk}"
