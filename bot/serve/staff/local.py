"""Whether a request comes from a person at this machine, and not through a proxy that runs on it.

A proxy on the same machine connects from 127.0.0.1 for everybody. So the address of the connection
is not enough: where the operator says that there is a proxy, or the request shows signs of one,
nobody is at this machine. What a header claims of an address is never believed here.
"""

from __future__ import annotations

import ipaddress
from typing import Final

from starlette.datastructures import Headers
from starlette.types import Scope

from bot.serve.hosts import LOOPBACK, name_of
from environment.settings import Settings

LOCAL: Final = "policy.local"  # the key in a request's scope; what is not there is not local
# What proxies add, each its own; a browser at this machine sends none of them.
_PASSED_ON: Final = (
    "forwarded", "x-forwarded-", "x-real-ip", "x-client-ip", "x-original-", "via", "cf-",
    "true-client-ip", "x-cluster-client-ip", "x-envoy-",
)  # fmt: skip


def is_local(scope: Scope, settings: Settings) -> bool:
    """Whether a request was sent on this machine, to one of its own names, by no proxy.

    Looked at before anything that a proxy said is taken away or believed.
    """
    if settings.trusted_proxies or settings.root_path:
        return False
    if scope.get("http_version") == "1.0":  # no browser speaks it; proxies do, unless told not to
        return False
    headers = Headers(scope=scope)
    if any(name.startswith(_PASSED_ON) for name in headers):
        return False
    peer = scope.get("client")
    if not peer or not _is_loopback(str(peer[0])):
        return False
    return name_of(headers.get("host", "")) in LOOPBACK


def _is_loopback(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback
