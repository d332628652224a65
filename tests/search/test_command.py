"""manage.py search_index: what it says and how it ends."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from search import outbox, signals
from search.models import OutboxRow
from tests.search.conftest import Create

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_search")]


def run(*arguments: str) -> tuple[dict[str, object], int]:
    """The JSON that it writes, and its exit code."""
    out = StringIO()
    code = 0
    try:
        call_command("search_index", *arguments, "--json", stdout=out)
    except SystemExit as end:
        code = int(end.code or 0)
    return json.loads(out.getvalue()), code


def test_rebuild_and_status() -> None:
    with signals.switched_off():
        Group.objects.create(name="Meldroute")
    data, code = run("rebuild")
    assert (data["rebuilt"], code) == ({"embedded": 1}, 0)
    data, code = run("status")
    assert code == 0
    assert data["embedded"]["documents"] == 1  # type: ignore[index]


def test_check_finds_and_repairs(create: Create) -> None:
    kept = create("Meldroute")
    gone = create("Signaalkaart")
    assert run("check") == ({"embedded": {"missing": [], "stale": [], "orphan": []}}, 0)
    with signals.switched_off():
        new = Group.objects.create(name="Convenant")
        Group.objects.filter(pk=kept.pk).update(name="Meldroute jeugd")
        gone_key = f"groep:{gone.pk}"
        gone.delete()
    data, code = run("check", "--repair")
    expected = {"missing": [f"groep:{new.pk}"], "stale": [f"groep:{kept.pk}"], "orphan": [gone_key]}
    assert (data, code) == ({"embedded": expected}, 1)
    assert run("work", "--once") == ({"delivered": 3}, 0)
    assert run("check")[1] == 0


def test_status_fails_for_parked_rows(create: Create) -> None:
    create("Meldroute")
    outbox.enqueue({("groep", "1")}, ("embedded",))
    outbox.park(OutboxRow.objects.filter(delivered__isnull=True), "kapot")
    data, code = run("status")
    assert code == 1
    assert data["embedded"]["parked"] == 1  # type: ignore[index]


def test_people_read_dutch() -> None:
    out = StringIO()
    call_command("search_index", "rebuild", stdout=out)
    assert "0 documenten" in out.getvalue()
