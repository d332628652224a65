"""Accounts in Wagtail's menu and log."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import admin_urls
from .roles import grants

LOG_ACTIONS = (
    ("portal.invite", "Uitnodigen", "Uitgenodigd"),
    ("portal.invite_again", "Opnieuw uitnodigen", "Opnieuw uitgenodigd"),
    ("portal.invite_withdrawn", "Uitnodiging intrekken", "Uitnodiging ingetrokken"),
    ("portal.invite_accepted", "Uitnodiging aannemen", "Uitnodiging aangenomen"),
    ("portal.account_ended", "Account sluiten", "Account gesloten en overal uitgelogd"),
    ("portal.account_reopened", "Account heropenen", "Account heropend"),
    ("portal.role_withdrawn", "Rol intrekken", "Rol ingetrokken"),
    ("portal.second_factor_reset", "Tweede stap opnieuw laten instellen", "Tweede stap verwijderd"),
)


class AccountsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(grants(request.user))


@hooks.register("register_admin_urls")
def urls() -> list[Any]:
    return list(admin_urls.urlpatterns)


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return AccountsMenuItem("Accounts", reverse("portal_accounts"), name="accounts", icon_name="user", order=900)


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    for action in LOG_ACTIONS:
        actions.register_action(*action)
