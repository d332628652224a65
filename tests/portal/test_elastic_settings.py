"""The settings of the cluster: what cannot work is said before anything starts."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.settings.elastic import cluster


@pytest.fixture(autouse=True)
def nothing_given(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("URL", "CA", "API_KEY", "PREFIX", "REPLICAS", "TIMEOUT", "WRITE_TIMEOUT"):
        monkeypatch.delenv(f"ELASTICSEARCH_{name}", raising=False)


def test_several_hosts_have_a_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ELASTICSEARCH_URL", "https://een.example.org:9200, https://twee.example.org:9200/ ,")
    given = cluster()
    assert given["HOSTS"] == ["https://een.example.org:9200", "https://twee.example.org:9200"]
    assert given["REPLICAS"] == 1


def test_what_is_given_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ELASTICSEARCH_URL", "http://127.0.0.1:9200")
    assert cluster()["REPLICAS"] == 0
    for name, value in (("REPLICAS", "2"), ("TIMEOUT", "0.5"), ("WRITE_TIMEOUT", "20")):
        monkeypatch.setenv(f"ELASTICSEARCH_{name}", value)
    given = cluster()
    assert (given["REPLICAS"], given["SEARCH_TIMEOUT"], given["WRITE_TIMEOUT"]) == (2, 0.5, 20.0)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("URL", "zoek.example.org:9200"),
        ("URL", "https://zoek.example.org"),
        ("URL", "http://127.0.0.1:9200;http://127.0.0.1:9201"),
        ("CA", "/nergens/ca.pem"),
        ("CA", __file__),
        ("REPLICAS", "een"),
        ("TIMEOUT", "-1"),
    ],
)
def test_what_cannot_work_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"ELASTICSEARCH_{name}", value)
    with pytest.raises(ImproperlyConfigured, match=f"ELASTICSEARCH_{name} "):
        cluster()
