"""A service for single sign-on on this machine, that speaks OpenID Connect; and can be told to lie.

It judges what comes as a real one does: client, redirect address, PKCE, a code once.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT: Final = "policy-qa"
SECRET: Final = "s3cret-of-the-client"
KEY: Final = RSAKey.generate_key(2048, {"kid": "k1", "use": "sig"}, auto_kid=False)
FOREIGN: Final = RSAKey.generate_key(2048, {"kid": "k1", "use": "sig"}, auto_kid=False)
Claims = dict[str, Any]


def signed(claims: Claims) -> str:
    """The claims as an ID token of the issuer's."""
    return jwt.encode({"alg": "RS256", "kid": "k1"}, claims, KEY)


def by_a_foreign_key(claims: Claims) -> str:
    """Signed by somebody else under the same name of a key."""
    return jwt.encode({"alg": "RS256", "kid": "k1"}, claims, FOREIGN)


def unsigned(claims: Claims) -> str:
    """``alg: none``."""
    parts = (json.dumps({"alg": "none"}), json.dumps(claims))
    head, body = (base64.urlsafe_b64encode(one.encode()).decode().rstrip("=") for one in parts)
    return f"{head}.{body}."


def by_the_public_key(claims: Claims) -> str:
    """HS256, with what everybody can read as its secret."""
    public = json.dumps(KEY.as_dict(private=False)).encode()
    return jwt.encode({"alg": "HS256", "kid": "k1"}, claims, OctKey.import_key(public))


def by_the_secret(claims: Claims) -> str:
    """HS256 with the secret of the client: allowed by the standard, not by us."""
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET * 2))


@dataclass
class Issuer:
    """The service: who signs in next, how its tokens are made, what it was asked."""

    address: str = ""
    person: Claims = field(default_factory=lambda: {"sub": "u-1", "name": "王芳"})
    change: Callable[[Claims], Claims] = lambda claims: claims
    written: Callable[[Claims], str] = signed
    discovery: Claims = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def discovered(self) -> Claims:
        """What it says of itself."""
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            **self.discovery,
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser is sent once its user has proven who they are."""
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, sent: dict[str, str], authorization: str) -> Claims | None:
        """Tokens for a code; None where something is not right."""
        said = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        asked = self.codes.pop(sent.get("code", ""), None)
        if asked is None or authorization != f"Basic {said}":
            return None
        proof = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).decode().rstrip("=")
        if challenge != asked["code_challenge"] or sent["redirect_uri"] != asked["redirect_uri"]:
            return None
        now = int(time.time())
        claims = {
            "iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 300,
            "nonce": asked["nonce"], **self.person,
        }  # fmt: skip
        token = self.written(self.change(claims))
        return {"access_token": secrets.token_urlsafe(8), "token_type": "Bearer", "id_token": token}


@contextmanager
def issuer() -> Iterator[Issuer]:
    """The service, on a free port of this machine, until the block ends."""
    service = Issuer()

    class Handler(BaseHTTPRequestHandler):
        def _say(self, status: int, said: Claims, location: str = "") -> None:
            body = json.dumps(said).encode()
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            service.asked.append(parts.path)
            if parts.path == "/.well-known/openid-configuration":
                self._say(200, service.discovered())
            elif parts.path == "/keys":
                self._say(200, {"keys": [KEY.as_dict(private=False)]})
            elif parts.path == "/authorize":
                given = {key: values[0] for key, values in parse_qs(parts.query).items()}
                self._say(302, {}, service.authorize(given))
            else:
                self._say(404, {})

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            sent = {k: v[0] for k, v in parse_qs(self.rfile.read(length).decode()).items()}
            service.asked.append(self.path)
            tokens = service.token(sent, self.headers.get("Authorization", ""))
            self._say(200, tokens) if tokens else self._say(400, {"error": "invalid_grant"})

        def log_message(self, *said: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
