"""Accounts in the admin: who has what, who was invited, and inviting, ending and reopening."""

from __future__ import annotations

from typing import Any

import django_filters
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import registry

from ..choices import UitnodigingStaat
from ..models import Gebruiker, Uitnodiging
from . import invitations, services
from .forms import UitnodigingForm
from .roles import BY_GROUP, ROLES, grants, groups_of, manager_only, may_manage, persons
from .second_factor import FACTORS

LOG_LINES = 20
# An invitation in one of these can be sent again, or withdrawn.
CAN_STILL = (UitnodigingStaat.OPEN, UitnodigingStaat.VERLOPEN)


def accounts() -> QuerySet[Gebruiker]:
    """Every account with what the list tells of it, in a fixed number of queries."""
    accepted = Uitnodiging.objects.filter(aangenomen_op__isnull=False).select_related("uitgenodigd_door")
    factor = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
    return Gebruiker.objects.annotate(tweede_stap=Exists(factor)).prefetch_related(
        "groups", Prefetch("aangenomen_uitnodigingen", accepted.order_by("aangenomen_op"))
    )


def name_of(gebruiker: Gebruiker | None) -> str:
    """The full name of an account, or what it logs in with; "" for nobody."""
    return (gebruiker.get_full_name() or gebruiker.get_username()) if gebruiker else ""


def roles_of(gebruiker: Gebruiker) -> str:
    """Every role of an account in the words of its holder; "geen" when it has none."""
    names = persons(groups_of(gebruiker))
    return ", ".join(["alles (superuser)", *names] if gebruiker.is_superuser else names) or "geen"


def invited_by(gebruiker: Gebruiker) -> str:
    """Who let this account in, each once; "" when it was made otherwise."""
    return ", ".join(dict.fromkeys(name_of(row.uitgenodigd_door) for row in gebruiker.aangenomen_uitnodigingen.all()))


class AccountFilterSet(WagtailFilterSet):
    naam = django_filters.CharFilter(label="Naam of e-mailadres", method="by_name")
    groups = django_filters.ModelChoiceFilter(
        label="Rol", queryset=Group.objects.filter(name__in=BY_GROUP).order_by("name")
    )
    is_active = django_filters.ChoiceFilter(label="Staat", choices=((True, "open"), (False, "gesloten")))
    tweede_stap = django_filters.ChoiceFilter(label="Tweede stap", choices=((True, "aan"), (False, "uit")))

    class Meta:
        model = Gebruiker
        fields = ("naam", "groups", "is_active", "tweede_stap")

    def by_name(self, accounts: QuerySet[Gebruiker], name: str, value: str) -> QuerySet[Gebruiker]:
        """The accounts in whose names or address every word stands; the first five words count."""
        for word in value.replace("\x00", " ").split()[:5]:
            accounts = accounts.filter(
                Q(first_name__icontains=word)
                | Q(last_name__icontains=word)
                | Q(username__icontains=word)
                | Q(email__icontains=word)
            )
        return accounts


class ManagerIndexView(IndexView):
    """A list for who manages accounts."""

    permission_policy = None
    any_permission_required = None
    is_searchable = False
    paginate_by = 50
    locale = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not grants(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def header_buttons(self) -> list[Any]:
        return [
            HeaderButton("Uitnodigen", url=reverse("portal_uitnodigen"), icon_name="plus"),
            HeaderButton("Accounts", url=reverse("portal_accounts"), icon_name="user"),
            HeaderButton("Uitnodigingen", url=reverse("portal_uitnodigingen"), icon_name="mail"),
        ]


class AccountsView(ManagerIndexView):
    model = Gebruiker
    page_title = "Accounts"
    header_icon = "user"
    index_url_name = "portal_accounts"
    index_results_url_name = "portal_accounts_results"
    default_ordering = "-laatst_gezien"
    filterset_class = AccountFilterSet
    columns = (
        TitleColumn(
            "naam", label="Naam", accessor=name_of, get_url=lambda row: reverse("portal_account", args=[row.pk])
        ),
        Column("email", label="E-mailadres", sort_key="email"),
        Column("rollen", label="Rollen", accessor=roles_of),
        Column("tweede_stap", label="Tweede stap", accessor=lambda row: "aan" if row.tweede_stap else "uit"),
        DateColumn("laatst_gezien", label="Laatst gezien", sort_key="laatst_gezien"),
        Column("uitgenodigd_door", label="Uitgenodigd door", accessor=invited_by),
        Column("staat", label="Staat", accessor=lambda row: "open" if row.is_active else "gesloten"),
    )

    def get_base_queryset(self) -> Any:
        return accounts()

    def order_queryset(self, queryset: Any) -> Any:
        """Who was never here comes last, on both databases."""
        if self.ordering == "-laatst_gezien":
            return queryset.order_by(F("laatst_gezien").desc(nulls_last=True), "pk")
        return super().order_queryset(queryset)


class UitnodigingenView(ManagerIndexView):
    model = Uitnodiging
    page_title = "Uitnodigingen"
    header_icon = "mail"
    index_url_name = "portal_uitnodigingen"
    index_results_url_name = "portal_uitnodigingen_results"
    default_ordering = "-gemaakt_op"
    columns = (
        TitleColumn("email", label="E-mailadres", get_url=lambda row: reverse("portal_uitnodiging", args=[row.pk])),
        Column("rol", label="Rol", accessor=lambda row: ", ".join(persons([row.groep.name]))),
        Column("organisatie", label="Organisatie"),
        Column("staat", label="Staat", accessor=lambda row: row.staat.label),
        Column("door", label="Uitgenodigd door", accessor=lambda row: name_of(row.uitgenodigd_door)),
        DateColumn("gemaakt_op", label="Uitgenodigd", sort_key="gemaakt_op"),
        # A DateColumn says "zojuist" of what is still to come.
        Column("verloopt_op", label="Verloopt", accessor=lambda row: date_format(localtime(row.verloopt_op), "j F Y")),
    )

    def get_base_queryset(self) -> Any:
        return Uitnodiging.objects.select_related("groep", "uitgenodigd_door")


@manager_only
@require_http_methods(["GET", "HEAD", "POST"])
def uitnodigen(request: HttpRequest) -> HttpResponse:
    """The form that invites one person; at most so many an hour from one inviter."""
    by: Any = request.user
    form = UitnodigingForm(request.POST or None, by=by)
    if request.method == "POST" and form.is_valid():
        if limited := ratelimit.consume_or_429(request, action="uitnodigen"):
            return limited
        given = form.cleaned_data
        try:
            made, token = services.invite(
                given["email"],
                given["groep"],
                by=by,
                organisatie=given["organisatie"],
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            transaction.on_commit(lambda: invitations.send(made, token, request))
            messages.success(request, f"De uitnodiging voor {made.email} is verstuurd.")
            return redirect("portal_uitnodigingen")
    context = {
        **_frame("Uitnodigen", "mail"),
        "form": form,
        "media": form.media,
        "action_url": request.path,
        "submit_button_label": "Uitnodiging versturen",
        "submit_button_active_label": "Bezig",
    }
    return render(request, "portal/admin/uitnodigen.html", context)


@manager_only
@require_safe
def uitnodiging(request: HttpRequest, pk: int) -> HttpResponse:
    """One Uitnodiging: where it stands, and the ways to end it while somebody can still accept it."""
    found = get_object_or_404(Uitnodiging.objects.select_related("groep", "uitgenodigd_door"), pk=pk)
    context = {
        **_frame(found.email, "mail", "Uitnodigingen", reverse("portal_uitnodigingen")),
        "uitnodiging": found,
        "rol": ", ".join(persons([found.groep.name])),
        "door": name_of(found.uitgenodigd_door),
        "kan": found.staat in CAN_STILL and found.groep.name in grants(request.user),
    }
    return render(request, "portal/admin/uitnodiging.html", context)


@manager_only
@require_POST
def answer_uitnodiging(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Send again, or withdraw."""
    found = get_object_or_404(Uitnodiging.objects.select_related("groep"), pk=pk)
    by: Any = request.user
    try:
        if action == "opnieuw":
            if limited := ratelimit.consume_or_429(request, action="uitnodigen"):
                return limited
            token = services.renew(found, by=by)
            transaction.on_commit(lambda: invitations.send(found, token, request))
            messages.success(request, f"{found.email} krijgt een nieuwe link. De oude werkt niet meer.")
        elif action == "intrekken":
            services.withdraw(found, by=by)
            messages.success(request, f"De uitnodiging voor {found.email} is ingetrokken.")
        else:
            raise Http404
    except services.NotUsable:
        messages.error(request, "Deze uitnodiging is al aangenomen of ingetrokken.")
    return redirect("portal_uitnodigingen")


@manager_only
@require_safe
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account, and what this manager may do with it."""
    found = get_object_or_404(accounts(), pk=pk)
    kan = may_manage(request.user, found)
    own = groups_of(found) & grants(request.user) if kan else frozenset()
    log_lines = registry.get_logs_for_instance(found).select_related("user").order_by("-timestamp")
    context = {
        **_frame(name_of(found), "user", "Accounts", reverse("portal_accounts")),
        "gebruiker": found,
        "rollen": roles_of(found),
        "door": invited_by(found),
        "kan": kan,
        "eigen": request.user.pk == found.pk,
        "in_te_trekken": [role for role in ROLES if role.group in own],
        "gebeurtenissen": log_lines[:LOG_LINES],
    }
    return render(request, "portal/admin/account.html", context)


@manager_only
@require_POST
def change_account(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """End, reopen, reset the second factor, or take a role."""
    found = get_object_or_404(Gebruiker, pk=pk)
    by: Any = request.user
    name = name_of(found)
    if action == "sluiten":
        services.end_account(found, by=by)
        messages.success(request, f"Het account van {name} is gesloten en overal uitgelogd.")
    elif action == "heropenen":
        services.reopen_account(found, by=by)
        messages.success(request, f"Het account van {name} is weer open.")
    elif action == "tweede-stap":
        services.reset_second_factor(found, by=by)
        messages.success(request, f"{name} stelt bij het inloggen een nieuwe tweede stap in.")
    elif action == "rol":
        group = get_object_or_404(Group, name=request.POST.get("groep", "")[:150])
        services.withdraw_role(found, group, by=by)
        messages.success(request, f"{name} is geen {', '.join(persons([group.name]))} meer.")
    else:
        raise Http404
    return redirect("portal_account", pk)


def _frame(title: str, icon: str, parent: str = "Accounts", parent_url: str = "") -> dict[str, Any]:
    return {
        "page_title": title,
        "page_subtitle": title,
        "header_title": title,
        "header_icon": icon,
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": "Home"},
            {"url": parent_url or reverse("portal_accounts"), "label": parent},
            {"url": "", "label": title},
        ],
    }
