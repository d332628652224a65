"""The check that no type is forgotten by search, and the check that Django itself makes."""

from collections.abc import Iterator

import pytest
from django.core.checks import run_checks

from portal import checks
from search import conf


@pytest.fixture(autouse=True)
def fresh_sources() -> Iterator[None]:
    conf.sources.cache_clear()
    yield
    conf.sources.cache_clear()


def test_no_check_complains() -> None:
    assert run_checks() == []


def test_every_type_is_searched_or_left_out() -> None:
    assert checks.every_type_is_searched_or_left_out() == []


def test_a_type_without_a_source_is_an_error(settings: pytest.FixtureRequest) -> None:
    settings.SEARCH = {**settings.SEARCH, "SOURCES": (), "LEFT_OUT": ()}  # type: ignore[attr-defined]
    found = {message.obj for message in checks.every_type_is_searched_or_left_out()}
    assert found == set(checks.editable_models())


def test_a_type_that_is_left_out_by_name_is_no_error(settings: pytest.FixtureRequest) -> None:
    labels = [model._meta.label for model in checks.editable_models()]
    settings.SEARCH = {**settings.SEARCH, "SOURCES": (), "LEFT_OUT": labels}  # type: ignore[attr-defined]
    assert checks.every_type_is_searched_or_left_out() == []
