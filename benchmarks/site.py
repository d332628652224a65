"""A portal of its own to measure: temporary folder, SQLite, as many pages as asked for, and nothing else."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterable
from datetime import timedelta
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.corpus import Text

BATCH = 500
OWN_PREFIX = "bench"


def configure(folder: Path, elasticsearch: str) -> None:
    """Django with the settings of the demo; all that it writes is in `folder`. Both engines when there is a server."""
    import django
    from django.conf import settings

    from portal.settings import dev

    values: dict[str, Any] = {name: getattr(dev, name) for name in dir(dev) if name.isupper()}
    database = values["DATABASES"]["default"]
    elastic = {**values["SEARCH"]["ELASTIC"], "HOSTS": [elasticsearch] if elasticsearch else [], "PREFIX": OWN_PREFIX}
    values.update(
        DATABASES={
            "default": {**database, "ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "bench.sqlite3")}
        },
        MEDIA_ROOT=folder / "media",
        ALLOWED_HOSTS=["testserver"],
        SEARCH={
            **values["SEARCH"],
            "ENGINE": "elastic" if elasticsearch else "embedded",
            "EMBEDDED_PATH": folder / "search",
            "ELASTIC": {**elastic, "SEARCH_TIMEOUT": 30.0, "WRITE_TIMEOUT": 120.0},
        },
        # Filling a portal fills every backend that is named: without a server there is one.
        WAGTAILSEARCH_BACKENDS={
            "default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False},
            **({"elastic": _wagtail_elastic(elasticsearch)} if elasticsearch else {}),
        },
    )
    settings.configure(**values)
    django.setup()


def _wagtail_elastic(url: str) -> dict[str, Any]:
    return {
        "BACKEND": "wagtail.search.backends.elasticsearch8",
        "URLS": [url],
        "INDEX_PREFIX": f"{OWN_PREFIX}wagtail_",
        "AUTO_UPDATE": False,
        "OPTIONS": {"request_timeout": 60},
    }


def fill(folder: Path, texts: Iterable[Text]) -> int:
    """An empty portal, and a published page for each text, each with some terms. Returns how many.

    What an earlier run left in the folder stays as it is.
    """
    from django.contrib.contenttypes.models import ContentType
    from django.core.management import call_command
    from django.db import transaction
    from django.utils import timezone
    from wagtail.models import Page

    from portal.models import Begrip, Handreiking, Overzicht, Pagina

    done = folder / "filled"
    if done.exists():
        return Handreiking.objects.count()
    call_command("migrate", verbosity=0)
    call_command("init_portal", verbosity=0, stdout=StringIO())
    dice, now = random.Random(3), timezone.now()
    parent = Overzicht.objects.get(toont="handreiking")
    kind = ContentType.objects.get_for_model(Handreiking)
    terms = list(Begrip.objects.active().exclude(schema="algemeen").values_list("pk", flat=True))
    count, rows = 0, iter(texts)
    while part := list(islice(rows, BATCH)):
        pages = [
            Page(
                title=text.titel,
                draft_title=text.titel,
                slug=f"tekst-{number}",
                path=Page._get_path(parent.path, parent.depth + 1, number),
                depth=parent.depth + 1,
                url_path=f"{parent.url_path}tekst-{number}/",
                content_type=kind,
                locale_id=parent.locale_id,
                translation_key=uuid.uuid4(),
                first_published_at=now - timedelta(days=number % 1500),
                last_published_at=now - timedelta(days=number % 300),
            )
            for number, text in enumerate(part, count + 1)
        ]
        with transaction.atomic():
            Page.objects.bulk_create(pages)
            _insert(
                Pagina,
                [
                    Pagina(page_ptr_id=page.pk, samenvatting=text.tekst[:200], inhoud=[("tekst", text.tekst)])
                    for page, text in zip(pages, part, strict=True)
                ],
            )
            _insert(Handreiking, [Handreiking(pagina_ptr_id=page.pk) for page in pages])
            through = Pagina.begrippen.through
            through.objects.bulk_create(
                through(pagina_id=page.pk, begrip_id=pk) for page in pages for pk in dice.sample(terms, 4)
            )
        count += len(part)
    Page.objects.filter(pk=parent.pk).update(numchild=count)
    done.touch()
    return count


def _insert(model: type[Any], rows: list[Any]) -> None:
    """In the table of `model` only: bulk_create refuses a model with a parent table."""
    model._base_manager.all()._insert(rows, fields=model._meta.local_concrete_fields, using=model._base_manager.db)


def clean(elasticsearch: str) -> None:
    """Remove what was made on the server."""
    from elasticsearch import Elasticsearch

    if not elasticsearch:
        return
    with Elasticsearch(elasticsearch, request_timeout=60) as client:
        for name in client.indices.get(index=f"{OWN_PREFIX}*", features="aliases").body:
            client.indices.delete(index=name)
