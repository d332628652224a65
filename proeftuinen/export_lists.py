"""The lists that can be had as a file, each with its columns: exactly what is on screen for the same URL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, F, Max, Model, OuterRef, QuerySet, Subquery
from django.http import QueryDict

from portal.choices import (
    BEOORDEELD,
    AanbevelingStatus,
    Bewijsgraad,
    GetoondBewijs,
    Politieregio,
    Provincie,
    Resultaat,
)
from portal.models import Organisatie
from portal.visibility import Reader, page_q

from .aanbeveling_filters import aanbeveling_filter_set
from .choices import Inspanning, KnelpuntStatus, NeveneffectAard, Niveau, Registersoort, Stadium
from .exports import Export, Kolom, Many
from .filters import filter_set
from .models import Knelpunt, KnelpuntStap, Neveneffect, Oplossing, Proeftuin, ProeftuinStap, Toepassing, Waarneming
from .querysets import aanbevelingen
from .selectors.neveneffecten import neveneffecten_tekst
from .selectors.oordelen import oordelen


def _words(choices: Any) -> dict[str, str]:
    return {str(value): str(label) for value, label in choices}


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


def _proeftuinen(reader: Reader, params: QueryDict) -> QuerySet[Any, Any]:
    return _list(Registersoort.PROEFTUIN, Proeftuin, reader, params).annotate(
        x_gemeente=F("gemeente__naam"),
        x_provincie=F("gemeente__provincie"),
        x_stadium=_current(ProeftuinStap.objects.all(), "proeftuin", "stadium"),
        x_sinds=_current(ProeftuinStap.objects.all(), "proeftuin", "datum"),
        x_knelpunten=_counted(Waarneming, "proeftuin", reader, "knelpunt"),
        x_toepassingen=_applied("proeftuin", reader),
    )


def _knelpunten(reader: Reader, params: QueryDict) -> QuerySet[Any, Any]:
    owner = KnelpuntStap.objects.filter(page_q(reader, "eigenaar__"), is_huidig=True, knelpunt=OuterRef("pk"))
    return _list(Registersoort.KNELPUNT, Knelpunt, reader, params).annotate(
        x_status=_current(KnelpuntStap.objects.all(), "knelpunt", "status"),
        x_niveau=_current(KnelpuntStap.objects.all(), "knelpunt", "niveau"),
        x_sinds=_current(KnelpuntStap.objects.all(), "knelpunt", "datum"),
        x_reden=_current(KnelpuntStap.objects.with_reden(reader), "knelpunt", "openbare_reden"),
        x_eigenaar=Subquery(owner.values("eigenaar__title")[:1]),
        x_proeftuinen=_counted(Waarneming, "knelpunt", reader, "proeftuin"),
        x_toepassingen=_applied("knelpunt", reader),
    )


def _oplossingen(reader: Reader, params: QueryDict) -> QuerySet[Any, Any]:
    tried = Toepassing.objects.visible_to(reader).counting_for("oplossing")
    assessed = tried.with_bewijs().filter(oplossing=OuterRef("pk"), getoond__in=BEOORDEELD)
    assessed = assessed.exclude(resultaat=Resultaat.NOG_ONBEKEND).order_by().values("oplossing")
    seen = Neveneffect.objects.filter(toepassing__in=tried.values("pk"), toepassing__oplossing=OuterRef("pk"))
    seen = seen.order_by().values("toepassing__oplossing").annotate(n=Count("pk")).values("n")
    return _list(Registersoort.OPLOSSING, Oplossing, reader, params).annotate(
        x_toepassingen=_applied("oplossing", reader),
        **{f"x_{result.value}": _applied("oplossing", reader, resultaat=result.value) for result in Resultaat},
        x_beoordeeld=Subquery(assessed.annotate(newest=Max("beoordeeld_op")).values("newest")),
        **{f"x_{kind.value}": Subquery(seen.filter(aard=kind)) for kind in NeveneffectAard},
    )


def _oordeel(reader: Reader, keys: Sequence[int]) -> dict[int, str]:
    return {key: str(verdict.uitspraak.label) for key, verdict in oordelen(keys, reader).items()}


def _bewijs(reader: Reader, keys: Sequence[int]) -> dict[int, str]:
    return {key: verdict.bewijs_tekst for key, verdict in oordelen(keys, reader).items()}


def _toepassingen(reader: Reader, params: QueryDict) -> QuerySet[Any, Any]:
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
            x_knelpunt=F("knelpunt__title"),
            x_oplossing=F("oplossing__title"),
            x_proeftuin=F("proeftuin__title"),
            x_gemeente=F("proeftuin__gemeente__naam"),
        )
    )
    return rows.filter(knelpunt__in=knelpunten.order_by().values("pk")).order_by("-datum", "pk")


def _aanbevelingen(reader: Reader, params: QueryDict) -> QuerySet[Any, Any]:
    rows = aanbevelingen(reader).annotate(
        x_status=F("huidig__status"), x_datum=F("huidig__datum"), x_toelichting=F("huidig__toelichting")
    )
    giver = Organisatie.objects.visible_to(reader).filter(pk=OuterRef("gegeven_door"))
    rows = rows.annotate(x_gegeven_door=Subquery(giver.values("title")[:1]))
    return aanbeveling_filter_set(reader).bind(params).apply(rows)


def _titles(model: type[Model], relation: str) -> Many:
    """The titles of the pages that `relation` ties to an Aanbeveling, as far as the reader may see them."""

    def titles(reader: Reader, keys: Sequence[int]) -> dict[int, str]:
        pages = model._default_manager.visible_to(reader)  # type: ignore[attr-defined]  # every Pagina has it
        found: dict[int, list[str]] = {}
        rows = pages.filter(**{f"{relation}__in": keys}).order_by("title", "pk")
        for key, title in rows.values_list(f"{relation}__pk", "title"):
            found.setdefault(key, []).append(title)
        return {key: "; ".join(names) for key, names in found.items()}

    return titles


KEY = Kolom("id", "id", "translation_key")
TITLE = Kolom("titel", "Titel", "title")
SUMMARY = Kolom("samenvatting", "Samenvatting", "samenvatting")
MADE_UP = Kolom("voorbeeld", "Voorbeeld (verzonnen)", "is_voorbeeld")
CHANGED = Kolom("gewijzigd", "Gewijzigd", "gewijzigd_op")
REGIONS, PROVINCES = _words(Politieregio.choices), _words(Provincie.choices)

EXPORTS = {
    "proeftuinen": Export(
        "Proeftuinen",
        (
            KEY,
            TITLE,
            Kolom("gemeente", "Gemeente", "x_gemeente"),
            Kolom("provincie", "Provincie", "x_provincie", PROVINCES),
            Kolom("politieregio", "Politieregio", "politieregio", REGIONS),
            Kolom("stadium", "Stadium", "x_stadium", _words(Stadium.choices)),
            Kolom("sinds", "Stadium sinds", "x_sinds"),
            Kolom("begin", "Begin", "startdatum"),
            Kolom("einde", "Einde", "einddatum"),
            Kolom("knelpunten", "Knelpunten", "x_knelpunten"),
            Kolom("toepassingen", "Toepassingen", "x_toepassingen"),
            SUMMARY,
            MADE_UP,
            CHANGED,
        ),
        _proeftuinen,
    ),
    "knelpunten": Export(
        "Knelpunten",
        (
            KEY,
            TITLE,
            Kolom("status", "Status", "x_status", _words(KnelpuntStatus.choices)),
            Kolom("niveau", "Niveau", "x_niveau", _words(Niveau.choices)),
            Kolom("aan_zet", "Aan zet", "x_eigenaar"),
            Kolom("sinds", "Status sinds", "x_sinds"),
            Kolom("reden", "Reden", "x_reden"),
            Kolom("proeftuinen", "Proeftuinen", "x_proeftuinen"),
            Kolom("toepassingen", "Toepassingen", "x_toepassingen"),
            SUMMARY,
            MADE_UP,
            CHANGED,
        ),
        _knelpunten,
    ),
    "oplossingen": Export(
        "Oplossingen",
        (
            KEY,
            TITLE,
            Kolom("inspanning", "Inspanning", "inspanning", _words(Inspanning.choices)),
            Kolom("oordeel", "Oordeel", many=_oordeel),
            Kolom("toepassingen", "Toepassingen", "x_toepassingen"),
            Kolom("werkte", "Werkte", "x_werkte"),
            Kolom("werkte_deels", "Werkte deels", "x_werkte_deels"),
            Kolom("werkte_niet", "Werkte niet", "x_werkte_niet"),
            Kolom("nog_onbekend", "Nog onbekend", "x_nog_onbekend"),
            Kolom("bewijs", "Bewijs", many=_bewijs),
            Kolom("nieuwste_beoordeling", "Nieuwste beoordeling", "x_beoordeeld"),
            Kolom("ongewenst", "Ongewenste neveneffecten", "x_ongewenst"),
            Kolom("gewenst", "Gewenste neveneffecten", "x_gewenst"),
            SUMMARY,
            MADE_UP,
            CHANGED,
        ),
        _oplossingen,
    ),
    "toepassingen": Export(
        "Toepassingen",
        (
            Kolom("id", "id", "uuid"),
            Kolom("knelpunt", "Knelpunt", "x_knelpunt"),
            Kolom("oplossing", "Oplossing", "x_oplossing"),
            Kolom("proeftuin", "Proeftuin", "x_proeftuin"),
            Kolom("gemeente", "Gemeente", "x_gemeente"),
            Kolom("resultaat", "Resultaat", "resultaat", _words(Resultaat.choices)),
            Kolom("bewijs", "Bewijs", "getoond", _words(GetoondBewijs.choices)),
            Kolom("bewijsgraad", "Opgegeven bewijsgraad", "bewijsgraad", _words(Bewijsgraad.choices)),
            Kolom("beoordeeld_door", "Beoordeeld door", "x_beoordeeld_door"),
            Kolom("beoordeeld_op", "Beoordeeld op", "beoordeeld_op"),
            Kolom("methode", "Methode", "methode"),
            Kolom("datum", "Datum", "datum"),
            Kolom("toelichting", "Toelichting", "toelichting"),
            Kolom("bron", "Bron", "bron"),
            Kolom("bron_adres", "Adres van de bron", "bron_url"),
            Kolom("neveneffecten", "Neveneffecten", "x_neveneffecten"),
            Kolom("voorbeeld", "Voorbeeld (verzonnen)", "verzonnen"),
        ),
        _toepassingen,
    ),
    "aanbevelingen": Export(
        "Aanbevelingen",
        (
            Kolom("id", "id", "uuid"),
            Kolom("rapport", "Rapport", "rapport__title"),
            Kolom("nummer", "Nummer", "nummer"),
            Kolom("tekst", "Aanbeveling", "tekst"),
            Kolom("gegeven_door", "Gegeven door", "x_gegeven_door"),
            Kolom("gericht_aan", "Gericht aan", many=_titles(Organisatie, "ontvangen_aanbevelingen")),
            Kolom("opvolging", "Opvolging", "x_status", _words(AanbevelingStatus.choices)),
            Kolom("sinds", "Opvolging sinds", "x_datum"),
            Kolom("toelichting", "Toelichting", "x_toelichting"),
            Kolom("reactie", "Reactie", "reactie"),
            Kolom("reactie_datum", "Datum van de reactie", "reactie_datum"),
            Kolom("knelpunten", "Knelpunten", many=_titles(Knelpunt, "aanbevelingen")),
            Kolom("proeftuinen", "Proeftuinen", many=_titles(Proeftuin, "aanbevelingen")),
            Kolom("voorbeeld", "Voorbeeld (verzonnen)", "rapport__is_voorbeeld"),
        ),
        _aanbevelingen,
    ),
}
