"""Panels of the tracker's own on an editing screen."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from wagtail.admin.panels import TitleFieldPanel


class UniqueTitlePanel(TitleFieldPanel):
    """The title, with the records that look like it below while an editor types (static/admin/lijkt-op.js)."""

    class BoundPanel(TitleFieldPanel.BoundPanel):
        def get_attrs(self) -> dict[str, Any]:
            url = reverse("proeftuinen_lijkt_op", args=[self.panel.model._meta.model_name])
            query = urlencode({"behalve": self.instance.pk}) if self.instance.pk else ""
            return {**super().get_attrs(), "data-lijkt-op": f"{url}?{query}"}
