"""What somebody does about their own account."""

from __future__ import annotations

from httpx2 import Response

from bot.records.members import Role
from bot.serve.limits import GUESSES
from bot.serve.staff.access import COOKIE
from tests.bot.serve.staff.conftest import PASSWORD, Office, csrf_of

NEW = "brand new horse 9"


def change(office: Office, **typed: str) -> Response:
    fields = {"old": PASSWORD, "new": NEW, "again": NEW, **typed}
    return office.post("/staff/me/password", fields)


def test_a_new_password_signs_out_every_other_browser(office: Office) -> None:
    other = office.visitor()
    other.post("/staff/sign-in", data={"name": "clerk", "password": PASSWORD})
    before = office.clerk.cookies[COOKIE]
    answer = change(office)
    assert "密码已改" in answer.text
    assert office.clerk.cookies[COOKIE] != before
    assert office.clerk.get("/staff/import").status_code == 200
    assert other.get("/staff/import", follow_redirects=False).status_code == 303
    entered = office.visitor().post(
        "/staff/sign-in", data={"name": "clerk", "password": NEW}, follow_redirects=False
    )
    assert entered.status_code == 303


def test_the_old_password_is_asked_for_and_cannot_be_guessed(office: Office) -> None:
    for _ in range(GUESSES):
        answer = change(office, old="x" * 12)
        assert answer.status_code == 403
        assert "原密码不对" in answer.text
    assert change(office).status_code == 429


def test_what_is_wrong_with_a_new_password_is_said(office: Office) -> None:
    for typed, said in (
        ({"again": "another"}, "两次输入的新密码不同"),
        ({"new": PASSWORD, "again": PASSWORD}, "相同"),
        ({"new": "short", "again": "short"}, "10到200个字符"),
        ({"new": "password123", "again": "password123"}, "太容易猜"),
    ):
        answer = change(office, **typed)
        assert answer.status_code == 403
        assert said in answer.text
    assert office.clerk.get("/staff/import").status_code == 200


def test_other_browsers_are_signed_out_and_this_one_stays(office: Office) -> None:
    other = office.visitor()
    other.post("/staff/sign-in", data={"name": "clerk", "password": PASSWORD})
    assert "2个，包括这一个" in office.clerk.get("/staff/me").text
    office.post("/staff/me/sign-out-others", {})
    assert other.get("/staff/me", follow_redirects=False).status_code == 303
    assert "1个，包括这一个" in office.clerk.get("/staff/me").text


def test_a_page_says_what_its_account_may_do(office: Office) -> None:
    page = office.member("zhang", Role.EVALUATOR).get("/staff/me").text
    assert "评测。可以：" in page
    assert "运行评测" in page
    assert "管理账户" not in page


def test_who_came_by_single_sign_on_has_no_password_to_change(office: Office) -> None:
    records = office.services.records
    records.accounts.add("test", "li", "李四", [Role.CHECKER], None, "https://issuer#1")
    entered = records.sign_ins.vouched("https://issuer#1", "192.0.2.7")
    assert entered is not None
    client = office.visitor()
    client.cookies.set(COOKIE, entered.secret, domain="127.0.0.1")
    assert "改密码" not in client.get("/staff/me").text
    typed = {"csrf": csrf_of(client), "old": "", "new": NEW, "again": NEW}
    assert "统一身份" in client.post("/staff/me/password", data=typed).text
    assert not records.sign_ins.proves("li", lambda kept: kept is not None)
