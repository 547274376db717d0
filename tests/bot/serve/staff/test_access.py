"""Who may use the pages of the staff: whoever has signed in, in forms of ours."""

from __future__ import annotations

import html
import re

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


WRITTEN = {
    "doc": "sample", "csrf": "0" * 64, "password": "my secret", "ground.0.document": "sample",
    "title": "怎样算", "comment": "",
    "reading": "按含税价计。\n第二行<script>alert(1)</script>",
}  # fmt: skip
FORM = "http://127.0.0.1/staff/readings/edit?doc=sample&clause=1"


def kept(page: str) -> list[str]:
    """What a refusal shows of the form that was sent."""
    return [html.unescape(one) for one in re.findall(r"<textarea readonly[^>]*>\n([^<]*)<", page)]


def test_what_was_written_when_the_sign_in_ended_is_shown_with_the_way_back(
    office: Office,
) -> None:
    answer = office.visitor(Referer=FORM).post("/staff/readings/edit", data=WRITTEN)
    assert answer.status_code == 401
    assert kept(answer.text) == [WRITTEN["title"], WRITTEN["reading"]]
    assert "<script>alert" not in answer.text
    assert "my secret" not in answer.text
    back = "%2Fstaff%2Freadings%2Fedit%3Fdoc%3Dsample%26clause%3D1"
    assert f'href="../../staff/sign-in?next={back}" target="_blank"' in answer.text


def test_the_way_back_from_a_form_that_was_refused_before_is_that_of_the_form(
    office: Office,
) -> None:
    visitor = office.visitor(Referer="http://127.0.0.1/staff/rules/edit")
    page = visitor.post("/staff/rules/edit", data={"doc": "a&b", "rule": "r", "name": "x"}).text
    back = "%2Fstaff%2Frules%2Fedit%3Fdoc%3Da%2526b%26rule%3Dr"
    assert f'href="../../staff/sign-in?next={back}"' in page


def test_what_was_written_under_an_earlier_sign_in_is_shown_too(office: Office) -> None:
    answer = office.clerk.post("/staff/readings/edit", data=WRITTEN, headers={"Referer": FORM})
    assert answer.status_code == 403
    assert kept(answer.text) == [WRITTEN["title"], WRITTEN["reading"]]
    assert 'href="../../staff/readings/edit?doc=sample&amp;clause=1"' in answer.text


def test_a_refusal_leads_nowhere_else_and_repeats_no_more_than_a_page_holds(
    office: Office,
) -> None:
    sent = {f"f{n}": "字" * 3 for n in range(100)} | {"f0": "x" * 10_000}
    visitor = office.visitor(Referer="http://evil.example/x")
    shown = visitor.post("/staff/desk/1", data=sent).text
    assert "evil" not in shown
    assert 'href="../../staff/sign-in?next=%2Fstaff"' in shown
    assert (len(kept(shown)), len(kept(shown)[0])) == (80, 8000)
    me = {"old": PASSWORD, "new": "another secret", "again": "another secret"}
    for path in ("/staff/me/password", "/staff/import", "/staff/evals/upload"):
        page = office.visitor().post(path, data=me).text
        assert kept(page) == []
        assert "staff/sign-in?next=" in page
