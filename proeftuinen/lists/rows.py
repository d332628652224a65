"""The records of each list that can be had as a file: exactly what is on screen for the same URL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Case, CharField, Count, F, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.http import QueryDict

from portal.choices import BEOORDEELD, Politieregio, Provincie, Resultaat
from portal.models import Organisatie, Wijziging
from portal.visibility import Reader, page_q
from search.results.exports import BETWEEN

from ..choices import NeveneffectAard, Registersoort
from ..models import Knelpunt, KnelpuntStap, Neveneffect, Oplossing, Proeftuin, ProeftuinStap, Toepassing, Waarneming
from ..querysets import aanbevelingen
from ..selectors.neveneffecten import neveneffecten_tekst
from ..selectors.oordelen import oordelen
from .aanbeveling_filters import aanbeveling_filter_set
from .filters import filter_set

Rows = QuerySet[Any, Any]
Places = Callable[[Reader, Sequence[int]], Mapping[int, Any]]


def _current(steps: QuerySet[Any], key: str, field: str) -> Subquery:
    return Subquery(steps.filter(is_huidig=True, **{key: OuterRef("pk")}).values(field)[:1])


def _counted(model: type[Any], key: str, reader: Reader, *others: str) -> Subquery:
    rows = model.objects.filter(*(page_q(reader, f"{other}__") for other in others), **{key: OuterRef("pk")})
    rows = rows.counting_for(key)
    return Subquery(rows.order_by().values(key).annotate(n=Count("pk")).values("n"))


def _applied(key: str, reader: Reader, **only: str) -> Subquery:
    rows = Toepassing.objects.visible_to(reader).counting_for(key).filter(**{key: OuterRef("pk")}, **only)
    return Subquery(rows.order_by().values(key).annotate(n=Count("pk")).values("n"))


def _list(toont: str, model: type[Any], reader: Reader, params: QueryDict) -> QuerySet[Any]:
    rows: QuerySet[Any] = filter_set(toont, reader).bind(params).apply(model.objects.visible_to(reader))
    return rows


def _text(value: str) -> Value:
    return Value(value, output_field=CharField())


def _region(via: str = "") -> Case:
    """The region of a Proeftuin: its own, or else that of its Gemeente."""
    own = f"{via}politieregio"
    return Case(When(~Q(**{own: ""}), then=F(own)), default=F(f"{via}gemeente__politieregio"), output_field=CharField())


def proeftuinen_rows(reader: Reader, params: QueryDict) -> Rows:
    """The Proeftuinen of this list with a column `x_...` for each cell that is no field of theirs."""
    return _list(Registersoort.PROEFTUIN, Proeftuin, reader, params).annotate(
        x_soort=_text("proeftuinen"),
        x_gemeente=F("gemeente__naam"),
        x_politieregio=_region(),
        x_provincie=F("gemeente__provincie"),
        x_stadium=_current(ProeftuinStap.objects.all(), "proeftuin", "stadium"),
        x_sinds=_current(ProeftuinStap.objects.all(), "proeftuin", "datum"),
        x_reden=_current(ProeftuinStap.objects.all(), "proeftuin", "reden"),
        x_knelpunten=_counted(Waarneming, "proeftuin", reader, "knelpunt"),
        x_toepassingen=_applied("proeftuin", reader),
    )


def knelpunten_rows(reader: Reader, params: QueryDict) -> Rows:
    """The same of Knelpunten."""
    owner = KnelpuntStap.objects.filter(page_q(reader, "eigenaar__"), is_huidig=True, knelpunt=OuterRef("pk"))
    return _list(Registersoort.KNELPUNT, Knelpunt, reader, params).annotate(
        x_soort=_text("knelpunten"),
        x_status=_current(KnelpuntStap.objects.all(), "knelpunt", "status"),
        x_niveau=_current(KnelpuntStap.objects.all(), "knelpunt", "niveau"),
        x_sinds=_current(KnelpuntStap.objects.all(), "knelpunt", "datum"),
        x_reden=_current(KnelpuntStap.objects.with_reden(reader), "knelpunt", "openbare_reden"),
        x_eigenaar=Subquery(owner.values("eigenaar__title")[:1]),
        x_proeftuinen=_counted(Waarneming, "knelpunt", reader, "proeftuin"),
        x_toepassingen=_applied("knelpunt", reader),
    )


def oplossingen_rows(reader: Reader, params: QueryDict) -> Rows:
    """The same of Oplossingen."""
    tried = Toepassing.objects.visible_to(reader).counting_for("oplossing")
    assessed = tried.with_bewijs().filter(oplossing=OuterRef("pk"), getoond__in=BEOORDEELD)
    assessed = assessed.exclude(resultaat=Resultaat.NOG_ONBEKEND).order_by().values("oplossing")
    seen = Neveneffect.objects.filter(toepassing__in=tried.values("pk"), toepassing__oplossing=OuterRef("pk"))
    seen = seen.order_by().values("toepassing__oplossing").annotate(n=Count("pk")).values("n")
    return _list(Registersoort.OPLOSSING, Oplossing, reader, params).annotate(
        x_soort=_text("oplossingen"),
        x_toepassingen=_applied("oplossing", reader),
        **{f"x_{result.value}": _applied("oplossing", reader, resultaat=result.value) for result in Resultaat},
        x_beoordeeld=Subquery(assessed.annotate(newest=Max("beoordeeld_op")).values("newest")),
        **{f"x_{kind.value}": Subquery(seen.filter(aard=kind)) for kind in NeveneffectAard},
    )


def verdicts(reader: Reader, keys: Sequence[int]) -> dict[int, str]:
    """Oplossing -> what its toepassingen say, by the one rule."""
    return {key: str(verdict.uitspraak.label) for key, verdict in oordelen(keys, reader).items()}


def evidence(reader: Reader, keys: Sequence[int]) -> dict[int, str]:
    """Oplossing -> how strong the evidence is now."""
    return {key: verdict.bewijs_tekst for key, verdict in oordelen(keys, reader).items()}


def toepassingen_rows(reader: Reader, params: QueryDict) -> Rows:
    """The results of the Knelpunten on screen: what the matrix shows."""
    knelpunten = _list(Registersoort.KNELPUNT, Knelpunt, reader, params)
    assessor = Organisatie.objects.visible_to(reader).filter(pk=OuterRef("beoordeeld_door"))
    rows = (
        Toepassing.objects.visible_to(reader)
        .marked()
        .with_bewijs()
        .annotate(
            x_neveneffecten=neveneffecten_tekst(),
            x_beoordeeld_door=Subquery(assessor.values("title")[:1]),
            x_soort=_text("toepassingen"),
            x_knelpunt=F("knelpunt__title"),
            x_oplossing=F("oplossing__title"),
            x_proeftuin=F("proeftuin__title"),
            x_gemeente=F("proeftuin__gemeente__naam"),
            x_knelpunt_id=F("knelpunt__translation_key"),
            x_oplossing_id=F("oplossing__translation_key"),
            x_proeftuin_id=F("proeftuin__translation_key"),
            x_politieregio=_region("proeftuin__"),
        )
    )
    return rows.filter(knelpunt__in=knelpunten.order_by().values("pk")).order_by("-datum", "pk")


def aanbevelingen_rows(reader: Reader, params: QueryDict) -> Rows:
    """The same of the recommendations that the tracker follows."""
    rows = aanbevelingen(reader).annotate(
        x_soort=_text("aanbevelingen"),
        x_status=F("huidig__status"),
        x_datum=F("huidig__datum"),
        x_toelichting=F("huidig__toelichting"),
    )
    giver = Organisatie.objects.visible_to(reader).filter(pk=OuterRef("gegeven_door"))
    rows = rows.annotate(x_gegeven_door=Subquery(giver.values("title")[:1]))
    rows = rows.annotate(x_adres=F("rapport__url_path"))
    return aanbeveling_filter_set(reader).bind(params).apply(rows)


def places_of_knelpunten(reader: Reader, keys: Sequence[int]) -> Mapping[int, Any]:
    """Knelpunt -> gemeente, politieregio and provincie of the Proeftuinen in which it was met."""
    return _places(Waarneming.objects.filter(page_q(reader, "proeftuin__")), "knelpunt", keys)


def places_of_oplossingen(reader: Reader, keys: Sequence[int]) -> Mapping[int, Any]:
    """Oplossing -> the same of the Proeftuinen in which it was applied."""
    return _places(Toepassing.objects.visible_to(reader), "oplossing", keys)


def last_told(model: type[Any]) -> Places:
    """Of each record that has a uuid and no page: when the newest change that was told of it was recorded."""

    def moments(reader: Reader, keys: Sequence[int]) -> dict[int, Any]:
        pks = dict(model.objects.filter(pk__in=keys).order_by().values_list("uuid", "pk"))
        rows = Wijziging.objects.visible_to(reader).filter(onderwerp__in=pks).order_by().values_list("onderwerp")
        return {pks[uuid]: moment for uuid, moment in rows.annotate(laatste=Max("moment"))}

    return moments


def _places(rows: Any, key: str, keys: Sequence[int]) -> Mapping[int, Any]:
    """A real record is nowhere because of what was invented."""
    names = (f"{key}_id", *(f"proeftuin__{name}" for name in ("politieregio", *(f"gemeente__{g}" for g in GEMEENTE))))
    found: dict[int, dict[str, set[str]]] = {}
    for pk, own, naam, region, province in rows.counting_for(key).filter(**{f"{key}__in": keys}).values_list(*names):
        parts = found.setdefault(pk, {"gemeente": set(), "politieregio": set(), "provincie": set()})
        parts["gemeente"] |= {naam} if naam else set()
        parts["politieregio"] |= _label(Politieregio, own or region)
        parts["provincie"] |= _label(Provincie, province)
    return {pk: {part: _joined(names) for part, names in parts.items()} for pk, parts in found.items()}


GEMEENTE = ("naam", "politieregio", "provincie")


def _label(choices: Any, value: str | None) -> set[str]:
    return {str(choices(value).label)} if value else set()


def _joined(names: Iterable[str]) -> str:
    return BETWEEN.join(sorted(names))
