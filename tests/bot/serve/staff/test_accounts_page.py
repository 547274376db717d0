"""The page of the accounts: what an administrator does, and what nobody can."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from bot.records.members import Role
from tests.bot.serve.staff.conftest import PASSWORD, Office, csrf_of


@pytest.fixture
def admin(office: Office) -> TestClient:
    return office.member("root", Role.ADMIN, person="管理员甲")


def post(client: TestClient, path: str, fields: Mapping[str, object]) -> Response:
    return client.post(f"/staff/accounts{path}", data={"csrf": csrf_of(client), **fields})


def secret_of(answer: Response) -> str:
    found = re.findall(r'<code class="secret">([^<]+)</code>', answer.text)
    assert len(found) == 1
    return str(found[0])


def signs_in(office: Office, name: str, password: str) -> bool:
    typed = {"name": name, "password": password}
    answer = office.visitor().post("/staff/sign-in", data=typed, follow_redirects=False)
    return answer.status_code == 303


def test_an_account_is_made_with_a_password_that_is_shown_once(
    office: Office, admin: TestClient
) -> None:
    fields = {"name": "zhang", "person": "张三", "role": ["checker", "signer", "king"]}
    password = secret_of(post(admin, "", fields))
    page = admin.get("/staff/accounts").text
    assert "张三" in page
    assert password not in page
    assert signs_in(office, "zhang", password)
    lines = office.services.records.audit.lines()
    made = next(one for one in lines if one.action == "account.add" and one.subject == "zhang")
    assert (made.actor, made.detail["roles"]) == ("root", ["checker", "signer"])
    assert not [one for one in lines if password in str(one.detail)]


def test_a_password_that_was_given_is_changed_before_anything_else(
    office: Office, admin: TestClient
) -> None:
    fields = {"name": "zhang", "person": "张三", "role": ["signer", "admin"]}
    first = secret_of(post(admin, "", fields))
    zhang = office.visitor()
    zhang.post("/staff/sign-in", data={"name": "zhang", "password": first})
    for path in ("/staff/readings", "/staff/accounts", "/staff"):
        page = zhang.get(path)
        assert (page.url.path, page.status_code) == ("/staff/me", 200)
        assert "先在“我的账户”里改成自己的" in page.text
        assert "staff/readings" not in page.text
    refused = zhang.post("/staff/accounts/change", data={"csrf": csrf_of(zhang), "name": "root"})
    assert (refused.status_code, "先在“我的账户”里改" in refused.text) == (403, True)
    new = {"old": first, "new": "brand new horse 9", "again": "brand new horse 9"}
    assert "密码已改" in zhang.post("/staff/me/password", data={"csrf": csrf_of(zhang), **new}).text
    assert zhang.get("/staff/readings").url.path == "/staff/readings"
    post(admin, "/change", {"name": "zhang", "action": "password"})
    (held,) = (one for one in office.services.records.accounts.all() if one.name == "zhang")
    assert held.given


def test_what_was_typed_stays_in_the_form_where_it_is_refused(
    office: Office, admin: TestClient
) -> None:
    office.member("zhang", Role.CHECKER)
    fields = {"name": "zhang", "person": "张三", "role": ["signer"]}
    page = post(admin, "", fields).text
    assert 'name="name" value="zhang" required' in page
    assert 'name="person" value="张三" required' in page
    assert re.findall(r'id="new-(\w+)"[^>]* checked', page) == ["signer"]
    done = post(admin, "", fields | {"name": "zhang3"}).text  # nothing stays of what was done
    assert 'name="person" value="" required' in done
    post(admin, "/keys", {"name": "门户"})
    assert 'id="key-name" name="name" value="门户"' in post(admin, "/keys", {"name": "门户"}).text


def test_what_is_written_in_names_is_never_a_page(office: Office, admin: TestClient) -> None:
    for fields in (
        {"name": "<script>", "person": "x"},
        {"name": "x", "person": "<script>alert(1)</script>"},
    ):
        answer = post(admin, "", fields)
        assert answer.status_code == 409
        assert "<script>alert" not in answer.text
    key = post(admin, "/keys", {"name": "<b>x</b>"})
    assert "<b>x</b>" not in key.text
    assert "&lt;b&gt;x" in key.text


def test_roles_are_changed_and_the_last_administrator_stays(
    office: Office, admin: TestClient
) -> None:
    client = office.member("zhang", Role.CHECKER)
    change = {"name": "zhang", "action": "roles", "role": ["evaluator"]}
    assert "角色已改" in post(admin, "/change", change).text
    assert client.get("/staff/import").status_code == 403
    for deed in ({"action": "roles", "role": ["checker"]}, {"action": "off"}):
        answer = post(admin, "/change", {"name": "root", **deed})
        assert answer.status_code == 409
        assert "没有能用密码登录的管理员" in answer.text
    assert admin.get("/staff/accounts").status_code == 200


def test_who_is_switched_off_is_out_and_comes_back_when_switched_on(
    office: Office, admin: TestClient
) -> None:
    client = office.member("zhang", Role.CHECKER)
    post(admin, "/change", {"name": "zhang", "action": "off"})
    assert client.get("/staff/import", follow_redirects=False).status_code == 303
    assert not signs_in(office, "zhang", PASSWORD)
    post(admin, "/change", {"name": "zhang", "action": "on"})
    assert client.get("/staff/import", follow_redirects=False).status_code == 303  # not the old one
    assert signs_in(office, "zhang", PASSWORD)


def test_a_reset_password_takes_the_place_of_the_old_one(office: Office, admin: TestClient) -> None:
    client = office.member("zhang", Role.CHECKER)
    password = secret_of(post(admin, "/change", {"name": "zhang", "action": "password"}))
    assert client.get("/staff/import", follow_redirects=False).status_code == 303
    assert not signs_in(office, "zhang", PASSWORD)
    assert signs_in(office, "zhang", password)
    own = post(admin, "/change", {"name": "root", "action": "password"})
    assert "我的账户" in own.text
    assert signs_in(office, "root", PASSWORD)


def test_every_browser_of_somebody_is_signed_out(office: Office, admin: TestClient) -> None:
    client = office.member("zhang", Role.CHECKER)
    post(admin, "/change", {"name": "zhang", "action": "sign-out"})
    assert client.get("/staff/import", follow_redirects=False).status_code == 303
    assert signs_in(office, "zhang", PASSWORD)


@pytest.mark.parametrize("fields", [{}, {"name": "nobody", "action": "off"}, {"name": "clerk"}])
def test_what_can_not_be_done_is_said(
    admin: TestClient, fields: dict[str, str], office: Office
) -> None:
    answer = post(admin, "/change", fields)
    assert answer.status_code == 409
    assert 'class="alert stop"' in answer.text


def test_whom_single_sign_on_vouches_for_is_given_no_password(
    office: Office, admin: TestClient
) -> None:
    accounts = office.services.records.accounts
    accounts.add("统一身份", "li", "李四", [], None, "https://issuer#1")
    answer = post(admin, "/change", {"name": "li", "action": "password"})
    assert (answer.status_code, "统一身份登录" in answer.text) == (409, True)
    post(admin, "/change", {"name": "li", "action": "roles", "role": ["checker"]})
    assert {one.name: one.roles for one in accounts.all()}["li"] == {Role.CHECKER}
