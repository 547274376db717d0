"""Who may use the pages of the staff: whoever has signed in, in forms of ours."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from bot.records.members import Role
from tests.bot.serve.staff.conftest import HASH, PASSWORD, Office, csrf_of


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
    assert 'title="核对">张三</a>' in page.text


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "/\\evil.example", "/calc", "javascript:1"]
)
def test_signing_in_leads_nowhere_else(office: Office, back: str) -> None:
    office.services.records.accounts.add("test", "zhang", "张三", [Role.CHECKER], HASH)
    typed = {"name": "zhang", "password": PASSWORD, "next": back}
    entered = office.visitor().post("/staff/sign-in", data=typed, follow_redirects=False)
    assert entered.headers["location"] == "../staff"


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
