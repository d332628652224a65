"""Scheduled publication: each item on its own, by the clock."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page, Revision

from portal.models import Standaardpagina
from portal.running.scheduled import publish_due

pytestmark = pytest.mark.django_db


def make(title: str, **fields: object) -> Standaardpagina:
    page = Standaardpagina(title=title, slug=title, **fields)
    Page.objects.get(depth=1).add_child(instance=page)
    return page


def schedule(page: Standaardpagina, minutes: int) -> Revision:
    """Schedule as an editor does; with negative minutes the moment has come since."""
    page.go_live_at = timezone.now() + timedelta(hours=1)
    revision = page.save_revision()
    revision.publish()
    moment = timezone.now() + timedelta(minutes=minutes)
    revision.refresh_from_db()
    revision.content["go_live_at"] = moment.isoformat()
    revision.approved_go_live_at = moment
    revision.save(update_fields=["content", "approved_go_live_at"])
    return revision


def test_what_is_due_goes_live_and_what_is_not_waits() -> None:
    due, later = make("straks", live=False), make("later", live=False)
    schedule(due, -1)
    schedule(later, 60)
    assert publish_due() == (1, 0)
    due.refresh_from_db()
    later.refresh_from_db()
    assert (due.live, later.live) == (True, False)


def test_what_has_expired_goes_off_line() -> None:
    page = make("verlopen", expire_at=timezone.now() - timedelta(minutes=1))
    assert publish_due() == (1, 0)
    page.refresh_from_db()
    assert (page.live, page.expired) == (False, True)


def test_an_item_that_fails_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    """A draft whose page has lost what it points to cannot be published; what comes after it can."""
    broken, whole = make("kapot", live=False), make("heel", live=False)
    revision = schedule(broken, -2)
    schedule(whole, -1)
    Revision.objects.filter(pk=revision.pk).update(content={**revision.content, "title": ""})
    assert publish_due() == (1, 1)
    whole.refresh_from_db()
    assert whole.live
    assert "kapot" in caplog.text
