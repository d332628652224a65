"""Three accounts to try the portal with."""

import secrets
from typing import Any

from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand
from django.db import transaction

from portal.models import Gebruiker

# user name -> (group, what the account is for)
ACCOUNTS = {
    "redacteur": ("Redacteuren", "writes and publishes"),
    "ketenpartner": ("Ketenpartners", "also reads what is for partners only"),
    # Not excused from the second factor, as the two above are: this is where to see it.
    "beheerder": ("Beheerders", "invites people and closes accounts; needs a second factor"),
}


class Command(BaseCommand):
    help = "Make the demo's accounts that are missing, and print their random passwords once."

    def handle(self, *args: Any, **options: Any) -> None:
        made = [line for name in ACCOUNTS if (line := self.make(name))]
        if made:
            self.stdout.write("\nAccounts, whose passwords are shown only now:")
            for line in made:
                self.stdout.write(f"  {line}")

    @transaction.atomic
    def make(self, name: str) -> str:
        """The line to print for a new account; empty when the account exists."""
        if Gebruiker.objects.filter(username=name).exists():
            return ""
        group_name, purpose = ACCOUNTS[name]
        password = secrets.token_urlsafe(12)
        gebruiker = Gebruiker.objects.create_user(name, f"{name}@example.org", password)
        group, _ = Group.objects.get_or_create(name=group_name)
        gebruiker.groups.add(group)
        return f"{name:<14}{password:<20}{purpose}"
