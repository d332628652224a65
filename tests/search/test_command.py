"""manage.py search_index: what it says and how it ends."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from search import service, signals
from search.indexing import outbox
from search.models import OutboxRow
from tests.search.conftest import Create

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_search")]


def run(*arguments: str, stderr: StringIO | None = None) -> tuple[dict[str, object], int]:
    """The JSON that it writes, and its exit code."""
    out = StringIO()
    code = 0
    try:
        call_command("search_index", *arguments, "--json", stdout=out, stderr=stderr)
    except SystemExit as end:
        code = int(end.code or 0)
    return json.loads(out.getvalue()), code


def test_rebuild_and_status() -> None:
    with signals.switched_off():
        Group.objects.create(name="Meldroute")
    data, code = run("rebuild")
    assert (data["rebuilt"], data["failed"], code) == ({"embedded": 1}, {}, 0)
    data, code = run("status")
    assert code == 0
    assert data["embedded"]["documents"] == 1  # type: ignore[index]


def test_check_finds_and_repairs(create: Create) -> None:
    kept = create("Meldroute")
    gone = create("Signaalkaart")
    assert run("check") == ({"embedded": {"documents": 2, "missing": [], "stale": [], "orphan": []}}, 0)
    with signals.switched_off():
        new = Group.objects.create(name="Convenant")
        Group.objects.filter(pk=kept.pk).update(name="Meldroute jeugd")
        gone_key = f"groep:{gone.pk}"
        gone.delete()
    data, code = run("check", "--repair")
    expected = {"documents": 2, "missing": [f"groep:{new.pk}"], "stale": [f"groep:{kept.pk}"], "orphan": [gone_key]}
    assert (data, code) == ({"embedded": expected}, 1)
    assert run("work", "--once") == ({"delivered": 3, "waiting": 0, "parked": 0}, 0)
    assert run("check")[1] == 0


def test_status_fails_for_parked_rows(create: Create) -> None:
    create("Meldroute")
    outbox.enqueue({("groep", "1")}, ("embedded",))
    outbox.park(OutboxRow.objects.filter(delivered__isnull=True), "kapot")
    data, code = run("status")
    assert code == 1
    assert data["embedded"]["parked"] == 1  # type: ignore[index]


def test_status_fails_for_what_waits_too_long(create: Create) -> None:
    create("Meldroute")
    outbox.enqueue({("groep", "1")}, ("embedded",))
    assert run("status")[1] == 0
    OutboxRow.objects.filter(delivered__isnull=True).update(moment=timezone.now() - timedelta(minutes=6))
    data, code = run("status")
    assert (data["embedded"]["behind"], code) == (True, 1)  # type: ignore[index]


def test_an_index_that_cannot_be_built_does_not_keep_the_others_from_it(settings: Settings) -> None:
    with signals.switched_off():
        Group.objects.create(name="Meldroute")
    elastic = {"HOSTS": ["http://127.0.0.1:9"], "PREFIX": "nergens"}
    settings.SEARCH = {**settings.SEARCH, "ENGINE": "elastic", "ELASTIC": elastic}
    said = StringIO()
    data, code = run("rebuild", stderr=said)
    assert (data["rebuilt"], code) == ({"embedded": 1}, 1)
    assert "Connection refused" in data["failed"]["elastic"]  # type: ignore[index]
    assert "Index elastic: " in said.getvalue()
    for action in ("check", "status"):
        data, code = run(action, stderr=said)
        assert (set(data), code) == ({"elastic", "embedded"}, 1)
    create_later = outbox.enqueue({("groep", "1")}, ("elastic",))
    assert run("work", "--once", stderr=said) == ({"delivered": 0, "waiting": len(create_later), "parked": 0}, 1)


@pytest.mark.parametrize("action", ["rebuild", "check", "status"])
def test_people_read_lines(action: str) -> None:
    out = StringIO()
    service.rebuild()
    call_command("search_index", action, stdout=out)
    assert out.getvalue().startswith("Index embedded")
    assert "0 documents" in out.getvalue()
