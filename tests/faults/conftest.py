"""The fixtures of the tests of search, for tests of what breaks."""

from tests.search.conftest import committed, create, own_search

__all__ = ["committed", "create", "own_search"]
