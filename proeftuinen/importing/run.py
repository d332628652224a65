"""Imports the tracker from rows: all or nothing, idempotent by key, with a report per row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from portal.changes import one_import
from portal.datum import Datum, is_ahead, parse
from portal.models import Begrip, Gemeente, Organisatie

from .. import services
from ..choices import Registersoort
from ..models import Knelpunt, Oplossing, Proeftuin, Register, Toepassing
from .sheets import Row

NEW, CHANGED, SAME, WRONG = "nieuw", "gewijzigd", "ongewijzigd", "fout"
MODELS: dict[str, type[Any]] = {"proeftuinen": Proeftuin, "knelpunten": Knelpunt, "oplossingen": Oplossing}
# column -> field, for what is copied as it stands
PLAIN = {
    "titel": "title",
    "samenvatting": "samenvatting",
    "politieregio": "politieregio",
    "doel": "doel",
    "wie_gehinderd": "wie_gehinderd",
    "inspanning": "inspanning",
    "rechtsgrond": "rechtsgrond",
    "voorwaarden": "voorwaarden",
}
TOEPASSING = {
    "resultaat": "resultaat",
    "bewijsgraad": "bewijsgraad",
    "toelichting": "toelichting",
    "bron": "bron",
    "bron_adres": "bron_url",
}


@dataclass(frozen=True, slots=True)
class RowReport:
    place: str
    key: str
    outcome: str
    messages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """`applied` is whether anything was kept: not in a dry run, and not when one row is wrong."""

    rows: tuple[RowReport, ...]
    applied: bool

    @property
    def wrong(self) -> int:
        return sum(row.outcome == WRONG for row in self.rows)

    def count(self, outcome: str) -> int:
        return sum(row.outcome == outcome for row in self.rows)

    @property
    def summary(self) -> str:
        counts = ", ".join(f"{self.count(outcome)} {outcome}" for outcome in (NEW, CHANGED, SAME, WRONG))
        if self.applied:
            return f"Geïmporteerd: {counts}."
        return f"Er is niets gewijzigd: {counts}."


def run(rows: Iterable[Row], *, apply: bool, user: Any = None) -> Report:
    """Import the rows in one transaction; undo it all in a dry run or when a row is wrong."""
    with transaction.atomic(), one_import():
        reports = tuple(_one(row, user) for row in rows)
        keep = apply and not any(report.outcome == WRONG for report in reports)
        if not keep:
            transaction.set_rollback(True)
    return Report(reports, keep)


def _one(row: Row, user: Any) -> RowReport:
    key = row.values.get("sleutel", "") or " / ".join(
        row.values.get(name, "") for name in ("knelpunt", "oplossing", "proeftuin") if row.kind == "toepassingen"
    )
    try:
        with transaction.atomic():
            outcome = _toepassing(row) if row.kind == "toepassingen" else _page(row, user)
    except ValidationError as error:
        return RowReport(row.place, key, WRONG, tuple(_messages(error)))
    return RowReport(row.place, key, outcome)


def _page(row: Row, user: Any) -> str:
    model, values = MODELS[row.kind], row.values
    slug = values.get("sleutel", "")
    if not slug or slugify(slug) != slug:
        raise ValidationError({"sleutel": "Vul een sleutel in van kleine letters, cijfers en streepjes."})
    if not values.get("titel"):
        raise ValidationError({"titel": "Vul een titel in."})
    page = model.objects.filter(slug=slug).first()
    outcome = SAME if page else NEW
    page = page or model(slug=slug, live=False)
    changed = _assign(page, {field: values[c] for c, field in PLAIN.items() if values.get(c) and hasattr(page, field)})
    changed |= _assign(page, _special(page, values))
    begrippen = _begrippen(values.get("begrippen", ""))
    page.clean_fields(exclude=["path", "depth", "url_path", "content_type", "slug", "draft_title", "numchild"])
    if outcome == NEW:
        parent = Register.objects.filter(toont=Registersoort(model._meta.model_name)).first()
        if parent is None:
            raise ValidationError(f"Er is nog geen register van {row.kind}.")
        parent.add_child(instance=page)
    if begrippen is not None and {b.pk for b in begrippen} != {b.pk for b in page.begrippen.all()}:
        page.begrippen.set(begrippen)
        changed = True
    if outcome == NEW or changed:
        page.save_revision(user=user).publish(user=user)
        outcome = outcome if outcome == NEW else CHANGED
    return CHANGED if _step(page, values, user) and outcome == SAME else outcome


def _special(page: Any, values: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if values.get("voorbeeld"):
        found["is_voorbeeld"] = _yes(values["voorbeeld"])
    if isinstance(page, Proeftuin):
        for column, field in (("begin", "startdatum"), ("einde", "einddatum")):
            if values.get(column):
                found[field] = _date(values[column], column)
        if place := values.get("gemeente"):
            gemeente = Gemeente.objects.filter(slug=slugify(place)).first()
            if gemeente is None:
                raise ValidationError({"gemeente": f'Gemeente "{place}" staat niet in de lijst.'})
            found["gemeente_id"] = gemeente.pk
    return found


def _step(page: Any, values: Any, user: Any) -> bool:
    """Add the step of this row unless it is there; whether it was added."""
    column = "stadium" if isinstance(page, Proeftuin) else "status" if isinstance(page, Knelpunt) else ""
    state = values.get(column, "")
    if not state:
        return False
    field = page.stappen.model._meta.get_field(column)
    if state not in dict(field.choices):
        raise ValidationError({column: f'"{state}" bestaat niet. Kies: {", ".join(dict(field.choices))}.'})
    moment = _date(values["datum"], "datum") if values.get("datum") else Datum(timezone.localdate())
    same = {column: state, **({"datum": moment} if values.get("datum") else {"is_huidig": True})}
    if page.stappen.filter(**same).exists():
        return False
    common = {"datum": moment, "reden": values.get("reden", ""), "door": user}
    if column == "stadium":
        services.add_proeftuin_stap(page, stadium=state, **common)
        return True
    niveau = values.get("niveau") or "lokaal"
    if niveau not in dict(page.stappen.model._meta.get_field("niveau").choices):
        raise ValidationError({"niveau": f'Niveau "{niveau}" bestaat niet.'})
    owner = None
    if slug := values.get("eigenaar"):
        owner = Organisatie.objects.filter(slug=slug).first()
        if owner is None:
            raise ValidationError({"eigenaar": f'Organisatie "{slug}" is niet gevonden.'})
    services.add_knelpunt_stap(page, status=state, niveau=niveau, eigenaar=owner, **common)
    return True


def _toepassing(row: Row) -> str:
    values, tied = row.values, {}
    models: dict[str, type[Any]] = {"knelpunt": Knelpunt, "oplossing": Oplossing, "proeftuin": Proeftuin}
    for name, model in models.items():
        page = model.objects.filter(slug=values.get(name, "")).first()
        if page is None:
            raise ValidationError({name: f'"{values.get(name, "")}" is niet gevonden.'})
        tied[f"{name}_id"] = page.pk
    found = Toepassing.objects.filter(**tied).first()
    record = found or Toepassing(**tied, live=False)
    changed = _assign(record, {field: values[column] for column, field in TOEPASSING.items() if values.get(column)})
    special: dict[str, Any] = {}
    if values.get("datum"):
        special["datum"] = _date(values["datum"], "datum")
        if is_ahead(special["datum"], timezone.localdate()):
            raise ValidationError({"datum": "Deze datum ligt in de toekomst."})
    if values.get("voorbeeld"):
        special["is_voorbeeld"] = _yes(values["voorbeeld"])
    changed |= _assign(record, special)
    record.full_clean()
    if found and not changed:
        return SAME
    if found:
        record.wat_veranderde = record.wat_veranderde or "Bijgewerkt bij een import."
    record.save()
    record.save_revision().publish()
    return CHANGED if found else NEW


def _assign(record: Any, values: dict[str, Any]) -> bool:
    """Set what differs; whether anything did."""
    differs = {name: value for name, value in values.items() if getattr(record, name) != value}
    for name, value in differs.items():
        setattr(record, name, value)
    return bool(differs)


def _begrippen(text: str) -> list[Begrip] | None:
    """The Begrippen of a cell; None when it is empty: then they stay as they are."""
    slugs = [slug.strip() for slug in text.replace(";", ",").split(",") if slug.strip()]
    if not slugs:
        return None
    found = {begrip.slug: begrip for begrip in Begrip.objects.active().filter(slug__in=slugs)}
    if missing := [slug for slug in slugs if slug not in found]:
        raise ValidationError({"begrippen": f"Onbekend begrip: {', '.join(missing)}."})
    return [found[slug] for slug in slugs]


def _date(text: str, column: str) -> Datum:
    try:
        return parse(text)
    except ValidationError as error:
        raise ValidationError({column: error.messages}) from None


def _yes(text: str) -> bool:
    return text.strip().lower() in ("ja", "1", "true", "waar", "x")


def _messages(error: ValidationError) -> list[str]:
    if hasattr(error, "error_dict"):
        return [
            f"{field}: {message}" if field != "__all__" else message
            for field, messages in error.message_dict.items()
            for message in messages
        ]
    return list(error.messages)
