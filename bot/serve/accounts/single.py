"""Single sign-on (统一身份登录): the authorization code flow of OpenID Connect, with PKCE.

Who somebody is comes from an ID token alone, fetched by us from the issuer over a connection of
our own and verified: signature, algorithm, issuer, audience, expiry, nonce.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oidc.core import CodeIDToken
from cachetools import TTLCache
from httpx2 import HTTPError
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from bot.records.members import Role
from bot.serve.options import ROLES
from environment.loopback import exempt_from_proxies, is_loopback
from environment.settings import Settings

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384")
DISCOVERY: Final = "/.well-known/openid-configuration"
ENDPOINTS: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")
MINUTES: Final = 10  # in which somebody has to come back
UNDER_WAY: Final = 4096  # sign-ins that have begun
SECONDS: Final = 10.0  # that the issuer may take for an answer
LEEWAY: Final = 60  # seconds by which two clocks may differ
LONGEST: Final = 255  # characters of a sub, as the standard has it
SUBJECT: Final = 200  # as many as are kept


class SingleError(RuntimeError):
    """It can't be told who somebody is; the message, in English, is for the operator's log."""


@dataclass(frozen=True, slots=True)
class Vouched:
    """Whom the issuer vouches for. ``subject`` is issuer and sub: nothing else tells people apart.

    ``roles`` are None where the issuer is not asked for them; ``back`` is where they came from.
    """

    subject: str
    name: str
    person: str
    roles: frozenset[Role] | None
    back: str


@dataclass(frozen=True, slots=True)
class _Begun:
    state: str
    nonce: str
    verifier: str
    redirect: str
    back: str


class Single:
    """The service for single sign-on that the settings name."""

    def __init__(self, settings: Settings) -> None:
        self.issuer = settings.oidc_issuer
        host = urlsplit(self.issuer).hostname or ""
        if is_loopback(host):
            exempt_from_proxies(host)
        self._client_id = settings.oidc_client_id
        self._secret = settings.oidc_client_secret.get_secret_value()
        self.roles_claim = settings.oidc_roles_claim
        self._begun: TTLCache[str, _Begun] = TTLCache(UNDER_WAY, MINUTES * 60)

    async def begin(self, redirect: str, back: str) -> tuple[str, str]:
        """Where the browser goes, and a handle that it keeps until it comes back.

        Raises:
            SingleError: the issuer does not answer as it should.
        """
        begun = _Begun(
            state=secrets.token_urlsafe(32), nonce=secrets.token_urlsafe(32),
            verifier=secrets.token_urlsafe(48), redirect=redirect, back=back,
        )  # fmt: skip
        handle = secrets.token_urlsafe(32)
        try:
            async with self._client(redirect) as client:
                found = await self._discovered(client)
                where, _ = client.create_authorization_url(
                    found["authorization_endpoint"], state=begun.state, nonce=begun.nonce,
                    code_verifier=begun.verifier,
                )  # fmt: skip
        except (HTTPError, AuthlibBaseError, ValueError) as error:
            raise SingleError(f"discovery failed: {error!r}") from error
        self._begun[handle] = begun
        return where, handle

    async def finish(self, handle: str, came: Mapping[str, str]) -> Vouched:
        """Who came back with these parameters, in the browser that holds this handle; once.

        Raises:
            SingleError: it can't be told who they are.
        """
        begun = self._begun.pop(handle, None)
        if begun is None:
            raise SingleError("nobody has begun this sign-in, or they have finished it")
        if not hmac.compare_digest(came.get("state", "").encode(), begun.state.encode()):
            raise SingleError("another state than was sent")
        if came.get("iss", self.issuer) != self.issuer:
            raise SingleError(f"another issuer answers: {came['iss']!r}")
        if "code" not in came:
            raise SingleError(f"no code, but {came.get('error', '')[:80]!r}")
        try:
            async with self._client(begun.redirect) as client:
                claims = await self._claims(client, came["code"], begun)
        except (HTTPError, AuthlibBaseError, JoseError, ValueError, KeyError, TypeError) as error:
            raise SingleError(f"no ID token to rely on: {error!r}") from error
        return self._vouched(claims, begun.back)

    async def _claims(
        self, client: AsyncOAuth2Client, code: str, begun: _Begun
    ) -> Mapping[str, Any]:
        """What the verified ID token says."""
        found = await self._discovered(client)
        client.token_endpoint_auth_method = self._authentication(found)
        token = await client.fetch_token(
            found["token_endpoint"], code=code, code_verifier=begun.verifier,
            grant_type="authorization_code",
        )  # fmt: skip
        answer = await client.request("GET", found["jwks_uri"], withhold_token=True)
        answer.raise_for_status()
        keys = KeySet.import_key_set(answer.json())
        read = jwt.decode(token["id_token"], keys, algorithms=ALGORITHMS)
        claims = CodeIDToken(
            read.claims, read.header,
            {
                "iss": {"essential": True, "value": self.issuer},
                "aud": {"essential": True, "value": self._client_id},
            },
            {
                "nonce": begun.nonce, "client_id": self._client_id,
                "access_token": token.get("access_token"),
            },
        )  # fmt: skip
        claims.validate(leeway=LEEWAY)
        return dict(claims)

    async def _discovered(self, client: AsyncOAuth2Client) -> Mapping[str, Any]:
        """What the issuer says of itself; every address of it is its own."""
        answer = await client.request(
            "GET", self.issuer.rstrip("/") + DISCOVERY, withhold_token=True
        )
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        if found.get("issuer") != self.issuer:
            raise SingleError(f"OIDC_ISSUER is {self.issuer!r}, it says {found.get('issuer')!r}")
        for name in ENDPOINTS:
            if _origin(str(found.get(name))) != _origin(self.issuer):
                raise SingleError(f"{name} is not of the issuer: {found.get(name)!r}")
        return found

    def _client(self, redirect: str) -> AsyncOAuth2Client:
        return AsyncOAuth2Client(
            self._client_id, self._secret or None, scope="openid profile", redirect_uri=redirect,
            code_challenge_method="S256", timeout=SECONDS, follow_redirects=False,
        )  # fmt: skip

    def _authentication(self, found: Mapping[str, Any]) -> str:
        """How we say who we are: by what the issuer takes."""
        if not self._secret:
            return "none"
        taken = found.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        return "client_secret_basic" if "client_secret_basic" in taken else "client_secret_post"

    def _vouched(self, claims: Mapping[str, Any], back: str) -> Vouched:
        sub = str(claims["sub"])
        if not sub or len(sub) > LONGEST:
            raise SingleError(f"a sub of {len(sub)} characters")
        subject = f"{self.issuer}#{sub}"
        if len(subject) > SUBJECT:
            subject = f"sha256:{hashlib.sha256(subject.encode()).hexdigest()}"
        name, person = (str(claims.get(key) or "")[:64] for key in ("preferred_username", "name"))
        roles = roles_of(claims, self.roles_claim) if self.roles_claim else None
        return Vouched(subject, name, person, roles, back)


def roles_of(claims: Mapping[str, Any], claim: str) -> frozenset[Role]:
    """The roles that a claim names, in Chinese or English; ``realm_access.roles`` lies within."""
    found: Any = claims
    if claim in claims:
        found = claims[claim]
    else:
        for part in claim.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    said = found.replace(",", " ").split() if isinstance(found, str) else found
    named = {**ROLES, **{role.value: role.value for role in Role}}
    listed = said if isinstance(said, list) else []
    return frozenset(Role(named[one]) for one in listed if isinstance(one, str) and one in named)


def _origin(address: str) -> tuple[str, str, int | None]:
    parts = urlsplit(address)
    return parts.scheme, parts.hostname or "", parts.port
