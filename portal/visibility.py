"""Who may see what, now: the only place that decides.

Pages, search, counts, suggestions, feeds, exports, sitemap, documents, renditions and previews all ask here.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth.models import Group
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.utils import timezone
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction
from wagtail.models.view_restrictions import BaseViewRestriction

from search.types import Audience

from . import lookups  # noqa: F401  makes the condition known

if TYPE_CHECKING:
    from wagtail.blocks import StreamValue

OPENBAAR = "openbaar"
INGELOGD = "ingelogd"
REDACTEUREN = "Redacteuren"
KETENPARTNERS = "Ketenpartners"
# Groups that may read blocks "alleen voor ketenpartners".
CLOSED_TEXT_GROUPS = frozenset({REDACTEUREN, KETENPARTNERS})
CLOSED_BLOCK = "ketenpartners"
# A document of what is invented asks for a token with this behind it, which only who sees examples has.
INVENTED = "-voorbeeld"


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who asks: which groups, and so which subtrees of the site and which collections are closed to them.

    `only_real`: nothing invented exists for them. Everybody is so when the site shows no examples.
    """

    groups: frozenset[int] = frozenset()
    is_logged_in: bool = False
    reads_closed: bool = False
    closed_paths: tuple[str, ...] = ()
    closed_collections: tuple[str, ...] = ()
    only_real: bool = False

    @property
    def is_anonymous(self) -> bool:
        """Whether this is somebody who did not log in."""
        return not self.is_logged_in

    @property
    def is_ketenpartner(self) -> bool:
        """Whether blocks for ketenpartners are open to them."""
        return self.reads_closed

    @property
    def tokens(self) -> frozenset[str]:
        """What a search document's `readers` must share at least one of."""
        tokens = {OPENBAAR, *(group_token(pk) for pk in self.groups)}
        tokens |= {INGELOGD} if self.is_logged_in else set()
        return frozenset(tokens if self.only_real else tokens | {f"{token}{INVENTED}" for token in tokens})

    @property
    def real(self) -> Reader:
        """The same reader on a site where nothing was ever invented: what counts is asked for them."""
        return self if self.only_real else replace(self, only_real=True)

    @property
    def admitted(self) -> Reader:
        """The same reader to whom no page is closed: tells what is closed from what is not there."""
        return replace(self, closed_paths=())


def group_token(pk: int) -> str:
    """The token by which search knows a group: "groep-3"."""
    return f"groep-{pk}"


def anonymous() -> Reader:
    """The reader who is not logged in, as the restrictions stand now."""
    # Every restriction closes its subtree to who is not logged in: one query, without looking at groups. The setting
    # comes with it.
    pages = PageViewRestriction.objects.values_list("page__path", Value("page"))
    rows = pages.union(
        CollectionViewRestriction.objects.values_list("collection__path", Value("collection")),
        _without_examples().values_list(Value("", CharField()), Value("only_real")),
    )
    closed: dict[str, list[str]] = {"page": [], "collection": [], "only_real": []}
    for path, kind in rows:
        closed[kind].append(path)
    return Reader(
        closed_paths=tuple(sorted(closed["page"])),
        closed_collections=tuple(sorted(closed["collection"])),
        only_real=bool(closed["only_real"]),
    )


def reader_for(user: Any) -> Reader:
    """The reader for a user, who may be None, anonymous or inactive."""
    if user is None or not user.is_authenticated or not user.is_active:
        return anonymous()
    groups = Group.objects.all() if user.is_superuser else user.groups.all()
    setting = _without_examples().values_list(Value(0), Value(""))
    names = dict(groups.order_by().values_list("pk", "name").union(setting))
    reader = Reader(
        only_real=names.pop(0, None) is not None,
        groups=frozenset(names),
        is_logged_in=True,
        reads_closed=user.is_superuser or not CLOSED_TEXT_GROUPS.isdisjoint(names.values()),
    )
    if user.is_superuser:
        return reader
    own = {group_token(pk) for pk in names} | {INGELOGD}
    collections = CollectionViewRestriction.objects.select_related("collection").prefetch_related("groups")
    return replace(
        reader,
        closed_paths=tuple(r.page.path for r in page_restrictions() if own.isdisjoint(_restriction_tokens(r))),
        closed_collections=tuple(r.collection.path for r in collections if own.isdisjoint(_restriction_tokens(r))),
    )


def audience_for(reader: Reader) -> Audience:
    """The same reader as search knows them."""
    return Audience(readers=reader.tokens, counted=reader.real.tokens, closed=reader.reads_closed, reader=reader)


def live_q(prefix: str = "", now: datetime.datetime | None = None) -> Q:
    """The condition under which a page or a record is on the site; `prefix` leads to it ("pagina__").

    Go-live and expiry count by the clock: nothing waits for a scheduled command.
    """
    now = now or timezone.now()
    return (
        Q(**{f"{prefix}live": True})
        & (Q(**{f"{prefix}expire_at__isnull": True}) | Q(**{f"{prefix}expire_at__gt": now}))
        & (Q(**{f"{prefix}go_live_at__isnull": True}) | Q(**{f"{prefix}go_live_at__lte": now}))
    )


def is_live(row: Any) -> bool:
    """Whether this page or record is on the site by the clock, read from the instance: no query."""
    now = timezone.now()
    over = row.expire_at is not None and row.expire_at <= now
    ahead = row.go_live_at is not None and row.go_live_at > now
    return bool(row.live) and not over and not ahead


def page_q(reader: Reader, prefix: str = "", now: datetime.datetime | None = None) -> Q:
    """The condition under which `reader` may see a page; `prefix` leads to it ("pagina__")."""
    return live_q(prefix, now) & open_q(reader, prefix)


def invented_q(*pages: str) -> Q:
    """The condition under which one of these is invented; each names the key of a page ("pagina", "pagina__pk").

    What is invented is said by the page (`Pagina.is_voorbeeld`); a record that ties an invented page is invented too.
    The querysets ask this as `real()` and `marked()`.
    """
    invented = apps.get_model("portal", "Pagina").objects.filter(is_voorbeeld=True).order_by().values("pk")
    condition = Q()
    for name in pages:
        condition |= Q(**{f"{name}__in": invented})
    return condition


def open_q(reader: Reader, prefix: str = "") -> Q:
    """The condition under which nothing but its state keeps a page from `reader`: no restriction, and no setting."""
    condition = ~Q(**{f"{prefix}path__begins_with_any": reader.closed_paths}) if reader.closed_paths else Q()
    return condition & ~invented_q(f"{prefix}pk") if reader.only_real else condition


def record_q(reader: Reader, *pages: str) -> Q:
    """The condition under which `reader` may see a record (a snippet): it is on the site, and so are its `pages`.

    Each page is asked for by its key: a join would pass the table of its type and that of Pagina on the way, and
    with nine tables PostgreSQL plans longer than it works.
    """
    seen = Page.objects.filter(page_q(reader)).order_by()
    condition = live_q()
    for name in pages:
        condition &= Q(Exists(seen.filter(pk=OuterRef(name))))
    return condition


def may_see(reader: Reader, page: Page) -> bool:
    """Whether `reader` may see this page, read from the instance: see `is_invented` for the one query there may be."""
    return is_live(page) and not is_closed_to(reader, page) and not (reader.only_real and is_invented(page))


def is_invented(page: Any) -> bool:
    """Whether this page is invented; of a plain Page that is asked, of a Pagina it is known."""
    known = getattr(page, "is_voorbeeld", None)
    if known is None and isinstance(page, Page) and (loaded := page._state.fields_cache.get("pagina")):
        known = loaded.is_voorbeeld
    return bool(Page.objects.filter(invented_q("pk"), pk=page.pk).exists() if known is None else known)


def is_closed_to(reader: Reader, page: Page) -> bool:
    """Whether a restriction (and not its state) keeps this page from `reader`."""
    return page.path.startswith(reader.closed_paths)


def stays_open(reader: Reader, page: Page) -> bool:
    """Whether `reader` may see this page now and until somebody closes it.

    What is kept of it elsewhere (its title in the text by which search finds another page) must not outlive it: of a
    page with an end date nothing is kept, so that the end needs no command to count.
    """
    return may_see(reader, page) and page.expire_at is None


# As an editor left it, whatever the clock says: what a command must still take off, or an editor see.
PUBLISHED = Q(live=True)


def document_q(reader: Reader, prefix: str = "") -> Q:
    """The condition under which `reader` may have a document or image that stands on what they see: by its collection.

    Its own address asks more: see `files.visibility`.
    """
    if not reader.closed_collections:
        return Q()
    return ~Q(**{f"{prefix}collection__path__begins_with_any": reader.closed_collections})


def may_have(reader: Reader, file: Any) -> bool:
    """The same for one document or image; a query for its collection when some are closed."""
    return not reader.closed_collections or not file.collection.path.startswith(reader.closed_collections)


def blocks_for(reader: Reader, body: StreamValue) -> list[Any]:
    """The blocks of a body that `reader` may read, in order."""
    return [block for block in body if block.block_type != CLOSED_BLOCK or reader.reads_closed]


def tokens_of(
    page: Page, restrictions: Iterable[BaseViewRestriction] | None = None, *others: Page, invented: bool = False
) -> tuple[str, ...]:
    """Which reader tokens open this page: openbaar, or the groups that satisfy every restriction above it.

    Of a record that ties it to `others` those that open them all; `invented` says that of the record itself.
    Restrictions are an AND, so the groups are intersected; that errs on the safe side.
    """
    pages, allowed = (page, *others), None
    for restriction in page_restrictions() if restrictions is None else restrictions:
        if any(one.path.startswith(restriction.page.path) for one in pages):
            here = _restriction_tokens(restriction)
            allowed = here if allowed is None else _both(allowed, here)
    tokens = {OPENBAAR} if allowed is None else allowed
    made_up = invented or any(is_invented(one) for one in pages)
    return tuple(sorted(f"{token}{INVENTED}" for token in tokens) if made_up else sorted(tokens))


def page_restrictions() -> list[PageViewRestriction]:
    """Every page restriction with its page and groups, in two queries."""
    return list(PageViewRestriction.objects.select_related("page").prefetch_related("groups"))


def _both(one: set[str], other: set[str]) -> set[str]:
    if INGELOGD in one:
        return other
    return one if INGELOGD in other else one & other


def _restriction_tokens(restriction: BaseViewRestriction) -> set[str]:
    if restriction.restriction_type == BaseViewRestriction.LOGIN:
        return {INGELOGD}
    if restriction.restriction_type == BaseViewRestriction.GROUPS:
        return {group_token(group.pk) for group in restriction.groups.all()}
    return set()  # a shared password opens nothing here: search and feeds could not honour it


def _without_examples() -> QuerySet[Any]:
    """The settings that say that this site shows no examples; none when it does."""
    settings: QuerySet[Any] = apps.get_model("portal", "Portaalinstellingen").objects.filter(toon_voorbeelden=False)
    return settings.order_by()
