"""The values that travel between sources, service and engines. Plain Python: no Django, no engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from search.plan import Plan

# The facet that every document has without asking: its `kind`. It is also the name in the URL.
KIND_FACET = "soort"
# The reader token that everybody has.
PUBLIC = "openbaar"

Sort = Literal["relevance", "newest", "changed"]
SORTS: tuple[Sort, ...] = ("relevance", "newest", "changed")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that belongs to a document: its text, one string a page. `closed` text is for closed audiences only.

    `names`: what each page is called, in the words that a reader sees; empty when the file has no pages.
    """

    title: str
    url: str
    pages: tuple[str, ...] = ()
    closed: bool = False
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """What is known about one findable thing. All texts are plain text, never HTML.

    `context` holds the words of related things (weak weight: it helps to find, it is never shown).
    `facets` maps the name of a facet to slugs; the facet of `kind` is added by itself.
    `meta` is shown with the hit and never searched (place, organisation, label).
    `readers`: any of these tokens may see the document. `body_closed` is searched and shown for closed audiences only.
    `live_from` and `expires` are judged by the clock at the moment of the question.
    `ages`: the document loses weight as `published` lies further back (news does, a manual does not).
    """

    source: str
    object_id: str
    kind: str
    title: str
    url: str
    changed: datetime
    summary: str = ""
    body: str = ""
    body_closed: str = ""
    context: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    meta: Mapping[str, str] = field(default_factory=dict)
    readers: tuple[str, ...] = (PUBLIC,)
    published: date | None = None
    live_from: datetime | None = None
    expires: datetime | None = None
    ages: bool = False
    attachments: tuple[Attachment, ...] = ()

    @property
    def key(self) -> str:
        """The identity in every index: "source:object_id"."""
        return f"{self.source}:{self.object_id}"

    @property
    def all_facets(self) -> dict[str, tuple[str, ...]]:
        """The given facets and that of the kind."""
        return {**self.facets, KIND_FACET: (self.kind,)}


def split_key(key: str) -> tuple[str, str]:
    """ "source:object_id" -> (source, object_id)."""
    source, _, object_id = key.partition(":")
    return source, object_id


@dataclass(frozen=True, slots=True)
class Audience:
    """For whom a question is asked.

    `readers`: the tokens this audience holds. `closed`: may search and see closed text.
    `counted`: of those, the tokens whose documents count. What only the other tokens open is found and shown, and
    counted apart. Empty: all of them count.
    `reader`: the composition's own value for the same thing, handed back to `Source.visible_ids` untouched.
    `withheld`: keys of documents that nobody may find at this moment, as the index has them too old. For an engine
    they do not exist: no hit, count, word or title comes from them.
    """

    readers: frozenset[str] = frozenset({PUBLIC})
    counted: frozenset[str] = frozenset()
    closed: bool = False
    reader: object = field(default=None, compare=False)
    withheld: frozenset[str] = field(default=frozenset(), compare=False)

    @property
    def counting(self) -> Audience:
        """The audience that sees only what counts."""
        return replace(self, readers=self.counted or self.readers, counted=frozenset())

    @property
    def token(self) -> str:
        """One string for this audience: the key under which its vocabulary is kept."""
        return "|".join(sorted(self.readers)) + ("|+" if self.closed else "")


EVERYONE = Audience()


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A question. `filters`: facet name -> slugs; OR within a facet, AND across facets. `page` counts from 1.

    `unread`: (name, value) of the filters that cannot be understood; an answer is not narrowed by them, and says so.
    """

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    audience: Audience = EVERYONE
    sort: Sort = "relevance"
    changed_since: datetime | None = None
    published_from: date | None = None
    published_until: date | None = None
    unread: tuple[tuple[str, str], ...] = ()
    page: int = 1
    size: int = 10

    def but(self, **changes: object) -> SearchQuery:
        """The same question with some fields replaced."""
        return replace(self, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text that is marked as a match, or not."""

    text: str
    marked: bool = False


Marked: TypeAlias = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class EngineHit:
    """A stored document that matches, as far as this audience may see it, with the engine's score."""

    document: SearchDocument
    score: float


@dataclass(frozen=True, slots=True)
class EngineResults:
    """An engine's answer. `counts`: facet -> slug -> number, each facet counted without its own filter.

    `corrections`: word of the question, folded, that this audience's documents do not hold -> the nearest that they do.
    `plan`: how the question was understood, with the joined words that this audience's documents hold.
    """

    plan: Plan
    hits: tuple[EngineHit, ...] = ()
    total: int = 0
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    corrections: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AttachmentMatch:
    """The page of an attached file in which the words stand. `page` counts from 1; `name` is "" when it has none."""

    title: str
    url: str
    page: int
    fragment: Marked
    name: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One result, ready to be shown. `apart`: it does not count, see `Audience.counted`."""

    key: str
    source: str
    object_id: str
    kind: str
    url: str
    title: Marked
    summary: Marked
    fragments: tuple[Marked, ...]
    attachment: AttachmentMatch | None
    meta: Mapping[str, str]
    facets: Mapping[str, tuple[str, ...]]
    published: date | None
    changed: datetime
    score: float
    apart: bool = False

    @property
    def title_text(self) -> str:
        """The title without marks."""
        return "".join(span.text for span in self.title)

    @property
    def summary_text(self) -> str:
        """The summary without marks."""
        return "".join(span.text for span in self.summary)


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One choice within a facet. `apart`: how many there are beside those that count, see `Audience.counted`."""

    value: str
    label: str
    count: int
    selected: bool
    apart: int = 0


@dataclass(frozen=True, slots=True)
class FacetResult:
    """A facet with its choices, in the order in which they are shown."""

    name: str
    label: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class SearchResults:
    """The answer of the service. `total` are all hits; of these `apart` do not count, see `Audience.counted`.

    `notice` is a Dutch sentence for the reader when the answer is not the usual one."""

    query: SearchQuery
    hits: tuple[Hit, ...] = ()
    total: int = 0
    apart: int = 0
    facets: tuple[FacetResult, ...] = ()
    did_you_mean: str = ""
    notice: str = ""
    engine: str = ""

    @property
    def pages(self) -> int:
        """How many pages the answer has, at least 1."""
        return max(1, -(-self.total // self.query.size))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion while typing: a document's title with its address, or a word of the vocabulary without one."""

    text: str
    url: str = ""
    kind: str = ""
