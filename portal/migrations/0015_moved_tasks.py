"""Tasks that wait in the queue keep the address of their function: that of a mail and of a lost password moved."""

from django.db import migrations

MOVED = {
    "portal.mail.": "portal.running.mail.",
    "portal.password_reset.": "portal.access.password_reset.",
}


def follow(apps, schema_editor):
    results = apps.get_model("django_tasks_database", "DBTaskResult")
    for old, new in MOVED.items():
        for row in results.objects.filter(task_path__startswith=old):
            row.task_path = new + row.task_path.removeprefix(old)
            row.save(update_fields=["task_path"])


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0014_teksten_van_documenten"),
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
    ]
    operations = [migrations.RunPython(follow, migrations.RunPython.noop)]
