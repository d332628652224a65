"""The page of results and the suggestions."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from search import conf, engines, presenters, querystring, service
from search.types import KIND_FACET


def _kinds() -> Mapping[str, str]:
    return next((engines.labels(facet) for facet in conf.facets() if facet.name == KIND_FACET), {})


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """GET /zoeken/: the answer to the question in the query string."""
    names = [facet.name for facet in conf.facets()]
    query = querystring.parse(request.GET, names, conf.audience_of(request))
    answer = service.search(query)
    kinds = _kinds()
    shown = presenters.context(answer, kinds, engines.terms(), service.MOST_PAGES)
    return render(request, "search/results.html", shown)


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """GET /zoeken/suggesties?q=: completions as JSON, for the script that improves the search box."""
    text = querystring.parse(request.GET, (), conf.audience_of(request)).text
    found = service.suggest(text, conf.audience_of(request))
    kinds = _kinds()
    shown = [{"tekst": one.text, "url": one.url, "soort": kinds.get(one.kind, one.kind)} for one in found]
    response = JsonResponse({"suggesties": shown})
    response["X-Robots-Tag"] = "noindex"
    return response
