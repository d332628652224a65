"""Which texts of changes were made from their record, and so follow it."""

from django.db import migrations, models
from django.db.models import Q

NEW = "nieuw"


def mark(apps, schema_editor):
    Wijziging = apps.get_model("portal", "Wijziging")
    Pagina = apps.get_model("portal", "Pagina")
    same = Pagina.objects.filter(samenvatting=models.OuterRef("tekst"), pk=models.OuterRef("pagina"))
    made = Q(models.Exists(same)) | Q(tekst__startswith="Resultaat: ")
    Wijziging.objects.filter(made, soort=NEW).update(afgeleid=True)


class Migration(migrations.Migration):
    dependencies = [("portal", "0008_gerenderdetekst")]
    operations = [
        migrations.AddField("wijziging", "afgeleid", models.BooleanField(default=False, editable=False)),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
