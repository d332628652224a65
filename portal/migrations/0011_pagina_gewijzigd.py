"""When each page was changed, by what was told of it; and which changes are one import."""

from django.db import migrations, models
from django.db.models import Max, OuterRef, Subquery

import portal.models.velden


def fill(apps, schema_editor):
    Wijziging = apps.get_model("portal", "Wijziging")
    Pagina = apps.get_model("portal", "Pagina")
    own = Wijziging.objects.filter(pagina=OuterRef("pk")).order_by().values("pagina").annotate(m=Max("moment"))
    shared = (
        Wijziging.ook_op.through.objects.filter(pagina=OuterRef("pk"))
        .order_by()
        .values("pagina")
        .annotate(m=Max("wijziging__moment"))
    )
    for page in Pagina.objects.annotate(
        own=Subquery(own.values("m")), shared=Subquery(shared.values("m"))
    ).only("pk", "first_published_at").iterator(chunk_size=1000):
        moments = [moment for moment in (page.own, page.shared) if moment]
        moment = max(moments, default=page.first_published_at)
        if moment:
            Pagina.objects.filter(pk=page.pk).update(gewijzigd_op=moment)


class Migration(migrations.Migration):
    dependencies = [("portal", "0010_toon_voorbeelden")]
    operations = [
        migrations.AddField(
            "pagina",
            "gewijzigd_op",
            portal.models.velden.KeptDateTimeField(
                blank=True, db_index=True, editable=False, null=True, serialize=False, verbose_name="gewijzigd op"
            ),
        ),
        migrations.AddField(
            "wijziging",
            "partij",
            models.UUIDField(blank=True, db_index=True, editable=False, null=True, verbose_name="import"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
