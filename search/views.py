"""The page of results, its files and the suggestions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from search import conf, engines, querystring, service
from search.protocol import EngineUnavailable
from search.results import exports, presenters
from search.types import SearchQuery


def _asked(request: HttpRequest) -> SearchQuery:
    return querystring.parse(request.GET, (facet.name for facet in conf.facets()), conf.audience_of(request))


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """GET /zoeken/: the answer to the question in the query string."""
    query = _asked(request)
    answer = service.search(query)
    kinds = service.kinds()
    shown = presenters.context(answer, kinds, engines.terms(), service.MOST_PAGES)
    shown["aanbevolen"] = [presenters.recommended(found, kinds) for found in service.promoted(query)]
    if answer.total:
        files = {fmt: reverse("search:export", args=[fmt]) for fmt in exports.FORMATS}
        shown["exports"] = presenters.downloads(query, files)
    elif answer.engine:
        shown["populair"] = presenters.popular(service.search(SearchQuery(audience=query.audience, size=1)))
    return render(request, "search/results.html", shown)


@require_safe
def export(request: HttpRequest, fmt: str) -> HttpResponseBase:
    """GET /zoeken/export.csv, .xlsx or .json: what the question in the query string finds, for this reader."""
    query = _asked(request)
    # A file cannot say that it holds more than was asked.
    if refusal := querystring.not_understood(query):
        return HttpResponse(refusal, status=400, content_type="text/plain; charset=utf-8")
    try:
        found = list(exports.rows(query, service.kinds(), request.build_absolute_uri("/").rstrip("/")))
    except EngineUnavailable as error:
        return HttpResponse(str(error), status=503, content_type="text/plain; charset=utf-8")
    response = conf.file_of()(request.build_absolute_uri(), "zoekresultaten", exports.columns(), found, fmt)
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """GET /zoeken/suggesties?q=: completions as JSON, for the script that improves the search box."""
    text = querystring.parse(request.GET, (), conf.audience_of(request)).text
    found = service.suggest(text, conf.audience_of(request))
    kinds = service.kinds()
    shown = [{"tekst": one.text, "url": one.url, "soort": kinds.get(one.kind, one.kind)} for one in found]
    response = JsonResponse({"suggesties": shown})
    response["X-Robots-Tag"] = "noindex"
    return response
