"""Who may use the pages of the staff: this machine, or whoever was given the token."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from bot.serve.staff.access import COOKIE
from bot.serve.staff.intake_routes import import_router
from bot.serve.staff.local import is_local
from bot.serve.staff.rules_routes import rules_router
from environment.settings import Settings
from tests.bot.serve.staff.conftest import Office


def arrives(
    peer: str = "127.0.0.1", host: str = "127.0.0.1:7860", version: str = "1.1", **headers: str
) -> dict[str, Any]:
    """A request as the server hands it on."""
    given = {"host": host, **{name.replace("_", "-"): value for name, value in headers.items()}}
    raw = [(name.encode(), value.encode()) for name, value in given.items()]
    return {"type": "http", "client": (peer, 1), "headers": raw, "http_version": version}


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.0.0.9", "::1", "::ffff:127.0.0.1"])
def test_a_person_at_this_machine_is_local(peer: str) -> None:
    assert is_local(arrives(peer, host="localhost"), Settings())


@pytest.mark.parametrize(
    "request_",
    [
        arrives("192.0.2.7"),
        arrives("::ffff:192.0.2.7"),
        arrives(x_forwarded_for="127.0.0.1"),
        arrives(x_forwarded_for="192.0.2.7"),
        arrives(x_real_ip="127.0.0.1"),
        arrives(forwarded="for=127.0.0.1"),
        arrives(via="1.1 gateway"),
        arrives(host="zc.example.gov.cn"),
        arrives(version="1.0"),
        arrives("unix"),
    ],
)
def test_a_stranger_behind_a_proxy_of_this_machine_is_not(request_: dict[str, Any]) -> None:
    assert not is_local(request_, Settings())


@pytest.mark.parametrize("said", [{"trusted_proxies": "127.0.0.1"}, {"root_path": "/policy"}])
def test_where_the_operator_names_a_proxy_nobody_is_local(said: dict[str, str]) -> None:
    assert not is_local(arrives(), Settings(**said))


def test_no_route_answers_a_stranger(office: Office) -> None:
    stranger = office.visitor(**{"X-Forwarded-For": "127.0.0.1"})
    tried = 0
    routers = import_router(office.services), rules_router(office.services)
    for route in (route for router in routers for route in router.routes):
        if isinstance(route, APIRoute):
            path = re.sub(r"\{\w+(?::int)?}", "1", route.path)
            for method in route.methods or ():
                answer = stranger.request(method, path)
                assert (answer.status_code, "只供工作人员" in answer.text) == (403, True), (
                    route.path
                )
                tried += 1
    assert tried >= 12


def test_the_token_in_the_address_is_kept_and_does_not_stay_there(office: Office) -> None:
    visitor = office.visitor()
    path = office.services.access.address("")
    entered = visitor.get(path, follow_redirects=False)
    assert (entered.status_code, entered.headers["location"]) == (303, "../staff/import")
    cookie = entered.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert office.services.access.token not in cookie
    assert visitor.get("/staff/import").status_code == 200


@pytest.mark.parametrize("token", ["", "x", "令牌", "0" * 32])
def test_a_wrong_token_gives_nothing(office: Office, token: str) -> None:
    visitor = office.visitor()
    assert visitor.get("/staff/import", params={"token": token}).status_code == 403
    assert not visitor.cookies
    visitor.cookies.set(COOKIE, "0" * 64)
    assert visitor.get("/staff/import").status_code == 403


def test_the_token_is_another_one_at_each_start() -> None:
    from bot.serve.services import Services

    assert Services(Settings()).access.token != Services(Settings()).access.token


@pytest.mark.parametrize("fields", [{}, {"csrf": ""}, {"csrf": "0" * 64}, {"csrf": "表单"}])
@pytest.mark.parametrize(
    "path", ["/staff/import/undo", "/staff/import/switch", "/staff/rules/edit"]
)
def test_a_form_that_is_not_ours_does_nothing(
    office: Office, path: str, fields: dict[str, str]
) -> None:
    answer = office.clerk.post(path, data={"id": "x", **fields})
    assert answer.status_code == 403
    assert "表单" in answer.text


def test_an_upload_without_the_token_of_the_form_leaves_nothing(office: Office) -> None:
    sent = [("files", ("办法.txt", "第一条 补贴。".encode()))]
    assert office.clerk.post("/staff/import", files=sent).status_code == 403
    assert not (office.services.settings.policy_var / "desk").exists()


def test_what_another_site_sends_is_refused_before_anything_is_read(office: Office) -> None:
    clerk: TestClient = office.clerk
    answer = clerk.post(
        "/staff/import/undo", data={"csrf": office.csrf}, headers={"Origin": "http://evil.example"}
    )
    assert answer.status_code == 403
    assert "别的网站" in answer.text
