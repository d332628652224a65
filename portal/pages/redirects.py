"""Old addresses: they lead on to a page that the reader may see, and answer as the page itself does when not."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.utils.encoding import uri_to_iri
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from ..links import is_address, parts_of
from .serving import decide_page

Handler = Callable[[HttpRequest], HttpResponse]
# An old address of a page that was merged, of which the target was merged again.
LONGEST_CHAIN = 5


def visible_redirects(get_response: Handler) -> Handler:
    """Wagtail's redirects, for readers who may know where they lead.

    Wagtail makes one by itself when a page gets another address, and its answer names the new one: of a closed page
    those are the words of its title.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        return _lead_on(request, response) if response.status_code == 404 else response

    return middleware


def _lead_on(request: HttpRequest, not_found: HttpResponse) -> HttpResponse:
    redirect = _redirect_of(request, request.get_full_path())
    for _ in range(LONGEST_CHAIN):
        # What somebody typed may be no address at all.
        if redirect is None or redirect.link is None or not is_address(redirect.link):
            return not_found
        page = _page_of(request, redirect)
        try:
            refused = decide_page(page, request, [], {}) if page else None
        except Http404:
            # It may have made way for another.
            redirect = _redirect_of(request, redirect.link)
            continue
        return refused or _answer(redirect)
    return not_found


def _answer(redirect: Redirect) -> HttpResponse:
    kind = HttpResponsePermanentRedirect if redirect.is_permanent else HttpResponseRedirect
    response = kind(redirect.link)
    # Asked again each time: tomorrow the page may be closed.
    response["Cache-Control"] = "no-cache"
    return response


def _redirect_of(request: HttpRequest, address: str) -> Redirect | None:
    """The redirect of an address, with its query string or without."""
    path = Redirect.normalise_path(address, decode_unicode=False)
    plain = parts_of(path).path or path
    found = get_redirect(request, path)
    return found if found or path == plain else get_redirect(request, plain)


def _page_of(request: HttpRequest, redirect: Redirect) -> Page | None:
    """The page that it leads to; also when an editor typed the address of one of our own."""
    if redirect.redirect_page_id:
        return redirect.redirect_page
    link = parts_of(redirect.redirect_link)
    site = Site.find_for_request(request)
    own = {"", request.get_host(), urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc}
    if link.netloc not in own or site is None:
        return None
    words = [word for word in uri_to_iri(link.path).split("/") if word]
    # Also what is below a page, which the page itself serves.
    paths = ["/".join([site.root_page.url_path.rstrip("/"), *words[:end], ""]) for end in range(len(words) + 1)]
    return Page.objects.filter(url_path__in=paths).order_by("-depth").first()
