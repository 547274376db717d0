"""Whose a conversation is: what a browser holds, without a name, and what is kept of it."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping
from http.cookies import SimpleCookie
from typing import Any, Final

from starlette.requests import HTTPConnection
from starlette.types import Scope

COOKIE: Final = "policy_visitor"
LASTING: Final = 180 * 24 * 60 * 60  # seconds
_SECRET: Final = re.compile(r"[\w-]{32,64}", re.ASCII)


def owner_of(cookies: Mapping[str, str]) -> str:
    """Who holds these cookies, as the records name them; "" for who holds none of ours."""
    secret = cookies.get(COOKIE, "")
    return hashlib.sha256(secret.encode()).hexdigest() if _SECRET.fullmatch(secret) else ""


def new_cookie(scope: Scope, path: str) -> str | None:
    """What to set with a page for a browser that holds nothing yet; None where it does."""
    if owner_of(HTTPConnection(scope).cookies):
        return None
    made = SimpleCookie({COOKIE: secrets.token_urlsafe(32)})
    said: dict[str, Any] = {"path": path, "max-age": LASTING, "httponly": True, "samesite": "lax"}
    if scope.get("scheme") == "https":
        said["secure"] = True
    made[COOKIE].update(said)
    return made[COOKIE].OutputString()
