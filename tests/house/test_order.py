"""The order of tests does not matter: one that empties the database leaves it as the migrations made it."""

import pytest
from django.contrib.auth.models import Permission
from wagtail.models import Page, Site


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", [1, 2])
def test_the_root_page_is_there_each_time(time: int) -> None:
    """The second time it runs after a flush."""
    assert Page.objects.filter(depth=1).count() == 1
    assert Site.objects.count() == 1
    assert Permission.objects.filter(codename="access_admin").exists()
