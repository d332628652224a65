"""What was told of a step that names a Toepassing is about that Toepassing too: it goes off the site with it."""

import datetime

from django.db import migrations

STATUS = "statuswijziging"
# A step and what was told of it are written in one transaction.
NEAR = datetime.timedelta(seconds=5)


def name_them(apps, schema_editor):
    KnelpuntStap = apps.get_model("proeftuinen", "KnelpuntStap")
    Wijziging = apps.get_model("portal", "Wijziging")
    steps = KnelpuntStap.objects.filter(toepassing__isnull=False).select_related("knelpunt", "toepassing")
    for step in steps.only("vastgelegd_op", "reden", "knelpunt__translation_key", "toepassing__uuid").iterator():
        told = Wijziging.objects.filter(
            pagina=step.knelpunt_id, soort=STATUS, onderwerp=step.knelpunt.translation_key
        )
        when = told.filter(moment__range=(step.vastgelegd_op - NEAR, step.vastgelegd_op + NEAR))
        if step.reden:
            when |= told.filter(tekst__endswith=step.reden[:500])
        when.update(onderwerp=step.toepassing.uuid)


class Migration(migrations.Migration):
    dependencies = [("proeftuinen", "0002_oplossing_samengevoegd_met"), ("portal", "0009_wijziging_afgeleid")]
    operations = [migrations.RunPython(name_them, migrations.RunPython.noop)]
