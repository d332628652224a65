"""An address that somebody else wrote may be no address at all."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory
from wagtail.contrib.redirects.models import Redirect

from portal.editing.collisions import _back
from portal.links import parts_of

NONE = ("//[", "http://[x", "http://[::1", "//\n/[31m", "http://]")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/%0A/1e9%1B%5B31m", "/%09/%5B::1%5D/", "/%0D/%5D", "/x%5B"])
def test_a_path_that_looks_like_half_an_address(client: Client, path: str) -> None:
    assert client.get(path, {"provincie": "%"}).status_code == 404


@pytest.mark.parametrize("text", NONE)
def test_a_sender_that_is_no_address(text: str) -> None:
    assert _back(RequestFactory().post("/admin/", headers={"referer": text})) == "/admin/"


@pytest.mark.django_db
@pytest.mark.parametrize("text", NONE)
def test_a_redirect_to_what_is_no_address(client: Client, text: str) -> None:
    Redirect.objects.create(old_path="/oud", redirect_link=text)
    assert client.get("/oud").status_code < 500


@pytest.mark.parametrize("text", NONE)
def test_its_parts_are_empty(text: str) -> None:
    assert not parts_of(text).netloc or "[" not in parts_of(text).netloc
