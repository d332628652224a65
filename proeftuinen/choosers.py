"""Choosers of the tracker's records, that can make a draft of what is missing."""

from portal.choosers import PageChooserViewSet

from .models import Knelpunt, Oplossing, Proeftuin


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


CHOOSERS = [
    ProeftuinChooserViewSet("kies_proeftuin", url_prefix="kies/proeftuin"),
    KnelpuntChooserViewSet("kies_knelpunt", url_prefix="kies/knelpunt"),
    OplossingChooserViewSet("kies_oplossing", url_prefix="kies/oplossing"),
]
