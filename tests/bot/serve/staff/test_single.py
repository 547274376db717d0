"""Single sign-on against a service that speaks the real protocol over HTTP, and may lie."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from pydantic import SecretStr

from bot.records.members import Role
from bot.serve.accounts import single
from bot.serve.accounts.single import Single, roles_of
from bot.serve.staff.access import COOKIE
from environment.settings import Settings, SettingsError
from tests.bot.serve.staff import issuer as made
from tests.bot.serve.staff.conftest import Office
from tests.bot.serve.staff.issuer import CLIENT, SECRET, Issuer, issuer


@pytest.fixture
def idp() -> Iterator[Issuer]:
    with issuer() as service:
        yield service


def joined(office: Office, service: Issuer, **more: Any) -> Office:  # noqa: ANN401 -- settings
    """The office with single sign-on set."""
    settings = office.services.settings.but(
        oidc_issuer=service.address,
        oidc_client_id=CLIENT,
        oidc_client_secret=SecretStr(SECRET),
        **more,
    )
    office.services.single = Single(settings)
    return replace(office)


@pytest.fixture
def bureau(office: Office, idp: Issuer) -> Office:
    return joined(office, idp)


def set_out(visitor: TestClient, back: str = "") -> str:
    """The address at the issuer that a browser is sent to."""
    answer = visitor.get(
        "/staff/sign-in/single", params={"next": back} if back else None, follow_redirects=False
    )
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def prove(where: str) -> str:
    """What comes after the host of the address that the issuer sends the browser back to."""
    answer = httpx2.get(where, follow_redirects=False, trust_env=False)
    back = urlsplit(answer.headers["location"])
    assert back.netloc == "127.0.0.1"
    return f"{back.path}?{back.query}"


def comes_back(visitor: TestClient, back: str = "") -> Response:
    return visitor.get(prove(set_out(visitor, back)), follow_redirects=False)


def test_whom_the_issuer_vouches_for_comes_in_with_no_role_until_one_is_given(
    bureau: Office, idp: Issuer
) -> None:
    visitor = bureau.visitor()
    assert "用统一身份登录" in visitor.get("/staff/sign-in").text
    came = comes_back(visitor, "/staff/rules?doc=sample")
    assert came.headers["location"] == "../../staff/rules?doc=sample"
    assert visitor.get("/staff/import").status_code == 403
    accounts = bureau.services.records.accounts
    member = next(one for one in accounts.all() if one.subject)
    assert (member.person, member.roles, member.local) == ("王芳", frozenset(), False)
    assert member.subject == f"{idp.address}#u-1"
    accounts.change("test", member.name, roles=[Role.CHECKER])
    assert visitor.get("/staff/import").status_code == 200
    again = bureau.visitor()
    assert comes_back(again).status_code == 303
    assert again.get("/staff/import").status_code == 200
    assert len([one for one in accounts.all() if one.subject]) == 1


def test_what_is_asked_of_the_issuer_is_what_the_standard_says(bureau: Office) -> None:
    asked = {k: v[0] for k, v in parse_qs(urlsplit(set_out(bureau.visitor())).query).items()}
    assert asked["redirect_uri"] == "http://127.0.0.1/staff/sign-in/back"
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    other = {k: v[0] for k, v in parse_qs(urlsplit(set_out(bureau.visitor())).query).items()}
    for key in ("state", "nonce", "code_challenge"):
        assert len(asked[key]) >= 43
        assert asked[key] != other[key]


LIES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "another nonce": lambda claims: {**claims, "nonce": "x" * 43},
    "no nonce": lambda claims: {k: v for k, v in claims.items() if k != "nonce"},
    "for another": lambda claims: {**claims, "aud": "another-client"},
    "for two, made for the other": lambda claims: {
        **claims, "aud": [CLIENT, "another"], "azp": "another",
    },
    "for nobody": lambda claims: {k: v for k, v in claims.items() if k != "aud"},
    "over": lambda claims: {**claims, "exp": int(time.time()) - 3600},
    "never over": lambda claims: {k: v for k, v in claims.items() if k != "exp"},
    "not yet": lambda claims: {**claims, "nbf": int(time.time()) + 3600},
    "of another issuer": lambda claims: {**claims, "iss": "https://evil.example"},
    "of nobody": lambda claims: {**claims, "sub": ""},
    "of no one": lambda claims: {k: v for k, v in claims.items() if k != "sub"},
    "of a number": lambda claims: {**claims, "sub": 7},
    "of too long a name": lambda claims: {**claims, "sub": "x" * 256},
}  # fmt: skip


@pytest.mark.parametrize("lie", LIES)
def test_a_token_that_says_something_else_lets_nobody_in(
    bureau: Office, idp: Issuer, lie: str
) -> None:
    idp.change = LIES[lie]
    nobody_comes_in(bureau)


@pytest.mark.parametrize(
    "written",
    [made.by_a_foreign_key, made.unsigned, made.by_the_public_key, made.by_the_secret,
     lambda _: "x.y.z", lambda _: ""],
)  # fmt: skip
def test_a_token_that_the_issuer_did_not_sign_lets_nobody_in(
    bureau: Office, idp: Issuer, written: Callable[[dict[str, Any]], str]
) -> None:
    idp.written = written
    nobody_comes_in(bureau)


def nobody_comes_in(bureau: Office) -> None:
    visitor = bureau.visitor()
    came = comes_back(visitor)
    assert came.status_code == 403
    assert "没有成功" in came.text
    assert COOKIE not in visitor.cookies
    assert not [one for one in bureau.services.records.accounts.all() if one.subject]


def test_a_way_back_is_good_once_and_in_one_browser_alone(bureau: Office, idp: Issuer) -> None:
    visitor, attacker = bureau.visitor(), bureau.visitor()
    back = prove(set_out(visitor))
    assert attacker.get(back).status_code == 403  # login CSRF: another's code and state
    set_out(attacker)
    assert attacker.get(back).status_code == 403
    assert visitor.get(back, follow_redirects=False).status_code == 303
    assert visitor.get(back).status_code == 403  # state used up
    where = set_out(visitor)
    state = parse_qs(urlsplit(where).query)["state"][0]
    used = parse_qs(urlsplit(back).query)["code"][0]
    replayed = visitor.get("/staff/sign-in/back", params={"code": used, "state": state})
    assert replayed.status_code == 403  # a code used before: the issuer says no


def test_another_state_or_a_refusal_by_the_issuer_lets_nobody_in(bureau: Office) -> None:
    for came in (
        {"code": "x", "state": "x" * 43}, {"code": "x"}, {}, {"state": "状态"},
        {"error": "access_denied", "state": "{state}"},
        {"code": "x", "state": "{state}", "iss": "https://evil.example"},
    ):  # fmt: skip
        visitor = bureau.visitor()
        state = parse_qs(urlsplit(set_out(visitor)).query)["state"][0]
        sent = {key: value.replace("{state}", state) for key, value in came.items()}
        assert visitor.get("/staff/sign-in/back", params=sent).status_code == 403


@pytest.mark.parametrize(
    "discovery",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "https://evil.example/token"},
        {"jwks_uri": "https://evil.example/keys"},
        {"authorization_endpoint": "https://evil.example/authorize"},
        {"jwks_uri": None},
    ],
)
def test_nothing_is_fetched_from_anybody_but_the_issuer(
    bureau: Office, idp: Issuer, discovery: dict[str, Any]
) -> None:
    idp.discovery = discovery
    answer = bureau.visitor().get("/staff/sign-in/single", follow_redirects=False)
    assert answer.status_code == 503
    assert "密码登录" in answer.text
    assert idp.asked == ["/.well-known/openid-configuration"]


def test_who_is_called_like_somebody_here_is_not_taken_for_them(
    bureau: Office, idp: Issuer
) -> None:
    idp.person = {
        "sub": "u-9", "name": "王科", "preferred_username": "clerk", "email": "clerk@gov.cn",
    }  # fmt: skip
    visitor = bureau.visitor()
    assert comes_back(visitor).status_code == 303
    assert visitor.get("/staff/import").status_code == 403
    held = {one.name: one for one in bureau.services.records.accounts.all()}
    assert held["clerk"].subject is None
    newcomer = next(one for one in held.values() if one.subject)
    assert newcomer.name.startswith("clerk-")
    assert newcomer.person != "王科"


def test_an_account_that_is_switched_off_stays_out(bureau: Office) -> None:
    assert comes_back(bureau.visitor()).status_code == 303
    accounts = bureau.services.records.accounts
    member = next(one for one in accounts.all() if one.subject)
    accounts.change("test", member.name, off=True)
    came = comes_back(bureau.visitor())
    assert (came.status_code, "已停用" in came.text) == (403, True)


def test_the_roles_that_the_issuer_names_come_and_go(office: Office, idp: Issuer) -> None:
    bureau = joined(office, idp, oidc_roles_claim="realm_access.roles")
    idp.person = {"sub": "u-1", "name": "王芳", "realm_access": {"roles": ["核对", "x", "admin"]}}
    assert comes_back(bureau.visitor()).status_code == 303
    accounts = bureau.services.records.accounts
    assert next(o for o in accounts.all() if o.subject).roles == {Role.CHECKER, Role.ADMIN}
    idp.person = {"sub": "u-1", "name": "王芳"}
    visitor = bureau.visitor()
    assert comes_back(visitor).status_code == 303
    assert next(o for o in accounts.all() if o.subject).roles == frozenset()
    assert visitor.get("/staff/import").status_code == 403


@pytest.mark.parametrize(
    ("claims", "roles"),
    [
        ({"roles": "核对 signer"}, {Role.CHECKER, Role.SIGNER}),
        ({"roles": ["评测", 7, None]}, {Role.EVALUATOR}),
        ({"roles": {"admin": True}}, set()),
        ({"roles": None}, set()),
        ({}, set()),
    ],
)
def test_roles_are_read_from_a_claim(claims: dict[str, Any], roles: set[Role]) -> None:
    assert roles_of(claims, "roles") == roles


def test_a_local_account_gets_in_while_the_issuer_is_away(office: Office) -> None:
    with issuer() as service:
        bureau = joined(office, service)
    answer = bureau.visitor().get("/staff/sign-in/single", follow_redirects=False)
    assert answer.status_code == 503
    assert bureau.member("zhang", Role.CHECKER).get("/staff/import").status_code == 200


def test_where_nothing_is_set_there_is_no_button_and_no_way(office: Office) -> None:
    assert "统一身份" not in office.visitor().get("/staff/sign-in").text
    for path in ("/staff/sign-in/single", "/staff/sign-in/back?code=x&state=y"):
        assert office.visitor().get(path).status_code == 404


def test_a_sign_in_that_was_begun_long_ago_is_over(
    bureau: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = bureau.visitor()
    back = prove(set_out(visitor))
    service = bureau.services.single
    assert service is not None
    later = time.monotonic() + single.MINUTES * 60 + 1
    monkeypatch.setattr(service, "_begun", type(service._begun)(1, 1, timer=lambda: later))
    assert visitor.get(back).status_code == 403


def test_an_issuer_without_tls_is_one_of_this_machine_or_none() -> None:
    for wrong in ("http://sso.example.gov.cn", "https://sso.example.gov.cn/?x=1", "sso"):
        with pytest.raises(SettingsError, match="OIDC_ISSUER"):
            Settings(oidc_issuer=wrong, oidc_client_id="x")
    with pytest.raises(SettingsError, match="OIDC_CLIENT_ID"):
        Settings(oidc_issuer="https://sso.example.gov.cn")
    assert "s3cret" not in repr(Settings(oidc_client_secret=SecretStr("s3cret")))


def test_below_a_path_the_way_back_and_the_cookie_are_below_it_too(
    bureau: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = bureau.services
    monkeypatch.setattr(services, "settings", services.settings.but(root_path="/policy"))
    monkeypatch.setattr(services.access, "_root", "/policy")
    answer = TestClient(bureau.app, "https://127.0.0.1").get(
        "/staff/sign-in/single", follow_redirects=False
    )
    asked = parse_qs(urlsplit(answer.headers["location"]).query)
    assert asked["redirect_uri"] == ["https://127.0.0.1/policy/staff/sign-in/back"]
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Secure-policy_single=")
    assert {"Path=/policy", "Secure", "HttpOnly", "SameSite=lax", "Max-Age=600"} <= set(
        cookie.split("; ")
    )
