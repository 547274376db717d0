"""Under which names the service answers, and that no other website makes a browser talk to it."""

from __future__ import annotations

import re
from typing import Final

from starlette.datastructures import Headers
from starlette.types import Scope

from bot.serve.refusal import Refused
from environment.settings import Settings

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
HOST: Final = re.compile(r"(?:\[([0-9a-f:.]+)]|([\w.-]+))(?::\d{1,5})?", re.ASCII | re.IGNORECASE)
OWN: Final = frozenset({"same-origin", "none"})  # none: typed by the user
SAFE: Final = frozenset({"GET", "HEAD"})
FOREIGN_NAME: Final = "这里不接受用这个主机名访问；请用公布的网址。（管理员：ALLOWED_HOSTS）"
FOREIGN_SITE: Final = "请求来自别的网站，没有处理。请在本网站的页面上操作。"


class Hosts:
    """The names that are ours: loopback, the address served, and those the operator adds.

    A page of another site can make a browser send a request, under a name of its own (DNS
    rebinding) or under ours with its ``Origin``; neither is answered.
    """

    def __init__(self, settings: Settings) -> None:
        self._exact = LOOPBACK | {settings.host.strip("[]").lower(), *settings.allowed_hosts}
        self._below = tuple(n[1:] for n in settings.allowed_hosts if n.startswith("*."))

    def check(self, scope: Scope) -> None:
        """Raises Refused: 400 for a foreign name, 403 for what another site had sent."""
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self._ours(name_of(hosts[0]), scope):
            raise Refused(400, FOREIGN_NAME)
        if scope["method"] in SAFE:
            return
        if _from_elsewhere(headers, hosts[0]):
            raise Refused(403, FOREIGN_SITE)

    def _ours(self, name: str, scope: Scope) -> bool:
        if name in self._exact or name.endswith(self._below):
            return True
        address = scope.get("server")  # this end of the connection: the address that was dialled
        return bool(address and name and name == str(address[0]))


def _from_elsewhere(headers: Headers, host: str) -> bool:
    """Whether a browser says that a page of another site sent this. Programs say nothing.

    What the browser itself found (over TLS or on this machine) is surer than a comparison with a
    ``Host`` that a proxy may have changed.
    """
    found = headers.get("sec-fetch-site")
    if found is not None:
        return found not in OWN
    own = {f"http://{host}".lower(), f"https://{host}".lower()}
    return any(origin.lower() not in own for origin in headers.getlist("origin"))


def name_of(host: str) -> str:
    """The name of a ``Host`` header without its port: ``[::1]:7860`` → ``::1``; "" for no name."""
    match = HOST.fullmatch(host)
    return (match[1] or match[2]).lower() if match else ""
