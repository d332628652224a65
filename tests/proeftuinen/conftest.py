"""A tracker to test with."""

import pytest

from .builders import Tracker


@pytest.fixture
def tracker(db: None) -> Tracker:
    return Tracker()
