"""The addresses of Accounts, below /admin/."""

from django.urls import path

from . import admin_views as views

urlpatterns = [
    path("accounts/", views.AccountsView.as_view(), name="portal_accounts"),
    path("accounts/results/", views.AccountsView.as_view(results_only=True), name="portal_accounts_results"),
    path("accounts/uitnodigen/", views.uitnodigen, name="portal_uitnodigen"),
    path("accounts/uitnodigingen/", views.UitnodigingenView.as_view(), name="portal_uitnodigingen"),
    path(
        "accounts/uitnodigingen/results/",
        views.UitnodigingenView.as_view(results_only=True),
        name="portal_uitnodigingen_results",
    ),
    path("accounts/uitnodigingen/<int:pk>/", views.uitnodiging, name="portal_uitnodiging"),
    path("accounts/uitnodigingen/<int:pk>/<slug:action>/", views.answer_uitnodiging, name="portal_answer_uitnodiging"),
    path("accounts/<int:pk>/", views.account, name="portal_account"),
    path("accounts/<int:pk>/<slug:action>/", views.change_account, name="portal_change_account"),
]
