from django.core.management import call_command
from django.db import migrations

TABLE = "portal_limits"


def make(apps, schema_editor):
    call_command("createcachetable", TABLE, database=schema_editor.connection.alias, verbosity=0)


def remove(apps, schema_editor):
    schema_editor.execute(f"DROP TABLE {schema_editor.quote_name(TABLE)}")


class Migration(migrations.Migration):
    """The table of the cache that all processes share, for what is counted; see portal/access/limits.py."""

    dependencies = [("portal", "0003_afbeelding_metadata")]

    operations = [migrations.RunPython(make, remove)]
