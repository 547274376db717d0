"""What runs on this machine is reached directly, whatever proxy the environment names."""

from __future__ import annotations

import ipaddress
import os


def is_loopback(host: str) -> bool:
    """Whether a host of a URL is this machine itself: localhost, 127.0.0.0/8 or ::1."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def exempt_from_proxies(host: str) -> None:
    """Have every HTTP client that this process makes from now on reach ``host`` directly."""
    for name in ("NO_PROXY", "no_proxy"):  # clients read the one or the other
        spared = [one for one in os.environ.get(name, "").split(",") if one]
        if not {host, "*"} & set(spared):
            os.environ[name] = ",".join([*spared, host])
