"""Choosers of the tracker's records, that can make a draft of what is missing."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from wagtail.snippets.views import chooser as snippet_views

from portal.editing.choosers import CreatingSnippetChooserViewSet, PageChooserViewSet, WordsFilterForm
from portal.editing.widgets import ChosenOnly

from ..models import Knelpunt, Oplossing, Proeftuin, Toepassing
from ..querysets import ToepassingQuerySet


class ProeftuinChooserViewSet(PageChooserViewSet):
    model = Proeftuin
    icon = "site"
    choose_one_text = "Kies een proeftuin"
    choose_another_text = "Kies een andere"
    edit_item_text = "Bewerk deze proeftuin"


class KnelpuntChooserViewSet(PageChooserViewSet):
    model = Knelpunt
    icon = "warning"
    choose_one_text = "Kies een knelpunt"
    choose_another_text = "Kies een ander"
    edit_item_text = "Bewerk dit knelpunt"


class OplossingChooserViewSet(PageChooserViewSet):
    model = Oplossing
    icon = "key"
    choose_one_text = "Kies een oplossing"
    choose_another_text = "Kies een andere"
    edit_item_text = "Bewerk deze oplossing"


class ByEnds(WordsFilterForm):
    """Toepassingen of which the pages together hold every word that was typed."""

    def filter(self, objects: Any) -> Any:
        words = str(self.cleaned_data.get("q") or "").split()[:10]
        for word in words:
            titles = Q()
            for end in ToepassingQuerySet.ends:
                titles |= Q(**{f"{end}__title__icontains": word})
            objects = objects.filter(titles)
        self.is_searching, self.search_query = bool(words), " ".join(words)
        return objects


class _Toepassingen:
    filter_form_class = ByEnds

    def get_object_list(self) -> Any:
        return Toepassing.objects.with_pages().order_by("-datum", "pk")


class ToepassingChooserViewSet(CreatingSnippetChooserViewSet):
    choose_view_class = type("ChooseView", (_Toepassingen, snippet_views.ChooseView), {})
    choose_results_view_class = type("ResultsView", (_Toepassingen, snippet_views.ChooseResultsView), {})


proeftuin_chooser = ProeftuinChooserViewSet("kies_proeftuin", url_prefix="kies/proeftuin")
knelpunt_chooser = KnelpuntChooserViewSet("kies_knelpunt", url_prefix="kies/knelpunt")
oplossing_chooser = OplossingChooserViewSet("kies_oplossing", url_prefix="kies/oplossing")
CHOOSERS = [proeftuin_chooser, knelpunt_chooser, oplossing_chooser]


def record_widgets() -> dict[str, ChosenOnly]:
    """A widget for each kind of record of which a form chooses several, by the plural of the kind."""
    # Its chooser exists once the snippet is registered.
    toepassing_chooser = Toepassing.snippet_viewset.chooser_viewset
    return {
        "toepassingen": ChosenOnly(toepassing_chooser, "Kies toepassingen"),
        "proeftuinen": ChosenOnly(proeftuin_chooser, "Kies proeftuinen"),
        "knelpunten": ChosenOnly(knelpunt_chooser, "Kies knelpunten"),
        "oplossingen": ChosenOnly(oplossing_chooser, "Kies oplossingen"),
    }
