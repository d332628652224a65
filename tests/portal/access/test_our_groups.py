"""Wagtail's stock groups and workflow are gone, and an existing portal loses nobody's access on the way."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from wagtail.models import (
    GroupApprovalTask,
    PageViewRestriction,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowState,
    WorkflowTask,
)

from portal.models import Gebruiker
from portal.setup import make_groups
from tests.factories.paginas import StandaardpaginaFactory, home
from tests.factories.records import GebruikerFactory

pytestmark = pytest.mark.django_db
steps: Any = import_module("portal.migrations.0007_our_groups")


def names() -> set[str]:
    return set(Group.objects.values_list("name", flat=True))


def stock() -> Workflow:
    """As Wagtail's migrations leave it."""
    moderators = Group.objects.create(name="Moderators")
    Group.objects.create(name="Editors")
    task = GroupApprovalTask.objects.create(
        name="Moderators approval", content_type=ContentType.objects.get_for_model(GroupApprovalTask)
    )
    task.groups.add(moderators)
    workflow = Workflow.objects.create(name="Moderators approval")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page_id=home().pk)
    return workflow


def migrate() -> None:
    for step in steps.Migration.operations:
        step.code(apps, None)


def test_a_new_portal_has_none_of_them() -> None:
    assert not names() & {"Moderators", "Editors"}
    assert not Workflow.objects.exists()
    assert not Task.objects.exists()
    make_groups(home())
    assert names() == {"Ketenpartners", "Redacteuren", "Beheerders"}


def test_an_existing_portal_loses_what_it_did_not_use() -> None:
    make_groups(home())
    stock()
    migrate()
    assert names() == {"Ketenpartners", "Redacteuren", "Beheerders"}
    assert not Workflow.objects.exists()
    assert not Task.objects.exists()


def test_a_moderator_becomes_a_redacteur_and_an_editor_keeps_the_group(capsys: pytest.CaptureFixture[str]) -> None:
    make_groups(home())
    stock()
    moderator, editor = GebruikerFactory(groups=["Moderators"]), GebruikerFactory(groups=["Editors"])
    migrate()
    assert set(moderator.groups.values_list("name", flat=True)) == {"Redacteuren"}
    assert set(editor.groups.values_list("name", flat=True)) == {"Editors"}
    said = capsys.readouterr().out
    assert "Moved 1 accounts" in said
    assert "The group Editors has accounts" in said


def test_who_has_only_a_stock_group_keeps_it_where_there_is_no_redactie() -> None:
    stock()
    moderator = GebruikerFactory(groups=["Moderators"])
    migrate()
    assert set(moderator.groups.values_list("name", flat=True)) == {"Moderators"}


def test_a_workflow_with_history_stays_and_asks_nothing_more() -> None:
    make_groups(home())
    workflow = stock()
    page = StandaardpaginaFactory()
    page.save_revision()
    workflow.start(page, GebruikerFactory(is_superuser=True))
    migrate()
    workflow.refresh_from_db()
    assert not workflow.active
    assert not Task.objects.get().active
    assert WorkflowState.objects.get().status == "cancelled"
    assert page.get_workflow() is None


def test_a_workflow_that_people_made_their_own_stays() -> None:
    make_groups(home())
    stock()
    GroupApprovalTask.objects.get().groups.add(Group.objects.get(name="Redacteuren"))
    migrate()
    assert Workflow.objects.get().active


def test_what_was_closed_opens_to_the_redactie() -> None:
    make_groups(home())
    restriction = PageViewRestriction.objects.create(page_id=StandaardpaginaFactory().pk, restriction_type="groups")
    # As it could be before: without the guard that is there now.
    type(restriction).groups.through.objects.all().delete()
    assert not restriction.groups.exists()
    migrate()
    assert set(restriction.groups.values_list("name", flat=True)) == {"Redacteuren"}


def test_accounts_of_before_begin_their_grace() -> None:
    user = GebruikerFactory()
    assert user.respijt_vanaf is None
    migrate()
    assert Gebruiker.objects.get().respijt_vanaf is not None


def test_an_existing_portal_gets_beheerders_who_reach_the_admin() -> None:
    make_groups(home())
    Group.objects.get(name="Beheerders").delete()
    migrate()
    assert GebruikerFactory(groups=["Beheerders"]).has_perm("wagtailadmin.access_admin")


def held(model: str) -> set[str]:
    found = Group.objects.get(name="Redacteuren").permissions.filter(content_type__model=model)
    return set(found.values_list("codename", flat=True))


ALL = {f"{action}_wetsartikel" for action in ("add", "change", "delete", "view")}


def test_a_model_that_is_new_is_the_editors_after_a_migrate() -> None:
    make_groups(home())
    Permission.objects.filter(content_type__model="wetsartikel").delete()
    assert held("wetsartikel") == set()
    call_command("migrate", verbosity=0)
    assert held("wetsartikel") == ALL


def test_what_was_taken_from_them_stays_taken_and_accounts_stay_closed() -> None:
    make_groups(home())
    taken = Permission.objects.get(codename="delete_wetsartikel")
    Group.objects.get(name="Redacteuren").permissions.remove(taken)
    Permission.objects.filter(content_type__model="uitnodiging").delete()
    call_command("migrate", verbosity=0)
    assert held("wetsartikel") == ALL - {"delete_wetsartikel"}
    assert held("uitnodiging") == set()


def test_a_portal_that_was_migrated_before_gets_what_it_never_had() -> None:
    make_groups(home())
    editors = Group.objects.get(name="Redacteuren")
    later: Any = import_module("portal.migrations.0016_begrip_wetsartikelen")
    editors.permissions.remove(*editors.permissions.filter(content_type__model="wetsartikel"))
    editors.permissions.remove(Permission.objects.get(codename="delete_praktijkkoppeling"))
    later.let_the_redactie_work_with_them(apps, None)
    assert held("wetsartikel") == ALL
    assert "delete_praktijkkoppeling" not in held("praktijkkoppeling")
