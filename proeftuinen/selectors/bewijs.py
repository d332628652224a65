"""How well the result of one Toepassing was established, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, F, JSONField, OuterRef, Subquery, Value, When
from django.db.models.functions import JSONObject
from django.utils import timezone
from wagtail.models import Page

from portal.choices import Bewijsgraad, GetoondBewijs, shown_bewijs
from portal.datum import Datum
from portal.models import Organisatie
from portal.visibility import Reader, page_q

from ..bewijs.oordeel import is_dated
from ..models import Toepassing
from .parts import Badge, Ref, visible_ref


@dataclass(frozen=True, slots=True)
class Bewijs:
    """How well a result was established (components/bewijs.html). `badge` is a GetoondBewijs.

    `opgegeven` are the words of who sent it, when nobody assessed them; otherwise `op` is when that was and
    `door` its maker, as far as this reader may know of that Organisatie. `is_oud`: it counts for less by its age.
    """

    badge: Badge
    opgegeven: str = ""
    door: Ref | None = None
    op: Datum | None = None
    methode: str = ""
    is_oud: bool = False


def beoordelaar(reader: Reader, key: str = "beoordeeld_door") -> Subquery:
    """Who assessed each Toepassing: what everybody needs to know of the Organisatie, and its name for who may see it.

    As a join it would make a plan of fourteen tables, and as a question of its own one more.
    """
    title = Case(When(page_q(reader), then=F("title")), default=Value(""), output_field=CharField())
    known = JSONObject(pk="pk", url_path="url_path", title=title, is_voorbeeld="is_voorbeeld")
    rows = Organisatie.objects.filter(pk=OuterRef(key)).order_by()
    return Subquery(rows.annotate(bekend=known).values("bekend"), output_field=JSONField())


def bewijs_of(toepassing: Toepassing, reader: Reader, is_voorbeeld: bool) -> Bewijs:
    """`is_voorbeeld`: the Toepassing, or what it ties, is invented."""
    made_up, door = _assessor(toepassing, reader)
    is_assessed = bool(toepassing.beoordeeld_door_id and toepassing.beoordeeld_op) and (is_voorbeeld or not made_up)
    shown = shown_bewijs(toepassing.bewijsgraad, is_assessed=is_assessed)
    badge = Badge(shown.value, str(shown.label))
    if shown == GetoondBewijs.ONBEPROEFD:
        return Bewijs(badge)
    if not is_assessed:
        return Bewijs(badge, opgegeven=str(Bewijsgraad(toepassing.bewijsgraad).label))
    return Bewijs(
        badge,
        door=door,
        op=toepassing.beoordeeld_op,
        methode=toepassing.methode,
        is_oud=is_dated(toepassing.beoordeeld_op, timezone.localdate()),
    )


def _assessor(toepassing: Toepassing, reader: Reader) -> tuple[bool, Ref | None]:
    """Whether who assessed it is invented, and who that is when this reader may know."""
    if not toepassing.beoordeeld_door_id:
        return False, None
    if not hasattr(toepassing, "x_beoordelaar"):
        page: Any = toepassing.beoordeeld_door
        return page.is_voorbeeld, visible_ref(page, reader)
    known = toepassing.x_beoordelaar
    made_up = bool(known["is_voorbeeld"])
    if not known["title"]:
        return made_up, None
    url = Page(pk=known["pk"], url_path=known["url_path"]).url or ""
    return made_up, Ref(known["title"], url, made_up)
