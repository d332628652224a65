"""What an editor sees first in the admin: what to make, and what is due to be checked again."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.models import Page, get_page_models
from wagtail.permission_policies.pages import PagePermissionPolicy

from ..models import Begrip, Gebruiker, Pagina

# Ahead enough to plan it beside another job.
DAYS_AHEAD = 30
AT_MOST = 10


class NewPage(NamedTuple):
    """A page that somebody may make: its type in words, the section that it comes in, and where to begin."""

    soort: str
    section: str
    url: str


def to_make(user: Gebruiker) -> Iterator[NewPage]:
    """One for each section that lists a type, in the order of the pages."""
    types = {model._meta.model_name: model for model in get_page_models() if issubclass(model, Pagina)}
    sections = [model for model in types.values() if hasattr(model, "toont")]
    keys = [content_type.pk for content_type in ContentType.objects.get_for_models(*sections).values()]
    for page in Page.objects.filter(content_type__in=keys).order_by("path").specific():
        model = types.get(page.toont)
        if model is not None and page.permissions_for_user(user).can_add_subpage():
            options = model._meta
            url = reverse("wagtailadmin_pages:add", args=(options.app_label, options.model_name, page.pk))
            yield NewPage(str(options.verbose_name), page.title, url)


def to_check(user: Gebruiker, today: datetime.date) -> Any:
    """The pages of this editor whose content must be checked within the coming weeks, the most overdue first."""
    mine = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    due = Pagina.objects.published().filter(toetsen_voor__lte=today + datetime.timedelta(days=DAYS_AHEAD))
    return due.filter(pk__in=mine.values("pk")).order_by("toetsen_voor", "title")


def terms_to_check(user: Gebruiker, today: datetime.date) -> Any:
    """The same of the terms, of which an editor may change all or none."""
    due = Begrip.objects.active().filter(toetsen_voor__lte=today + datetime.timedelta(days=DAYS_AHEAD))
    return due.order_by("toetsen_voor", "term") if user.has_perm("portal.change_begrip") else due.none()


class StartPanel(Component):
    """The first panel of the admin."""

    name = "aan_de_slag"
    template_name = "portal/admin/aan_de_slag.html"
    order = 90

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user, today = parent_context["request"].user, timezone.localdate()
        due = to_check(user, today)
        viewset: Any = Begrip.snippet_viewset
        return {
            "to_make": list(to_make(user)),
            "to_check": due[:AT_MOST],
            "terms": [
                (row, reverse(viewset.get_url_name("edit"), args=[row.pk]))
                for row in terms_to_check(user, today)[:AT_MOST]
            ],
            "more": max(due.count() - AT_MOST, 0),
            "today": today,
            "days": DAYS_AHEAD,
        }
