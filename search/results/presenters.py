"""Results as the templates show them: decided values, no questions left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from search import querystring
from search.source import Promoted, Term
from search.types import KIND_FACET, AttachmentMatch, Hit, Marked, SearchQuery, SearchResults, Sort

SORT_LABELS: dict[Sort, str] = {"relevance": "Beste treffer", "newest": "Nieuwste", "changed": "Laatst gewijzigd"}
NEIGHBOURS = 2


def marked_html(marked: Marked) -> SafeString:
    """Escaped text with <mark> around the matches."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<mark>{}</mark>", span.text) if span.marked else conditional_escape(span.text),)
            for span in marked
        ),
    )


def attachment(found: AttachmentMatch | None) -> dict[str, Any] | None:
    """The attached file with the words; one with pages opens at the page, under the name that is printed on it."""
    if not found:
        return None
    return {
        "titel": found.title,
        "url": f"{found.url}#page={found.page}" if found.name else found.url,
        "pagina": found.name,
    }


def item(hit: Hit, kinds: Mapping[str, str]) -> dict[str, Any]:
    """One row of the results."""
    fragments = [marked_html(fragment) for fragment in hit.fragments]
    if not fragments and hit.attachment:
        fragments = [marked_html(hit.attachment.fragment)]
    if any(span.marked for span in hit.summary) or not fragments:
        fragments = [marked_html(hit.summary), *fragments[:1]] if hit.summary else fragments
    return {
        # What a source says of its documents is shown as it comes: this package has no words for it.
        **hit.meta,
        "url": hit.url,
        "title": hit.title_text,
        "title_html": marked_html(hit.title),
        "soort": hit.kind,
        "soort_naam": hit.meta.get("soort_naam") or kinds.get(hit.kind, hit.kind),
        "samenvatting": hit.summary_text,
        "fragments": fragments,
        "bijlage": attachment(hit.attachment),
        # What was never published as a page has no day on which it was changed.
        "datum": hit.changed if hit.published else None,
        "datum_wat": "gewijzigd",
        "badges": badges(hit.meta, hit.facets),
        "is_voorbeeld": hit.apart,
    }


def badges(meta: Mapping[str, str], facets: Mapping[str, Sequence[str]]) -> list[dict[str, str]]:
    """What a source says of its document that must be seen at once."""
    shown = [{"kind": label.lower(), "label": label}] if (label := meta.get("label", "")) else []
    if outcome := meta.get("resultaat", ""):
        shown.append({"kind": next(iter(facets.get("resultaat", ())), ""), "label": outcome})
    if state := meta.get("status", ""):
        shown.append({"kind": meta.get("status_code", state.lower()), "label": state})
    return shown


def recommended(found: Promoted, kinds: Mapping[str, str]) -> dict[str, Any]:
    """What an editor promotes, as a row of a list."""
    return {
        "url": found.url,
        "title": found.title,
        "soort": found.kind,
        "soort_naam": kinds.get(found.kind, found.kind) or "Andere website",
        "samenvatting": found.text,
        "badges": badges(found.meta, {}),
    }


def popular(everything: SearchResults, most: int = 6) -> list[dict[str, str]]:
    """The subjects of which there is most, as questions; `everything` is the answer to the empty question."""
    values = [
        (value.count, facet.name, value)
        for facet in everything.facets
        for value in facet.values
        if facet.name != KIND_FACET
    ]
    values.sort(key=lambda one: (-one[0], one[1], one[2].label))
    return [
        {"label": value.label, "url": querystring.encode(SearchQuery(filters={name: (value.value,)}))}
        for _, name, value in values[:most]
    ]


def filters(results: SearchResults) -> list[dict[str, Any]]:
    """The facets and the period as the form of filters takes them."""
    shown: list[dict[str, Any]] = [
        {
            "name": facet.name,
            "label": facet.label,
            "type": "checkbox",
            "open": any(value.selected for value in facet.values),
            "options": [
                {
                    "value": value.value,
                    "label": value.label,
                    "count": value.count,
                    "voorbeelden": value.apart,
                    "selected": value.selected,
                }
                for value in facet.values
            ],
        }
        for facet in results.facets
    ]
    query = results.query
    since = timezone.localtime(query.changed_since).date() if query.changed_since else None
    for name, label, day in (
        (querystring.FROM, "Gepubliceerd vanaf", query.published_from),
        (querystring.UNTIL, "Gepubliceerd tot en met", query.published_until),
        (querystring.SINCE, "Gewijzigd sinds", since),
    ):
        shown.append({"name": name, "label": label, "type": "date", "value": day.isoformat() if day else ""})
    return shown


def chips(results: SearchResults) -> list[dict[str, str]]:
    """The filters in use, each with the address without it."""
    query = results.query
    labels = {(facet.name, value.value): value.label for facet in results.facets for value in facet.values}
    shown = [
        {
            "label": labels.get((name, value), value),
            "remove_url": querystring.encode(querystring.without(query, name, value)),
        }
        for name, values in query.filters.items()
        for value in values
    ]
    if query.published_from:
        label = f"vanaf {query.published_from:%d-%m-%Y}"
        shown.append({"label": label, "remove_url": querystring.encode(query.but(published_from=None))})
    if query.published_until:
        label = f"tot en met {query.published_until:%d-%m-%Y}"
        shown.append({"label": label, "remove_url": querystring.encode(query.but(published_until=None))})
    if query.changed_since:
        label = f"gewijzigd sinds {timezone.localtime(query.changed_since):%d-%m-%Y}"
        shown.append({"label": label, "remove_url": querystring.encode(query.but(changed_since=None))})
    if query.unread:
        shown.append({"label": "filter dat wij niet begrijpen", "remove_url": querystring.encode(query.but(unread=()))})
    return shown


def sorts(query: SearchQuery) -> list[dict[str, Any]]:
    """The orders, as links."""
    return [
        {"label": label, "url": querystring.encode(query.but(sort=sort)), "selected": query.sort == sort}
        for sort, label in SORT_LABELS.items()
    ]


def paging(results: SearchResults, last: int) -> dict[str, Any]:
    """Links to the pages around this one; `last` caps how deep they go."""
    query, last = results.query, min(results.pages, last)
    near = range(max(1, query.page - NEIGHBOURS), min(last, query.page + NEIGHBOURS) + 1)
    pages: list[dict[str, Any]] = []
    for number in sorted({1, *near, last}):
        if pages and number > pages[-1]["number"] + 1:
            pages.append({"number": pages[-1]["number"] + 1, "url": ""})
        pages.append({"number": number, "url": querystring.encode(query, number)})
    return {
        "current": query.page,
        "last": last,
        "total": results.total,
        "pages": pages,
        "prev_url": querystring.encode(query, min(query.page - 1, last)) if query.page > 1 else "",
        "next_url": querystring.encode(query, query.page + 1) if query.page < last else "",
    }


def nearby_terms(query: SearchQuery, terms: tuple[Term, ...], most: int = 3) -> list[dict[str, str]]:
    """The vocabulary's terms that the question names, and their broader ones: where to look when nothing is found."""
    text = query.text.casefold()
    if not text:
        return []
    named = [term for term in terms if term.label.casefold() in text or any(a in query.text for a in term.acronyms)]
    broader = {label for term in named for label in term.broader}
    shown = [term for term in terms if term.url and (term in named or term.label in broader)]
    return [{"label": term.label, "url": term.url} for term in shown[:most]]


def downloads(query: SearchQuery, files: Mapping[str, str]) -> list[dict[str, Any]]:
    """The question as a file; `files` has the address of each format. A workbook is made on demand, so by a form."""
    # Of what is on screen: there it does not count.
    query = query.but(unread=())
    asked = querystring.encode(query).removesuffix("?")
    return [
        {"label": "Download als Excel", "action": address, "fields": querystring.pairs(query)}
        if fmt == "xlsx"
        else {"label": f"Download als {fmt.upper()}", "url": address + asked}
        for fmt, address in files.items()
    ]


def context(results: SearchResults, kinds: Mapping[str, str], terms: tuple[Term, ...], last: int) -> dict[str, Any]:
    """Everything that the page of results shows."""
    query = results.query
    shown_chips = chips(results)
    unfiltered = query.but(
        filters={}, published_from=None, published_until=None, changed_since=None, unread=(), page=1, sort="relevance"
    )
    better = query.but(text=results.did_you_mean, page=1)
    kept = [pair for pair in querystring.pairs(query) if pair[0] in (querystring.TEXT, querystring.SORT)]
    return {
        "query": query.text,
        "results": results,
        "aantal": results.total - results.apart,
        "notice": results.notice,
        "items": [item(hit, kinds) for hit in results.hits],
        # Nothing to choose from and nothing chosen: no empty form.
        "filters": filters(results) if results.facets or shown_chips else [],
        "filter_aantal": len(shown_chips),
        "verborgen": kept,
        "chips": shown_chips,
        "reset_url": querystring.encode(unfiltered) if shown_chips else "",
        "sorts": sorts(query),
        "paging": paging(results, last),
        "bedoelde_u": results.did_you_mean,
        "bedoelde_u_url": querystring.encode(better) if results.did_you_mean else "",
        "box_hidden": querystring.pairs(query.but(text="", unread=())),
        "begrippen": [] if results.hits else nearby_terms(query, terms),
    }
