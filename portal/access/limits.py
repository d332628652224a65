"""How often somebody may try to log in, counted for all processes together.

What is counted, and why:

- Per client: the address that the outermost of our own proxies saw; of IPv6 the /64, which is what one subscriber has.
- Per account *and* client: who guesses is stopped after five tries, and the owner of the account, elsewhere, is not.
- Per account alone, from wherever: a hundred a day, for who guesses from many addresses. Beyond it only clients may try
  from where somebody logged in to this account before, so that its owner cannot be shut out; a new password, by mail,
  opens it again. Behind all this stands the second factor.

An account is what was typed, a name or an address. To count both as one would tell that they belong together.
"""

from __future__ import annotations

import errno
import hashlib
import ipaddress
import logging
import unicodedata
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.cache import BaseCache, caches
from django.core.cache.backends.locmem import LocMemCache
from django.http import HttpRequest

logger = logging.getLogger(__name__)
STORE = "limits"
COUNTED = "allauth:"
ACCOUNT = "login_failed_account"
# Another process may take a lock away between two questions, but not this often.
TRIES = 5
KNOWN_FOR = 90 * 24 * 3600
NOBODY = "0.0.0.0"  # noqa: S104  an address that no client has


class SharedCountsCache(LocMemCache):
    """The default cache, in the memory of one process; but what allauth counts goes to the store of all of them."""

    def add(self, key: str, value: Any, *args: Any, **kwargs: Any) -> bool:
        if not _counts(key):
            return bool(super().add(key, value, *args, **kwargs))
        store = _store()
        for _ in range(TRIES):
            if store.add(key, value, *args, **kwargs):
                return True
            if store.get(key) is not None:
                return False
        # Not there, and not to be added. The store says no more of it; to the visitor it would be "too many attempts".
        raise OSError(errno.EROFS, "The store of the limits on logging in keeps nothing")

    def get(self, key: str, *args: Any, **kwargs: Any) -> Any:
        return _store().get(key, *args, **kwargs) if _counts(key) else super().get(key, *args, **kwargs)

    def set(self, key: str, value: Any, *args: Any, **kwargs: Any) -> None:
        if _counts(key):
            _store().set(key, value, *args, **kwargs)
        else:
            super().set(key, value, *args, **kwargs)

    def delete(self, key: str, *args: Any, **kwargs: Any) -> bool:
        return bool(_store().delete(key, *args, **kwargs) if _counts(key) else super().delete(key, *args, **kwargs))

    def clear(self) -> None:
        super().clear()
        _store().clear()


def _counts(key: str) -> bool:
    return key.startswith(COUNTED)


def _store() -> BaseCache:
    return caches[STORE]


class LimitedLogin(DefaultAccountAdapter):
    """allauth's adapter, with the limits above."""

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_of(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        super().pre_authenticate(request, **credentials)
        account = _account(credentials)
        usage = ratelimit.consume(request, app="allauth.account", action=ACCOUNT, key=account)
        if usage:
            # Given back together with the others when the password is right.
            self._login_failed_rl_usage.usage.extend(usage.usage)
        elif not _store().get(_known(request, account)):
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if user:
            _store().set(_known(request, _account(credentials)), True, KNOWN_FOR)
        return user

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return f"{_account(credentials)}|{ratelimit.get_ip(request)}"

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        super()._delete_login_attempts_cached_email(request, **credentials)
        ratelimit.clear(request, app="allauth.account", action=ACCOUNT, key=_account(credentials))


def client_of(request: HttpRequest) -> str:
    """The address of whoever asks, by what our own proxies say; never by what the visitor wrote himself."""
    trusted = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    direct = request.META.get("REMOTE_ADDR", "")
    if not trusted:
        return _address(direct)
    passed = [part for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if len(passed) < trusted:
        logger.error("X-Forwarded-For names %d addresses and TRUSTED_PROXIES is %d.", len(passed), trusted)
        return _address(direct)
    return _address(passed[-trusted])


def _address(text: str) -> str:
    """An address without a port; of IPv4 written as IPv6 the IPv4."""
    text = text.strip()
    for form in (text, text.rpartition(":")[0], text.removeprefix("[").partition("]")[0]):
        try:
            found = ipaddress.ip_address(form)
        except ValueError:
            continue
        return str(getattr(found, "ipv4_mapped", None) or found)
    # A proxy on a socket has none, and one that hides it says "unknown": all such clients count as one.
    return NOBODY


def _account(credentials: dict[str, Any]) -> str:
    typed = credentials.get("email") or credentials.get("username") or ""
    return unicodedata.normalize("NFKC", str(typed)).strip().lower()


def _known(request: HttpRequest, account: str) -> str:
    return f"known:{hashlib.sha256(f'{account}|{ratelimit.get_ip(request)}'.encode()).hexdigest()}"
