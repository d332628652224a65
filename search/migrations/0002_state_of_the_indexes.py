import search.models
from django.db import migrations, models


def give_a_name(apps, schema_editor):
    """A question reads the name of its database, and writes nothing."""
    apps.get_model("search", "Counter").objects.get_or_create(pk=1)


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0001_outbox'),
    ]

    operations = [
        migrations.CreateModel(
            name='IndexState',
            fields=[
                ('index', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='index')),
                ('version', models.BigIntegerField(default=0, verbose_name='nieuwste versie')),
                ('differences', models.PositiveIntegerField(default=0, verbose_name='verschillen')),
            ],
            options={
                'verbose_name': 'stand van een zoekindex',
                'verbose_name_plural': 'standen van de zoekindexen',
            },
        ),
        migrations.AddField(
            model_name='counter',
            name='identity',
            field=models.CharField(default=search.models.new_identity, max_length=32, verbose_name='naam van de database'),
        ),
        migrations.RunPython(give_a_name, migrations.RunPython.noop),
    ]
