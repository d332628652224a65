"""A real, empty portal: groups, site, vocabulary, sections and menu. Idempotent: what is there stays."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db.models import QuerySet
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
)

from .access.roles import BEHEERDERS
from .visibility import KETENPARTNERS, REDACTEUREN

EDITOR_PAGE_PERMISSIONS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page")
EDITOR_APPS = (*settings.OWN_APPS, "wagtailsearchpromotions", "wagtailredirects")
EDITOR_DENIED = ("gebruiker", "uitnodiging")
CLOSED_COLLECTION = "Alleen voor ketenpartners"


def make_groups(home: Page) -> None:
    """Redacteuren may write, publish and manage the vocabulary; Ketenpartners only read; Beheerders manage accounts."""
    Group.objects.get_or_create(name=KETENPARTNERS)
    managers, _ = Group.objects.get_or_create(name=BEHEERDERS)
    editors, _ = Group.objects.get_or_create(name=REDACTEUREN)
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=EDITOR_PAGE_PERMISSIONS
    ):
        GroupPagePermission.objects.get_or_create(group=editors, page=home, permission=permission)
    root = Collection.get_first_root_node()
    # Wagtail asks the permissions of its own models, also where an own model takes their place.
    for app, name in (("wagtailimages", "image"), ("wagtaildocs", "document")):
        codenames = [f"{action}_{name}" for action in ("add", "change", "delete", "choose")]
        chosen = Permission.objects.filter(content_type__app_label=app, codename__in=codenames)
        for permission in chosen:
            GroupCollectionPermission.objects.get_or_create(group=editors, collection=root, permission=permission)
    access = Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
    editors.permissions.add(*editor_permissions(), *access)
    # What else they may is in access.roles, and is no permission that the admin could hand out.
    managers.permissions.add(*access)
    closed_collection()


def editor_permissions() -> QuerySet[Permission]:
    """Everything with the models that editors work with."""
    plain = Permission.objects.filter(content_type__app_label__in=EDITOR_APPS)
    return plain.exclude(content_type__model__in=EDITOR_DENIED)


def closed_collection() -> Collection:
    """Files for ketenpartners only; an editor puts a document there by choosing this collection."""
    root = Collection.get_first_root_node()
    found = root.get_children().filter(name=CLOSED_COLLECTION).first()
    if found:
        return found
    made = root.add_child(instance=Collection(name=CLOSED_COLLECTION))
    restriction = CollectionViewRestriction.objects.create(
        collection=made, restriction_type=CollectionViewRestriction.GROUPS
    )
    restriction.groups.set(Group.objects.filter(name__in=(KETENPARTNERS, REDACTEUREN)))
    return made


def make_site(home: Page, *, name: str, hostname: str = "localhost", port: int = 80) -> Site:
    """The default site with `home` as its root; the page that a new Wagtail brings is removed."""
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True, hostname=hostname, port=port)
    site.root_page = home
    site.site_name = name
    site.save()
    for welcome in Page.objects.filter(depth=2).exclude(pk=home.pk):
        if welcome.specific_class is Page:
            welcome.delete()
    return site
