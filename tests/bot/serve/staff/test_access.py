"""Who may use the pages of the staff: this machine, or whoever was given the token."""

from __future__ import annotations

import re

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from bot.records.accounts import TRIES, Role
from bot.serve.staff.cases_routes import cases_router
from bot.serve.staff.evals_routes import evals_router
from bot.serve.staff.figures_routes import figures_router
from bot.serve.staff.intake_routes import import_router
from bot.serve.staff.readings_routes import readings_router
from bot.serve.staff.rules_routes import rules_router
from bot.serve.staff.service_routes import service_router
from bot.serve.staff.tasks_routes import tasks_router
from bot.serve.staff.words_routes import words_router
from tests.bot.serve.staff.conftest import HASH, PASSWORD, Office, csrf_of


def test_no_route_answers_a_stranger(office: Office) -> None:
    stranger = office.visitor(**{"X-Forwarded-For": "127.0.0.1"})
    tried = 0
    made = (
        import_router, rules_router, tasks_router, cases_router, words_router, service_router,
        figures_router, evals_router, readings_router,
    )  # fmt: skip
    routers = [make(office.services) for make in made]
    for route in (route for router in routers for route in router.routes):
        if isinstance(route, APIRoute):
            path = re.sub(r"\{\w+(?::int)?}", "1", route.path)
            for method in route.methods or ():
                answer = stranger.request(method, path, follow_redirects=False)
                led = answer.headers.get("location", "").partition("?")[0].endswith("staff/sign-in")
                assert led if method == "GET" else answer.status_code == 401, route.path
                tried += 1
    assert tried >= 26


def test_whoever_signs_in_goes_on_where_they_came_from(office: Office) -> None:
    visitor = office.visitor()
    led = visitor.get("/staff/rules?doc=sample", follow_redirects=False)
    assert led.headers["location"] == "../staff/sign-in?next=%2Fstaff%2Frules%3Fdoc%3Dsample"
    office.services.records.accounts.add("test", "zhang", "张三", [Role.CHECKER], HASH)
    typed = {"name": "zhang", "password": PASSWORD, "next": "/staff/rules?doc=sample"}
    entered = visitor.post("/staff/sign-in", data=typed, follow_redirects=False)
    assert (entered.status_code, entered.headers["location"]) == (303, "../staff/rules?doc=sample")
    cookie = entered.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    page = visitor.get("/staff/import")
    assert page.status_code == 200
    assert "张三（核对）" in page.text


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "/\\evil.example", "/calc", "javascript:1"]
)
def test_signing_in_leads_nowhere_else(office: Office, back: str) -> None:
    office.services.records.accounts.add("test", "zhang", "张三", [Role.CHECKER], HASH)
    typed = {"name": "zhang", "password": PASSWORD, "next": back}
    entered = office.visitor().post("/staff/sign-in", data=typed, follow_redirects=False)
    assert entered.headers["location"] == "../staff"


def test_wrong_passwords_make_an_account_wait_and_say_nothing_of_names(office: Office) -> None:
    office.services.records.accounts.add("test", "zhang", "张三", [Role.CHECKER], HASH)
    visitor = office.visitor()

    def tries(name: str, password: str) -> str:
        answer = visitor.post("/staff/sign-in", data={"name": name, "password": password})
        assert answer.status_code == 403
        assert not visitor.cookies
        return re.sub(r'nonce="[\w-]+"', "", answer.text)

    assert tries("nobody", "x" * 12).replace("nobody", "zhang") == tries("zhang", "x" * 12)
    for _ in range(TRIES - 1):
        tries("zhang", "x" * 12)
    assert "已暂停" in tries("zhang", PASSWORD)


def test_who_has_signed_out_or_was_switched_off_is_a_stranger(office: Office) -> None:
    accounts = office.services.records.accounts
    one, other = office.member("zhang", Role.CHECKER), office.member("li", Role.CHECKER)
    one.post("/staff/sign-out", data={"csrf": csrf_of(one)})
    accounts.change("test", "li", off=True)
    for client in (one, other):
        assert client.get("/staff/import", follow_redirects=False).status_code == 303


def test_who_has_another_role_is_told_so(office: Office) -> None:
    answer = office.member("zhang", Role.EVALUATOR).get("/staff/import")
    assert answer.status_code == 403
    assert "您的账户（评测）不能收文与发布" in answer.text


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
