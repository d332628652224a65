"""Every text that a declaration says is searched really finds its record: the document holds what was written there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import models
from wagtail.fields import StreamField

from portal import checks
from portal.soorten import lineage
from search import conf
from tests.factories import paginas, records, tracker
from tests.leaks.texts import fill

pytestmark = pytest.mark.django_db
WORD = "qqzoekqq"


def texts() -> Iterator[Any]:
    for model in checks.editable_models():
        if not vars(model)["declaration"].left_out:
            for soort in lineage(model):
                for name in (*soort.searched, *soort.placed):
                    yield pytest.param(model, name, id=f"{model.__name__}.{name}")


def made(model: type[models.Model], **fields: Any) -> Any:
    name = f"{model.__name__}Factory"
    factory = next(getattr(module, name) for module in (paginas, records, tracker) if hasattr(module, name))
    return factory(**fields)


def written(model: type[models.Model], name: str) -> Any:
    """The word, in the form of the field."""
    field: Any = model._meta.get_field(name)
    if isinstance(field, StreamField):
        return fill(field.stream_block, "zoek")
    if isinstance(field, models.URLField):
        return f"https://{WORD}.example/"
    return f"{WORD}@voorbeeld.example" if isinstance(field, models.EmailField) else WORD


@pytest.mark.parametrize(("model", "name"), list(texts()))
def test_the_word_stands_in_the_document(model: type[Any], name: str) -> None:
    rows, _, text = name.rpartition(".")
    record = made(model)
    if rows:
        relation = next(one for one in model._meta.related_objects if one.get_accessor_name() == rows)
        made(relation.related_model, **{relation.field.name: record, text: written(relation.related_model, text)})
    else:
        setattr(record, text, written(model, text))
        record.save()
    if model.__name__ == "Wetsartikel":
        # Its name follows from what it is made of.
        record.derive()
        model.objects.filter(pk=record.pk).update(**{text: getattr(record, text) if text != "naam" else WORD})
    source = next(one for one in conf.sources().values() if model in getattr(one, "types", ()))
    key = getattr(record, "translation_key", None) or record.uuid
    (document,) = source.documents([str(key)])
    assert WORD in str(document).lower()


def test_it_asks_of_every_kind() -> None:
    asked = {param.values[0].__name__ for param in texts()}
    assert {"Handreiking", "Links", "Proeftuin", "Toepassing", "Begrip", "Wetsartikel", "Aanbeveling"} <= asked
