"""Wagtail's stock groups and workflow leave, what is closed stays open to the redactie, and old accounts get their grace."""

from typing import Any

from django.db import migrations
from django.utils import timezone

REDACTEUREN, BEHEERDERS = "Redacteuren", "Beheerders"
STOCK_WORKFLOW = "Moderators approval"


def begin_grace(apps: Any, schema_editor: Any) -> None:
    """Accounts that are there now may have days to set up their second factor; later ones set it up at once."""
    apps.get_model("portal", "Gebruiker").objects.update(respijt_vanaf=timezone.now())


def let_the_redactie_in(apps: Any, schema_editor: Any) -> None:
    editors = apps.get_model("auth", "Group").objects.filter(name=REDACTEUREN).first()
    if editors is None:
        return
    for name in ("PageViewRestriction", "CollectionViewRestriction"):
        model = apps.get_model("wagtailcore", name)
        for restriction in model.objects.filter(restriction_type="groups").exclude(groups=editors):
            restriction.groups.add(editors)


def make_beheerders(apps: Any, schema_editor: Any) -> None:
    """In a portal that is there already; a new one gets them with its other groups."""
    groups = apps.get_model("auth", "Group").objects
    if groups.filter(name=REDACTEUREN).exists() and not groups.filter(name=BEHEERDERS).exists():
        access = apps.get_model("auth", "Permission").objects.filter(
            content_type__app_label="wagtailadmin", codename="access_admin"
        )
        groups.create(name=BEHEERDERS).permissions.set(access)


def remove_stock_workflow(apps: Any, schema_editor: Any) -> None:
    """Where it was never used; where it was, its history stays and it asks nothing of anybody any more.

    Somebody who gave its task other groups made it their own.
    """
    workflows = apps.get_model("wagtailcore", "Workflow").objects
    task = apps.get_model("wagtailcore", "GroupApprovalTask").objects.filter(name=STOCK_WORKFLOW).first()
    workflow = workflows.filter(name=STOCK_WORKFLOW).first()
    if task is None or workflow is None or task.groups.exclude(name="Moderators").exists():
        return
    if list(workflow.workflow_tasks.values_list("task_id", flat=True)) != [task.pk]:
        return
    states = apps.get_model("wagtailcore", "WorkflowState").objects.filter(workflow=workflow)
    task_states = apps.get_model("wagtailcore", "TaskState").objects.filter(task_id=task.pk)
    if not states.exists() and not task_states.exists():
        workflow.delete()
        task.delete()
        return
    states.filter(status__in=("in_progress", "needs_changes")).update(status="cancelled", current_task_state=None)
    task_states.filter(status="in_progress").update(status="cancelled", finished_at=timezone.now())
    apps.get_model("wagtailcore", "WorkflowPage").objects.filter(workflow=workflow).delete()
    apps.get_model("wagtailcore", "WorkflowContentType").objects.filter(workflow=workflow).delete()
    workflows.filter(pk=workflow.pk).update(active=False)
    apps.get_model("wagtailcore", "Task").objects.filter(pk=task.pk).update(active=False)


def remove_stock_groups(apps: Any, schema_editor: Any) -> None:
    """Without taking anybody's access: a moderator becomes a redacteur; editors who may not publish keep their group."""
    groups = apps.get_model("auth", "Group").objects
    editors = groups.filter(name=REDACTEUREN).first()
    users = apps.get_model("portal", "Gebruiker").objects
    for name in ("Moderators", "Editors"):
        group = groups.filter(name=name).first()
        if group is None:
            continue
        members = users.filter(groups=group)
        if name == "Moderators" and editors is not None and members:
            for member in members:
                member.groups.add(editors)
            print(f"  Moved {len(members)} accounts from the group Moderators to Redacteuren.")
        elif members:
            print(f"  The group {name} has accounts, so it stays: give them a role and remove it by hand.")
            continue
        group.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0006_accounts"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        # Both give Wagtail's groups permissions on the way.
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.RunPython(begin_grace, migrations.RunPython.noop),
        migrations.RunPython(let_the_redactie_in, migrations.RunPython.noop),
        migrations.RunPython(make_beheerders, migrations.RunPython.noop),
        migrations.RunPython(remove_stock_workflow, migrations.RunPython.noop),
        migrations.RunPython(remove_stock_groups, migrations.RunPython.noop),
    ]
