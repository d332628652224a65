"""What strangers made is read in a process that can be stopped, and that has nothing to tell."""

import time
from collections.abc import Callable

import pytest

from portal.files.limited import Unread, run_limited
from tests.portal import readers


def test_what_a_reader_gives_comes_back() -> None:
    assert run_limited(readers.backwards, b"abc") == b"cba"
    assert run_limited(readers.count, b"abc", 2) == {"characters": 6, "text": "é"}


def test_a_refusal_is_told_with_its_kind() -> None:
    with pytest.raises(Unread) as caught:
        run_limited(readers.refuse, b"")
    assert (caught.value.kind, caught.value.reason) == ("Refusal", "Dit is geen tabel.\nEcht niet.")


@pytest.mark.parametrize("reader", [readers.loop, readers.sleep], ids=lambda reader: reader.__name__)
def test_it_is_stopped_in_time(reader: Callable) -> None:
    began = time.monotonic()
    with pytest.raises(Unread, match="more than 1 s"):
        run_limited(reader, b"", seconds=1)
    assert time.monotonic() - began < 5


def test_it_gets_no_more_memory_than_it_may() -> None:
    with pytest.raises(Unread) as caught:
        run_limited(readers.swell, b"", memory=300_000_000)
    assert caught.value.kind == "MemoryError"
    assert run_limited(readers.swell, b"", memory=1_500_000_000) == 500_000_000


def test_a_crash_and_a_printed_line_do_no_harm() -> None:
    with pytest.raises(Unread, match="ended with -"):
        run_limited(readers.crash, b"")
    assert run_limited(readers.chatter, b"") == 7


def test_it_finds_no_secret_and_none_of_our_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "geheim")
    environment, ours = run_limited(readers.look_around, b"")
    assert "geheim" not in environment
    assert not ours
