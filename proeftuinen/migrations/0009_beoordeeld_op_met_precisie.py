import portal.datum_fields
from django.db import migrations
from django.utils.text import Truncator


def call_by_new_name(apps, schema_editor):
    """What was told of a Toepassing is called as the Toepassing is now, or its feed would hold it under two names."""
    toepassing, wijziging = apps.get_model("proeftuinen", "Toepassing"), apps.get_model("portal", "Wijziging")
    rows = toepassing.objects.order_by("pk").values_list("uuid", "oplossing__title", "knelpunt__title")
    for uuid, oplossing, knelpunt in rows.iterator():
        before, after = (
            Truncator(name).chars(255) for name in (f"{oplossing} bij {knelpunt}", f"{oplossing} tegen “{knelpunt}”")
        )
        wijziging.objects.filter(onderwerp=uuid, titel=before).update(titel=after)


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0016_begrip_wetsartikelen"),
        ("proeftuinen", "0008_bewijs_en_neveneffecten"),
    ]

    operations = [
        migrations.AlterField(
            model_name="toepassing",
            name="beoordeeld_op",
            field=portal.datum_fields.DatumField(blank=True, null=True, verbose_name="beoordeeld op"),
        ),
        migrations.RunPython(call_by_new_name, migrations.RunPython.noop),
    ]
