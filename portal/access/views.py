"""The account pages that allauth does not have: the account itself, what it sees more, and accepting an invitation."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core import ratelimit
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import TextField
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from ..models import Pagina, Uitnodiging
from ..pages.site import PAGE_FIELDS
from ..visibility import CLOSED_BLOCK, Reader
from ..visit import reader_of
from . import services
from .forms import NieuwAccountForm
from .roles import BY_GROUP, groups_of, persons
from .second_factor import FACTORS

AT_MOST = 50

private = cache_control(private=True, no_store=True)


@private
@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Who is logged in, as what, and where to change it."""
    context = {
        "rollen": persons(groups_of(request.user)),
        "heeft_tweede_stap": is_mfa_enabled(request.user, FACTORS),
        "crumbs": [("Home", "/")],
    }
    return render(request, "account/overview.html", context)


@private
@login_required
@require_safe
def extra(request: HttpRequest) -> HttpResponse:
    """Wat ziet u extra: the closed sections, and the pages with a closed part, that this reader may read."""
    reader = reader_of(request)
    context = {
        "delen": _links(closed_sections(reader), request),
        "paginas": _links(pages_with_closed_text(reader), request),
        "meest": AT_MOST,
        "leest_besloten": reader.reads_closed,
        "crumbs": [("Home", "/"), ("Uw account", "/account/")],
    }
    return render(request, "account/extra.html", context)


def closed_sections(reader: Reader) -> Any:
    """The pages with a restriction of their own that this reader may see, by title."""
    closed = Pagina.objects.visible_to(reader).filter(view_restrictions__isnull=False)
    return closed.order_by("title").distinct()


def pages_with_closed_text(reader: Reader) -> Any:
    """Public or not, with at least one block "alleen voor ketenpartners"; the newest first."""
    if not reader.reads_closed:
        return Pagina.objects.none()
    written = Pagina.objects.visible_to(reader).annotate(geschreven=Cast("inhoud", TextField()))
    return written.filter(geschreven__contains=f'"type": "{CLOSED_BLOCK}"').order_by("-last_published_at", "-pk")


@private
@require_http_methods(["GET", "HEAD", "POST"])
def uitnodiging(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation. Nothing here says whether an account exists, but to who holds a link that works."""
    if limited := ratelimit.consume_or_429(request, action="uitnodiging"):
        return limited
    found = services.usable(token)
    if found is None:
        return _does_not_work(request)
    account = services.account_of(found.email)
    try:
        if account is not None:
            return _add_role(request, found, token, is_theirs=request.user == account)
        return _make_account(request, found, token)
    except services.NotUsable:
        return _does_not_work(request)


def _make_account(request: HttpRequest, found: Uitnodiging, token: str) -> HttpResponse:
    if request.user.is_authenticated:
        return _show(request, found, ander_account=True)
    form = NieuwAccountForm(request.POST or None, email=found.email)
    if request.method != "POST" or not form.is_valid():
        return _show(request, found, form=form)
    given = form.cleaned_data
    made = services.accept_as_new(
        token, password=given["password1"], first_name=given["first_name"], last_name=given["last_name"]
    )
    # The password was typed just now: allauth need not ask for it again before the second factor.
    record_authentication(request, made, "password", email=made.email, reauthenticated=True)
    perform_login(request, Login(user=made))
    return redirect("mfa_index")


def _add_role(request: HttpRequest, found: Uitnodiging, token: str, *, is_theirs: bool) -> HttpResponse:
    if not request.user.is_authenticated:
        return _show(request, found, moet_inloggen=True)
    if not is_theirs:
        return _show(request, found, ander_account=True)
    if request.method != "POST":
        return _show(request, found, bevestigen=True)
    services.accept_as(token, request.user)
    messages.success(request, f"U bent nu ook {BY_GROUP[found.groep.name].person}.")
    return redirect("account_overview")


def _show(request: HttpRequest, found: Uitnodiging, **more: Any) -> HttpResponse:
    role = BY_GROUP[found.groep.name]
    context = {"email": found.email, "rol": role.person, "mag": role.may, "crumbs": [("Home", "/")], **more}
    return render(request, "account/uitnodiging.html", context)


def _does_not_work(request: HttpRequest) -> HttpResponse:
    """One answer for what never was, expired, was used and was withdrawn."""
    return render(request, "account/uitnodiging_werkt_niet.html", {"crumbs": [("Home", "/")]}, status=404)


def _links(pages: Any, request: HttpRequest) -> list[dict[str, str]]:
    rows = [Page(**row) for row in pages.values(*PAGE_FIELDS)[:AT_MOST]]
    return [{"tekst": page.title, "url": page.get_url(request) or "/"} for page in rows]
